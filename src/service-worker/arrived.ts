/** SOMETHING HAS ARRIVED: a push came, with nothing in it. It is said in the words that a page has left here, once, whatever else comes; touched, it leads to what has come. */
import { self as worker } from '$app/service-worker';
import { arrivedTag, arrivedWords } from '#replica/arrived.ts';

/** Where there are no words any more only the name is said: a browser shows something of its own otherwise. */
const otherwise = 'Kvar';

export async function sayArrived(): Promise<void> {
	const kept = await (await caches.open(arrivedWords)).match('/');
	await worker.registration.showNotification((await kept?.text()) ?? otherwise, { tag: arrivedTag, icon: '/icon.svg' });
}

/** The public pages, where nothing of a place is seen. */
const isPublic = (url: string): boolean => /^\/(sv|en)(\/|$)/.test(new URL(url).pathname);

/** To a page of a place that is open, as it stands: somebody may be writing there; else to a new one. */
export async function goThere(): Promise<void> {
	const open = (await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })).find(({ url }) => !isPublic(url));
	await (open === undefined ? worker.clients.openWindow('/today') : open.focus());
}
