/** One's own words are corrected and taken back, and the others see it as it happens. */
import { expect, test } from '@playwright/test';
import { answers, begins, invites, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

async function opensOwn({ page, t, goes }: Person, text: string): Promise<void> {
	await goes('/today');
	await page
		.getByRole('listitem')
		.filter({ hasText: text })
		.getByRole('link', { name: t('today.change') })
		.click();
}
async function corrects(person: Person, from: string, to: string): Promise<void> {
	const { page, t } = person;
	await opensOwn(person, from);
	await page.getByRole('textbox', { name: t('correct.words') }).fill(to);
	await page.getByRole('button', { name: t('correct.save') }).click();
	await expect(page).toHaveURL(/\/today/);
}
async function takesBack(person: Person, text: string): Promise<void> {
	const { page, t } = person;
	await opensOwn(person, text);
	await page.getByRole('button', { name: t('correct.take') }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('correct.take.yes') })
		.click();
	await expect(page).toHaveURL(/\/today/);
}

test('a correction and a taking back are seen live by the others, also after they open it anew', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await tells(noor, 'all', 'Vår son föddes i tisdags.');
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'words', 'Jag kommer på torsdag.', { name: 'Malik' });
	const seen = (person: Person, text: string) => person.page.getByText(text);

	await test.step('the news is corrected', async () => {
		await corrects(noor, 'i tisdags', 'Vår son föddes i onsdags.');
		await expect(seen(malik, 'Vår son föddes i onsdags.')).toBeVisible();
		await expect(seen(malik, 'i tisdags')).toHaveCount(0);
		await expect(seen(malik, malik.t('today.edited')).first()).toBeVisible();
	});
	await test.step('an answer is corrected, then taken back', async () => {
		await noor.goes('/today');
		await corrects(malik, 'på torsdag', 'Jag kommer på fredag.');
		await expect(seen(noor, 'Jag kommer på fredag.')).toBeVisible();
		await takesBack(malik, 'på fredag');
		await expect(seen(noor, 'på fredag')).toHaveCount(0);
		await expect(seen(malik, 'på fredag')).toHaveCount(0);
	});
	await test.step('the news is taken back', async () => {
		await takesBack(noor, 'i onsdags');
		await expect(seen(malik, 'i onsdags')).toHaveCount(0);
		for (const person of [noor, malik]) {
			await person.page.reload();
			await expect(person.page.locator('main')).toBeVisible();
			for (const text of ['i tisdags', 'i onsdags', 'på torsdag', 'på fredag']) await expect(seen(person, text)).toHaveCount(0);
		}
	});
	await test.step('there is no way to change the words of somebody else', async () => {
		await tells(noor, 'all', 'En sak till.');
		await malik.goes('/today');
		await expect(seen(malik, 'En sak till.')).toBeVisible();
		await expect(malik.page.getByRole('link', { name: malik.t('today.change') })).toHaveCount(0);
	});
});
