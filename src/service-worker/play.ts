/**
 * FILMS AND SOUNDS PLAY WHILE THEY LOAD. A page gives a player an address that says nothing, /play/<random>; what is asked of it, any range
 * (RFC 9110 §14), is fetched sealed, from this device or the server, opened record by record and handed on. Nothing plain is kept, here or in any cache.
 *
 * NOTE tickets. What opens a file is asked of the page that plays it, and is in this worker's memory alone. A browser may end a worker
 * at any moment: then the page is asked again. With the page the ticket goes.
 */
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { openRange, openerOf, type ReadSealed } from '#crypto/open-range.ts';
import { BrokenRecord, sealedSize, type FileOpener } from '#crypto/records.ts';
import type { AskForTicket, Broken, Saving, Ticket } from '#replica/ticket.ts';
import { openOpfs } from '#replica/opfs.ts';

export const playPath = '/play/';

interface Playing {
	ticket: Ticket;
	opener: FileOpener;
	read: ReadSealed;
}
const playing = new Map<string, Playing>();
const most = 20;

/** What opens them is here no more. */
export const forget = (): void => playing.clear();

/** Nothing in it that a header could be broken with. */
const saveName = /^[a-z]{1,20}\.[a-z0-9]{2,5}$/;

/** The page that plays. */
export interface Listener {
	/** Null where there is none any more, or it knows nothing of what is asked for. */
	ask(message: AskForTicket): Promise<Ticket | null>;
	tell(message: Broken | Saving): void;
}

/** @param saveAs its name where it is to be saved, plain, because somebody has asked for that; else null */
export async function play(request: Request, name: string, page: Listener, saveAs: string | null): Promise<Response> {
	try {
		const now = await playingOf(name, page);
		return now === null ? new Response(null, { status: 404 }) : answer(request, name, now, page, saveAs);
	} catch (error) {
		if (error instanceof BrokenRecord) page.tell({ type: 'broken', name });
		return new Response(null, { status: error instanceof Gone ? 410 : 502 });
	}
}

function answer(request: Request, name: string, now: Playing, page: Listener, saveAs: string | null): Response {
	const { size, mime } = now.ticket;
	const headers = { 'content-type': mime, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
	const range = rangeOf(request.headers.get('range'), size);
	if (range === null) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } });
	const { from, to } = range;
	const read: ReadSealed = async (start, end, signal) => {
		const before = now.read;
		try {
			return await before(start, end, signal);
		} catch (error) {
			if (!(error instanceof OtherTicket)) throw error;
			// The session it was fetched in has ended: the page opens another, once for all that met this.
			if (now.read === before) {
				renewing ??= renew().finally(() => (renewing = null));
				await renewing;
			}
			return now.read(start, end, signal);
		}
	};
	let renewing: Promise<void> | null = null;
	const renew = async (): Promise<void> => {
		playing.delete(name);
		const anew = await playingOf(name, page);
		if (anew === null) throw new OtherTicket();
		now.read = anew.read;
	};
	const opener: FileOpener = {
		open: (index, sealed) =>
			now.opener.open(index, sealed).catch((error: unknown) => {
				page.tell({ type: 'broken', name });
				throw error;
			})
	};
	if (saveAs !== null) {
		if (!saveName.test(saveAs)) return new Response(null, { status: 400 });
		page.tell({ type: 'saving', name });
		const whole = new TransformStream<Uint8Array, Uint8Array>({ flush: () => page.tell({ type: 'saved', name }) });
		return new Response(openRange(opener, size, 0, size, read).pipeThrough(whole), {
			headers: { ...headers, 'content-length': String(size), 'content-disposition': `attachment; filename="${saveAs}"` }
		});
	}
	return new Response(openRange(opener, size, from, to, read), {
		status: 206,
		headers: {
			...headers,
			'content-length': String(to - from),
			'content-range': `bytes ${from}-${to - 1}/${size}`,
			'accept-ranges': 'bytes',
			'content-security-policy': "default-src 'none'; sandbox"
		}
	});
}

async function playingOf(name: string, page: Listener): Promise<Playing | null> {
	const known = playing.get(name);
	if (known !== undefined) return known;
	const ticket = await page.ask({ type: 'ticket', name });
	if (ticket === null) return null;
	const read = readerOf(ticket);
	const now = { ticket, read, opener: await openerOf(fromHex(ticket.secret), ticket.size, read) };
	playing.set(name, now);
	const [oldest] = playing.keys();
	if (playing.size > most && oldest !== undefined) playing.delete(oldest);
	return now;
}

/** The server no longer knows the session. */
class OtherTicket extends Error {}

/** Sealed bytes, from this device where they are, else from the server. */
function readerOf({ size, local, path, authorization }: Ticket): ReadSealed {
	const files = openOpfs();
	return async (from, to, signal) => {
		const here = local === null ? null : await files.read(local, from, to).catch(() => null);
		if (here !== null) return here;
		return again(signal, async () => {
			const response = await fetch(path, {
				headers: { authorization, range: `bytes=${from}-${to - 1}` },
				cache: 'no-store',
				credentials: 'omit',
				redirect: 'error',
				referrerPolicy: 'no-referrer',
				...(signal === undefined ? {} : { signal })
			});
			if (response.status === 401) throw new OtherTicket();
			if (response.status === 404) throw new Gone();
			if (response.status >= 500 || response.status === 429) throw new BrokenOff('The server cannot answer now');
			if (response.status !== 206) throw new Error('The server gives other bytes than were asked for');
			const bytes = new Uint8Array(await response.arrayBuffer());
			if (bytes.length !== Math.min(to, sealedSize(size)) - from) throw new BrokenOff('The answer broke off');
			return bytes;
		});
	};
}

class BrokenOff extends Error {}
/** Whoever sent it has taken it back. */
class Gone extends Error {}

/** Between one try and the next, in milliseconds: a lift is left in that time. A player asks again by itself; what saves a file does not. */
const waits = [500, 1_000, 2_000, 4_000, 8_000];

/** Asks anew where the line broke (fetch says so by a TypeError). */
async function again(signal: AbortSignal | undefined, ask: () => Promise<Bytes>): Promise<Bytes> {
	for (const wait of waits) {
		try {
			return await ask();
		} catch (error) {
			if (!(error instanceof BrokenOff || error instanceof TypeError)) throw error;
			await new Promise((resolve) => setTimeout(resolve, wait));
			signal?.throwIfAborted();
		}
	}
	return ask();
}

/** One range from a Range header; all of it without one. Null where it lies beyond the end. */
function rangeOf(header: string | null, size: number): { from: number; to: number } | null {
	const parts = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? 'bytes=0-');
	if (parts === null) return { from: 0, to: size };
	const from = Number(parts[1]);
	const to = parts[2] === '' ? size : Math.min(size, Number(parts[2]) + 1);
	return from >= size || to <= from ? null : { from, to };
}
