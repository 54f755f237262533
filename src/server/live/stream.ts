/**
 * One open live stream: filled up from where its reader stands, then live. Three states:
 *
 *   filling  pages from the store, each once the one before has gone out; what is published meanwhile comes by the store
 *   live     events as they are published
 *   slow     more is buffered than may be: nothing is written until all of it has gone out; then one `pull`, then live again
 *
 * NOTE cut-over. The last page of the filling and the step to live happen in one turn of the event loop, on one moment of the
 * database. What was committed before that moment is in the pages; its publishing may still come, and is skipped by number.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Ring } from '#domain/ring.ts';
import type { Visit } from '../services/admit-visit.ts';
import { eventChunk, heartbeat, type LivePlace } from './write-event.ts';

const mostBuffered = 1024 * 1024;

export class LiveStream {
	readonly visit: Visit;
	readonly rings: readonly Ring[];
	readonly #res: ServerResponse;
	readonly #socket: Socket;
	/** What this reader was sent, while filling; where it joined, once live. */
	readonly place: LivePlace;
	#state: 'filling' | 'live' | 'slow' | 'ended' = 'filling';
	/** Heartbeats since it became slow. */
	#slowFor = 0;
	#onDrain: (() => void) | null = null;
	readonly #onEnd: () => void;
	/** Where the circle is when a slow reader has drained. */
	readonly #newest: () => LivePlace;

	constructor(visit: Visit, res: ServerResponse, place: LivePlace, newest: () => LivePlace, onEnd: () => void) {
		this.visit = visit;
		this.rings = visit.access.rings;
		this.#res = res;
		this.#socket = res.socket as Socket;
		this.place = place;
		this.#newest = newest;
		this.#onEnd = onEnd;
		res.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', connection: 'close' });
		res.flushHeaders();
		res.once('close', () => this.end());
		this.#socket.on('drain', this.#drained);
	}

	get ended(): boolean {
		return this.#state === 'ended';
	}

	/** While filling: resolves once there is room for the next page. */
	async send(chunk: Buffer): Promise<void> {
		if (this.ended || this.#socket.write(chunk)) return;
		await new Promise<void>((resolve) => (this.#onDrain = resolve));
	}

	goLive(): void {
		if (this.#state === 'filling') this.#state = 'live';
	}

	/** Once live: an event that takes `log` up to number `last`. */
	publish(log: keyof LivePlace, last: number, chunk: Buffer): void {
		if (this.#state !== 'live' || last <= this.place[log]) return;
		this.#socket.write(chunk);
		if (this.#socket.writableLength > mostBuffered) {
			this.#state = 'slow';
			this.#slowFor = 0;
		}
	}

	beat(): void {
		if (this.#state === 'slow' && ++this.#slowFor > 3) return this.end();
		if (this.#state === 'live') this.#socket.write(heartbeat);
	}

	end(): void {
		if (this.ended) return;
		this.#state = 'ended';
		this.#socket.off('drain', this.#drained);
		this.#onDrain?.();
		this.#onEnd();
		this.#res.end();
		// A reader that takes nothing any more would hold the socket for ever.
		setTimeout(() => this.#socket.destroy(), 1000).unref();
	}

	readonly #drained = (): void => {
		this.#onDrain?.();
		this.#onDrain = null;
		if (this.#state !== 'slow') return;
		// Everything committed until now is the reader's to pull; what is published from here on comes by the stream again.
		Object.assign(this.place, this.#newest());
		this.#socket.write(eventChunk('pull', null, ''));
		this.#state = 'live';
	};
}
