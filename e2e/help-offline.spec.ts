/** The help lines are there without a connection, one tap from the app. */
import { expect, test } from '@playwright/test';
import { startHost } from './support/host.ts';
import { newPerson } from './support/person.ts';

for (const [lang, path, number] of [
	['sv', '/sv/hjalp', '90101'],
	['en', '/en/help', '116 123']
] as const) {
	test(`help lines open without a connection (${lang})`, async ({ browser }) => {
		await using host = await startHost();
		await using someone = await newPerson(browser, host.origin, 'someone', { lang });
		await someone.goes('/start');
		// The shell is kept once its worker has been installed.
		await someone.page.evaluate(async () => void (await navigator.serviceWorker.ready));
		await someone.context.setOffline(true);
		await host.stop();
		await someone.page.reload();
		await someone.page.getByRole('link', { name: someone.t('ui.helpNow') }).click();
		await expect(someone.page).toHaveURL(new RegExp(`${path}$`));
		await expect(someone.page.getByRole('link', { name: number })).toHaveAttribute('href', `tel:${number.replaceAll(' ', '')}`);
	});
}
