/**
 * WITHOUT A CONNECTION the app opens and the help lines are there. And films play while they load (play.ts). Nothing else of a family
 * passes through here: what is said comes and goes by /api, which this worker does not touch.
 *
 *   the app's pages and their files   from the store of this very version, so that a page never meets another version's files
 *   the help pages                    from the network, or as they were last seen
 *   films and sounds, /play/          sealed from this device or the server, opened here, kept nowhere
 *   pushes                            say that something has arrived, and nothing else (arrived.ts)
 *   everything else                   as if this worker were not there
 *
 * NOTE a new version waits until every page of the old one is closed (no skipWaiting): nobody loses what they are typing to an update.
 */
import { assets, immutable, prerendered } from '$app/manifest';
import { self as worker } from '$app/service-worker';
import type { Forget, TakeOver, Ticket } from '#replica/ticket.ts';
import { goThere, sayArrived } from './arrived.ts';
import { forget, play, playPath, type Listener } from './play.ts';

/** Pages rendered by the server that must be there without it. */
const helpPages = ['/sv/hjalp', '/en/help', '/sv', '/en'];
const own = new Set([...immutable, ...assets, ...prerendered].map(({ path }) => `/${path.replace(/^\//, '')}`));
const prefix = 'kvar ';

/** The files' names carry hashes of what is in them: together they name this version of the client. */
async function storeName(): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode([...own].join('\n')));
	return (
		prefix +
		[...new Uint8Array(digest)]
			.slice(0, 8)
			.map((byte) => byte.toString(16).padStart(2, '0'))
			.join('')
	);
}

worker.addEventListener('install', (event) => {
	event.waitUntil(
		(async () => {
			const store = await caches.open(await storeName());
			await store.addAll([...own]);
			await Promise.all(helpPages.map((page) => store.add(page).catch(() => undefined)));
		})()
	);
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(
		(async () => {
			const mine = await storeName();
			const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== mine);
			await Promise.all(old.map((name) => caches.delete(name)));
			await worker.clients.claim();
		})()
	);
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
	if (url.pathname.startsWith(playPath))
		event.respondWith(play(request, url.pathname.slice(playPath.length), pageOf(event.clientId), url.searchParams.get('save')));
	else if (own.has(url.pathname)) event.respondWith(fromStore(url.pathname, request));
	else if (helpPages.includes(url.pathname)) event.respondWith(fromNetworkOrStore(url.pathname, request));
});

/** The page that plays. Where a file is saved the browser names none: then every page is asked, and the one that gave the address its name knows it. */
const pageOf = (clientId: string): Listener => {
	const pages = async (): Promise<readonly Client[]> => {
		const one = await worker.clients.get(clientId);
		return one === undefined ? worker.clients.matchAll({ type: 'window' }) : [one];
	};
	return {
		async ask(message) {
			for (const page of await pages()) {
				const ticket = await askPage(page, message);
				if (ticket !== null) return ticket;
			}
			return null;
		},
		tell(message) {
			void pages().then((all) => all.forEach((page) => page.postMessage(message)));
		}
	};
};

function askPage(page: Client, message: AskForTicket): Promise<Ticket | null> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((resolve) => {
		const late = setTimeout(() => resolve(null), 10_000);
		port1.onmessage = ({ data }: MessageEvent<Ticket | null>) => {
			clearTimeout(late);
			resolve(data);
		};
		page.postMessage(message, [port2]);
	});
}

// A page that saves says so again and again: to hear of it keeps this worker awake, and that is all there is to do.
worker.addEventListener('message', (event: ExtendableMessageEvent) => {
	const said = event.data as TakeOver | Forget | null;
	if (said?.type === 'take-over') event.waitUntil(worker.clients.claim());
	if (said?.type === 'forget') forget();
});

worker.addEventListener('push', (event) => event.waitUntil(sayArrived()));
worker.addEventListener('notificationclick', (event) => {
	event.notification.close();
	event.waitUntil(goThere());
});

async function fromStore(path: string, request: Request): Promise<Response> {
	const store = await caches.open(await storeName());
	return (await store.match(path)) ?? fetch(request);
}

async function fromNetworkOrStore(path: string, request: Request): Promise<Response> {
	const store = await caches.open(await storeName());
	try {
		const response = await fetch(request);
		if (response.ok) await store.put(path, response.clone());
		return response;
	} catch (error) {
		const kept = await store.match(path);
		if (kept === undefined) throw error;
		return kept;
	}
}
