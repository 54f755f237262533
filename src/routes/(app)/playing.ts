/** ADDRESSES FOR PLAYERS. A film gets an address that says nothing; the service worker that is asked for it asks here what opens it (service-worker/play.ts). */
import { ask } from '#actions/ask.ts';
import type { SealedFile } from '#domain/enclosed.ts';
import type { AskForTicket, Broken, Saving } from '#replica/ticket.ts';
import { takenOver } from './taken-over.ts';

interface Player {
	file: SealedFile;
	onbroken: () => void;
}
const players = new Map<string, Player>();
const given = new Set<string>();
let listening = false;

function listen(): void {
	if (listening) return;
	listening = true;
	navigator.serviceWorker.addEventListener('message', ({ data, ports: [port] }: MessageEvent<AskForTicket | Broken | Saving | null>) => {
		if (data?.type === 'broken') players.get(data.name)?.onbroken();
		if (data?.type === 'saving' && players.has(data.name)) stayAwake(data.name);
		if (data?.type === 'saved' || data?.type === 'broken') saving.delete(data.name);
		if (data?.type !== 'ticket' || port === undefined) return;
		const file = players.get(data.name)?.file;
		// Asked for a second time: what it was given then did not do any more.
		const renew = given.has(data.name);
		given.add(data.name);
		if (file === undefined) port.postMessage(null);
		else
			void ask('openTicket', { file, renew }).then(
				(ticket) => port.postMessage(ticket),
				() => port.postMessage(null)
			);
	});
	navigator.serviceWorker.startMessages();
}

/** Being saved, from when on. What is broken off in the browser's own list is not heard of: after some hours it is forgotten. */
const saving = new Map<string, number>();
const longest = 6 * 60 * 60_000;
const pulse = 10_000;

function stayAwake(name: string): void {
	if (saving.size === 0) {
		const beating = setInterval(() => {
			for (const [one, from] of saving) if (Date.now() - from > longest) saving.delete(one);
			if (saving.size === 0) clearInterval(beating);
			else navigator.serviceWorker.controller?.postMessage({ type: 'awake' });
		}, pulse);
	}
	saving.set(name, Date.now());
}

/** @throws an error whose code is `no-player` (taken-over.ts) */
export async function addressOf(file: SealedFile, onbroken: () => void): Promise<string> {
	await takenOver();
	listen();
	const name = crypto.randomUUID();
	players.set(name, { file, onbroken });
	return `/play/${name}`;
}
