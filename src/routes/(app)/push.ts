/** THE BROWSER'S PART OF QUIET NOTICES: its permission, its push service, and the words its service worker says (service-worker/arrived.ts). */
import { ask } from '#actions/ask.ts';
import type { AskedNotices } from '#domain/notices.ts';
import { arrivedTag, arrivedWords } from '#replica/arrived.ts';

/** Why this browser cannot. `install`: on an iPhone it can once it is on the home screen. */
export type Cannot = 'browser' | 'install' | 'denied';

export function whyCannot(): Cannot | null {
	const installable = 'standalone' in navigator && navigator.standalone !== true;
	if (!('PushManager' in window) || !('Notification' in window) || !('serviceWorker' in navigator)) return installable ? 'install' : 'browser';
	return Notification.permission === 'denied' ? 'denied' : null;
}

/** Minutes this clock is ahead of UTC. */
export const ahead = (): number => -new Date().getTimezoneOffset();

export const noPush = (code: string, cause?: unknown): Error => Object.assign(new Error('no push', { cause }), { code });
/** The code of a sentence, of what `askBrowser` threw. */
export const pushProblem = (error: unknown): string | null =>
	error instanceof Error && error.message === 'no push' ? (error as Error & { code: string }).code : null;

const same = (a: ArrayBuffer | null | undefined, b: Uint8Array): boolean => new Uint8Array(a ?? []).join() === b.join();

/**
 * Where the browser's push service takes what is for this device, by the key of this host. Asks the person first, where they have not been asked.
 * @throws an error that `pushProblem` knows: `push-denied`, `push-failed`
 */
export async function askBrowser(key: Uint8Array<ArrayBuffer>): Promise<string> {
	if ((await Notification.requestPermission()) !== 'granted') throw noPush('push-denied');
	const { pushManager } = await navigator.serviceWorker.ready;
	try {
		const before = await pushManager.getSubscription();
		if (before !== null && !same(before.options.applicationServerKey, key)) await before.unsubscribe();
		const { endpoint } = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
		return endpoint;
	} catch (error) {
		throw noPush('push-failed', error);
	}
}

/** No more of any. */
export async function endPush(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	const registration = await navigator.serviceWorker.getRegistration();
	await (await registration?.pushManager.getSubscription())?.unsubscribe();
	await caches.delete(arrivedWords);
}

/** What the service worker says, in the language that is spoken here. */
export async function keepWords(words: string): Promise<void> {
	await (await caches.open(arrivedWords)).put('/', new Response(words));
}

/**
 * What was asked for is asked for anew where the browser has another address for it now, or the clock another hour; where it may no longer
 * be told, it is over.
 */
export async function keepAsked(asked: AskedNotices, words: string): Promise<void> {
	if (whyCannot() !== null || Notification.permission !== 'granted') return void (await ask('endNotices', {}));
	await keepWords(words);
	const key = await ask('pushKey', {});
	if (key === null) return;
	const endpoint = await askBrowser(key);
	if (endpoint !== asked.endpoint || ahead() !== asked.ahead) await ask('askForNotices', { ...asked, endpoint, ahead: ahead() });
}

/** Somebody looks: what says that they should is taken away. */
export async function takeAwayNotices(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	const registration = await navigator.serviceWorker.getRegistration();
	for (const one of (await registration?.getNotifications({ tag: arrivedTag })) ?? []) one.close();
}
