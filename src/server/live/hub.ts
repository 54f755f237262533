/** Who follows which circle live, and what they are sent when something is on the disk. */
import type { ServerResponse } from 'node:http';
import { rings, type Ring } from '#domain/ring.ts';
import type { Cursor } from '#wire/live-event.ts';
import { Problem } from '../problem.ts';
import type { Visit } from '../services/admit-visit.ts';
import type { Circle } from '../services/hold-circles.ts';
import { judgeAccess } from '../services/judge-access.ts';
import type { Appended, EntryToAppend, RingNumber } from '../store/command.ts';
import type { Reader, StoredEntry } from '../store/reader.ts';
import { fill, placeOf } from './fill.ts';
import { LiveStream } from './stream.ts';
import { controlData, cursorAt, entriesData, eventChunk, type LivePlace } from './write-event.ts';

export interface StreamLimits {
	perSession: number;
	perCircle: number;
	overall: number;
}
const streamLimits: StreamLimits = { perSession: 4, perCircle: 5000, overall: 20_000 };
/** Every stream hears a heartbeat this often, in ms. */
const beatEvery = 20_000;
const slices = 20;

interface Room {
	circle: Circle;
	/** Up to where has been published. */
	place: LivePlace;
	streams: Set<LiveStream>;
	/** Entries of this turn that have not gone out yet, by ring. */
	gathered: [us?: Gathered, close?: Gathered, all?: Gathered];
	waiting: boolean;
}
interface Gathered {
	first: number;
	headBefore: Uint8Array;
	entries: StoredEntry[];
}

export class Hub {
	readonly #rooms = new Map<string, Room>();
	readonly #reader: Reader;
	readonly #limits: StreamLimits;
	readonly #beat: NodeJS.Timeout;
	#count = 0;
	#slice = 0;
	#closed = false;

	constructor(reader: Reader, limits: StreamLimits = streamLimits) {
		this.#reader = reader;
		this.#limits = limits;
		this.#beat = setInterval(() => this.#beatSlice(), beatEvery / slices).unref();
	}

	get count(): number {
		return this.#count;
	}

	/** Opens a stream. @param cursor what the reader holds; rings it leaves out begin at nothing. @throws Problem too-many */
	follow(visit: Visit, cursor: Cursor | null, res: ServerResponse): void {
		const { circle, session } = visit;
		let room = this.#rooms.get(circle.name);
		if (visit.access.until !== null) throw new Problem('not-yours', { title: 'There is nothing more to follow here', remedy: 'Read the control log' });
		if (this.#closed) throw new Problem('too-many', { retryAfter: 2 });
		if (session.streams >= this.#limits.perSession) throw new Problem('too-many', { title: 'This session follows often enough already', retryAfter: 30 });
		if ((room?.streams.size ?? 0) >= this.#limits.perCircle || this.#count >= this.#limits.overall) throw new Problem('too-many', { retryAfter: 60 });
		const now = placeOf(this.#reader.positions(circle.key));
		if (room === undefined) this.#rooms.set(circle.name, (room = { circle, place: now, streams: new Set(), gathered: [], waiting: false }));
		const { streams } = room;
		const place = { control: cursor?.control ?? -1, us: cursor?.us ?? 0, close: cursor?.close ?? 0, all: cursor?.all ?? 0 };
		const stream = new LiveStream(
			visit,
			res,
			place,
			() => placeOf(this.#reader.positions(circle.key)),
			() => this.#left(circle.name, stream)
		);
		streams.add(stream);
		session.streams += 1;
		circle.followers += 1;
		this.#count += 1;
		fill(this.#reader, stream).catch(() => stream.end());
	}

	/**
	 * Entries that are on the disk now, in the order of their commits. Those sent again, that were there before, are left out.
	 * What one group commit brought to a ring goes out as one event: it is gathered until the microtasks of the group are done.
	 */
	entries(circle: Circle, number: RingNumber, { seqs, newestBefore, headBefore }: Appended, sent: EntryToAppend[]): void {
		const room = this.#rooms.get(circle.name);
		if (room === undefined) return;
		let next = newestBefore + 1;
		for (const [i, seq] of seqs.entries()) {
			if (seq !== next) continue;
			next += 1;
			const { envelope, body } = sent[i] as EntryToAppend;
			const gathered = room.gathered[number];
			if (gathered === undefined) room.gathered[number] = { first: seq, headBefore, entries: [[envelope, body]] };
			else gathered.entries.push([envelope, body]);
		}
		if (room.waiting || next === newestBefore + 1) return;
		room.waiting = true;
		queueMicrotask(() => this.#publishGathered(room));
	}

	#publishGathered(room: Room): void {
		room.waiting = false;
		for (const number of [0, 1, 2] as const) {
			const gathered = room.gathered[number];
			if (gathered === undefined) continue;
			room.gathered[number] = undefined;
			const { first, headBefore, entries } = gathered;
			const ring = rings[number] as Ring;
			const last = first + entries.length - 1;
			room.place[ring] = Math.max(room.place[ring], last);
			const data = entriesData(number, first, headBefore, entries);
			const chunks = new Map<number, Buffer>();
			for (const stream of room.streams) {
				if (stream.rings.includes(ring)) stream.publish(ring, last, chunkFor(chunks, stream, room, 'entries', data));
			}
		}
	}

	/** Control entries that are on the disk now; the circle's state is the one after them. Ends the streams of who may read no longer. */
	control(circle: Circle, first: number, entries: Uint8Array[]): void {
		const room = this.#rooms.get(circle.name);
		if (room === undefined) return;
		// What came before it on the disk goes out before it.
		this.#publishGathered(room);
		const last = first + entries.length - 1;
		room.place.control = Math.max(room.place.control, last);
		const data = controlData(first, entries);
		const chunks = new Map<number, Buffer>();
		for (const stream of [...room.streams]) {
			const access = judgeAccess(circle.state, stream.visit.session);
			if (access === null) {
				stream.end();
				continue;
			}
			stream.publish('control', last, chunkFor(chunks, stream, room, 'control', data));
			// Who is shut out has been told so, and is told nothing more. Another reach is another stream: the reader opens one, with a cursor for the rings it has now.
			if (access.until !== null || access.rings.length !== stream.rings.length) stream.end();
		}
	}

	/** Whether somebody looks at the circle on this device (hex id): it needs no telling. */
	isLookedAt(circle: Circle, device: string): boolean {
		for (const { visit } of this.#rooms.get(circle.name)?.streams ?? []) if (visit.session.id === device && visit.session.looking) return true;
		return false;
	}

	close(): void {
		this.#closed = true;
		clearInterval(this.#beat);
		for (const { streams } of [...this.#rooms.values()]) for (const stream of [...streams]) stream.end();
	}

	#left(name: string, stream: LiveStream): void {
		const room = this.#rooms.get(name);
		if (room?.streams.delete(stream) !== true) return;
		this.#count -= 1;
		stream.visit.session.streams -= 1;
		stream.visit.circle.followers -= 1;
		if (room.streams.size === 0) this.#rooms.delete(name);
	}

	/** A twentieth of the streams at a time, so that a beat never holds up an event. */
	#beatSlice(): void {
		this.#slice = (this.#slice + 1) % slices;
		let i = 0;
		for (const { streams } of [...this.#rooms.values()]) {
			for (const stream of [...streams]) {
				if (i++ % slices !== this.#slice) continue;
				const { session } = stream.visit;
				if (session.ended) stream.end();
				else {
					session.used = Date.now();
					stream.beat();
				}
			}
		}
	}
}

/** Reaches nest, so how many rings a stream has says which. */
function chunkFor(chunks: Map<number, Buffer>, { rings: reach }: LiveStream, { place }: Room, event: 'entries' | 'control', data: string): Buffer {
	let chunk = chunks.get(reach.length);
	if (chunk === undefined) chunks.set(reach.length, (chunk = eventChunk(event, cursorAt(place, reach), data)));
	return chunk;
}
