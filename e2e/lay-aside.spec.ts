/** What hurts to see is laid aside, for oneself alone, and taken up again. */
import { expect, test } from '@playwright/test';
import { answers, begins, invites, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

const hurts = 'Ni är unga, ni hinner få fler.';

const laysAside = async ({ page, t }: Person, name: string) => {
	await page
		.getByRole('button', { name: t('aside.more', { name }) })
		.first()
		.click();
	await expect(page.getByRole('dialog').getByText(t('aside.text'))).toBeVisible();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('aside.do') })
		.click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await expect(page.getByText(t('aside.is'))).toBeVisible();
};

test('an answer is laid aside: it is folded away here, also after a reload, nobody else can see it, and it comes back when asked for', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	await reads(malik, await invites(noor, { ring: 'all' }));
	// Who has said no name has nothing to lay aside with.
	await expect(malik.page.getByText('Vi har förlorat vår son.')).toBeVisible();
	await expect(malik.page.getByRole('button', { name: malik.t('aside.more', { name: 'Noor' }) })).toHaveCount(0);
	await answers(malik, 'words', hurts, { name: 'Malik' });
	await noor.goes('/today');
	const { page, t } = noor;
	await expect(page.getByText(hurts)).toBeVisible();
	await laysAside(noor, 'Malik');
	await expect(page.getByText(hurts)).toHaveCount(0);
	await page.reload();
	await expect(page.getByText(t('aside.is'))).toBeVisible();
	await expect(page.getByText(hurts)).toHaveCount(0);

	await malik.page.reload();
	await expect(malik.page.getByText(hurts)).toBeVisible();
	await expect(malik.page.getByText(malik.t('aside.is'))).toHaveCount(0);

	await page.getByRole('button', { name: t('aside.show') }).click();
	await expect(page.getByText(hurts)).toBeVisible();
	await page.getByRole('button', { name: t('aside.hide') }).click();
	await expect(page.getByText(hurts)).toHaveCount(0);
	await page.getByRole('button', { name: t('aside.up') }).click();
	await expect(page.getByText(t('aside.is'))).toHaveCount(0);
	await page.reload();
	await expect(page.getByText(hurts)).toBeVisible();
	expect([...noor.complaints, ...malik.complaints]).toEqual([]);
});

test('a guest lays the news aside; one candle among several is laid aside alone', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await using asa = await newPerson(browser, host.origin, 'Åsa');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	const link = await invites(noor, { ring: 'all' });
	for (const guest of [malik, asa]) {
		await reads(guest, link);
		await answers(guest, 'candle', '', { name: guest.name });
	}
	await laysAside(malik, 'Noor');
	await expect(malik.page.getByText('Vi har förlorat vår son.')).toHaveCount(0);
	await expect(malik.page.getByRole('link', { name: malik.t('answer.way.words') })).toHaveCount(0);
	await malik.page.getByRole('button', { name: malik.t('aside.up') }).click();
	await expect(malik.page.getByText('Vi har förlorat vår son.')).toBeVisible();

	await noor.goes('/today');
	await expect(noor.page.getByText(/Malik och Åsa|Åsa och Malik/)).toBeVisible();
	await noor.page.getByRole('button', { name: noor.t('aside.more.candles') }).click();
	await noor.page.getByRole('button', { name: noor.t('aside.candle', { name: 'Malik' }) }).click();
	await expect(noor.page.getByText(noor.t('aside.is'))).toBeVisible();
	await expect(noor.page.getByText('Malik')).toHaveCount(0);
	await expect(noor.page.getByText('Åsa')).toBeVisible();
});
