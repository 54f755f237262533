/**
 * One event of the live stream as bytes on the wire, written once and shared by every stream of the same reach.
 *
 * NOTE chunks. A stream's answer is chunked (RFC 9112 §7.1), and its events are written as ready chunks straight to the socket:
 * through the response object each of a thousand listeners would frame the same bytes anew.
 */
import { writeMessage } from '#wire/api.ts';
import type { Cbor } from '#wire/cbor.ts';
import { writeCursor, type Cursor } from '#wire/live-event.ts';
import type { Ring } from '#domain/ring.ts';
import type { StoredEntry } from '../store/reader.ts';

export interface LivePlace {
	control: number;
	us: number;
	close: number;
	all: number;
}

const asData = (message: Cbor): string => {
	const bytes = writeMessage(message);
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
};
export const controlData = (first: number, entries: Uint8Array[]): string => asData([first, entries]);
export const entriesData = (ring: number, first: number, headBefore: Uint8Array, entries: StoredEntry[]): string => asData([ring, first, headBefore, entries]);

/** @param id null: the event leaves the reader's cursor where it is. */
export function eventChunk(event: 'control' | 'entries' | 'pull' | 'caught-up', id: string | null, data: string): Buffer {
	return chunk(`event: ${event}\n${id === null ? '' : `id: ${id}\n`}data: ${data}\n\n`);
}

export const heartbeat = chunk(':\n\n');

/** The cursor of someone at `place` who reaches `rings`. */
export function cursorAt(place: LivePlace, rings: readonly Ring[]): string {
	const cursor: Cursor = { control: place.control };
	for (const ring of rings) cursor[ring] = place[ring];
	return writeCursor(cursor);
}

function chunk(text: string): Buffer {
	return Buffer.from(`${Buffer.byteLength(text, 'latin1').toString(16)}\r\n${text}\r\n`, 'latin1');
}
