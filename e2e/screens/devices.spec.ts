/** One's own devices, one's own stead, what someone is entrusted with, two who compare, and what is not the same. Short names and very long ones. */
import { test, type Page } from '@playwright/test';
import { comeBack } from '../../src/actions/come-back.ts';
import { openDevice } from '../../test/support/home.ts';
import { memberOf } from '../../test/support/seen.ts';
import { begins, invites, knocks, letsIn, opensLink, saysAndHears, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { rootOf } from '../support/root-of.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const long = 'Farmors syskonbarns begravningsentreprenörsutbildningskamrater i Överkalix med omnejd';
const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(300);
};

test('devices', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using lost = await newPerson(browser, host.origin, 'Elias');
	await using again = await newPerson(browser, host.origin, 'Elias');
	const { page } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await tells(noor, 'all', 'Vår son Ture föddes i tisdags. Han levde inte.');
	await opensLink(lost, await invites(noor, { ring: 'us' }));
	await letsIn(noor, lost, 'Elias');
	const link = await invites(noor, { ring: 'all', label: 'Alla' });
	await using guest = await openDevice(host.origin);
	await guest.does('openInvitation', { text: link });
	await guest.does('comeIn', { name: long });
	await guest.sees(({ standing, unsent }) => standing === 'member' && unsent === 0);
	await noor.goes('/people');
	await page.getByText(long).waitFor();

	await shoot(page, '100-entrust', at(page, `/people/entrust?who=${memberOf(guest)}`));
	await shoot(page, '101-compare-places', at(page, '/wrong/compare'));
	const chooses = (side: 'say' | 'hear') => async (lang: 'sv' | 'en') => {
		const t = words(lang);
		await at(page, '/wrong/compare')();
		await page.getByRole('radio', { name: long }).check();
		await page.getByRole('radio', { name: t(`place.side.${side}`), exact: true }).check();
		await page.getByRole('button', { name: t('place.next') }).click();
		await page.locator('main h2').waitFor();
	};
	await shoot(page, '102-places-call', chooses('say'));
	await shoot(page, '103-places-hear', chooses('hear'));
	const differs = async (lang: 'sv' | 'en') => {
		const t = words(lang);
		await chooses('say')(lang);
		await page.getByRole('button', { name: t('compare.draw') }).click();
		await page.locator('main ol').waitFor();
		const said = (await page.getByRole('main').getByRole('listitem').allInnerTexts())[0] ?? '';
		const fields = page.getByRole('main').getByRole('combobox').or(page.getByRole('main').getByRole('textbox'));
		for (let i = 0; i < 4; i++) await fields.nth(i).fill(said);
		await page.getByRole('button', { name: t('place.check') }).click();
		await page.getByRole('heading', { name: t('compare.differ') }).waitFor();
	};
	await shoot(page, '104-places-differ', differs);

	await opensLink(again, await invites(noor, { ring: 'close' }));
	await knocks(again, 'Elias');
	await noor.goes('/people');
	const compare = (await page.getByRole('link', { name: noor.t('compare.title') }).getAttribute('href')) ?? '/people';
	const asksWhether = (lang: 'sv' | 'en') => page.getByText(words(lang)('compare.back', { name: 'Elias' }));
	await shoot(page, '105-compare-call', at(page, compare));
	await shoot(page, '106-in-whose-stead', async (lang) => {
		await at(page, compare)();
		await asksWhether(lang).click();
		await page.getByRole('radio', { name: 'Elias' }).check();
	});
	await shoot(page, '121-not-let-in', async (lang) => {
		await at(page, compare)();
		await page.getByRole('button', { name: words(lang)('compare.refuse') }).click();
		await page.getByRole('dialog').waitFor();
	});
	await at(page, compare)();
	await asksWhether('sv').click();
	await page.getByRole('radio', { name: 'Elias' }).check();
	await again.goes('/i');
	await page.getByRole('button', { name: noor.t('compare.draw') }).click();
	await saysAndHears(noor, again);
	await page.getByRole('button', { name: noor.t('compare.let') }).click();
	await lost.page.getByText(lost.t('today.ended.replaced')).waitFor();
	await shoot(lost.page, '110-replaced', at(lost.page, '/today'));

	await using tablet = await openDevice(host.origin);
	await comeBack(tablet.home, { root: await rootOf(noor) });
	await tablet.sees(({ told }) => told.length > 0);
	await noor.goes('/today');
	await shoot(page, '107-settings-with-other-devices', at(page, '/settings'));
	await shoot(page, '108-shut-out-devices', at(page, '/settings/devices'));

	await differs('sv');
	await page.getByRole('button', { name: noor.t('place.differ.stop') }).click();
	await page.getByRole('heading', { name: noor.t('wrong.settle') }).waitFor();
	await shoot(page, '111-wrong-not-the-same', at(page, '/wrong'));
	await shoot(page, '112-today-not-the-same', at(page, '/today'));

	await at(page, '/today')();
	await tablet.does('signOutOthers', {});
	await page.getByText(noor.t('today.ended.signed-out')).waitFor();
	await shoot(page, '109-signed-out', at(page, '/today'));
	await shoot(page, '122-take-an-ended-place-off', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: words(lang)('today.ended.away') }).click();
		await page.getByRole('dialog').waitFor();
	});
});
