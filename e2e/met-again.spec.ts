/** What was given and kept, met again later: by somebody who has said no name yet, after a candle has burned down, and by looking for it. */
import { expect, test, type Page } from '@playwright/test';
import { openDevice, type TestDevice } from '../test/support/home.ts';
import { reads } from './support/doing.ts';
import { startHost, type Host } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';
import { twoParents, type TwoParents } from './support/two-parents.ts';

test.describe.configure({ mode: 'serial' });
const child = '0'.repeat(32);
let host: Host;
let noor: Person, malik: Person;
let two: TwoParents;
let asa: TestDevice;
let link: string;
let news: string;
const ids = new Map<string, string>();

const flames = (page: Page) => page.getByRole('main').locator('svg .flame');

test.beforeAll(async ({ browser }) => {
	host = await startHost();
	[noor, malik] = await Promise.all([newPerson(browser, host.origin, 'Noor'), newPerson(browser, host.origin, 'Malik')]);
	two = await twoParents(host.origin, noor);
	const { tablet } = two;
	news = await tablet.does('tellNews', { ring: 'all', text: 'Vår son Ture föddes i tisdags.', asking: null });
	const keeps = async (name: string, body: Parameters<typeof tablet.does<'keepThis'>>[1]['body']) =>
		ids.set(name, await tablet.does('keepThis', { ring: 'all', body }));
	await keeps('letter', { type: 'letter', child, text: 'Kära Ture, idag snöade det.' });
	await keeps('promise', { type: 'promise', text: 'Att gå hem tillsammans.', gave: '', day: null });
	await keeps('song', { type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title: 'Samma väg hem', link: null, text: '' });
	await keeps('moment', { type: 'moment', title: 'vi möttes', text: '', height: 80, day: { precision: 'year', year: 2009, part: 0, day: 0, words: '' } });
	const invitation = await tablet.does('invite', { ring: 'all', label: '', many: true, form: 'link', parent: false, greeting: '' });
	const { invitations } = await tablet.sees(({ unsent }) => unsent === 0);
	link = invitations.find((one) => one.invitation === invitation)?.share ?? '';
	asa = await openDevice(host.origin);
	await asa.does('openInvitation', { text: link });
	await asa.does('comeIn', { name: 'Åsa' });
	await asa.sees(({ standing, told }) => standing === 'member' && told.length > 0);
});
test.afterAll(async () => {
	await asa[Symbol.asyncDispose]();
	await two[Symbol.asyncDispose]();
	await Promise.all([noor, malik].map(({ context }) => context.close()));
	await host[Symbol.asyncDispose]();
});

test('who has said no name is led nowhere that is empty, or throws them back: it is said what is needed, and then they are there', async () => {
	const { page, t } = malik;
	await reads(malik, link);
	await malik.goes('/today');
	await expect(page.getByRole('link', { name: t('kept.open') }).first()).toBeVisible();
	for (const path of [
		'/keep',
		`/keep/child?child=${child}`,
		`/keep/dedication?what=${ids.get('song')}`,
		`/keep/highs-and-lows?what=${ids.get('moment')}`,
		`/keep/promise?what=${ids.get('promise')}`
	]) {
		await page.goto(path);
		await expect(page.getByText(t('keep.reader')), path).toBeVisible();
		await page.waitForTimeout(300);
		expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path);
		await expect(page.getByText(t('curve.nothing.guest'))).toHaveCount(0);
	}
	await page.goto(`/keep/promise?what=${ids.get('promise')}`);
	await page.getByRole('link', { name: t('book.reader.go') }).click();
	await page.getByLabel(t('name.field')).fill('Malik');
	await page.getByRole('button', { name: t('name.go') }).click();
	await expect(page.getByText('Att gå hem tillsammans.')).toBeVisible();
	await expect(page).toHaveURL(/\/keep\/promise\?what=/);
});

test('a candle that has burned down has no flame, on Today and in the book; nor is it said to burn', async () => {
	const { page, t } = noor;
	for (const one of [asa, two.elias]) await one.sees(({ told }) => told.length > 0);
	await asa.does('answer', { to: news, kind: 'candle', text: '', motif: null, burns: 12 });
	await malik.page.goto(`/answer?to=${news}&kind=candle`);
	await malik.page.getByRole('radio', { name: malik.t('candles.burns.12') }).check();
	await malik.page.getByRole('button', { name: malik.t('answer.send.candle') }).click();
	await noor.goes('/today');
	await expect(flames(page)).toHaveCount(2);
	await expect(page.getByText(t('today.burn', { names: 'Malik och Åsa' }))).toBeVisible();
	await page.clock.setFixedTime(Date.now() + 13 * 3_600_000);
	await noor.goes('/today');
	await expect(page.getByText('Malik och Åsa')).toBeVisible();
	await expect(flames(page)).toHaveCount(0);
	await expect(page.getByText(t('today.burn', { names: 'Malik och Åsa' }))).toHaveCount(0);
	await noor.goes('/support');
	await expect(page.getByText('Malik och Åsa')).toBeVisible();
	await expect(flames(page)).toHaveCount(0);
});

test('what is found leads to the thing itself, however far down it lies', async () => {
	const { page, t } = noor;
	const { tablet } = two;
	await tablet.does('keepThis', {
		ring: 'us',
		body: { type: 'given', kind: 'food', from: 'Grannen', day: null, text: 'En lasagne i en stickad mössa.' }
	});
	for (let i = 0; i < 40; i++)
		await tablet.does('keepThis', { ring: 'us', body: { type: 'given', kind: 'flowers', from: 'Någon', day: null, text: `Bukett ${i}.` } });
	await tablet.does('keepThis', { ring: 'all', body: { type: 'thanks', to: { all: true }, text: 'Tack för varenda lykta.' } });
	for (let i = 0; i < 6; i++) await tablet.does('keepThis', { ring: 'all', body: { type: 'thanks', to: { all: true }, text: `Tack, ${i}.` } });
	for (let i = 0; i < 12; i++) await tablet.does('keepThis', { ring: 'us', body: { type: 'letter', child, text: `Brev ${i}.\n\n${'Rad.\n'.repeat(8)}` } });
	await tablet.sees(({ unsent }) => unsent === 0, 60_000);
	for (const [words, what] of [
		['lasagne', 'En lasagne i en stickad mössa.'],
		['lykta', 'Tack för varenda lykta.'],
		['snöade', 'Kära Ture, idag snöade det.']
	] as const) {
		await noor.goes('/search');
		await page.getByRole('searchbox', { name: t('search.field') }).fill(words);
		await page.getByRole('main').getByRole('listitem').getByRole('link').first().click({ timeout: 30_000 });
		await expect(page).not.toHaveURL(/search/);
		await expect(page.getByText(what)).toBeInViewport();
	}
});

test('how a word may be heard is said to whoever writes it, also with a song or a correction, and stops nothing', async () => {
	const { page, t } = malik;
	await malik.goes('/keep/dedicate');
	await page.getByLabel(t('dedication.text'), { exact: true }).fill('Åtminstone fick ni träffas.');
	await expect(page.getByText(t('hint.least'))).toBeVisible();
	await page.getByRole('checkbox', { name: 'Noor' }).check();
	await page.getByRole('button', { name: t('dedication.give') }).click();
	await expect(page).toHaveURL(/\/keep\/dedication\?what=/);
	await expect(page.getByText('Åtminstone fick ni träffas.')).toBeVisible();
	await malik.page.goto(`/answer?to=${news}&kind=words`);
	await page.getByLabel(t('answer.label.words')).fill('Jag tänker på er.');
	await page.getByRole('button', { name: t('answer.send.words') }).click();
	await expect(page).toHaveURL(/\/today/);
	await page
		.getByRole('listitem')
		.filter({ hasText: 'Jag tänker på er.' })
		.getByRole('link', { name: t('today.change') })
		.click();
	await page.getByLabel(t('correct.words')).fill('Ni får säkert snart ett nytt barn.');
	await expect(page.getByText(t('hint.another'))).toBeVisible();
	await page.getByRole('button', { name: t('correct.save') }).click();
	await expect(page).toHaveURL(/\/today/);
	await expect(page.getByText('Ni får säkert snart ett nytt barn.')).toBeVisible();
	// A parent's own words are their own.
	await noor.goes('/keep/dedicate');
	await noor.page.getByLabel(t('dedication.text'), { exact: true }).fill('Åtminstone fick vi träffas.');
	await noor.page.waitForTimeout(500);
	await expect(noor.page.getByText(t('hint.least'))).toHaveCount(0);
});

test('whoever writes for the parents is shown no way that is not theirs', async () => {
	await two.tablet.does('entrust', {
		memberId: (await asa.view()).me.memberId,
		grant: 'spokesperson',
		yes: true
	});
	const memberId = (await two.tablet.view()).members.find(({ name }) => name === 'Malik')?.memberId ?? '';
	await two.tablet.does('entrust', { memberId, grant: 'spokesperson', yes: true });
	const { page, t } = malik;
	await malik.goes('/today');
	await page.getByRole('link', { name: t('told.write.for', { names: 'Noor och Elias' }) }).click();
	await page.getByRole('textbox', { name: t('tell.words') }).fill('De hälsar och tackar.');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.all') }).click();
	await expect(page).toHaveURL(/\/today/);
	const told = (await two.tablet.sees(({ told }) => told.some(({ text }) => text === 'De hälsar och tackar.'))).told;
	await malik.goes(`/correct?what=${told.find(({ text }) => text === 'De hälsar och tackar.')?.id}`);
	await expect(page.getByRole('button', { name: t('correct.take') })).toBeVisible();
	await expect(page.getByRole('link', { name: t('retell.link') })).toHaveCount(0);
	for (const { complaints, name } of [noor, malik]) expect(complaints, name).toEqual([]);
});
