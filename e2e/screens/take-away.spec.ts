/** Where a parent takes away for everyone what another has written; and what is seen after. Short names and words, and very long ones. */
import { test, type Page } from '@playwright/test';
import { openDevice, type TestDevice } from '../../test/support/home.ts';
import { answers, begins, invites, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const long = 'Farmors syskonbarns begravningsentreprenörsutbildningskamrater i Överkalix med omnejd';
const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(300);
};

test('taking away', async ({ browser }) => {
	await using host = await startHost();
	const meets = (name: string): Promise<Person> => newPerson(browser, host.origin, name);
	await using noor = await meets('Noor');
	await using guest = await meets('Malik');
	const { page } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await tells(noor, 'all', 'Vår son Ture föddes i tisdags, i vecka 20. Han levde inte. Vi är hemma nu.', 'ask');
	const link = await invites(noor, { ring: 'all', label: 'Alla' });
	const comesIn = async (name: string): Promise<TestDevice> => {
		const device = await openDevice(host.origin);
		await device.does('openInvitation', { text: link });
		await device.does('comeIn', { name });
		await device.sees(({ told, unsent, standing }) => standing === 'member' && unsent === 0 && told.length > 0);
		return device;
	};
	await using asa = await comesIn('Åsa');
	await using many = await comesIn(long);
	const to = (await asa.view()).told[0]?.id ?? '';
	for (const one of [asa, many]) await one.does('answer', { to, kind: 'candle', text: '', motif: null });
	await many.does('answer', { to, kind: 'words', text: `${long}. `.repeat(6), motif: null });
	await reads(guest, link);
	await answers(guest, 'words', 'Ni är unga. Ni hinner få fler.', { name: 'Malik' });
	await answers(guest, 'words', 'Jag tänker på er.');
	await noor.goes('/today');
	await page.getByText('Jag tänker på er.').waitFor();

	/** Opens what there is to do about the newest that `name` has written. */
	const more = async (lang: 'sv' | 'en', name: string) => {
		await at(page, '/today')();
		const t = words(lang);
		const button = name === '' ? t('aside.more.candles') : t('aside.more', { name });
		await page.getByRole('button', { name: button }).first().click();
		await page.getByRole('dialog').waitFor();
	};
	const presses = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click();
	const asks = async (lang: 'sv' | 'en', name: string) => {
		await more(lang, name);
		await presses(words(lang)('away.go'));
		await page.getByText(words(lang)(name === '' ? 'away.text.candles' : 'away.text')).waitFor();
	};
	await shoot(page, '113-lay-aside-or-take-away', (lang) => more(lang, 'Malik'));
	await shoot(page, '114-take-away', (lang) => asks(lang, 'Malik'));
	await shoot(page, '115-take-away-long', (lang) => asks(lang, long));
	await shoot(page, '116-candles', (lang) => more(lang, ''));
	await shoot(page, '117-which-candle', (lang) => asks(lang, ''));
	await shoot(page, '118-taken-away', async (lang) => {
		// Once in each language: first what Malik wrote last, then all the long words.
		await asks(lang, lang === 'sv' ? 'Malik' : long);
		await presses(words(lang)('away.go'));
		await page.getByText(words(lang)('away.done')).waitFor();
	});
	await shoot(guest.page, '119-taken-away-for-its-writer', at(guest.page, '/today'));
	await noor.goes('/today');
	await page
		.getByRole('button', { name: noor.t('aside.more', { name: 'Malik' }) })
		.first()
		.click();
	await presses(noor.t('aside.do'));
	await shoot(page, '120-laid-aside-with-a-way-to-more', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: words(lang)('aside.show') }).click();
	});
});
