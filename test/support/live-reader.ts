/** Reads a live stream: events as they come, decoded by src/wire. */
import { fromBase64url, type Bytes } from '#crypto/bytes.ts';
import { rings, type Ring } from '#domain/ring.ts';
import { readMessage } from '#wire/api.ts';
import { liveControl, liveEntries } from '#wire/live-event.ts';
import { ProblemAnswer, type RawSession } from './raw-client.ts';
import type { ProblemDocument } from '#wire/problem.ts';

export type LiveEvent =
	| { event: 'control'; id: string; first: number; entries: Bytes[] }
	| { event: 'entries'; id: string; ring: Ring; first: number; headBefore: Bytes; entries: [Bytes, Bytes | null][] }
	| { event: 'pull' | 'caught-up'; id: string };

export interface LiveReader extends AsyncDisposable {
	/** The next event; undefined once the stream has ended. @throws when nothing comes for `patience` ms */
	next(patience?: number): Promise<LiveEvent | undefined>;
	/** All events up to and with the first of that kind. */
	until(event: LiveEvent['event']): Promise<LiveEvent[]>;
	heartbeats(): number;
	/** True if the stream did not end as it should, but was cut off. */
	wasCut(): boolean;
}

/** @throws ProblemAnswer */
export async function followLive(session: RawSession, cursor?: string, lastEventId?: string): Promise<LiveReader> {
	const controller = new AbortController();
	const response = await fetch(`${session.site.url}/api/circles/${session.circle}/live${cursor === undefined ? '' : `?cursor=${cursor}`}`, {
		headers: { authorization: `Kvar ${session.token}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
		signal: controller.signal
	});
	if (!response.ok) throw new ProblemAnswer((await response.json()) as ProblemDocument, response.headers);
	const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
	const decoder = new TextDecoder();
	const events: LiveEvent[] = [];
	let text = '';
	let beats = 0;
	let cut = false;
	let id = '';

	async function next(patience = 5000): Promise<LiveEvent | undefined> {
		while (events.length === 0) {
			let timer: NodeJS.Timeout | undefined;
			const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('Nothing came')), patience)));
			const { done, value } = await Promise.race([reader.read().catch(() => ((cut = true), { done: true, value: undefined })), late]).finally(() =>
				clearTimeout(timer)
			);
			if (done) return undefined;
			text += decoder.decode(value, { stream: true });
			for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
				const event = parse(text.slice(0, at));
				text = text.slice(at + 2);
				if (event !== null) events.push(event);
			}
		}
		return events.shift();
	}

	function parse(block: string): LiveEvent | null {
		const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const));
		if (fields.has('') && !fields.has('event')) {
			beats += 1;
			return null;
		}
		id = fields.get('id') ?? id;
		const data = fromBase64url(fields.get('data') ?? '');
		switch (fields.get('event')) {
			case 'control': {
				const [first, entries] = readMessage(liveControl, data);
				return { event: 'control', id, first, entries };
			}
			case 'entries': {
				const [ring, first, headBefore, entries] = readMessage(liveEntries, data);
				return { event: 'entries', id, ring: rings[ring] as Ring, first, headBefore, entries };
			}
			case 'pull':
				return { event: 'pull', id };
			default:
				return { event: 'caught-up', id };
		}
	}

	return {
		next,
		async until(event) {
			const seen: LiveEvent[] = [];
			for (;;) {
				const one = await next();
				if (one === undefined) throw new Error(`The stream ended before ${event}`);
				seen.push(one);
				if (one.event === event) return seen;
			}
		},
		heartbeats: () => beats,
		wasCut: () => cut,
		async [Symbol.asyncDispose]() {
			controller.abort();
			await reader.cancel().catch(() => undefined);
		}
	};
}

/** Numbers of a ring's entries in the order they came. */
export const numbersOf = (events: LiveEvent[], ring: Ring): number[] =>
	events.flatMap((event) => (event.event === 'entries' && event.ring === ring ? event.entries.map((_, i) => event.first + i) : []));
