/**
 * A DEVICE whose browser keeps what it has in a folder: Chromium as it ships, with a process of its own each time it is opened, so that
 * nothing is still in memory. Times are the page's own clock, from the tap that led to the page (its navigation) on.
 */
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test';
import { setTimeout as rest } from 'node:timers/promises';
import { keyOf } from '#replica/circle.ts';
import config from '../../playwright.config.ts';
import { words } from '../../e2e/support/words.ts';

const { executablePath, args } = (config.use?.launchOptions ?? {}) as LaunchOptions;
const phone = { locale: 'sv-SE', timezoneId: 'Europe/Stockholm', viewport: { width: 360, height: 780 }, hasTouch: true };

export interface Shown {
	/** Milliseconds until the invitation's card was there and was tapped; null where no invitation led here. */
	card: number | null;
	/** Milliseconds until the words were painted. */
	painted: number;
}

/** What `watch` leaves in the page. */
declare global {
	interface Window {
		shown?: { card: number | null; painted: number | null };
	}
}

export class Device implements AsyncDisposable {
	readonly #context: BrowserContext;
	readonly #page: Page;

	private constructor(context: BrowserContext, page: Page) {
		this.#context = context;
		this.#page = page;
	}

	static async open(folder: string): Promise<Device> {
		const context = await chromium.launchPersistentContext(folder, { ...phone, ...(executablePath === undefined ? {} : { executablePath }), args: args ?? [] });
		// What a browser does at its start is not of what is measured.
		await rest(500);
		return new Device(context, context.pages()[0] ?? (await context.newPage()));
	}

	/** Opens `address`, taps on "Read" as soon as it is there, and waits until `text` is on the screen. */
	async shows(address: string, text: string): Promise<Shown> {
		await this.#context.addInitScript(watch, { text, read: words('sv')('join.read') });
		await this.#page.goto(address, { waitUntil: 'commit' });
		await this.#page.waitForFunction(() => typeof window.shown?.painted === 'number', null, { timeout: 60_000 });
		if (!(await this.#page.getByText(text).isVisible())) throw new Error('What was painted cannot be seen');
		return (await this.#page.evaluate(() => window.shown)) as Shown;
	}

	/**
	 * Milliseconds until this device has proved the log of `all` from its beginning: its first chunk is kept in one transaction with that
	 * (src/replica/apply.ts). Or why it has not.
	 */
	proved(circleId: string, most: number): Promise<number | string> {
		return this.#page.evaluate(untilKept, { key: keyOf.chunk(circleId, 'all', 0), most }).then(
			(ms) => ms ?? `not within ${most} ms`,
			(error: Error) => `the page ended: ${error.message.split('\n')[0]}`
		);
	}

	/** Until the app itself is kept here, as it is on a device that was not closed the moment something was shown. */
	async settles(): Promise<void> {
		await this.#page.evaluate(async () => void (await navigator.serviceWorker.ready));
		await rest(2000);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#context.close();
	}
}

/** In the page, before anything of it. */
function watch({ text, read }: { text: string; read: string }): void {
	const shown: NonNullable<Window['shown']> = (window.shown = { card: null, painted: null });
	const look = new MutationObserver(() => {
		if (shown.card === null && location.pathname === '/i') {
			const link = [...document.querySelectorAll('main a')].find(({ textContent }) => textContent.trim() === read);
			if (link === undefined) return;
			shown.card = performance.now();
			(link as HTMLElement).click();
		} else if (location.pathname === '/today' && document.body.textContent.includes(text)) {
			look.disconnect();
			// The frame after the one in which it is laid out has shown it.
			requestAnimationFrame(() => requestAnimationFrame(() => (shown.painted = performance.now())));
		}
	});
	look.observe(document, { childList: true, subtree: true, characterData: true });
}

/** In the page: looks into the browser's store, which the worker writes to, whether there is something under `key`. */
async function untilKept({ key, most }: { key: string; most: number }): Promise<number | null> {
	const done = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error as DOMException);
		});
	const db = await done(indexedDB.open('kvar'));
	while (performance.now() < most) {
		if ((await done(db.transaction('sealed').objectStore('sealed').getKey(key))) !== undefined) return performance.now();
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return null;
}
