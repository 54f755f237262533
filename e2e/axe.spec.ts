/** Every page as axe finds it, on a phone and on a wide screen, in light and in dusk. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { begins, invites, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson } from './support/person.ts';

const publicPages = ['/sv', '/en', '/sv/hjalp', '/en/help'];
const appPages = ['/today', '/tell', '/invitations', '/invitations/new', '/people', '/settings', '/i', '/start', '/name?to=/today'];

async function findings(page: Page, path: string): Promise<string[]> {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(300);
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
	return violations.map(({ id, nodes }) => `${path}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

for (const [viewport, theme] of [
	[{ width: 360, height: 780 }, 'light'],
	[{ width: 1440, height: 900 }, 'dark']
] as const) {
	test(`no page has a finding by axe (${viewport.width}, ${theme})`, async ({ browser }) => {
		test.setTimeout(180_000);
		await using host = await startHost();
		await using noor = await newPerson(browser, host.origin, 'Noor', { viewport, theme });
		const found: string[] = [];
		for (const path of publicPages) found.push(...(await findings(noor.page, path)));
		await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
		await invites(noor, { ring: 'all', label: 'alla' });
		await tells(noor, 'all', 'Vi har förlorat vår son.', 'ask');
		for (const path of appPages) found.push(...(await findings(noor.page, path)));
		expect(found).toEqual([]);
	});
}
