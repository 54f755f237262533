/** Everything is made into one file and saved, as one would. Gives the file, and the words that open it. */
import { openAsBlob } from 'node:fs';
import { expect } from '@playwright/test';
import type { Person } from './person.ts';

export async function takesAlong({ page, t, goes }: Person, { raw = false } = {}): Promise<{ sealed: Blob; words: string; name: string }> {
	await goes('/settings/archive');
	const field = page.getByRole('textbox', { name: t('archive.words') });
	await expect(field).toHaveValue(/^(\S+ ){9}\S+$/);
	const words = await field.inputValue();
	if (raw) await page.getByRole('checkbox', { name: t('archive.raw') }).check();
	await page.getByRole('button', { name: t('archive.make') }).click();
	await expect(page.getByRole('heading', { name: t('archive.done') })).toBeVisible({ timeout: 60_000 });
	await expect(page.getByText(words)).toBeVisible();
	const coming = page.waitForEvent('download');
	await page.getByRole('link', { name: t('archive.save') }).click();
	const download = await coming;
	return { sealed: await openAsBlob(await download.path()), words, name: download.suggestedFilename() };
}
