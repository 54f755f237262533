/** Leaving a place, and erasing oneself: said before, asked once, gone with everybody at once. */
import { expect, test } from '@playwright/test';
import { axeFinds } from './support/axe.ts';
import { answers, begins, invites, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson } from './support/person.ts';

test('a guest leaves with their words; another erases themselves; the only parent is shown another way', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await using berg = await newPerson(browser, host.origin, 'Dr Berg', { lang: 'en' });
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	const link = await invites(noor, { ring: 'all' });
	for (const [one, text] of [
		[malik, 'Jag tänker på er.'],
		[berg, 'My thoughts are with you.']
	] as const) {
		await reads(one, link);
		await answers(one, 'words', text, { name: one.name });
	}
	await noor.goes('/today');
	await expect(noor.page.getByText('My thoughts are with you.')).toBeVisible();

	await test.step('Malik has let something rest that he never sent', async () => {
		const { page, t } = malik;
		await malik.goes('/keep/dedicate');
		await page.getByLabel(t('dedication.text'), { exact: true }).fill('Jag vågade aldrig skicka det här.');
		await page.getByRole('checkbox', { name: 'Noor' }).check();
		await page.getByRole('button', { name: t('ready.rest') }).click();
		await expect(page).toHaveURL(/\/resting/);
	});

	await test.step('Malik leaves, with his words', async () => {
		const { page, t } = malik;
		await malik.goes('/settings');
		await page.getByRole('link', { name: t('settings.leaving.go') }).click();
		await page.getByLabel(t('leave.erase')).check();
		await page.getByRole('button', { name: t('leave.do') }).click();
		await expect(page.getByRole('dialog').getByText(t('leave.erase.what'))).toBeVisible();
		// Let be, nothing happens.
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('ui.cancel') })
			.click();
		await expect(noor.page.getByText('Jag tänker på er.')).toBeVisible();
		await page.getByRole('button', { name: t('leave.do') }).click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('leave.erase.yes') })
			.click();
		await expect(page.getByText(t('today.ended.left'), { exact: true })).toBeVisible({ timeout: 20_000 });
		await expect(noor.page.getByText('Jag tänker på er.')).toHaveCount(0);
		await page.reload();
		await expect(page.getByText(t('today.ended.left'), { exact: true })).toBeVisible();
		await expect(page.getByText('Vi har förlorat vår son.')).toHaveCount(0);
	});

	await test.step('what rested with him he can still read; it goes with the place, and that is said before', async () => {
		const { page, t } = malik;
		await expect(page.getByRole('heading', { name: t('today.ended.drafts') })).toBeVisible();
		await expect(page.getByText('Jag vågade aldrig skicka det här.')).toBeVisible();
		await expect(page.getByRole('link', { name: t('resting.goOn') })).toHaveCount(0);
		expect(await axeFinds(page)).toEqual([]);
		await page.getByRole('button', { name: t('today.ended.away') }).click();
		const asked = page.getByRole('dialog');
		await expect(asked.getByText(t('today.ended.away.drafts'))).toBeVisible();
		await asked.getByRole('button', { name: t('today.ended.away') }).click();
		await expect(page).toHaveURL(/\/sv$/);
		expect(host.findsAny(['vågade aldrig'])).toEqual([]);
	});

	await test.step('Dr Berg erases himself: nothing of him is left, here or there', async () => {
		const { page, t } = berg;
		await berg.goes('/settings/leave');
		await page.getByRole('button', { name: t('leave.myself.do') }).click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('leave.myself.yes') })
			.click();
		await expect(page).toHaveURL(/\/en$/, { timeout: 20_000 });
		await expect(noor.page.getByText('My thoughts are with you.')).toHaveCount(0);
		await berg.goes('/today');
		await expect(page.getByText(t('today.noPlace'))).toBeVisible();
		await noor.goes('/people');
		await expect(noor.page.getByText('Dr Berg', { exact: true })).toHaveCount(0);
	});

	await test.step('Noor is the only parent: she may remove the place, not leave it', async () => {
		await noor.goes('/settings/leave');
		await expect(noor.page.getByText(noor.t('leave.last'))).toBeVisible();
		await expect(noor.page.getByRole('button', { name: noor.t('leave.do') })).toHaveCount(0);
		await noor.page.getByRole('button', { name: noor.t('leave.myself.do') }).click();
		await noor.page
			.getByRole('dialog')
			.getByRole('button', { name: noor.t('leave.myself.yes') })
			.click();
		await expect(noor.page.getByText(noor.t('problem.last-parent'))).toBeVisible();
		await noor.goes('/today');
		await expect(noor.page.getByText('Vi har förlorat vår son.')).toBeVisible();
	});
	expect([...noor.complaints, ...malik.complaints, ...berg.complaints]).toEqual([]);
});
