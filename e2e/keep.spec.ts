/** What a family keeps: a child's page, a thing, a letter, a dedication and what its lines mean; each seen by those it is for, by keyboard too. */
import { expect, test } from '@playwright/test';
import { axeFinds } from './support/axe.ts';
import { begins, choosesRing, invites, letsIn, opensLink } from './support/doing.ts';
import { startHost, type Host } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';
import { marks, takesPicture } from './support/picture.ts';

test.describe.configure({ mode: 'serial' });
let host: Host;
let noor: Person, elias: Person, ingrid: Person;
const first = '0'.repeat(32);

const sees = ({ page }: Person, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible({ timeout: 10_000 });
const seesNot = ({ page }: Person, text: string | RegExp) => expect(page.getByText(text)).toHaveCount(0);
const presses = ({ page, t }: Person, key: Parameters<Person['t']>[0], values?: Record<string, string>) =>
	page.getByRole('button', { name: t(key, values), exact: true }).click();
const field = ({ page, t }: Person, key: Parameters<Person['t']>[0]) => page.getByLabel(t(key), { exact: true });
const ring = (person: Person, which: 'us' | 'close' | 'all') => choosesRing(person.page.getByRole('group', { name: person.t('ring.label') }), which);

test.beforeAll(async ({ browser }) => {
	host = await startHost();
	[noor, elias, ingrid] = await Promise.all([
		newPerson(browser, host.origin, 'Noor'),
		newPerson(browser, host.origin, 'Elias', { viewport: { width: 1280, height: 900 } }),
		newPerson(browser, host.origin, 'Ingrid')
	]);
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await opensLink(elias, await invites(noor, { ring: 'us', label: 'Elias' }));
	await letsIn(noor, elias, 'Elias');
	await opensLink(ingrid, await invites(noor, { ring: 'close', label: 'Ingrid' }));
	await letsIn(noor, ingrid, 'Ingrid');
});
test.afterAll(async () => {
	await Promise.all([noor, elias, ingrid].map(({ context }) => context.close()));
	await host[Symbol.asyncDispose]();
});

test('the child’s page: the name is there already; each parent adds what they know, and neither takes the other’s away', async () => {
	await noor.goes('/today');
	await noor.page.getByRole('link', { name: noor.t('nav.keep') }).click();
	await noor.page.getByRole('link', { name: /^Ture/ }).click();
	await expect(noor.page.getByRole('heading', { level: 1, name: 'Ture' })).toBeVisible();
	expect(await axeFinds(noor.page)).toEqual([]);
	// Both have the form open at once.
	for (const one of [noor, elias]) await one.goes(`/keep/child/facts?child=${first}`);
	await expect(noor.page.getByRole('textbox', { name: noor.t('child.name'), exact: true })).toHaveValue('Ture');
	await field(noor, 'child.weeks').fill('20+3');
	await presses(noor, 'child.dates.add');
	await field(noor, 'child.dates.what').fill('Föddes');
	await field(noor, 'day.date').fill('2026-09-15');
	expect(await axeFinds(noor.page)).toEqual([]);
	await ring(noor, 'close');
	await presses(noor, 'child.facts.save');
	await sees(noor, '15 september 2026');
	await field(elias, 'child.weight').fill('310 gram');
	await presses(elias, 'child.facts.save');
	for (const one of [noor, elias]) for (const said of ['20+3', '15 september 2026', '310 gram']) await sees(one, said);
	await ingrid.goes('/keep');
	// Of the name nothing has been said further out: it is what they call him that nobody has told her.
	await ingrid.page.getByRole('link', { name: new RegExp(`^${ingrid.t('keep.child.unnamed')}`) }).click();
	await sees(ingrid, '20+3');
	await seesNot(ingrid, '310 gram');
	await seesNot(ingrid, 'Ture');
	await expect(ingrid.page.getByRole('link', { name: ingrid.t('child.things.add') })).toHaveCount(0);
	// A day there is none of is said, and nothing is lost.
	await noor.goes(`/keep/child/facts?child=${first}`);
	await presses(noor, 'child.dates.add');
	await field(noor, 'child.dates.what').last().fill('Avsked');
	await presses(noor, 'child.facts.save');
	await sees(noor, noor.t('problem.no-day'));
	await expect(field(noor, 'child.dates.what').last()).toHaveValue('Avsked');
	await noor.page
		.getByRole('button', { name: noor.t('child.dates.remove') })
		.last()
		.click();
	await field(noor, 'child.weeks').fill('');
	await presses(noor, 'child.facts.save');
	await expect(noor.page).toHaveURL(/keep\/child\?/);
	await seesNot(noor, '20+3');
	await expect(ingrid.page.getByText('20+3')).toHaveCount(0);
});

test('a print with its picture, and a letter: kept, changed, taken back, each by its own', async () => {
	await noor.goes(`/keep/keepsake?child=${first}`);
	await noor.page.getByRole('radio', { name: noor.t('keepsake.kind.print') }).check();
	await noor.page
		.getByLabel(noor.t('enclose.add'))
		.setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(noor.page, 600, 800) });
	await noor.page.getByRole('textbox', { name: noor.t('enclose.says') }).fill('En fot, fyra centimeter');
	await field(noor, 'keepsake.text').fill('Hans fot, i blått.');
	expect(await axeFinds(noor.page)).toEqual([]);
	await presses(noor, 'keepsake.keep');
	await expect(noor.page).toHaveURL(/keep\/child\?/);
	await expect(noor.page.getByRole('img', { name: 'En fot, fyra centimeter' })).toBeVisible();
	await elias.goes(`/keep/child?child=${first}`);
	await expect(elias.page.getByRole('img', { name: 'En fot, fyra centimeter' })).toBeVisible();
	await expect(elias.page.getByRole('link', { name: elias.t('today.change') })).toHaveCount(0);
	await elias.goes(`/keep/letter?child=${first}`);
	await field(elias, 'letter.text').fill('Kära Ture, i dag kom snön.');
	await presses(elias, 'letter.keep');
	await sees(elias, 'Kära Ture, i dag kom snön.');
	await elias.page.getByRole('link', { name: elias.t('today.change') }).click();
	await field(elias, 'letter.text').fill('Kära Ture, i natt kom snön.');
	await presses(elias, 'correct.save');
	await noor.goes(`/keep/child?child=${first}`);
	await sees(noor, 'Kära Ture, i natt kom snön.');
	await noor.page
		.getByRole('link', { name: noor.t('today.change') })
		.first()
		.click();
	await presses(noor, 'correct.take');
	await noor.page
		.getByRole('dialog')
		.getByRole('button', { name: noor.t('correct.take.yes') })
		.click();
	await expect(elias.page.getByRole('img', { name: 'En fot, fyra centimeter' })).toHaveCount(0, { timeout: 10_000 });
	expect(host.findsAny(['i natt kom snön', 'Hans fot', 'fyra centimeter', ...Object.values(marks)])).toEqual([]);
});

test('of whom nothing is said there is a page too, where something is kept: for whoever keeps it, and for whoever it is shown to', async () => {
	const keeps = async (text: string, which: 'us' | 'close') => {
		await noor.goes('/keep');
		await noor.page.getByRole('link', { name: noor.t('keep.children.another') }).click();
		await presses(noor, 'child.facts.save');
		await noor.page.getByRole('link', { name: noor.t('child.things.add') }).click();
		if (text === '')
			await noor.page
				.getByLabel(noor.t('enclose.add'))
				.setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(noor.page, 60, 80) });
		else await field(noor, 'keepsake.text').fill(text);
		await ring(noor, which);
		await presses(noor, 'keepsake.keep');
		await expect(noor.page).toHaveURL(/keep\/child\?/);
		return new URL(noor.page.url()).searchParams.get('child') as string;
	};
	const [shell, one, two] = [await keeps('Ett snäckskal från stranden.', 'us'), await keeps('', 'close'), await keeps('', 'close')];
	expect(new Set([shell, one, two, first]).size).toBe(4);
	const link = (person: Person, name: string) => person.page.getByRole('main').getByRole('link', { name, exact: true });
	await noor.goes('/keep');
	await expect(link(noor, 'Ett snäckskal från stranden.')).toHaveAttribute('href', `/keep/child?child=${shell}`);
	for (const person of [noor, ingrid]) {
		await person.goes('/keep');
		await expect(link(person, person.t('keep.child.unnamed'))).toHaveAttribute('href', `/keep/child?child=${one}`, { timeout: 10_000 });
		await expect(link(person, person.t('keep.child.unnamed.another'))).toHaveAttribute('href', `/keep/child?child=${two}`, { timeout: 10_000 });
	}
	await expect(link(ingrid, 'Ett snäckskal från stranden.')).toHaveCount(0);
	await link(ingrid, ingrid.t('keep.child.unnamed')).click();
	await expect(ingrid.page.getByRole('heading', { name: ingrid.t('child.things') })).toBeVisible();
});

test('a song given to someone; a link is words until it is tapped, and then they are not told from where', async () => {
	const asked: string[] = [];
	// A picture that she has opened is asked of nobody.
	ingrid.context.on('request', (request) => request.url().startsWith('blob:') || asked.push(new URL(request.url()).host));
	await elias.goes('/keep/dedicate');
	await elias.page.getByRole('checkbox', { name: 'Noor' }).check();
	await field(elias, 'dedication.name.song').fill('Samma väg hem');
	await field(elias, 'dedication.link').fill('javascript:alert(1)');
	await ring(elias, 'close');
	await presses(elias, 'dedication.give');
	await sees(elias, elias.t('problem.no-link'));
	await expect(field(elias, 'dedication.name.song')).toHaveValue('Samma väg hem');
	await field(elias, 'dedication.link').fill('musik.example/samma');
	expect(await axeFinds(elias.page)).toEqual([]);
	await presses(elias, 'dedication.give');
	await expect(elias.page.getByRole('heading', { name: 'Samma väg hem' })).toBeVisible();
	await ingrid.goes('/keep');
	await ingrid.page.getByRole('link', { name: /Samma väg hem/ }).click();
	const link = ingrid.page.getByRole('link', { name: ingrid.t('dedication.link.open', { host: 'musik.example' }) });
	await expect(link).toHaveAttribute('href', 'https://musik.example/samma');
	await expect(link).toHaveAttribute('rel', /noreferrer/);
	await expect(link).toHaveAttribute('target', '_blank');
	expect(new Set(asked)).toEqual(new Set([new URL(host.origin).host]));
	const headers = ingrid.context.waitForEvent('request', (request) => request.url().startsWith('https://musik.example'));
	await ingrid.context.route('https://musik.example/**', (route) => route.fulfill({ body: 'en sång' }));
	const tab = ingrid.context.waitForEvent('page');
	await link.click();
	expect((await (await headers).allHeaders()).referer).toBeUndefined();
	await (await tab).close();
});

test('lines, and what they mean to each: quoted, written beside, opened by key and by tap, beside on a wide screen', async () => {
	await elias.goes('/keep');
	await elias.page.getByRole('link', { name: /Samma väg hem/ }).click();
	await presses(elias, 'lines.begin');
	await field(elias, 'lines.add.label').fill('Isen låg på sjön den natten\n\ndu bar lyktan, jag bar dig ibland\n');
	expect(await axeFinds(elias.page)).toEqual([]);
	await presses(elias, 'lines.add.do');
	const lines = elias.page.getByRole('main').getByRole('listitem');
	await expect(lines).toHaveCount(2);
	// By keyboard alone.
	const line = lines.nth(1).getByRole('button').first();
	await line.focus();
	await elias.page.keyboard.press('Enter');
	await expect(line).toHaveAttribute('aria-expanded', 'true');
	await elias.page.keyboard.press('Tab');
	await expect(lines.nth(1).getByRole('button', { name: elias.t('lines.note') })).toBeFocused();
	await elias.page.keyboard.press('Enter');
	await field(elias, 'lines.note.label').focus();
	await elias.page.keyboard.type('Din hand i förlossningsrummet.');
	await presses(elias, 'lines.note.do');
	await sees(elias, 'Din hand i förlossningsrummet.');
	expect(await axeFinds(elias.page)).toEqual([]);
	// Beside: the note begins where the line has ended.
	const [beside, words] = [await elias.page.getByText('Din hand i förlossningsrummet.').boundingBox(), await line.locator('span').boundingBox()];
	expect(beside?.x ?? 0).toBeGreaterThan((words?.x ?? 0) + (words?.width ?? 0));
	// On a phone it is folded until the line is tapped, and then below.
	await noor.goes('/keep');
	await noor.page.getByRole('link', { name: /Samma väg hem/ }).click();
	const her = noor.page.getByRole('button', { name: 'du bar lyktan, jag bar dig ibland' });
	await expect(her).toHaveAccessibleDescription(noor.t('lines.has'));
	await expect(noor.page.getByText('Din hand i förlossningsrummet.')).toBeHidden();
	await her.tap();
	const note = noor.page.getByText('Din hand i förlossningsrummet.');
	await expect(note).toBeVisible();
	expect((await note.boundingBox())?.y ?? 0).toBeGreaterThan(((await her.boundingBox())?.y ?? 0) + 20);
	await presses(noor, 'lines.note');
	await ring(noor, 'us');
	await field(noor, 'lines.note.label').fill('Bara för dig: jag hörde den i natt.');
	await presses(noor, 'lines.note.do');
	await sees(elias, 'Bara för dig: jag hörde den i natt.');
	// On paper all of it stands there, and no button.
	await noor.page.emulateMedia({ media: 'print' });
	await expect(note).toBeVisible();
	await expect(noor.page.getByRole('button', { name: noor.t('ui.print') })).toBeHidden();
	await noor.page.emulateMedia({ media: 'screen' });
	await ingrid.goes('/keep');
	await ingrid.page.getByRole('link', { name: /Samma väg hem/ }).click();
	await ingrid.page.getByRole('button', { name: 'du bar lyktan, jag bar dig ibland' }).click();
	await sees(ingrid, 'Din hand i förlossningsrummet.');
	await seesNot(ingrid, 'Bara för dig');
	await expect(ingrid.page.getByRole('button', { name: ingrid.t('lines.note') })).toHaveCount(0);
	// Where it stands beside, there is nothing to open for who can do nothing with it; in a narrow window with a mouse it is enough to be there.
	await ingrid.page.setViewportSize({ width: 1200, height: 800 });
	await expect(ingrid.page.getByText('du bar lyktan, jag bar dig ibland')).toBeVisible();
	await expect(ingrid.page.getByRole('button', { name: 'du bar lyktan, jag bar dig ibland' })).toHaveCount(0);
	await sees(ingrid, 'Din hand i förlossningsrummet.');
	await elias.page.setViewportSize({ width: 700, height: 800 });
	await elias.page.reload();
	const his = elias.page.getByText('Din hand i förlossningsrummet.');
	await expect(elias.page.getByRole('button', { name: 'du bar lyktan, jag bar dig ibland' })).toBeVisible();
	await elias.page.mouse.move(5, 5);
	await expect(his).toBeHidden();
	await elias.page.getByRole('button', { name: 'du bar lyktan, jag bar dig ibland' }).hover();
	await expect(his).toBeVisible();
	await elias.page.mouse.move(5, 5);
	await expect(his).toBeHidden();
	await elias.page.setViewportSize({ width: 1280, height: 900 });
	await elias.page.reload();
	// Their own words back, and no others'.
	await noor.page.getByRole('button', { name: noor.t('lines.note.take') }).click();
	await noor.page
		.getByRole('dialog')
		.getByRole('button', { name: noor.t('correct.take.yes') })
		.click();
	await expect(elias.page.getByText('Bara för dig')).toHaveCount(0, { timeout: 10_000 });
	await sees(elias, 'Din hand i förlossningsrummet.');
});

test('what is new is met on Today, by each who may read it; and nobody has complained', async () => {
	for (const one of [noor, elias, ingrid]) {
		await one.goes('/today');
		await sees(one, 'Samma väg hem');
		expect(await axeFinds(one.page)).toEqual([]);
	}
	await sees(elias, 'Kära Ture, i natt kom snön.');
	await seesNot(ingrid, 'Kära Ture');
	expect(host.findsAny(['Samma väg hem', 'musik.example', 'Din hand', 'du bar lyktan', '310 gram'])).toEqual([]);
	for (const { complaints, name } of [noor, elias, ingrid]) expect(complaints, name).toEqual([]);
});
