/** When they are ready: a draft that rests, the other parent's yes, a day, and somebody who speaks for them; as people do it. */
import { expect, test, type Page } from '@playwright/test';
import { axeFinds } from './support/axe.ts';
import { begins, choosesRing, invites, letsIn, opensLink, opensPerson, tells } from './support/doing.ts';
import { startHost, type Host } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

test.describe.configure({ mode: 'serial' });
let host: Host;
let noor: Person, elias: Person, ingrid: Person;

const sees = ({ page }: Person, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible({ timeout: 10_000 });
const seesNot = ({ page }: Person, text: string | RegExp) => expect(page.getByText(text)).toHaveCount(0);
async function writes({ page, t, goes }: Person, ring: 'us' | 'close' | 'all', text: string): Promise<void> {
	await goes('/tell');
	await page.getByRole('textbox', { name: t('tell.words') }).fill(text);
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), ring);
	await page.getByRole('button', { name: t('tell.look') }).click();
	await expect(page.getByRole('heading', { name: t('tell.look.title') })).toBeVisible();
}
const onTheWire = (page: Page): string[] => {
	const asked: string[] = [];
	page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
	return asked;
};

test.beforeAll(async ({ browser }) => {
	host = await startHost();
	[noor, elias, ingrid] = await Promise.all([
		newPerson(browser, host.origin, 'Noor'),
		newPerson(browser, host.origin, 'Elias'),
		newPerson(browser, host.origin, 'Ingrid', { lang: 'en' })
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

test('the news waits for the other parent’s yes; only then is it read, with both names', async () => {
	await writes(noor, 'close', 'Vår son Ture föddes i tisdags.');
	await noor.page.getByRole('radio', { name: noor.t('ready.yes', { name: 'Elias' }) }).check();
	await noor.page.getByRole('button', { name: noor.t('ready.yes.do', { name: 'Elias' }) }).click();
	await expect(noor.page).toHaveURL(/\/resting/);
	await sees(noor, noor.t('resting.done.yes', { name: 'Elias' }));
	expect(await axeFinds(noor.page)).toEqual([]);
	await elias.goes('/today');
	await sees(elias, elias.t('resting.line', { name: 'Noor' }));
	await elias.page.getByRole('link', { name: elias.t('resting.line.go') }).click();
	await sees(elias, 'Vår son Ture föddes i tisdags.');
	expect(await axeFinds(elias.page)).toEqual([]);
	await ingrid.goes('/today');
	await sees(ingrid, ingrid.t('today.nothing.guest'));
	await elias.page.getByRole('button', { name: elias.t('ui.notNow') }).click();
	await sees(noor, noor.t('resting.answered.notNow', { name: 'Elias' }));
	// "Not now" was an answer: it is not asked again.
	await elias.goes('/today');
	await expect(elias.page.getByText(elias.t('resting.title'))).toBeVisible();
	await seesNot(elias, elias.t('resting.line', { name: 'Noor' }));
	await elias.goes('/resting');
	await elias.page.getByRole('button', { name: elias.t('resting.yes') }).click();
	await sees(ingrid, 'Vår son Ture föddes i tisdags.');
	await expect(ingrid.page.getByText('Noor and Elias').first()).toBeVisible();
	for (const one of [noor, elias]) await expect(one.page.getByText(one.t('resting.nothing'))).toBeVisible();
});

test('a draft rests with its writer alone: found again, gone on with, said, and put away', async () => {
	const asked = onTheWire(elias.page);
	await elias.goes('/today');
	await writes(noor, 'close', 'Jag orkar inte skriva klart det här');
	await noor.page.getByRole('button', { name: noor.t('ready.rest') }).click();
	await sees(noor, noor.t('resting.done.rest'));
	// Nothing was typed that is still there.
	await noor.goes('/tell');
	await expect(noor.page.getByRole('textbox', { name: noor.t('tell.words') })).toHaveValue('');
	await noor.goes('/today');
	await noor.page.getByRole('link', { name: noor.t('resting.title') }).click();
	await sees(noor, 'Jag orkar inte skriva klart det här');
	expect(await axeFinds(noor.page)).toEqual([]);
	await noor.page.getByRole('link', { name: noor.t('resting.goOn') }).click();
	const area = noor.page.getByRole('textbox', { name: noor.t('tell.words') });
	await expect(area).toHaveValue('Jag orkar inte skriva klart det här');
	await area.fill('Jag har skrivit klart det');
	// Typed further, and left: it is there when one comes back.
	await expect(noor.page.getByText(noor.t('ui.keptHere'))).toBeVisible();
	await noor.page.waitForTimeout(600);
	await noor.goes('/resting');
	await noor.page.getByRole('link', { name: noor.t('resting.goOn') }).click();
	await expect(area).toHaveValue('Jag har skrivit klart det');
	await elias.goes('/resting');
	await sees(elias, elias.t('resting.nothing'));
	await noor.page.getByRole('button', { name: noor.t('tell.look') }).click();
	const before = asked.length;
	await noor.page.getByRole('button', { name: noor.t('tell.go.close') }).click();
	await expect(noor.page).toHaveURL(/\/today/);
	await elias.goes('/today');
	await sees(elias, 'Jag har skrivit klart det');
	expect(asked.length).toBeGreaterThan(before);
	await noor.goes('/resting');
	await sees(noor, noor.t('resting.nothing'));
	await writes(noor, 'us', 'Det här sägs aldrig');
	await noor.page.getByRole('button', { name: noor.t('ready.rest') }).click();
	await noor.page.getByRole('button', { name: noor.t('resting.putAway') }).click();
	await noor.page
		.getByRole('dialog')
		.getByRole('button', { name: noor.t('resting.putAway.yes') })
		.click();
	await sees(noor, noor.t('resting.nothing'));
	expect(host.findsAny(['orkar inte skriva', 'skrivit klart', 'sägs aldrig'])).toEqual([]);
});

test('whatever is written can rest, and is gone on with in its own form', async () => {
	const { page, t, goes } = noor;
	const first = '0'.repeat(32);
	const forms: [path: string, label: string, words: string][] = [
		[`/keep/letter?child=${first}`, t('letter.text'), 'ett brev som vilar'],
		[`/keep/keepsake?child=${first}`, t('keepsake.text'), 'en sak som vilar'],
		['/keep/dedicate', t('dedication.text'), 'en sång som vilar'],
		['/keep/moment', t('moment.name'), 'en stund som vilar'],
		['/keep/promise/new', t('promise.words'), 'ett löfte som vilar'],
		['/support/thanks', t('thanks.words'), 'ett tack som vilar'],
		['/support/write-in', t('given.words'), 'en bukett som vilar']
	];
	for (const [path, label, words] of forms) {
		await goes(path);
		await page.getByLabel(label, { exact: true }).fill(words);
		if (path === '/keep/dedicate') await page.getByRole('checkbox', { name: 'Elias' }).check();
		if (path === '/keep/moment') await page.getByLabel(t('day.date')).fill('2026-09-15');
		await page.getByRole('button', { name: t('ready.rest') }).click();
		await expect(page, words).toHaveURL(/\/resting/);
		await page
			.getByRole('listitem')
			.filter({ hasText: words })
			.getByRole('link', { name: t('resting.goOn') })
			.click();
		await expect(page.getByLabel(label, { exact: true }), words).toHaveValue(words);
	}
	await elias.goes('/resting');
	await sees(elias, elias.t('resting.nothing'));
	expect(host.findsAny(['som vilar'])).toEqual([]);
	await goes('/resting');
	for (const [, , words] of forms) {
		await page
			.getByRole('listitem')
			.filter({ hasText: words })
			.getByRole('button', { name: t('resting.putAway') })
			.click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('resting.putAway.yes') })
			.click();
		await seesNot(noor, words);
	}
});

test('on a day: it is said so, and nobody has it before', async () => {
	await writes(noor, 'close', 'Till begravningen på lördag');
	await noor.page.getByRole('radio', { name: noor.t('ready.day') }).check();
	await noor.page.getByRole('button', { name: noor.t('ready.day.do.open') }).click();
	await sees(noor, noor.t('problem.no-day'));
	const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
	await noor.page.getByLabel(noor.t('ready.day.which')).fill(day);
	await noor.page.getByRole('button', { name: /^Skicka den \d+ / }).click();
	await sees(noor, noor.t('resting.done.day'));
	await sees(noor, /^Skickas den \d+ /);
	await ingrid.goes('/today');
	await seesNot(ingrid, 'Till begravningen på lördag');
});

test('somebody whom the parents have asked writes for them, and it stands there so', async () => {
	await ingrid.goes('/today');
	await expect(ingrid.page.getByRole('link', { name: ingrid.t('told.write.for', { names: 'Noor and Elias' }) })).toHaveCount(0);
	await opensPerson(noor, 'Ingrid');
	await noor.page.getByRole('link', { name: noor.t('person.entrust', { name: 'Ingrid' }) }).click();
	await noor.page
		.getByRole('group', { name: noor.t('entrust.spokesperson', { name: 'Ingrid' }) })
		.getByRole('radio', { name: noor.t('entrust.yes') })
		.check();
	await ingrid.page.getByRole('link', { name: ingrid.t('told.write.for', { names: 'Noor and Elias' }) }).click();
	await ingrid.page.getByRole('textbox', { name: ingrid.t('tell.words') }).fill('They read everything, and cannot answer yet.');
	await ingrid.page.getByRole('button', { name: ingrid.t('tell.look') }).click();
	await sees(ingrid, ingrid.t('told.for', { name: 'Ingrid', names: 'Noor and Elias' }));
	await expect(ingrid.page.getByRole('radio', { name: /yes/ })).toHaveCount(0);
	await ingrid.page.getByRole('button', { name: ingrid.t('tell.go.close') }).click();
	await noor.goes('/today');
	await sees(noor, 'They read everything, and cannot answer yet.');
	await sees(noor, noor.t('told.for', { name: 'Ingrid', names: 'Noor och Elias' }));
});

test('asked no longer before it was sent: she is told so, keeps her words, and nobody else has seen them', async () => {
	const { page, t } = ingrid;
	await ingrid.goes('/today');
	await expect(page.getByRole('link', { name: t('resting.title') })).toHaveCount(0);
	await ingrid.context.setOffline(true);
	await page.getByRole('link', { name: t('told.write.for', { names: 'Noor and Elias' }) }).click();
	await page.getByRole('textbox', { name: t('tell.words') }).fill('They would like soup on Thursday.');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await expect(page).toHaveURL(/\/today/);
	await sees(ingrid, 'They would like soup on Thursday.');
	await opensPerson(noor, 'Ingrid');
	await noor.page.getByRole('link', { name: noor.t('person.entrust', { name: 'Ingrid' }) }).click();
	await noor.page
		.getByRole('group', { name: noor.t('entrust.spokesperson', { name: 'Ingrid' }) })
		.getByRole('radio', { name: noor.t('entrust.no') })
		.check();
	// From here on nothing of before is taken.
	await tells(noor, 'close', 'Tack för all soppa.');
	await noor.page.waitForTimeout(1000);
	await ingrid.context.setOffline(false);
	await expect(page.getByText(t('resting.noLonger.line', { names: 'Noor and Elias' }))).toBeVisible({ timeout: 60_000 });
	await sees(ingrid, 'Tack för all soppa.');
	await seesNot(ingrid, 'They would like soup on Thursday.');
	await expect(page.getByRole('link', { name: t('resting.title') })).toBeVisible();
	await page.getByRole('link', { name: t('resting.line.go') }).click();
	await sees(ingrid, 'They would like soup on Thursday.');
	await expect(page.getByText(t('resting.noLonger', { names: 'Noor and Elias' }))).toBeVisible();
	await expect(page.getByRole('link', { name: t('resting.goOn') })).toHaveCount(0);
	expect(await axeFinds(page)).toEqual([]);
	await noor.goes('/today');
	await seesNot(noor, 'They would like soup on Thursday.');
	await page.getByRole('button', { name: t('resting.putAway') }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('resting.putAway.yes') })
		.click();
	await sees(ingrid, t('resting.nothing'));
	await ingrid.goes('/today');
	await expect(page.getByText(t('resting.noLonger.line', { names: 'Noor and Elias' }))).toHaveCount(0);
});

test('nobody has complained', () => {
	for (const { complaints, name } of [noor, elias, ingrid]) expect(complaints, name).toEqual([]);
});
