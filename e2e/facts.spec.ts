/** What is known of a child, written by two at once: each field where it stands, only what was changed, and nothing of what was typed lost or mixed up. */
import { expect, test } from '@playwright/test';
import { begins, choosesRing, invites, letsIn, opensLink } from './support/doing.ts';
import { startHost, type Host } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

test.describe.configure({ mode: 'serial' });
let host: Host;
let noor: Person, elias: Person, ingrid: Person;
const first = '0'.repeat(32);

const field = ({ page, t }: Person, key: Parameters<Person['t']>[0]) => page.getByLabel(t(key), { exact: true });
const ring = (person: Person, which: 'us' | 'close' | 'all') => choosesRing(person.page.getByRole('group', { name: person.t('ring.label') }), which);
const form = async (person: Person, child = first) => {
	await person.goes(`/keep/child/facts?child=${child}`);
	await expect(field(person, 'child.name')).toBeVisible();
};
const saves = async ({ page, t }: Person) => {
	await page.getByRole('button', { name: t('child.facts.save'), exact: true }).click();
	await expect(page).toHaveURL(/keep\/child\?/);
};
/** What stands on the child's page, as it is shown to somebody. */
const shown = ({ page }: Person, text: string | RegExp) => page.getByRole('main').getByText(text);
const sees = (person: Person, ...texts: string[]) =>
	Promise.all(texts.map((text) => expect(shown(person, text).first(), `${person.name}: ${text}`).toBeVisible({ timeout: 10_000 })));
const seesNot = (person: Person, ...texts: string[]) =>
	Promise.all(texts.map((text) => expect(shown(person, text), `${person.name}: ${text}`).toHaveCount(0, { timeout: 10_000 })));

test.beforeAll(async ({ browser }) => {
	host = await startHost();
	[noor, elias, ingrid] = await Promise.all([
		newPerson(browser, host.origin, 'Noor'),
		newPerson(browser, host.origin, 'Elias'),
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

test('what is changed stays with those who saw it; what was not changed is not said again, nor shown to anybody else', async () => {
	await form(noor);
	await field(noor, 'child.weeks').fill('20+3');
	await field(noor, 'child.weight').fill('310 gram');
	await ring(noor, 'close');
	await saves(noor);
	await ingrid.goes(`/keep/child?child=${first}`);
	await sees(ingrid, '20+3', '310 gram');
	await seesNot(ingrid, 'Ture');
	// The ring that stands chosen is for what is new; what is changed stands where it stood.
	await form(noor);
	await field(noor, 'child.weight').fill('312 gram');
	await field(noor, 'child.length').fill('24 cm');
	await saves(noor);
	await sees(noor, '312 gram', '24 cm');
	await sees(ingrid, '312 gram');
	await seesNot(ingrid, '310 gram', '24 cm', 'Ture');
});

test('two have the form open at once: each says what they changed, and what the other wrote meanwhile stays', async () => {
	for (const one of [noor, elias]) await form(one);
	await expect(field(elias, 'child.weight')).toHaveValue('312 gram');
	await field(elias, 'child.weight').fill('315 gram');
	await elias.page.getByRole('button', { name: elias.t('child.dates.add') }).click();
	await field(elias, 'child.dates.what').fill('Avsked');
	await field(elias, 'day.date').fill('2026-09-29');
	// Noor writes in another field and adds another day, with Elias's words still in hers.
	await field(noor, 'child.weeks').fill('20+4');
	await noor.page.getByRole('button', { name: noor.t('child.dates.add') }).click();
	await field(noor, 'child.dates.what').fill('Föddes');
	await field(noor, 'day.date').fill('2026-09-15');
	await saves(elias);
	await sees(elias, '315 gram');
	await ingrid.goes(`/keep/child?child=${first}`);
	await sees(ingrid, '315 gram');
	await saves(noor);
	for (const one of [noor, elias]) {
		await sees(one, '315 gram', '20+4', '29 september 2026', '15 september 2026', '24 cm');
		await seesNot(one, '312 gram', '20+3');
	}
	await sees(ingrid, '315 gram', '20+4');
	await seesNot(ingrid, '29 september 2026', '24 cm', 'Ture');
});

test('all that stands here, shown to more, and to fewer again: where it is asked for, and only then', async () => {
	await form(noor);
	// What the other changes while one chooses is shown as they left it.
	await form(elias);
	await field(elias, 'child.more').fill('Han hade Elias händer.');
	await field(elias, 'child.weight').fill('316 gram');
	await saves(elias);
	await sees(elias, '316 gram');
	const beside = await noor.context.newPage();
	await beside.goto(`/keep/child?child=${first}`);
	await expect(beside.getByText('316 gram')).toBeVisible({ timeout: 10_000 });
	await beside.close();
	await ring(noor, 'close');
	await noor.page.getByRole('checkbox', { name: noor.t('child.facts.all') }).check();
	await saves(noor);
	await ingrid.goes(`/keep/child?child=${first}`);
	await expect(ingrid.page.getByRole('heading', { level: 1, name: 'Ture' })).toBeVisible();
	await sees(ingrid, '316 gram', '20+4', '24 cm', '29 september 2026', 'Han hade Elias händer.');
	await form(elias);
	await elias.page.getByRole('checkbox', { name: elias.t('child.facts.all') }).check();
	await ring(elias, 'us');
	await saves(elias);
	await seesNot(ingrid, '316 gram', '20+4', '24 cm', '29 september 2026', 'Ture');
	for (const one of [noor, elias]) {
		await one.goes(`/keep/child?child=${first}`);
		await sees(one, '316 gram', '20+4', '24 cm', '29 september 2026', '15 september 2026');
		await expect(one.page.getByRole('heading', { level: 1, name: 'Ture' })).toBeVisible();
	}
});

test('a day that is added is seen by those one chose, further in or further out than the others; each sees of the others what they saw', async () => {
	const adds = async (person: Person, child: string, what: string, date: string, which: 'us' | 'close') => {
		await form(person, child);
		await person.page.getByRole('button', { name: person.t('child.dates.add') }).click();
		await field(person, 'child.dates.what').last().fill(what);
		await field(person, 'day.date').last().fill(date);
		await ring(person, which);
		await saves(person);
	};
	await adds(noor, 'new', 'Minnesstund', '2026-10-03', 'close');
	const child = new URL(noor.page.url()).searchParams.get('child') as string;
	for (const one of [elias, ingrid]) await one.goes(`/keep/child?child=${child}`);
	await sees(ingrid, '3 oktober 2026');
	await sees(elias, '3 oktober 2026');
	await adds(elias, child, 'Hemma igen', '2026-10-04', 'us');
	await adds(noor, child, 'Gravsättning', '2026-10-05', 'close');
	await sees(ingrid, '3 oktober 2026', '5 oktober 2026');
	await seesNot(ingrid, '4 oktober 2026', 'Hemma igen');
	for (const one of [noor, elias]) await sees(one, '3 oktober 2026', '4 oktober 2026', '5 oktober 2026');
	// Taken away, it is gone for everybody it was shown to.
	await form(noor, child);
	await noor.page
		.getByRole('button', { name: noor.t('child.dates.remove') })
		.first()
		.click();
	await saves(noor);
	await seesNot(ingrid, '3 oktober 2026', '4 oktober 2026');
	await sees(ingrid, '5 oktober 2026');
	await sees(noor, '4 oktober 2026', '5 oktober 2026');
	await seesNot(noor, '3 oktober 2026');
});

test('what is taken out goes wherever it stands; what is typed of one child, and not saved, is that child’s alone', async () => {
	await form(noor);
	await field(noor, 'child.length').fill('');
	await saves(noor);
	await seesNot(noor, '24 cm');
	await form(noor, 'new');
	await expect(field(noor, 'child.name')).toHaveValue('');
	await field(noor, 'child.name').fill('Majken');
	await expect(noor.page.getByText(noor.t('ui.keptHere'))).toBeVisible();
	await noor.page.waitForTimeout(600);
	await form(noor);
	await expect(field(noor, 'child.name')).toHaveValue('Ture');
	await field(noor, 'child.weeks').fill('21');
	await noor.page.waitForTimeout(600);
	// Left, and come back to: each as it was typed.
	await form(noor, 'new');
	await expect(field(noor, 'child.name')).toHaveValue('Majken');
	await expect(field(noor, 'child.weeks')).toHaveValue('');
	await form(noor);
	await expect(field(noor, 'child.weeks')).toHaveValue('21');
	// Saved, it is another child, and the form for a new one is empty again.
	await form(noor, 'new');
	await saves(noor);
	await expect(noor.page.getByRole('heading', { level: 1, name: 'Majken' })).toBeVisible();
	await form(noor, 'new');
	await expect(field(noor, 'child.name')).toHaveValue('');
	await field(noor, 'child.name').fill('hör hit');
	await noor.page.waitForTimeout(600);
	await elias.goes('/keep');
	await sees(elias, 'Majken', 'Ture');
	// In another place of hers nothing of it stands.
	await noor.goes('/start');
	await noor.page.getByRole('button', { name: noor.t('start.have.another') }).click();
	await field(noor, 'start.name').fill('Noor');
	await field(noor, 'start.child').fill('Alva');
	await noor.page.getByRole('button', { name: noor.t('start.make') }).click();
	await noor.page.getByRole('link', { name: noor.t('start.done.enter') }).click();
	await expect(noor.page).toHaveURL(/\/today$/);
	await form(noor, 'new');
	await expect(field(noor, 'child.name')).toHaveValue('');
	await form(noor);
	await expect(field(noor, 'child.name')).toHaveValue('Alva');
	await expect(field(noor, 'child.weeks')).toHaveValue('');
});

test('nobody has complained, and nothing of it was ever readable at the host', () => {
	expect(host.findsAny(['316 gram', '312 gram', 'Majken', 'Avsked', 'Hemma igen'])).toEqual([]);
	for (const { complaints, name } of [noor, elias, ingrid]) expect(complaints, name).toEqual([]);
});
