/** The screens on which a family decides: who stays and how near, who reads what, what is laid aside, what is wrong, the end. Short names and very long ones. */
import { test, type Page } from '@playwright/test';
import { openDevice, type TestDevice } from '../../test/support/home.ts';
import { flip } from '../../test/support/property.ts';
import { answers, begins, choosesRing, invites, letsIn, opensLink, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { startLyingHost } from '../support/lying-host.ts';
import { newPerson, type Person } from '../support/person.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const long = 'Farmors syskonbarns begravningsentreprenörsutbildningskamrater i Överkalix med omnejd';
const news = 'Vår son Ture föddes i tisdags, i vecka 20. Han levde inte. Vi hann hålla honom länge. Vi är hemma nu.';
const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(300);
};

async function comesIn(origin: string, link: string, name: string): Promise<TestDevice> {
	const device = await openDevice(origin);
	await device.does('openInvitation', { text: link });
	await device.does('comeIn', { name });
	await device.sees(({ told, unsent, standing }) => standing === 'member' && unsent === 0 && told.length > 0);
	return device;
}

test('deciding', async ({ browser }) => {
	await using host = await startHost();
	const meets = (name: string): Promise<Person> => newPerson(browser, host.origin, name);
	await using noor = await meets('Noor');
	await using elias = await meets('Elias');
	const { page } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await opensLink(elias, await invites(noor, { ring: 'us' }));
	await letsIn(noor, elias, 'Elias');
	await tells(noor, 'all', news, 'ask');
	const link = await invites(noor, { ring: 'all', label: 'Alla' });
	await using malik = await comesIn(host.origin, link, 'Malik');
	await using asa = await comesIn(host.origin, link, 'Åsa');
	await using many = await comesIn(host.origin, link, long);
	const to = (await malik.view()).told[0]?.id ?? '';
	await malik.does('answer', { to, kind: 'words', text: 'Ni är unga. Ni hinner få fler.', motif: null });
	await asa.does('answer', { to, kind: 'words', text: 'Jag tänker på er, Noor och Elias.', motif: null });
	for (const one of [asa, many]) await one.does('answer', { to, kind: 'candle', text: '', motif: null });
	await many.does('answer', { to, kind: 'card', text: long, motif: 'lake' });
	await noor.goes('/people');
	await page.getByText(long).waitFor();
	const idOf = async (name: string) =>
		new URL((await page.getByRole('link', { name: new RegExp(`^${name}`) }).getAttribute('href')) ?? '/', host.origin).searchParams.get('who') ?? '';
	const [who, whoLong, whoElias] = [await idOf('Malik'), await idOf(long), await idOf('Elias')];

	await shoot(page, '63-people', at(page, '/people'));
	await shoot(page, '64-person', at(page, `/people/who?who=${who}`));
	await shoot(page, '65-person-long', at(page, `/people/who?who=${whoLong}`));
	await shoot(page, '66-person-parent', at(page, `/people/who?who=${whoElias}`));
	await shoot(page, '67-let-go', at(page, `/people/let-go?who=${who}`));
	await shoot(page, '68-let-go-long', at(page, `/people/let-go?who=${whoLong}`));
	await shoot(page, '70-move', at(page, `/people/move?who=${who}`));
	const choosesCloser = async (name: string, lang: 'sv' | 'en') => choosesRing(page.getByRole('group', { name: words(lang)('move.rings', { name }) }), 'close');
	await shoot(page, '71-move-closer', async (lang) => {
		await at(page, `/people/move?who=${who}`)();
		await choosesCloser('Malik', lang);
	});
	await shoot(page, '72-move-closer-long', async (lang) => {
		await at(page, `/people/move?who=${whoLong}`)();
		await choosesCloser(long, lang);
	});
	await shoot(page, '73-move-call', async (lang) => {
		await at(page, `/people/move?who=${whoLong}`)();
		await choosesCloser(long, lang);
		await page.getByRole('button', { name: words(lang)('move.in.call') }).click();
	});
	await shoot(page, '74-today-with-a-way-to-more', at(page, '/today'));
	await shoot(page, '75-lay-aside', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: words(lang)('aside.more', { name: 'Malik' }) }).click();
		await page.getByRole('dialog').waitFor();
	});
	await shoot(page, '76-lay-a-candle-aside', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: words(lang)('aside.more.candles') }).click();
		await page.getByRole('dialog').waitFor();
	});
	await noor.goes('/today');
	await page.getByRole('button', { name: noor.t('aside.more', { name: 'Malik' }) }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: noor.t('aside.do') })
		.click();
	await shoot(page, '77-laid-aside', at(page, '/today'));
	await shoot(page, '78-laid-aside-shown', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: words(lang)('aside.show') }).click();
	});
	await noor.goes('/today');
	const change = (await page.getByRole('link', { name: noor.t('today.change') }).first().getAttribute('href')) ?? '/today';
	await shoot(page, '79-correct', at(page, change));
	await shoot(page, '80-retell', at(page, change.replace('correct', 'retell')));
	for (const [number, ring] of [
		['81-retell-wider', 'all'],
		['82-retell-narrower', 'close']
	] as const) {
		const from = ring === 'all' ? 'close' : 'all';
		await tells(noor, from, `Minnesstunden är på lördag klockan elva (${from}).`);
		const newest = (await page.getByRole('link', { name: noor.t('today.change') }).first().getAttribute('href')) ?? '/today';
		await shoot(page, number, async (lang) => {
			await at(page, newest.replace('correct', 'retell'))();
			await choosesRing(page.getByRole('group', { name: words(lang)('ring.label') }), ring);
		});
	}
	await shoot(page, '83-settings', at(page, '/settings'));
	await shoot(page, '84-erase', at(page, '/settings/erase'));
	await elias.goes('/settings/erase');
	await elias.page.getByRole('button', { name: elias.t('erase.yes') }).click();
	await elias.page.getByText(elias.t('erase.said.me', { names: 'Noor' })).waitFor();
	await shoot(page, '85-today-other-said-yes', at(page, '/today'));
	await shoot(page, '86-erase-other-said-yes', at(page, '/settings/erase'));
	await shoot(page, '87-erase-last-yes', async () => {
		await at(page, '/settings/erase')();
		await page.locator('main button').first().click();
		await page.getByRole('dialog').waitFor();
	});
	await shoot(elias.page, '88-erase-said-yes', at(elias.page, '/settings/erase'));
	await using guest = await meets('Gäst');
	await reads(guest, link);
	await answers(guest, 'candle', '', { name: 'Gäst' });
	await shoot(guest.page, '89-people-for-a-guest', at(guest.page, '/people'));
	await shoot(guest.page, '90-compare-asked', at(guest.page, '/compare'));
	await shoot(page, '69-let-go-done', async (lang) => {
		const name = lang === 'sv' ? 'Malik' : long;
		await at(page, `/people/let-go?who=${lang === 'sv' ? who : whoLong}`)();
		await page.getByRole('button', { name: words(lang)('letGo.do', { name }) }).click();
		await page.getByRole('heading', { name: words(lang)('letGo.done', { name }) }).waitFor();
	});
});

test('what is wrong', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using late = await newPerson(browser, host.origin, 'Sen');
	await using other = await newPerson(browser, host.origin, 'Sen');
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await tells(noor, 'all', 'Det första.');
	const link = await invites(noor, { ring: 'all' });
	await using malik = await comesIn(host.origin, link, long);
	await malik.does('answer', { to: (await malik.view()).told[0]?.id ?? '', kind: 'words', text: 'Jag tänker på er.', motif: null });
	await malik.sees(({ unsent }) => unsent === 0);
	await tells(noor, 'all', 'Det andra.');
	const noors = host.lastWriter('all');
	const { length } = await host.entriesOf(noors, 'all');
	host.liesAbout('all', (entries) => entries.map(([envelope, body], i) => (i === length - 1 && body !== null ? [envelope, flip(body, 777)] : [envelope, body])), [noors]);
	await reads(late, link);
	await late.page.getByText(late.t('wrong.line')).waitFor();
	await shoot(late.page, '91-today-something-is-wrong', at(late.page, '/today'));
	await shoot(late.page, '92-wrong', at(late.page, '/wrong'));
	host.liesAbout('all', (entries) => [...entries.slice(0, 2), ...entries.slice(3), ...entries.slice(0, 1)], [noors]);
	await reads(other, link);
	await other.page.getByText(other.t('wrong.line')).waitFor();
	await shoot(other.page, '93-wrong-several', at(other.page, '/wrong'));
	host.lies = { control: (entries) => entries.slice(0, -1) };
	await noor.page.reload();
	await noor.page.getByText(noor.t('device.place')).waitFor();
	await shoot(noor.page, '94-today-stands-still', at(noor.page, '/today'));
	await shoot(noor.page, '95-wrong-stops', at(noor.page, '/wrong'));
});
