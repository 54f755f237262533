/**
 * THE CHAINS of a ring's log. Two hold it together:
 *
 *   heads    head(n) = SHA-256(head(n-1) ‖ SHA-256(envelope n)): what the log is, up to n (wire/ring-head.ts)
 *   devices  each envelope names its device's number and its device's last envelope in this log: nobody's entry can be left
 *            out, put twice or put elsewhere without the next one of that device showing it
 *
 * NOTE reading from the end. A device opens the newest entries first and reads backwards later. A stretch of the log that
 * does not begin at 1 is therefore kept with what its entries claim came before (`starts`, `cited`), and held against the
 * stretch before it once that has been read. When a stretch begins at 1, the log is proved whole. Where the claims do not
 * hold although the heads do, the log is what it is, and one of its writers lied: it is then read anew from its beginning, so
 * that every device refuses the same entries, and only theirs.
 *
 * NOTE envelopes of a newer version. Whose they are cannot be read, so they have no place in a chain; but who has written one and then
 * again in the form of this version names it as the one before, by its hash. That is taken for what it is: their device was there.
 */
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import type { EnvelopeHeader } from '#wire/envelope.ts';
import { headStart, headStep } from '#wire/ring-head.ts';

/** What a device's first entry in a stretch says of its past. */
export interface DeviceStart {
	/** Number of the device's entry before this one, once the refused ones are taken off; 0 if it was its first. */
	seqBefore: number;
	prev: Bytes;
	/** `prev` is an envelope of a newer version, met in this stretch before it. */
	afterNewer?: true;
}
export interface DeviceEnd {
	seq: number;
	hash: Bytes;
}

/** A stretch of one ring's log, numbers `first` to `last`, whose heads follow each other. Empty when last = first - 1. */
export interface Stretch {
	first: number;
	last: number;
	headBefore: Bytes;
	head: Bytes;
	starts: Map<string, DeviceStart>;
	ends: Map<string, DeviceEnd>;
	/** Control entry cited by the last accepted entry: it never falls along a log. */
	controlFirst: number | null;
	controlLast: number | null;
	/** Heads by number within the stretch, to hold citations against; older ones may be left out. */
	heads: Map<number, Bytes>;
	/** What accepted entries cite from before the stretch, in the order of the entries. */
	cited: Citation[];
	/** Hashes of the newest envelopes of a newer version in it, hex. */
	newer: Set<string>;
}
export interface Citation {
	seq: number;
	head: Bytes;
}

export type ChainRefusal =
	| 'replayed' // a device's number a second time
	| 'left-out' // an entry of this device before this one was not shown
	| 'broken-chain' // it follows another past than its device's
	| 'control-fell' // it cites an older control entry than the one before it in the log
	| 'fork'; // its writer was shown another past than this device

const noHash = new Uint8Array(32);

/** The head of a log with nothing in it. */
export const firstHead = (circleId: Bytes, ring: Ring): Promise<Bytes> => sha256(headStart(circleId, ringNumber(ring) as 0 | 1 | 2));

export const nextHead = (head: Bytes, envelopeHash: Bytes): Promise<Bytes> => sha256(headStep(head, envelopeHash));

export const emptyStretch = (first: number, headBefore: Bytes): Stretch => ({
	first,
	last: first - 1,
	headBefore,
	head: headBefore,
	starts: new Map(),
	ends: new Map(),
	controlFirst: null,
	controlLast: null,
	heads: new Map([[first - 1, headBefore]]),
	cited: [],
	newer: new Set()
});

/** A copy that can be changed without the first being changed. */
export const copyStretch = (stretch: Stretch): Stretch => ({
	...stretch,
	starts: new Map(stretch.starts),
	ends: new Map(stretch.ends),
	heads: new Map(stretch.heads),
	cited: [...stretch.cited],
	newer: new Set(stretch.newer)
});

/** How many heads a stretch keeps for citations, and how many hashes of newer envelopes. */
const headsKept = 4096;

/** Takes the next envelope into the stretch's heads, whether or not the entry itself is accepted. */
export function takeHead(stretch: Stretch, head: Bytes): void {
	stretch.last += 1;
	stretch.head = head;
	stretch.heads.set(stretch.last, head);
	stretch.heads.delete(stretch.last - headsKept);
}

/** Remembers an envelope of a newer version, taken into the heads just now: what its device writes next may follow it. */
export function passNewer({ newer }: Stretch, hash: Bytes): void {
	newer.add(hex(hash));
	for (const first of newer) if (newer.size > headsKept) newer.delete(first);
}

/** Why an entry that follows `start` cannot come after what is known of its device. */
function follows({ seqBefore, prev, afterNewer }: DeviceStart, end: DeviceEnd): 'left-out' | 'broken-chain' | null {
	if (afterNewer === true && seqBefore > end.seq) return null;
	if (seqBefore !== end.seq) return 'left-out';
	return equal(prev, end.hash) ? null : 'broken-chain';
}

/**
 * Holds a signed header against its device's chain, the log's control numbers and the heads this device knows, and takes it
 * in. To be called in order, after `takeHead`, for entries whose signature is good and for no other.
 */
export function follow(stretch: Stretch, deviceId: string, header: EnvelopeHeader, hash: Bytes): ChainRefusal | null {
	const seqBefore = header.deviceSeq - 1 - header.voids.length;
	const end = stretch.ends.get(deviceId);
	const start = startOf({ seqBefore, prev: header.devicePrev }, stretch.newer);
	if (end !== undefined) {
		if (header.deviceSeq <= end.seq) return 'replayed';
		const refusal = follows(start, end);
		if (refusal !== null) return refusal;
	} else if (seqBefore < 0 || (seqBefore === 0) !== equal(header.devicePrev, noHash)) {
		return 'broken-chain';
	} else if (stretch.first === 1 && seqBefore !== 0 && start.afterNewer !== true) {
		return 'left-out';
	}
	if (stretch.controlLast !== null && header.controlN < stretch.controlLast) return 'control-fell';
	const cited = stretch.heads.get(header.seenSeq);
	if (header.seenSeq >= stretch.last || (cited !== undefined && !equal(cited, header.seenHead))) return 'fork';
	if (header.seenSeq < stretch.first - 1) cite(stretch, { seq: header.seenSeq, head: header.seenHead });
	if (end === undefined) stretch.starts.set(deviceId, start);
	stretch.ends.set(deviceId, { seq: header.deviceSeq, hash });
	stretch.controlFirst ??= header.controlN;
	stretch.controlLast = header.controlN;
	return null;
}

const startOf = (start: DeviceStart, newer: ReadonlySet<string>): DeviceStart =>
	newer.size > 0 && newer.has(hex(start.prev)) ? { ...start, afterNewer: true } : start;

/** One citation each: many entries in a row cite the same place. */
function cite({ cited }: Stretch, citation: Citation): void {
	const last = cited.at(-1);
	if (last?.seq !== citation.seq || !equal(last.head, citation.head)) cited.push(citation);
}

/** Of both stretches, as many as one keeps. */
function newestHeads(older: Stretch, newer: Stretch): Map<number, Bytes> {
	const heads = new Map<number, Bytes>();
	for (const from of [older, newer]) for (const [n, head] of from.heads) if (n > newer.last - headsKept) heads.set(n, head);
	return heads;
}

/** Why two stretches are not one: `fork` when their heads do not meet; else they meet, and an entry of the newer claims another past. */
export type JoinRefusal = 'fork' | 'left-out' | 'broken-chain' | 'control-fell' | 'cites-another';

/** One stretch out of two that meet, or why they do not. */
export function join(older: Stretch, newer: Stretch): Stretch | JoinRefusal {
	if (older.last + 1 !== newer.first || !equal(older.head, newer.headBefore)) return 'fork';
	if (older.controlLast !== null && newer.controlFirst !== null && newer.controlFirst < older.controlLast) return 'control-fell';
	const cited: Citation[] = [];
	for (const citation of newer.cited) {
		const head = older.heads.get(citation.seq);
		if (head !== undefined && !equal(head, citation.head)) return 'cites-another';
		if (citation.seq < older.first - 1) cited.push(citation);
	}
	const starts = new Map(older.starts);
	for (const [device, claimed] of newer.starts) {
		const end = older.ends.get(device);
		const start = startOf(claimed, older.newer);
		if (end !== undefined) {
			const refusal = follows(start, end);
			if (refusal !== null) return refusal;
		} else {
			if (older.first === 1 && start.seqBefore !== 0 && start.afterNewer !== true) return 'left-out';
			starts.set(device, start);
		}
	}
	return {
		first: older.first,
		last: newer.last,
		headBefore: older.headBefore,
		head: newer.head,
		starts,
		ends: new Map([...older.ends, ...newer.ends]),
		controlFirst: older.controlFirst ?? newer.controlFirst,
		controlLast: newer.controlLast ?? older.controlLast,
		heads: newestHeads(older, newer),
		cited: [...older.cited, ...cited],
		newer: new Set([...older.newer, ...newer.newer].slice(-headsKept))
	};
}
