/** A link opened inside another app's browser can be read there; how to carry it to one's own is said, and the secret goes along and nowhere else. */
import { expect, test } from '@playwright/test';
import { answers, begins, invites, opensLink, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';

const inside = {
	Instagram: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/22B83 Instagram 359.0.0.30.94',
	Facebook: 'Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A; wv) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/491.0.0;]'
};

for (const [app, userAgent] of Object.entries(inside)) {
	test(`inside ${app} one reads, and carries the link to one's own browser`, async ({ browser }) => {
		await using host = await startHost();
		await using noor = await newPerson(browser, host.origin, 'Noor');
		await begins(noor, 'Noor', 'Noor & Elias', '');
		await tells(noor, 'all', 'Vi har förlorat vår son.');
		const link = await invites(noor, { ring: 'all' });
		const secret = link.split('#')[1] as string;

		await using there = await newPerson(browser, host.origin, 'Malik', { userAgent });
		const left: string[] = [];
		there.context.on('request', (request) => left.push(request.url(), request.postData() ?? '', JSON.stringify(request.headers())));
		await there.context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await opensLink(there, link);
		await expect(there.page.getByText(there.t('join.inapp', { app }))).toBeVisible();
		await there.page.getByRole('button', { name: there.t('join.copy') }).click();
		const carried = await there.page.evaluate(() => navigator.clipboard.readText());
		expect(carried).toBe(link);
		await there.page.getByRole('link', { name: there.t('join.read') }).click();
		await expect(there.page.getByText('Vi har förlorat vår son.')).toBeVisible();
		expect(there.page.url()).not.toContain(secret);
		expect(left.length).toBeGreaterThan(3);
		expect(left.filter((text) => text.includes(secret.slice(0, 24)))).toEqual([]);

		await using own = await newPerson(browser, host.origin, 'Malik');
		await own.goes('/i');
		await own.page.getByLabel(own.t('join.field')).fill(carried);
		await own.page.getByRole('button', { name: own.t('join.open') }).click();
		await own.page.getByRole('link', { name: own.t('join.read') }).click();
		await answers(own, 'candle', '', { name: 'Malik' });
		await expect(own.page.getByText(own.t('join.inapp', { app }))).toHaveCount(0);
		await noor.goes('/today');
		await expect(noor.page.getByText('Malik').first()).toBeVisible();
	});
}
