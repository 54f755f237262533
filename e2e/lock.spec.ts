/** A phone that somebody else picks up: locked, nothing of a family is on its screen or on its disk, and each way back opens it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { axeFinds } from './support/axe.ts';
import { begins, tells } from './support/doing.ts';
import { filesIn, startHost } from './support/host.ts';
import { makesCard } from './support/makes-card.ts';
import { keepsPasskeys } from './support/passkeys.ts';
import { newPerson, personOfFolder, type Person } from './support/person.ts';

const said = 'Vår son Ture föddes i tisdags';
const words = [said, 'Ture', 'Platsen vid sjön', 'Noor'];

async function isLocked({ t }: Person, page: Page): Promise<void> {
	await expect(page.getByText(t('lock.locked.text'))).toBeVisible();
	// It is loaded anew, so that its memory goes too.
	const content = () => page.content().catch(() => page.waitForLoadState().then(() => page.content()));
	const shown = `${await content()} ${await page.title()}`;
	expect(words.filter((word) => shown.includes(word))).toEqual([]);
}
async function locks(person: Person): Promise<void> {
	await person.goes('/settings');
	await person.page.getByRole('link', { name: person.t('lock.go') }).click();
	await person.page.getByRole('button', { name: person.t('lock.now') }).click();
}
const typesCard = async ({ page, t }: Person, cardWords: string[]): Promise<void> => {
	await page.getByRole('button', { name: t('back.card.do') }).click();
	await page.getByLabel(t('back.word', { n: '1' }), { exact: true }).fill(cardWords.join(' '));
	await page.getByRole('button', { name: t('lock.open'), exact: true }).click();
};

test('locked, every tab shows nothing, also by the back button and after a reload; the passkey opens it where one was, without a connection', async ({
	browser
}) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t, context } = noor;
	await keepsPasskeys(page, true);
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	await noor.goes('/settings/lock');
	await expect(page.getByText(t('lock.none'))).toBeVisible();
	await expect(page.getByRole('button', { name: t('lock.now') })).toHaveCount(0);
	await noor.goes('/settings/doors');
	await page.getByRole('button', { name: t('doors.passkey.do') }).click();
	await expect(page.getByText(t('doors.kind.passkey'), { exact: true })).toBeVisible();
	const other = await context.newPage();
	await other.goto('/today');
	await expect(other.getByText(said)).toBeVisible();
	// A page that the browser had kept aside, as this one keeps none: it is loaded anew.
	await page.evaluate(() => {
		Object.assign(window, { before: true });
		dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
	});
	await expect.poll(() => page.evaluate(() => 'before' in window).catch(() => true)).toBe(false);
	// Another document, of which the browser may keep what it showed.
	await noor.goes('/today');
	await page.getByRole('link', { name: t('ui.helpNow') }).click();
	await expect(page).toHaveURL(/hjalp/);
	await locks(noor);
	await isLocked(noor, page);
	await isLocked(noor, other);
	await page.goBack();
	await page.goBack();
	await page.goBack();
	await page.waitForURL('**/today');
	await isLocked(noor, page);
	await page.reload();
	await isLocked(noor, page);

	await context.setOffline(true);
	await page.getByRole('button', { name: t('back.passkey.do') }).click();
	await expect(page.getByText(said)).toBeVisible();
	await expect(page).toHaveURL(/\/today$/);
	await expect(other.getByText(said)).toBeVisible();
	await context.setOffline(false);
	// And on it goes.
	await tells(noor, 'close', 'Öppnad igen');
	await expect(other.getByText('Öppnad igen')).toBeVisible();
	expect(noor.complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});

test('a card opens it: typed by keyboard alone, or its picture read; other words open nothing', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	const { cardWords, qr } = await makesCard(noor);
	await noor.goes('/settings/lock');
	await expect(page.getByText(t('lock.words'))).toBeVisible();
	await locks(noor);
	await isLocked(noor, page);

	await typesCard(noor, [...cardWords.slice(1), cardWords[0] as string]);
	await expect(page.getByText(t('problem.lock-other'))).toBeVisible();
	// What was typed stands there still.
	await expect(page.getByLabel(t('back.word', { n: '1' }), { exact: true })).toHaveValue(cardWords[1] as string);
	expect(await axeFinds(page)).toEqual([]);
	// Help is there all the same.
	await expect(page.getByRole('link', { name: t('ui.helpNow') })).toBeVisible();
	await page.reload();
	await page.getByRole('button', { name: t('back.card.do') }).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.getByLabel(t('back.word', { n: '1' }), { exact: true }).focus();
	for (const word of cardWords) await page.keyboard.type(`${word} `);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: t('lock.now') })).toBeVisible();

	await locks(noor);
	await isLocked(noor, page);
	await page.goto(qr);
	await expect(page).toHaveURL(/\/today$/);
	await expect(page.getByText(said)).toBeVisible();
	expect(noor.complaints).toEqual([]);
});

test('who cannot open it clears it, after a question, and comes back as on a new device', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	const { cardWords } = await makesCard(noor);
	await locks(noor);
	await page.getByRole('button', { name: t('lock.clear') }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('ui.cancel') })
		.click();
	await isLocked(noor, page);
	await page.getByRole('button', { name: t('lock.clear') }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('lock.clear') })
		.click();
	await expect(page).toHaveURL(/\/back$/);
	await page.getByRole('button', { name: t('back.card.do') }).click();
	await page.getByLabel(t('back.word', { n: '1' }), { exact: true }).fill(cardWords.join(' '));
	await page.getByRole('button', { name: t('back.words.go') }).click();
	await page.getByRole('link', { name: t('back.came.go') }).click();
	await expect(page.getByText(said)).toBeVisible();
	expect(noor.complaints).toEqual([]);
});

test('on the disk of a phone that was locked and closed, what opens it is not there any more', async () => {
	await using host = await startHost();
	const folder = mkdtempSync(join(tmpdir(), 'kvar-locked-'));
	try {
		const noor = await personOfFolder(folder, host.origin, 'Noor');
		const { page } = noor;
		await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
		await tells(noor, 'close', said);
		await makesCard(noor);
		const share = await page.evaluate(async () => {
			const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('shares');
			const parts: number[][] = [];
			for await (const name of folder.keys()) parts.push([...new Uint8Array(await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer())]);
			return parts;
		});
		expect(share.map((bytes) => bytes.length)).toEqual([32]);
		const half = Buffer.from(share[0] as number[]).toString('hex');
		const filesWith = (bytes: string) => filesIn(folder).filter((file) => readFileSync(file).toString('hex').includes(bytes));
		await noor.context.close();
		expect(filesWith(half)).toHaveLength(1);

		const again = await personOfFolder(folder, host.origin, 'Noor');
		await locks(again);
		await isLocked(again, again.page);
		const kept = await again.page.evaluate(async () => {
			const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
			const db = await done(indexedDB.open('kvar'));
			const keys = db.transaction('keys').objectStore('keys');
			const names = await done(keys.getAllKeys());
			db.close();
			return names;
		});
		expect(kept).toContain('boxes');
		expect(kept).not.toContain('rest');
		await again.context.close();
		// One of the two that open it is in no file any more: what the database's log still has of the other opens nothing.
		expect(filesWith(half).map((file) => file.slice(folder.length))).toEqual([]);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

test('a film that was played plays on no address it had, once it is locked', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await makesCard(noor);
	await noor.goes('/tell');
	await page.getByLabel(t('enclose.film')).setInputFiles('test/media/fixtures/recorded.webm');
	await page.getByRole('textbox', { name: t('film.says') }).fill('Elias sjunger');
	await tells(noor, 'close', said);
	await page.getByRole('button', { name: new RegExp(t('film.play')) }).click();
	await page.locator('video').evaluate((video: HTMLVideoElement) => video.play());
	const address = await page.locator('video').evaluate((video: HTMLVideoElement) => video.currentSrc);
	const ask = () => page.evaluate(async (url) => (await fetch(url, { headers: { range: 'bytes=0-99' } })).status, address);
	expect(await ask()).toBe(206);
	await locks(noor);
	await isLocked(noor, page);
	expect(await ask()).toBe(404);
});

test('where it locks by itself, a page out of sight is veiled, and seen again once it is known that the time is not up', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	const turns = (state: 'hidden' | 'visible') =>
		page.evaluate((to) => {
			Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => to });
			document.dispatchEvent(new Event('visibilitychange'));
		}, state);
	await turns('hidden');
	await expect(page.getByText(said)).toBeVisible();
	await turns('visible');
	await makesCard(noor);
	await noor.goes('/settings/lock');
	await page.getByRole('radio', { name: t('lock.after.15') }).check();
	await noor.goes('/today');
	await expect(page.getByText(said)).toBeVisible();
	await turns('hidden');
	await expect(page.getByText(said)).toBeHidden();
	await turns('visible');
	await expect(page.getByText(said)).toBeVisible();
});
