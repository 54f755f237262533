/** Today, where there is plenty: some of it at first, more when asked for, and never gone from under whoever is reading it. Over the demo's two years. */
import { expect, test, type Page } from '@playwright/test';
import { live, waysIn } from '../scripts/demo/fill.ts';
import { startHost } from './support/host.ts';
import { newPerson } from './support/person.ts';

const pieces = (page: Page) => page.locator('ul.pieces > li');
/** Where it lies on the screen, in pixels. */
const topOf = (page: Page, id: string) => page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().top);

test('two years of it: the newest at first, the rest by one touch at a time, and what is sought is reached', async ({ browser }) => {
	test.setTimeout(180_000);
	await using host = await startHost({ KVAR_RATE_SESSION: '0', KVAR_RATE_ADDRESS: '0', KVAR_CIRCLES_PER_HOUR: '0' });
	await using lived = await live(host.origin);
	const ways = new Map(await waysIn(lived, host.origin, ['Noor', 'Malik']));
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	for (const person of [noor, malik]) {
		await person.page.goto(ways.get(person.name as 'Noor' | 'Malik') ?? '');
		await person.page.getByRole('link', { name: person.t('back.came.go') }).click({ timeout: 60_000 });
		await expect(person.page).toHaveURL(/\/today/);
	}
	const { page, t } = noor;
	const earlier = page.getByRole('button', { name: t('today.earlier') });

	await test.step('the newest stand there, and a way to what was earlier', async () => {
		await expect(pieces(page)).toHaveCount(20);
		await expect(earlier).toBeVisible();
	});
	await test.step('by a key there is more, and one goes on where it goes on', async () => {
		const twentieth = await pieces(page).nth(19).getAttribute('id');
		await earlier.focus();
		await page.keyboard.press('Enter');
		await expect(pieces(page)).toHaveCount(40);
		expect(await pieces(page).nth(19).getAttribute('id')).toBe(twentieth);
		await expect(pieces(page).nth(20)).toBeFocused();
	});
	const last = (await pieces(page).nth(39).getAttribute('id')) ?? '';
	await test.step('what somebody is reading is not pushed off the page by what comes', async () => {
		await page.locator(`#${last}`).scrollIntoViewIfNeeded();
		await lived.device('Elias').does('tellNews', { ring: 'us', text: 'Regnet har slutat.', asking: null });
		await expect(pieces(page)).toHaveCount(41);
		await expect(page.locator(`#${last}`)).toBeInViewport();
	});
	await test.step('who went to look at something comes back to where they were', async () => {
		const way = pieces(page)
			.getByRole('link', { name: t('kept.open') })
			.last();
		const from = (await way.locator('xpath=ancestor::li[1]').getAttribute('id')) ?? '';
		await way.scrollIntoViewIfNeeded();
		const before = await topOf(page, from);
		await way.click();
		await expect(page).not.toHaveURL(/\/today/);
		await page.goBack();
		await expect(page.locator(`#${from}`)).toBeInViewport();
		expect(Math.abs((await topOf(page, from)) - before)).toBeLessThan(200);
		await earlier.click();
		await expect(pieces(page)).toHaveCount(60);
	});
	await test.step('what is found from the first night is led to, however far down it lies', async () => {
		await noor.goes('/search');
		await page.getByRole('searchbox', { name: t('search.field') }).fill('väcker dig');
		await page.getByRole('main').getByRole('listitem').getByRole('link').last().click();
		await expect(page).toHaveURL(/\/today#m-/);
		const found = page.locator(`#${new URL(page.url()).hash.slice(1)}`);
		await expect(found).toContainText('väcker dig');
		await expect(found).toBeInViewport();
		expect(await pieces(page).count()).toBeGreaterThan(100);
	});
	await test.step('the next time it is short again', async () => {
		await noor.goes('/today');
		await expect(pieces(page)).toHaveCount(20);
	});
	await test.step('a guest meets the newest news, and more when they ask', async () => {
		const told = malik.page.locator('main section[id^="m-"]');
		await expect(told).toHaveCount(8);
		// What they were thanked for a year ago does not stand before what is new.
		const thanks = malik.page.getByRole('heading', { name: malik.t('thanks.forYou', { name: 'Noor' }) }).first();
		await expect(thanks).toBeVisible();
		const [top, first, second] = await Promise.all([thanks, told.nth(0), told.nth(1)].map((one) => one.evaluate((it) => it.getBoundingClientRect().top)));
		expect([top, first, second].sort((a = 0, b = 0) => a - b)).toEqual([first, top, second]);
		await malik.page.getByRole('button', { name: malik.t('today.earlier') }).click();
		await expect.poll(() => told.count()).toBeGreaterThan(8);
		await expect(told.nth(8)).toBeFocused();
	});
	for (const one of [noor, malik]) expect(one.complaints).toEqual([]);
});
