/** A card is made, looked at as one would to copy it, and said to be kept. */
import { expect } from '@playwright/test';
import type { Person } from './person.ts';
import { readQr } from './read-qr.ts';

/** Makes a card, prints it (reads it), and says so. Gives its words and what a camera reads off it. */
export async function makesCard(person: Person): Promise<{ cardWords: string[]; qr: string }> {
	await person.goes('/settings/doors');
	await person.page.getByRole('link', { name: person.t('doors.card.do') }).click();
	return copiesCard(person);
}

/** The card that stands on the screen. */
export async function copiesCard({ page, t }: Person): Promise<{ cardWords: string[]; qr: string }> {
	const list = page.getByRole('listitem').filter({ hasText: /^\d{1,2}\p{L}+$/u });
	await expect(list).toHaveCount(16);
	const cardWords = (await list.allInnerTexts()).map((text) => text.replace(/^\d+\s*/, ''));
	const qr = await readQr(page.getByRole('img', { name: t('doors.card.qr') }));
	await page.getByRole('button', { name: t('doors.card.have') }).click();
	const question = page.getByRole('textbox');
	const asked = Number(/\d+/.exec(await question.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? ''))?.[0]);
	// Another word first: it is said kindly, and nothing is lost.
	await question.fill('nånting annat');
	await page.getByRole('button', { name: t('doors.check.go') }).click();
	await expect(page.getByText(t('doors.check.other'))).toBeVisible();
	await question.fill(cardWords[asked - 1] ?? '');
	await page.getByRole('button', { name: t('doors.check.go') }).click();
	await expect(page.getByRole('heading', { name: t('doors.kept.card') })).toBeVisible();
	return { cardWords, qr };
}
