/** A phone that dies in the middle of it: a card being made, a place being left, a lock, an archive, a coming back. Opened again, nothing is lost and nothing is half. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { begins, invites, reads, answers, tells } from '../support/doing.ts';
import { startHost, type Host } from '../support/host.ts';
import { makesCard } from '../support/makes-card.ts';
import { newPerson, personOfFolder, type Person } from '../support/person.ts';

const said = 'Vår son Ture föddes i tisdags';
/** After how many milliseconds: before anything is sent, in the midst of it, and at its end. */
const moments = [0, 15, 40, 90, 200, 500];

/** kill -9 of the whole browser. */
async function dies({ context, page }: Person): Promise<void> {
	const devtools = await context.browser()?.newBrowserCDPSession();
	const { processInfo } = (await devtools?.send('SystemInfo.getProcessInfo')) as { processInfo: { type: string; id: number }[] };
	const gone = new Promise((resolve) => page.context().once('close', resolve));
	process.kill(processInfo.find(({ type }) => type === 'browser')?.id as number, 'SIGKILL');
	await gone;
}
const sees = (page: Page, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible({ timeout: 20_000 });

let host: Host;
let folder: string;
test.beforeEach(async () => {
	host = await startHost();
	folder = mkdtempSync(join(tmpdir(), 'kvar-dies-'));
});
test.afterEach(async () => {
	await host[Symbol.asyncDispose]();
	rmSync(folder, { recursive: true, force: true });
});
const opens = () => personOfFolder(folder, host.origin, 'Noor');

test('while a card is made: there is one or there is none, never one that opens nothing', async ({ browser }) => {
	test.setTimeout(300_000);
	let noor = await opens();
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	for (const after of moments) {
		await noor.goes('/settings/doors');
		void noor.page
			.getByRole('link', { name: noor.t('doors.card.do') })
			.click()
			.catch(() => undefined);
		await noor.page.waitForTimeout(after);
		await dies(noor);
		noor = await opens();
		await noor.goes('/today');
		await sees(noor.page, said);
	}
	// Whatever was begun, the card that is shown in the end opens everything elsewhere.
	const { cardWords } = await makesCard(noor);
	await using fresh = await newPerson(browser, host.origin, 'Noor');
	await fresh.goes('/back');
	await fresh.page.getByRole('button', { name: fresh.t('back.card.do') }).click();
	await fresh.page.getByLabel(fresh.t('back.word', { n: '1' }), { exact: true }).fill(cardWords.join(' '));
	await fresh.page.getByRole('button', { name: fresh.t('back.words.go') }).click();
	await fresh.page.getByRole('link', { name: fresh.t('back.came.go') }).click();
	await sees(fresh.page, said);
	await noor.context.close();
});

test('while it is locked: it is locked or open, and its card opens it', async () => {
	test.setTimeout(300_000);
	let noor = await opens();
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	const { cardWords } = await makesCard(noor);
	for (const after of moments) {
		await noor.goes('/settings/lock');
		void noor.page
			.getByRole('button', { name: noor.t('lock.now') })
			.click()
			.catch(() => undefined);
		await noor.page.waitForTimeout(after);
		await dies(noor);
		noor = await opens();
		const { page, t } = noor;
		await noor.goes('/today');
		await expect(
			page
				.getByText(said)
				.or(page.getByText(t('lock.locked.text')))
				.first()
		).toBeVisible({ timeout: 20_000 });
		if (await page.getByText(t('lock.locked.text')).isVisible()) {
			await page.getByRole('button', { name: t('back.card.do') }).click();
			await page.getByLabel(t('back.word', { n: '1' }), { exact: true }).fill(cardWords.join(' '));
			const opening = page.getByRole('button', { name: t('lock.open'), exact: true }).click();
			// It dies while it is opened, too.
			if (after === 40 || after === 200) {
				await opening.catch(() => undefined);
				await dies(noor);
				noor = await opens();
				await noor.goes('/today');
				if (await noor.page.getByText(t('lock.locked.text')).isVisible()) {
					await noor.page.getByRole('button', { name: t('back.card.do') }).click();
					await noor.page.getByLabel(t('back.word', { n: '1' }), { exact: true }).fill(cardWords.join(' '));
					await noor.page.getByRole('button', { name: t('lock.open'), exact: true }).click();
				}
			}
		}
		await sees(noor.page, said);
	}
	await tells(noor, 'close', 'Och skriver vidare');
	await noor.context.close();
});

test('while a place is left with all one has said: one is in with it, or out without it, and asked again it is done', async ({ browser }) => {
	test.setTimeout(300_000);
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await begins(elias, 'Elias', 'Platsen vid sjön', 'Ture');
	await tells(elias, 'all', said);
	const link = await invites(elias, { ring: 'all' });
	let noor = await opens();
	await reads(noor, link);
	for (let n = 0; n < 3; n++) await answers(noor, 'words', `Jag tänker på er ${n}`, n === 0 ? { name: 'Noor' } : {});
	await elias.goes('/today');
	await sees(elias.page, 'Jag tänker på er 2');
	let out = false;
	for (const after of [0, 40, 150, 400, 3_000]) {
		await noor.goes('/settings/leave');
		if (await noor.page.getByText(noor.t('leave.text')).isVisible()) {
			await noor.page.getByLabel(noor.t('leave.erase')).check();
			await noor.page.getByRole('button', { name: noor.t('leave.do') }).click();
			void noor.page
				.getByRole('dialog')
				.getByRole('button', { name: noor.t('leave.erase.yes') })
				.click()
				.catch(() => undefined);
		}
		await noor.page.waitForTimeout(after);
		await dies(noor);
		noor = await opens();
		await noor.goes('/today');
		await noor.page.waitForTimeout(500);
		out = (await noor.page.getByText(said).count()) === 0;
		if (out) break;
	}
	expect(out).toBe(true);
	await elias.goes('/today');
	await sees(elias.page, said);
	await expect(elias.page.getByText(/Jag tänker på er/)).toHaveCount(0);
	await noor.context.close();
});
