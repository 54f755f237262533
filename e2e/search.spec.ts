/** Looking for something, by keyboard alone: as one types, in both languages, for what one reads; and being led to where it stands. Nothing of it is kept. */
import { expect, test } from '@playwright/test';
import { axeFinds } from './support/axe.ts';
import { answers, begins, invites, opensLink, letsIn, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

/** Tabs on until what has the focus is called `name`. */
async function reaches({ page }: Person, name: RegExp | string): Promise<void> {
	for (let i = 0; i < 40; i++) {
		await page.keyboard.press('Tab');
		const called = await page.evaluate(() => {
			const at = document.activeElement as HTMLElement;
			return (at.getAttribute('aria-label') ?? at.textContent ?? '').replace(/\s+/g, ' ').trim();
		});
		if (typeof name === 'string' ? called === name : name.test(called)) return;
	}
	throw new Error(`${String(name)} is not reached`);
}

test('a parent types a word and is led to it; a guest finds only what they read', async ({ browser }) => {
	test.setTimeout(180_000);
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await using malik = await newPerson(browser, host.origin, 'Malik', { lang: 'en' });
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await reads(malik, await invites(noor, { ring: 'all', label: 'alla' }));
	await opensLink(ingrid, await invites(noor, { ring: 'close', label: 'Ingrid' }));
	await letsIn(noor, ingrid, 'Ingrid');
	await tells(noor, 'all', 'Vi har förlorat vår son. Vi tänder ett ljus i fönstret varje kväll.');
	await answers(malik, 'words', 'I lit two candles for him by the river.', { name: 'Malik' });
	await tells(noor, 'us', 'Ljusen på sjukhuset luktade vanilj.');
	await tells(noor, 'close', 'Begravningen blir i kapellet vid sjön.');
	const { page, t } = noor;
	const field = (who: Person) => who.page.getByRole('searchbox', { name: who.t('search.field') });
	const links = (who: Person) => who.page.getByRole('main').getByRole('listitem').getByRole('link');

	await test.step('the way to it, by keyboard: the field has the focus', async () => {
		await noor.goes('/today');
		await reaches(noor, t('search.title'));
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { level: 1, name: t('search.title') })).toBeVisible();
		await expect(field(noor)).toBeFocused();
		expect(await axeFinds(page)).toEqual([]);
	});
	await test.step('half a word is enough, and each of its kin is found and marked', async () => {
		await page.keyboard.type('lju');
		await expect(links(noor)).toHaveCount(2);
		await page.keyboard.type('set');
		await expect(links(noor)).toHaveCount(2);
		await expect(page.getByRole('main').locator('mark')).toHaveText(['Ljusen', 'ljus']);
		await expect(page.getByText(t('search.some'))).toBeAttached();
		expect(await axeFinds(page)).toEqual([]);
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.setViewportSize({ width: 1440, height: 900 });
		expect(await axeFinds(page)).toEqual([]);
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize({ width: 360, height: 780 });
		// Without the dots on its letters, and with a letter lost.
		await field(noor).fill('begravnigen sjon');
		await expect(links(noor)).toHaveCount(1);
		await field(noor).fill('');
		await expect(links(noor)).toHaveCount(0);
		await field(noor).fill('candle Malik');
		await expect(links(noor)).toHaveCount(1);
		await field(noor).fill('sommar');
		await expect(page.getByText(t('search.none'))).toBeVisible();
		expect(await axeFinds(page)).toEqual([]);
	});
	await test.step('she is led to where it stands', async () => {
		await field(noor).fill('varje kväll');
		await expect(links(noor)).toHaveCount(1);
		await field(noor).focus();
		await reaches(noor, new RegExp(`^${t('today.you')}`));
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/\/today#m-[0-9a-f]{32}$/);
		const id = new URL(page.url()).hash.slice(1);
		await expect(page.locator(`#${id}`)).toBeInViewport();
		await expect(page.locator(`#${id}`)).toContainText('varje kväll');
	});
	await test.step('nothing of what she looked for is anywhere', async () => {
		await page.goBack();
		await expect(field(noor)).toHaveValue('');
		const kept = await page.evaluate(() => JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }]));
		for (const word of ['varje', 'sommar', 'begrav', 'lju']) expect(kept).not.toContain(word);
		expect(host.findsAny(['sommar', 'begravnigen', 'candle Malik'])).toEqual([]);
	});
	await test.step('what was taken back while she looks is found no more', async () => {
		await field(noor).fill('river');
		await expect(links(noor)).toHaveCount(1);
		await malik.goes('/today');
		await malik.page.getByRole('link', { name: malik.t('today.change') }).click();
		await malik.page.getByRole('button', { name: malik.t('correct.take') }).click();
		await malik.page
			.getByRole('dialog')
			.getByRole('button', { name: malik.t('correct.take.yes') })
			.click();
		await expect(links(noor)).toHaveCount(0);
	});
	await test.step('Ingrid and Malik find what they read; whoever is nobody here finds no way to it', async () => {
		await ingrid.goes('/search');
		await field(ingrid).fill('ljus');
		await expect(links(ingrid)).toHaveCount(1);
		await expect(ingrid.page.getByText('vanilj')).toHaveCount(0);
		await malik.goes('/today');
		await malik.page.getByRole('link', { name: malik.t('search.title') }).click();
		await field(malik).fill('begravning');
		await expect(malik.page.getByText(malik.t('search.none'))).toBeVisible();
		await field(malik).fill('ljuset');
		await expect(links(malik)).toHaveCount(1);
		await using stranger = await newPerson(browser, host.origin, 'Sami');
		await stranger.goes('/search');
		await expect(stranger.page.getByText(stranger.t('search.nothing'))).toBeVisible();
		await expect(field(stranger)).toHaveCount(0);
	});
	for (const one of [noor, ingrid, malik]) expect(one.complaints).toEqual([]);
});
