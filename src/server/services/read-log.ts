/** Pages of a circle's logs, to whom may read them. */
import { ringNumber, type Ring } from '#domain/ring.ts';
import { Problem } from '../problem.ts';
import type { RingNumber } from '../store/command.ts';
import type { Reader, StoredPage } from '../store/reader.ts';
import type { Visit } from './admit-visit.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Control entries after number `after` (-1: from genesis on), and the number of the newest there is. */
export function readControl(reader: Reader, { circle, access }: Visit, after: number): { entries: Bytes[]; newest: number } {
	const { entries, newest } = reader.atOneMoment(() => ({
		entries: reader.controlFrom(circle.key, after + 1),
		newest: reader.positions(circle.key).control
	}));
	if (access.until === null) return { entries, newest };
	return { entries: entries.slice(0, Math.max(0, access.until - after)), newest: Math.min(newest, access.until) };
}

/** @throws Problem not-yours when the session does not reach the ring. */
export function readEntries(reader: Reader, { circle, access }: Visit, ring: Ring, from: { after: number } | { before: number }, limit: number): StoredPage {
	if (!access.rings.includes(ring)) throw new Problem('not-yours');
	const number = ringNumber(ring) as RingNumber;
	return 'before' in from
		? reader.entriesBefore(circle.key, circle.id, number, from.before, limit)
		: reader.entriesAfter(circle.key, circle.id, number, from.after, limit);
}
