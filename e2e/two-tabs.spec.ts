/** Two tabs of one browser are one device: one replica, one writer, one stream a log. */
import { expect, test, type Page } from '@playwright/test';
import { answers, begins, invites, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson } from './support/person.ts';

const runsWorker = (page: Page): boolean => page.workers().length > 0;

test('what is written in one tab is in the other; one of them leads, and when it is closed the other goes on', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	const streams = new Map<string, number>();
	let most = 0;
	const counts = (url: string, by: number): void => {
		if (!url.endsWith('/live')) return;
		streams.set(url, (streams.get(url) ?? 0) + by);
		most = Math.max(most, ...streams.values());
	};
	noor.context.on('request', (request) => counts(request.url(), 1));
	noor.context.on('requestfinished', (request) => counts(request.url(), -1));
	noor.context.on('requestfailed', (request) => counts(request.url(), -1));

	await begins(noor, 'Noor', 'Noor & Elias', '');
	const link = await invites(noor, { ring: 'all' });
	const first = noor.page;
	await first.goto('/today');
	const second = await noor.context.newPage();
	await second.goto('/today');
	await expect(second.getByText(noor.t('today.nothing'))).toBeVisible();

	await test.step('the second writes, the first shows it, and only one of them runs a worker', async () => {
		noor.page = second;
		await tells(noor, 'all', 'Skrivet i den andra fliken.');
		await expect(first.getByText('Skrivet i den andra fliken.')).toBeVisible();
		expect([runsWorker(first), runsWorker(second)].filter(Boolean)).toHaveLength(1);
	});
	await test.step('what arrives is shown in both, over one stream', async () => {
		await second.goto('/today');
		await reads(malik, link);
		await answers(malik, 'words', 'Jag tänker på er.', { name: 'Malik' });
		for (const tab of [first, second]) await expect(tab.getByText('Jag tänker på er.')).toBeVisible();
		expect(most).toBe(1);
		expect([...streams.values()].some((open) => open === 1)).toBe(true);
	});
	await test.step('the leading tab is closed: the other leads, reads and writes on, and nothing is there twice', async () => {
		const [leading, staying] = runsWorker(first) ? [first, second] : [second, first];
		await leading.close();
		await expect.poll(() => runsWorker(staying)).toBe(true);
		noor.page = staying;
		await answers(malik, 'words', 'Och i morgon också.');
		await expect(staying.getByText('Och i morgon också.')).toBeVisible();
		await tells(noor, 'all', 'Skrivet i den som blev kvar.');
		await expect(malik.page.getByText('Skrivet i den som blev kvar.')).toBeVisible();
		for (const text of ['Skrivet i den andra fliken.', 'Skrivet i den som blev kvar.']) await expect(malik.page.getByText(text)).toHaveCount(1);
	});
	expect(noor.complaints).toEqual([]);
});

test('of three tabs the leading one closes before it has answered: what another asked is done once, and answered', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	const leading = noor.page;
	const next = await noor.context.newPage();
	await next.goto('/today');
	await expect(next.getByText(noor.t('today.nothing'))).toBeVisible();
	noor.page = await noor.context.newPage();
	await noor.goes('/invitations/new');
	await noor.page.getByRole('radio', { name: noor.t('invite.who.others') }).check();
	await noor.page.getByLabel(noor.t('invite.label')).fill('grannarna');
	// The server does it, and its answer is still on the way to the tab that leads when that tab goes.
	const { promise: done, resolve } = Promise.withResolvers<void>();
	await noor.context.route('**/api/circles/*/control', (route) =>
		route.request().method() === 'POST' ? void route.fetch().then(() => resolve()) : route.continue()
	);
	await noor.page.getByRole('button', { name: noor.t('invite.make.link') }).click();
	await done;
	await noor.context.unrouteAll({ behavior: 'ignoreErrors' });
	await leading.close();
	await expect(noor.page).toHaveURL(/made=/);
	await noor.goes('/invitations');
	await expect(noor.page.getByRole('link', { name: /grannarna/ })).toHaveCount(1);
});
