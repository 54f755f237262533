/**
 * Quiet notices, from a choice in the settings to what a browser shows. The push service is a real one over HTTPS (test/support/push-service.ts),
 * and what comes to it is handed to the browser as a push is (DevTools, ServiceWorker.deliverPushMessage). One thing stands in: the address that
 * a browser gets from its own maker's service, which is not to be had here.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { certificateFile, openPushService, type PushService } from '../test/support/push-service.ts';
import { axeFinds } from './support/axe.ts';
import { answers, begins, invites, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

/** The browser may tell, and its maker's service gives it this address. */
async function mayBeTold(context: BrowserContext, origin: string, endpoint: string): Promise<void> {
	await context.grantPermissions(['notifications'], { origin });
	await context.addInitScript((endpoint) => {
		let asked: unknown = null;
		const kept = () => sessionStorage.getItem('asked') !== null;
		PushManager.prototype.subscribe = (options?: PushSubscriptionOptionsInit) => {
			asked = { endpoint, options, unsubscribe: () => Promise.resolve((sessionStorage.removeItem('asked'), (asked = null), true)) };
			sessionStorage.setItem('asked', '');
			return Promise.resolve(asked as PushSubscription);
		};
		PushManager.prototype.getSubscription = () =>
			Promise.resolve((kept() ? (asked ?? { endpoint, options: {}, unsubscribe: () => Promise.resolve(true) }) : null) as PushSubscription | null);
	}, endpoint);
}

/** Hands on to the browser what its push service has got. */
async function deliver(context: BrowserContext, page: Page, origin: string): Promise<void> {
	const devtools = await context.newCDPSession(page);
	const registration = new Promise<string>((resolve) =>
		devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const found = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
			if (found !== undefined) resolve(found.registrationId);
		})
	);
	await devtools.send('ServiceWorker.enable');
	await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registration, data: '' });
	await devtools.detach();
}
const shown = (page: Page): Promise<{ title: string; body: string }[]> =>
	page.evaluate(async () => ((await (await navigator.serviceWorker.getRegistration())?.getNotifications()) ?? []).map(({ title, body }) => ({ title, body })));

/** A finger on what is shown, as the service worker hears of it. That a person did it, which a browser asks for before it opens a page, is stood in for. */
const touches = async (context: BrowserContext): Promise<string[]> =>
	(
		await Promise.all(
			context.serviceWorkers().map((worker) =>
				worker.evaluate(async () => {
					const { clients, registration } = self as unknown as { clients: { constructor: { prototype: object } }; registration: ServiceWorkerRegistration };
					const done: string[] = [];
					Object.assign(clients.constructor.prototype, { openWindow: (url: string) => Promise.resolve(void done.push(`opens ${url}`)) });
					const { WindowClient, NotificationEvent } = self as unknown as Record<string, { prototype: object } & (new (type: string, init: object) => Event)>;
					Object.assign(WindowClient?.prototype ?? {}, {
						focus(this: { url: string }) {
							return Promise.resolve(void done.push(`goes to ${new URL(this.url).pathname}`));
						}
					});
					const [notification] = await registration.getNotifications();
					if (NotificationEvent !== undefined) self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
					await new Promise((resolve) => setTimeout(resolve, 500));
					return done;
				})
			)
		)
	).flat();

const asks = async ({ page, t }: Person) => {
	await page.getByRole('button', { name: t('notices.ask') }).click();
	await expect(page.getByText(t('notices.on'))).toBeVisible();
};
const toldTo = ({ pushed }: PushService) => pushed.map(({ path }) => path);

test('asked for in the settings, told once with no word of it, taken away by looking, and over when one says so', async ({ browser }) => {
	await using service = await openPushService();
	await using host = await startHost({ KVAR_PUSH_HOSTS: service.host, NODE_EXTRA_CA_CERTS: certificateFile });
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik', { lang: 'en' });
	await mayBeTold(malik.context, host.origin, service.endpoint('malik'));
	await begins(noor, 'Noor', 'Noor & Elias', 'Ture');
	await tells(noor, 'all', 'Ture är född och död.');
	await reads(malik, await invites(noor, { ring: 'all', many: true, label: 'Alla', greeting: '' }));
	await answers(malik, 'words', 'Thinking of you both.', { name: 'Malik' });
	const { page, t } = malik;

	await malik.goes('/settings');
	await page.getByRole('link', { name: t('notices.go') }).click();
	await expect(page.getByRole('heading', { level: 1, name: t('notices.title') })).toBeVisible();
	expect(await axeFinds(page)).toEqual([]);
	// A guest is asked of the ring they read, and of no other.
	await expect(page.getByRole('group', { name: t('notices.rings') }).getByRole('checkbox')).toHaveCount(1);
	// From nobody in particular is from nobody.
	await page.getByText(t('notices.people.some'), { exact: true }).click();
	await page.getByRole('button', { name: t('notices.ask') }).click();
	await expect(page.getByText(t('problem.no-people'))).toBeVisible();
	await page.getByText('Noor', { exact: true }).click();
	await page.getByRole('checkbox', { name: t('notices.quiet') }).uncheck();
	await asks(malik);
	expect(await axeFinds(page)).toEqual([]);

	// While he looks he is told nothing.
	await tells(noor, 'all', 'Begravningen är på fredag.');
	await malik.goes('/today');
	await expect(page.getByText('Begravningen är på fredag.')).toBeVisible();
	expect(toldTo(service)).toEqual([]);

	// He is elsewhere; a page of the help stands open, on which the browser says what it shows.
	await malik.goes('/en/help');
	await tells(noor, 'all', 'Klockan elva.');
	await service.until(1);
	await tells(noor, 'all', 'Ta på er något varmt.');
	await deliver(malik.context, page, host.origin);
	await expect.poll(() => shown(page)).toEqual([{ title: t('notices.arrived'), body: '' }]);
	await page.waitForTimeout(500);
	expect(toldTo(service)).toEqual(['/push/malik']);

	// Touched, it leads to what has come: not to a page where nothing of it is seen.
	expect(await touches(malik.context)).toEqual(['opens /today']);
	expect(await shown(page)).toEqual([]);
	await deliver(malik.context, page, host.origin);
	await expect.poll(() => shown(page)).toHaveLength(1);

	// To look takes it away; what was chosen is still chosen; and then it is over.
	await malik.goes('/today');
	await expect(page.getByText('Ta på er något varmt.')).toBeVisible();
	await expect.poll(() => shown(page)).toEqual([]);
	// Where a page of the place is open, it is gone to as it stands.
	await malik.goes('/settings');
	await deliver(malik.context, page, host.origin);
	await expect.poll(async () => (await shown(page)).length).toBeLessThanOrEqual(1);
	expect(await touches(malik.context)).toEqual(['goes to /settings']);
	await malik.goes('/settings/notices');
	await expect(page.getByRole('checkbox', { name: 'Noor' })).toBeChecked();
	await expect(page.getByRole('checkbox', { name: t('notices.quiet') })).not.toBeChecked();
	await page.getByRole('button', { name: t('notices.end') }).click();
	await expect(page.getByText(t('notices.off'))).toBeVisible();
	await expect(page.getByRole('button', { name: t('notices.ask') })).toBeVisible();
	await malik.goes('/en/help');
	await tells(noor, 'all', 'Vi ses.');
	await page.waitForTimeout(1000);
	expect(toldTo(service)).toEqual(['/push/malik']);
	// Nothing of it lies with the host any more.
	expect(host.findsAny(['/push/malik'])).toEqual([]);
	expect([...noor.complaints, ...malik.complaints]).toEqual([]);
});

test('where it cannot be, it says why: the browser may not, or the host sends none; and nothing has changed', async ({ browser }) => {
	await using host = await startHost({ KVAR_PUSH_HOSTS: 'none' });
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Noor', 'Ture');
	await noor.goes('/settings/notices');
	await noor.context.grantPermissions(['notifications'], { origin: host.origin });
	await noor.goes('/settings/notices');
	await page.getByRole('button', { name: t('notices.ask') }).click();
	await expect(page.getByText(t('notices.cannot.host'))).toBeVisible();
	await page.evaluate(() => Object.defineProperty(Notification, 'permission', { value: 'denied' }));
	await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { value: 'denied' }));
	await noor.goes('/settings/notices');
	await expect(page.getByText(t('notices.cannot.denied'))).toBeVisible();
	await expect(page.getByRole('button', { name: t('notices.ask') })).toHaveCount(0);
});
