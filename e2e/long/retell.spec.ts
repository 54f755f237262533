/** News is told anew to more people, or to fewer: who reads what, and that no answer comes to eyes it was not given to. */
import { expect, test } from '@playwright/test';
import { answers, begins, choosesRing, invites, letsIn, opensLink, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';

const news = 'Vår son Ture föddes i tisdags.';
const gave = 'Jag ställer soppa utanför dörren.';

async function opensRetelling({ page, t, goes }: Person, text: string): Promise<void> {
	await goes('/today');
	await page
		.getByRole('listitem')
		.filter({ hasText: text })
		.getByRole('link', { name: t('today.change') })
		.first()
		.click();
	await page.getByRole('link', { name: t('retell.link') }).click();
	await expect(page.getByRole('heading', { level: 1, name: t('retell.title') })).toBeVisible();
}

test('what was told to the closest is told to everyone, and then to the closest again', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'close', news);
	await opensLink(ingrid, await invites(noor, { ring: 'close', label: 'Ingrid' }));
	await letsIn(noor, ingrid, 'Ingrid');
	await answers(ingrid, 'words', gave);
	await reads(malik, await invites(noor, { ring: 'all' }));
	await expect(malik.page.getByText(malik.t('today.nothing.guest'))).toBeVisible();
	const { page, t } = noor;
	const ring = () => page.getByRole('group', { name: t('ring.label') });

	await test.step('wider', async () => {
		await opensRetelling(noor, news);
		await expect(page.getByRole('button', { name: t('tell.go.close') })).toBeDisabled();
		await choosesRing(ring(), 'all');
		await expect(page.getByText(t('retell.wider'))).toBeVisible();
		await page.getByRole('textbox', { name: t('retell.words') }).fill('Vår son Ture föddes i tisdags. Nu vill vi att alla vet.');
		// Left and come back to: what was chosen and typed is there.
		await page.waitForTimeout(600);
		await page.reload();
		await expect(page.getByText(t('retell.wider'))).toBeVisible();
		await page.getByRole('button', { name: t('tell.go.all') }).click();
		await expect(page).toHaveURL(/\/today/);
		await expect(malik.page.getByText('Nu vill vi att alla vet.')).toBeVisible();
		// A moment, in which anything that were to come would have come.
		await malik.page.waitForTimeout(1500);
		await expect(malik.page.getByText(gave)).toHaveCount(0);
		await expect(malik.page.getByText('Ingrid')).toHaveCount(0);
		for (const person of [noor, ingrid]) {
			await expect(person.page.getByText('Nu vill vi att alla vet.')).toBeVisible();
			await expect(person.page.getByText(news, { exact: true })).toHaveCount(0);
			await expect(person.page.getByText(gave)).toBeVisible();
		}
		await expect(ingrid.page.getByText(ingrid.t('today.takenBack'))).toHaveCount(0);
	});
	await test.step('narrower', async () => {
		await answers(malik, 'words', 'Jag visste inte. Jag beklagar.', { name: 'Malik' });
		await expect(page.getByText('Jag visste inte.')).toBeVisible();
		await opensRetelling(noor, 'Nu vill vi att alla vet.');
		await choosesRing(ring(), 'close');
		await expect(page.getByText(t('retell.narrower'))).toBeVisible();
		await page.getByRole('textbox', { name: t('retell.words') }).fill('Han heter Ture.');
		await page.getByRole('button', { name: t('tell.go.close') }).click();
		await expect(page).toHaveURL(/\/today/);
		await expect(ingrid.page.getByText('Han heter Ture.')).toBeVisible();
		await expect(malik.page.getByText(malik.t('today.takenBack'))).toBeVisible();
		await expect(malik.page.getByText('Han heter Ture.')).toHaveCount(0);
		await expect(malik.page.getByText('Nu vill vi att alla vet.')).toHaveCount(0);
		await malik.page.reload();
		await expect(malik.page.getByText('Jag visste inte.')).toBeVisible();
		// With the parents everything that was given stands where it was given, also what was given twice over.
		await page.reload();
		for (const text of ['Han heter Ture.', gave, 'Jag visste inte.']) await expect(page.getByText(text)).toBeVisible();
		await expect(page.getByText(t('today.takenBack'))).toHaveCount(0);
	});
	for (const person of [noor, ingrid, malik]) expect(person.complaints).toEqual([]);
});
