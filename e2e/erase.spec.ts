/** Everything is erased once every parent has said yes, and not before; a yes can be taken back until then. */
import { expect, test } from '@playwright/test';
import { answers, begins, invites, letsIn, opensLink, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

const opensErasing = async ({ page, t, goes }: Person) => {
	await goes('/settings');
	await page.getByRole('link', { name: t('settings.erase.go') }).click();
	await expect(page.getByRole('heading', { level: 1, name: t('erase.title') })).toBeVisible();
};

test('two parents: one says yes and takes it back, says yes again; with the other’s yes it is gone for everyone', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await opensLink(elias, await invites(noor, { ring: 'us' }));
	await letsIn(noor, elias, 'Elias');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'words', 'Jag tänker på er.', { name: 'Malik' });
	const { page, t } = noor;

	await opensErasing(noor);
	for (const key of ['erase.what', 'erase.gone', 'erase.copied', 'erase.both'] as const) await expect(page.getByText(t(key))).toBeVisible();
	await page.getByRole('button', { name: t('erase.yes') }).click();
	await expect(page.getByText(t('erase.said.me', { names: 'Elias' }))).toBeVisible();
	await elias.goes('/today');
	await expect(elias.page.getByText(elias.t('today.erasing', { name: 'Noor' }))).toBeVisible();
	await page.getByRole('button', { name: t('erase.no') }).click();
	await expect(page.getByRole('button', { name: t('erase.yes') })).toBeVisible();
	await expect(elias.page.getByText(elias.t('today.erasing', { name: 'Noor' }))).toHaveCount(0);
	await expect(malik.page.getByText('Vi har förlorat vår son.')).toBeVisible();

	await page.getByRole('button', { name: t('erase.yes') }).click();
	await elias.page.getByRole('link', { name: elias.t('today.erasing.go') }).click();
	await expect(elias.page.getByText(elias.t('erase.said.other', { names: 'Noor' }))).toBeVisible();
	await elias.page.getByRole('button', { name: elias.t('erase.yes') }).click();
	await expect(elias.page.getByRole('dialog').getByText(elias.t('erase.last.text'))).toBeVisible();
	await elias.page
		.getByRole('dialog')
		.getByRole('button', { name: elias.t('erase.last.yes') })
		.click();
	for (const person of [elias, noor, malik]) {
		await expect(person.page.getByText(person.t('today.ended.erased'))).toBeVisible();
		await person.page.reload();
		await expect(person.page.getByText(person.t('today.ended.erased'))).toBeVisible();
		await expect(person.page.getByText('Vi har förlorat vår son.')).toHaveCount(0);
	}
});

test('one parent alone is asked twice, and a guest finds no such page', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'candle', '', { name: 'Malik' });
	await malik.goes('/settings');
	await expect(malik.page.getByText(malik.t('settings.erase.go'))).toHaveCount(0);
	await malik.page.goto('/settings/erase');
	await expect(malik.page).toHaveURL(/\/today/);

	const { page, t } = noor;
	await opensErasing(noor);
	await expect(page.getByText(t('erase.alone'))).toBeVisible();
	await page.getByRole('button', { name: t('erase.yes') }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('erase.back') })
		.click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await malik.page.reload();
	await expect(malik.page.getByText('Vi har förlorat vår son.')).toBeVisible();
	await page.getByRole('button', { name: t('erase.yes') }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('erase.last.yes') })
		.click();
	await expect(page.getByText(t('today.ended.erased'))).toBeVisible();
});
