/** A locked device, and where it is chosen: no way back yet, a card alone, a passkey too; what is asked before it is cleared, what opens nothing. */
import { test, type Page } from '@playwright/test';
import { wordsOf } from '#identity/word-list.ts';
import { begins, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { makesCard } from '../support/makes-card.ts';
import { keepsPasskeys } from '../support/passkeys.ts';
import { newPerson } from '../support/person.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(400);
};

test('locked', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await tells(noor, 'close', 'Vår son Ture föddes i tisdags.');
	await keepsPasskeys(page, true);
	await shoot(page, '176-lock-none', at(page, '/settings/lock'));
	await makesCard(noor);
	await shoot(page, '177-lock-card', at(page, '/settings/lock'));
	await noor.goes('/settings/doors');
	await page.getByRole('button', { name: t('doors.passkey.do') }).click();
	await page.getByText(t('doors.kind.passkey'), { exact: true }).waitFor();
	await shoot(page, '178-lock-passkey', at(page, '/settings/lock'));
	await shoot(page, '179-settings-lock', at(page, '/settings'));
	await noor.goes('/settings/lock');
	await page.getByRole('button', { name: t('lock.now') }).click();
	await page.getByText(t('lock.locked.text')).waitFor();
	await shoot(page, '180-locked', at(page, '/today'));
	await shoot(page, '181-locked-words', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: words(lang)('back.card.do') }).click();
		await page.getByLabel(words(lang)('back.word', { n: '1' }), { exact: true }).fill(wordsOf(new Uint8Array(16).fill(7), lang).join(' '));
		await page.getByRole('button', { name: words(lang)('lock.open'), exact: true }).click();
		await page.getByText(words(lang)('problem.lock-other')).waitFor();
	});
	await shoot(page, '182-locked-clear', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: words(lang)('lock.clear') }).click();
		await page.getByRole('dialog').waitFor();
	});
});
