/** Taking everything along: what locks it, what is wrong with that, while it is made, and once it is ready; and the page in it, as a browser shows it without Kvar. */
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type Page } from '@playwright/test';
import { unpackArchive } from '../../test/support/open-archive.ts';
import { answers, begins, choosesRing, invites, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { paints } from '../support/painted.ts';
import { newPerson } from '../support/person.ts';
import { takesAlong } from '../support/takes-along.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(600);
};

test('taking everything along', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await page.goto('/tell');
	await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await paints(page, 900, 1200, 0) });
	await page.getByRole('textbox', { name: t('enclose.says') }).fill('Tures fot mot farmors hand');
	await page.getByLabel(t('enclose.film')).setInputFiles('test/media/fixtures/recorded.webm');
	await page.getByRole('textbox', { name: t('tell.words') }).fill('Vår son Ture föddes i tisdags.\n\nHan var så lik sin far, och han fick ligga hos oss hela natten.');
	await page.getByRole('radio', { name: t('tell.asking.nothing') }).check();
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await page.waitForURL(/\/today/);
	await tells(noor, 'all', 'Begravningsentreprenörsutbildningskamraternas minnesstund är på lördag klockan elva. Kom som ni är.');
	const link = await invites(noor, { ring: 'all' });
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await reads(malik, link);
	await answers(malik, 'words', 'Jag kommer, och jag tänker på er varje kväll.', { name: 'Malik' });
	await answers(malik, 'candle', '');

	await shoot(page, '183-archive', at(page, '/settings/archive'));
	await shoot(page, '184-archive-guessed', async (lang) => {
		await at(page, '/settings/archive')();
		await page.getByRole('textbox', { name: words(lang)('archive.words') }).fill('Ture');
		await page.getByRole('button', { name: words(lang)('archive.make') }).click();
		await page.getByText(words(lang)('problem.archive-words')).waitFor();
	});
	await shoot(page, '185-archive-key', async (lang) => {
		await at(page, '/settings/archive')();
		await page.getByRole('radio', { name: words(lang)('archive.lock.key') }).check();
		await page.getByRole('textbox', { name: words(lang)('archive.key') }).fill('age1abc');
		await page.getByRole('button', { name: words(lang)('archive.make') }).click();
		await page.getByText(words(lang)('problem.archive-recipient')).waitFor();
	});
	await shoot(page, '186-archive-making', async (lang) => {
		await at(page, '/settings/archive')();
		// Held as a slow line would hold it.
		await page.context().route('**/control?**', () => undefined);
		await page.getByRole('button', { name: words(lang)('archive.make') }).click();
		await page.getByText(words(lang)('archive.making')).waitFor();
	});
	await page.context().unrouteAll();
	await shoot(page, '187-archive-ready', async (lang) => {
		await at(page, '/settings/archive')();
		await page.getByRole('button', { name: words(lang)('archive.make') }).click();
		await page.getByRole('heading', { name: words(lang)('archive.done') }).waitFor();
	});
	await page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	const { sealed, words: given } = await takesAlong(noor);
	const folder = mkdtempSync(join(tmpdir(), 'kvar-page-'));
	await unpackArchive(sealed, { words: given }, folder);
	for (const [width, height] of [
		[360, 780],
		[1440, 900]
	] as const)
		for (const colorScheme of ['light', 'dark'] as const) {
			const context = await browser.newContext({ viewport: { width, height }, colorScheme });
			const old = await context.newPage();
			await old.goto(`file://${join(folder, 'index.html')}`);
			await old.waitForTimeout(400);
			await old.screenshot({ path: `screens/188-archive-page-${width}-${colorScheme}.png`, fullPage: true });
			if (width === 1440 && colorScheme === 'light') writeFileSync('screens/188-archive-page.pdf', await old.pdf({ format: 'A4' }));
			await context.close();
		}
});
