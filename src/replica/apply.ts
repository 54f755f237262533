/**
 * APPLY: the other of the replica's two writers. Takes what the server sent, verified, into store and memory: here the pages of a ring's
 * log, in apply-control.ts who is in. Entries and the place reached are kept in one transaction. One's own entries settle by the same way.
 */
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { foldBehind, foldEntry } from '#domain/fold.ts';
import type { Ring } from '#domain/ring.ts';
import { copyStretch, emptyStretch, firstHead, join } from '#log/chain.ts';
import { open } from '#log/open.ts';
import { readPage, type Reading } from '#log/read-page.ts';
import { inTurn, keyOf, type CircleReplica, type RingReplica } from './circle.ts';
import { saidElsewhere, someOf } from './doubt.ts';
import { dropBeyond, keepRead } from './keep-read.ts';
import { factsOf, foldAll, newestShown, refold } from './load-circle.ts';
import { emptyOwnFold, foldOwn, isOwn } from './own-log.ts';
import { recordOf, ringKeys, ringReplica } from './ring-replica.ts';
import { met, sift } from './sift.ts';
import type { SealedStore } from './sealed-store.ts';

/** The server shows something that cannot be true. Nothing more is taken from or written to this log. */
export class LogTrouble extends Error {
	override name = 'LogTrouble';
	readonly code: string;
	/** Null: the control log. */
	readonly ring: Ring | null;
	constructor(code: string, ring: Ring | null) {
		super(`This log cannot be followed: ${code}`);
		this.code = code;
		this.ring = ring;
	}
}

export interface WirePage {
	first: number;
	headBefore: Bytes;
	entries: readonly (readonly [envelope: Bytes, body: Bytes | null])[];
}

/**
 * Takes a page that follows what is known of `ring`; the first page of a fresh device may begin anywhere.
 * @throws LogTrouble if it does not follow
 */
export function applyNewer(store: SealedStore, circle: CircleReplica, ring: Ring, page: WirePage): Promise<Reading> {
	return inTurn(circle, () => takeNewer(store, circle, ring, page));
}

async function takeNewer(store: SealedStore, circle: CircleReplica, ring: Ring, page: WirePage): Promise<Reading> {
	if (page.first === 1 && !equal(page.headBefore, await firstHead(circle.state.circleId, ring))) throw new LogTrouble('fork', ring);
	const replica = ringReplica(circle, ring, page.first, page.headBefore);
	const known = replica.stretch.last + 1 - page.first;
	if (known < 0) throw new LogTrouble('gap', ring);
	if (known === 0 && !equal(page.headBefore, replica.stretch.head)) throw new LogTrouble('fork', ring);
	const keys = await ringKeys(circle, ring, replica);
	// On a copy, which takes the replica's place once it is kept: what a full disk did not take is asked for again.
	const next: RingReplica = { ...replica, stretch: copyStretch(replica.stretch) };
	const reading = await readPage(next.stretch, circle.state, ring, page.entries.slice(known), keys);
	if (next.known !== null && next.stretch.last >= next.known.n) {
		if (!equal(next.stretch.heads.get(next.known.n) ?? noHead, next.known.head)) throw new LogTrouble('fork', ring);
		next.known = null;
	}
	const sifted = sift(circle, ring, next, reading);
	next.refused = [...next.refused, ...reading.refused.map(met)];
	const behind = reading.entries.map(({ entry }) => settleOwn(circle, next, entry)).includes(true);
	const settled = new Map(reading.entries.map(({ entry }) => [entry.entryId, entry.hash]));
	const out = circle.outbox.filter((item) => settled.has(item.id));
	// Said to have been refused, it was sealed anew, and now turns out to have been taken: the number signed since is spent.
	const spent = out.flatMap(({ id, sealed }) =>
		sealed !== null && sealed.deviceSeq > next.accepted.seq && !equal(sealed.hash, settled.get(id) as Bytes) ? [sealed.hash] : []
	);
	next.voids = [...next.voids, ...spent];
	const dropped = sifted.cuts.length === 0 ? [] : await dropBeyond(store, circle, ring, next);
	next.refused = someOf(next.refused);
	const also = [...dropped, ...out.map((item) => store.change(keyOf.out(circle.id, item.order), undefined))];
	if (behind) also.push(store.change(keyOf.circle(circle.id), { ...circle.record, behind }));
	await keepRead(store, circle, ring, next, sifted, also, { isNews: true });
	Object.assign(replica, next);
	if (behind) circle.record.behind = true;
	circle.outbox = circle.outbox.filter((item) => !settled.has(item.id));
	if (dropped.length > 0) await refold(store, circle);
	return reading;
}

/**
 * One's own entry came back: its number and hash are what the next one follows, whether or not the server's answer arrived. True where
 * this device knows nothing of having signed it: it is then an older copy of itself.
 */
function settleOwn(circle: CircleReplica, replica: RingReplica, { envelope: { header }, hash }: Entry): boolean {
	if (circle.keys === null || !equal(header.deviceId, circle.keys.deviceId) || header.deviceSeq <= replica.accepted.seq) return false;
	const voided = replica.voids.findIndex((one) => equal(one, hash));
	const signedHere = voided >= 0 || circle.outbox.some(({ sealed }) => sealed !== null && equal(sealed.hash, hash));
	replica.accepted = { seq: header.deviceSeq, hash };
	replica.signed = Math.max(replica.signed, header.deviceSeq);
	// The server had said that it refused this one; those after it are spent all the same.
	replica.voids = voided < 0 ? [] : replica.voids.slice(voided + 1);
	replica.cited = Math.max(replica.cited, header.seenSeq);
	return !signedHere;
}

/**
 * Takes a page that ends just before what is known of `ring`. False when the log must be read anew from its beginning, and has
 * been made ready for it: the two meet, but an entry of the newer claims a past that is not so. @throws LogTrouble if they do not meet
 */
export function applyOlder(store: SealedStore, circle: CircleReplica, ring: Ring, page: WirePage): Promise<boolean> {
	return inTurn(circle, () => takeOlder(store, circle, ring, page));
}

async function takeOlder(store: SealedStore, circle: CircleReplica, ring: Ring, page: WirePage): Promise<boolean> {
	const replica = circle.rings.get(ring) as RingReplica;
	// Two asked for the same page, and the other was faster.
	if (page.first + page.entries.length > replica.stretch.first) return true;
	if (page.first === 1 && !equal(page.headBefore, await firstHead(circle.state.circleId, ring))) throw new LogTrouble('fork', ring);
	const older = emptyStretch(page.first, page.headBefore);
	const reading = await readPage(older, circle.state, ring, page.entries, await ringKeys(circle, ring, replica));
	const whole = join(older, replica.stretch);
	if (whole === 'fork') throw new LogTrouble('fork', ring);
	if (typeof whole === 'string') {
		await startAnew(store, circle, ring);
		return false;
	}
	const next: RingReplica = { ...replica, stretch: whole };
	const sifted = sift(circle, ring, next, reading);
	next.refused = someOf([...reading.refused.map(met), ...next.refused]);
	// Shown is as much as when the place is opened again (load-circle.ts), and what joins on to it: between this page and what is folded
	// there may be more, kept by an earlier run. The rest is only kept: memory and screen must not grow with what is old.
	const shown = older.last + 1 === replica.foldedFrom && whole.last - older.last < newestShown;
	await keepRead(store, circle, ring, next, sifted, [], { fold: shown ? foldEntry : foldBehind });
	if (shown) next.foldedFrom = page.first;
	Object.assign(replica, next);
	return true;
}

/** Takes what came now of an entry whose body had not come as it was sealed. It has its place in the log already; anything else than that very entry changes nothing. */
export function applyMissing(store: SealedStore, circle: CircleReplica, ring: Ring, id: string, entry: WirePage['entries'][number]): Promise<void> {
	return inTurn(circle, async () => {
		const replica = circle.rings.get(ring);
		const missing = replica?.withheld.get(id);
		// Since it was asked for, the ring was lost, or is read anew.
		if (replica === undefined || missing === undefined) return;
		const opening = await open(circle.state, ring, ...entry, await ringKeys(circle, ring, replica));
		if (!opening.ok || hex(opening.entry.hash) !== missing.hash) return;
		const next: RingReplica = { ...replica };
		const sifted = sift(circle, ring, next, { entries: [{ n: missing.n, entry: opening.entry }], missing: [], refused: [], ahead: false });
		await keepRead(store, circle, ring, next, sifted, [], { fold: missing.n >= replica.foldedFrom ? foldEntry : foldBehind });
		Object.assign(replica, next);
	});
}

/** Forgets what was read of `ring`, but for how far that was: the next pull begins at the beginning, and must come by there. */
export async function startAnew(store: SealedStore, circle: CircleReplica, ring: Ring): Promise<void> {
	const replica = circle.rings.get(ring) as RingReplica;
	const { last: n, head } = replica.stretch;
	const next: RingReplica = {
		...replica,
		stretch: emptyStretch(1, await firstHead(circle.state.circleId, ring)),
		refused: replica.refused.filter(saidElsewhere),
		cuts: [],
		withheld: new Map(),
		known: replica.known ?? { n, head },
		foldedFrom: 1
	};
	circle.rings.set(ring, next);
	circle.shownFrom.delete(ring);
	const fold = await foldAll(store, circle);
	const own = emptyOwnFold();
	const chunks = await store.list(`${keyOf.ring(circle.id, ring)}/`);
	await store.write([
		...chunks.map((key) => store.change(key, undefined)),
		store.change(keyOf.ring(circle.id, ring), recordOf(next)),
		store.change(keyOf.facts(circle.id), factsOf(fold)),
		...(circle.record.own ? [store.change(keyOf.own(circle.id), own)] : [])
	]);
	circle.fold = fold;
	circle.own = own;
	for (const { body, time, id } of circle.outbox) if (isOwn(body)) foldOwn(own, body, time, id);
}

type Entry = Reading['entries'][number]['entry'];

const noHead = new Uint8Array(32);
