/** A phone left lying: it locks by itself once nobody has touched it for as long as was said, in every tab, and not before. */
import { expect, test } from '@playwright/test';
import { begins, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { makesCard } from '../support/makes-card.ts';
import { newPerson } from '../support/person.ts';

const said = 'Vår son Ture föddes i tisdags';

test('left lying for a minute it locks; touched now and then it does not', async ({ browser }) => {
	test.setTimeout(300_000);
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	await makesCard(noor);
	await noor.goes('/settings/lock');
	await page.getByRole('radio', { name: t('lock.after.1') }).check();
	await page.reload();
	await expect(page.getByRole('radio', { name: t('lock.after.1') })).toBeChecked();
	await noor.goes('/today');
	await expect(page.getByText(said)).toBeVisible();
	for (let i = 0; i < 8; i++) {
		await page.waitForTimeout(10_000);
		await page.keyboard.press('Shift');
	}
	await expect(page.getByText(said)).toBeVisible();
	const touched = Date.now();
	await expect(page.getByText(t('lock.locked.text'))).toBeVisible({ timeout: 90_000 });
	expect(Date.now() - touched).toBeGreaterThan(50_000);
	await expect(page.getByText(said)).toHaveCount(0);
	expect(noor.complaints).toEqual([]);
});
