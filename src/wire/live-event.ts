/**
 * THE LIVE STREAM (server-sent events). Each event's `data` is base64url of CBOR; its `id` is the cursor after it, which the
 * client sends back as Last-Event-ID: `c<control n>.u<us n>.l<close n>.a<all n>`, rings the session does not reach left out.
 *
 *   event: control   [first n, [entry, …]]
 *   event: entries   [ring number, first n, head before it, [[envelope, body], …]]
 *   event: pull      empty data: this reader was too slow, or too far behind; pull by pages from what it holds
 *   event: caught-up empty data: the back-fill is done, what follows happens now
 *   : comment        a heartbeat, every 20 seconds
 */
import * as v from 'valibot';
import { maxBody, maxControlEntry, maxEnvelope } from './api.ts';
import { bytes, bytesUpTo, count, entryNumber, ring } from './shapes.ts';

export const liveControl = v.strictTuple([count, v.array(bytesUpTo(maxControlEntry, 1))]);
export const liveEntries = v.strictTuple([
	ring,
	entryNumber,
	bytes(32),
	v.array(v.strictTuple([bytesUpTo(maxEnvelope, 1), v.nullable(bytesUpTo(maxBody, 1))]))
]);

/** What a client holds: number of the newest control entry (-1: none) and of the newest entry of each ring it reaches. */
export interface Cursor {
	control: number;
	us?: number;
	close?: number;
	all?: number;
}

export function writeCursor(cursor: Cursor): string {
	const parts = [`c${cursor.control}`];
	if (cursor.us !== undefined) parts.push(`u${cursor.us}`);
	if (cursor.close !== undefined) parts.push(`l${cursor.close}`);
	if (cursor.all !== undefined) parts.push(`a${cursor.all}`);
	return parts.join('.');
}

/** Null if it is not a cursor. */
export function readCursor(text: string): Cursor | null {
	const read = /^c(-1|\d{1,15})(?:\.u(\d{1,15}))?(?:\.l(\d{1,15}))?(?:\.a(\d{1,15}))?$/.exec(text);
	if (read === null) return null;
	const cursor: Cursor = { control: Number(read[1]) };
	if (read[2] !== undefined) cursor.us = Number(read[2]);
	if (read[3] !== undefined) cursor.close = Number(read[3]);
	if (read[4] !== undefined) cursor.all = Number(read[4]);
	return cursor;
}
