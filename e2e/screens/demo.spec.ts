/** What `npm run demo` fills, looked at as Noor and as a guest: two years, four hundred entries, everything with plenty in it. And what a device may be told of. */
import { expect, test, type Page } from '@playwright/test';
import { firstChild } from '#domain/child.ts';
import { live, waysIn } from '../../scripts/demo/fill.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { picture, shoot } from './shoot.ts';

const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(1200);
};

test('the demo', async ({ browser }) => {
	await using host = await startHost({ KVAR_RATE_SESSION: '0', KVAR_RATE_ADDRESS: '0', KVAR_CIRCLES_PER_HOUR: '0' });
	await using lived = await live(host.origin);
	const id = (key: string): string => lived.ids.get(key) ?? '';
	const ways = new Map(await waysIn(lived, host.origin, ['Noor', 'Malik']));
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	for (const person of [noor, malik]) {
		await person.page.goto(ways.get(person.name as 'Noor' | 'Malik') ?? '');
		await person.page.getByRole('link', { name: person.t('back.came.go') }).click({ timeout: 60_000 });
		await expect(person.page).toHaveURL(/\/today/);
		await person.page.waitForTimeout(8_000);
	}
	const { page, t } = noor;
	await shoot(page, '300-demo-today', at(page, '/today'));
	await shoot(page, '301-demo-keep', at(page, '/keep'));
	await shoot(page, '302-demo-child', at(page, `/keep/child?child=${firstChild}`));
	await shoot(page, '303-demo-child-facts', at(page, `/keep/child/facts?child=${firstChild}`));
	await shoot(page, '304-demo-curve', at(page, '/keep/highs-and-lows'));
	await shoot(page, '305-demo-moment', at(page, `/keep/highs-and-lows?what=${id('bench')}`));
	await shoot(page, '306-demo-dedication', at(page, `/keep/dedication?what=${id('same-way')}`));
	await shoot(page, '307-demo-dedicate', at(page, '/keep/dedicate'));
	await shoot(page, '308-demo-promise', at(page, `/keep/promise?what=${id('home')}`));
	await shoot(page, '309-demo-book', at(page, '/support'));
	await shoot(page, '310-demo-candles', at(page, '/support/candles'));
	await shoot(page, '311-demo-thanks', at(page, '/support/thanks'));
	await shoot(page, '312-demo-write-in', at(page, '/support/write-in'));
	await shoot(page, '313-demo-resting', at(page, '/resting'));
	await shoot(page, '314-demo-people', at(page, '/people'));
	await shoot(page, '315-demo-search', async (lang) => {
		await at(page, '/search')();
		await page.getByRole('searchbox').fill(lang === 'sv' ? 'kaktusen' : 'kaktus');
		await page.waitForTimeout(1500);
	});
	await shoot(page, '316-demo-settings', at(page, '/settings'));
	await shoot(page, '317-demo-promise-new', at(page, '/keep/promise/new'));
	await shoot(page, '318-demo-letter', at(page, '/keep/letter'));
	await shoot(page, '319-demo-moment-new', at(page, '/keep/moment'));
	await shoot(malik.page, '320-demo-guest-today', at(malik.page, '/today'));
	await shoot(malik.page, '321-demo-guest-keep', at(malik.page, '/keep'));
	await shoot(malik.page, '322-demo-guest-book', at(malik.page, '/support'));

	for (const [name, path, theme] of [
		['curve', `/keep/highs-and-lows?what=${id('bench')}`, 'light'],
		['dedication', `/keep/dedication?what=${id('same-way')}`, 'dusk'],
		['book', '/support', 'light'],
		['candles', '/support/candles', 'dusk'],
		['child', `/keep/child?child=${firstChild}`, 'light']
	] as const) {
		await at(page, path)();
		await page.evaluate(() => scrollTo(0, 0));
		await picture(page, name, theme);
	}

	await noor.context.grantPermissions(['notifications'], { origin: host.origin });
	await shoot(page, '330-notices', async () => {
		await at(page, '/settings/notices')();
		await page.locator('input[value=some]').check();
		await page.waitForTimeout(300);
	});
	await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { value: 'denied' }));
	await shoot(page, '331-notices-cannot', at(page, '/settings/notices'));
	expect(t('notices.title')).not.toBe('');
});
