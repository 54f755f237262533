/** Recording in the page: what is asked, what is seen while it records, and what is there afterwards. */
import { test, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { begins } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const { args = [], ...rest } = config.use?.launchOptions ?? {};
test.use({ launchOptions: { ...rest, args: [...args, '--use-fake-device-for-media-stream'] } });

test('recording', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await noor.context.grantPermissions(['microphone', 'camera']);
	const { page } = noor;
	// What is being recorded when the next picture begins is left behind.
	page.on('dialog', (dialog) => void dialog.accept());
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await shoot(page, '143-record-ready', (lang) => opens(page, lang, 'sound'));
	await shoot(page, '144-recording', async (lang) => {
		await opens(page, lang, 'sound');
		await page.getByRole('button', { name: words(lang)('record.begin') }).click();
		await page.waitForTimeout(1500);
	});
	await shoot(page, '145-recording-film', async (lang) => {
		await opens(page, lang, 'film');
		await page.getByRole('button', { name: words(lang)('record.begin') }).click();
		await page.waitForTimeout(1500);
	});
	await shoot(page, '146-recording-left', async (lang) => {
		await opens(page, lang, 'sound');
		await page.getByRole('button', { name: words(lang)('record.begin') }).click();
		await page.getByRole('link', { name: words(lang)('ui.back'), exact: true }).first().click();
		await page.getByText(words(lang)('record.away.text')).waitFor();
		await page.waitForTimeout(400);
	});
});

async function opens(page: Page, lang: 'sv' | 'en', kind: 'sound' | 'film'): Promise<void> {
	await page.goto('/tell');
	await page.getByRole('button', { name: words(lang)(`record.${kind}`) }).click();
	await page.getByRole('button', { name: words(lang)('record.begin') }).scrollIntoViewIfNeeded();
	await page.waitForTimeout(600);
}
