/** Opened over plain http from another machine there is no WebCrypto: the page says so, and how the host mends it. */
import { chromium, expect, test } from '@playwright/test';
import always from '../messages/always.json' with { type: 'json' };
import { startHost } from './support/host.ts';

test('over plain http from another machine the app says what is missing and how it is mended', async ({ launchOptions }) => {
	await using host = await startHost();
	const { port } = new URL(host.origin);
	// To this browser the host is another machine: a name that is not localhost, led to the same place.
	const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP kvar.test 127.0.0.1'] });
	try {
		const page = await browser.newPage({ locale: 'sv-SE' });
		await page.goto(`http://kvar.test:${port}/start`);
		expect(await page.evaluate(() => isSecureContext)).toBe(false);
		for (const lang of ['sv', 'en'] as const) {
			await expect(page.getByRole('heading', { name: always[lang]['insecure.title'] })).toBeVisible();
			await page.getByText(always[lang]['insecure.hosts']).click();
			await expect(page.getByText(always[lang]['insecure.host.cert'])).toBeVisible();
			await expect(page.getByText(always[lang]['insecure.host.local'].replace('{{address}}', `http://localhost:${port}`))).toBeVisible();
		}
		await expect(page.getByRole('textbox')).toHaveCount(0);
	} finally {
		await browser.close();
	}
});
