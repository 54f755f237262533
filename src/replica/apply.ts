/**
 * APPLY: the other of the replica's two writers. Takes what the server sent, verified, into store and memory: entries and the
 * place reached in one transaction. One's own entries settle by the same way.
 */
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { foldBehind, foldEntry, forgetWords, isErased, type FoldEntry } from '#domain/fold.ts';
import type { Ring } from '#domain/ring.ts';
import { copyStretch, emptyStretch, firstHead, join } from '#log/chain.ts';
import { open } from '#log/open.ts';
import { readPage, type Reading } from '#log/read-page.ts';
import { openRingKeys } from '#log/ring-key.ts';
import { applyControl } from '#membership/apply.ts';
import { copyState, currentEpoch, type CircleState } from '#membership/state.ts';
import {
	chunkOf,
	chunkSize,
	inTurn,
	keyOf,
	type Chunk,
	type CircleRecord,
	type CircleReplica,
	type DeviceKeys,
	type RingRecord,
	type RingReplica
} from './circle.ts';
import { isCutOff } from './cuts.ts';
import { saidElsewhere, someOf } from './doubt.ts';
import { endedOf } from './ended.ts';
import { factsOf, foldAll, newestShown, readableRings, refold } from './load-circle.ts';
import { copyOwnFold, emptyOwnFold, foldOwn, isOwn } from './own-log.ts';
import { recordOf } from './ring-record.ts';
import { cutOff, met, sift, type Sifted } from './sift.ts';
import type { Change, SealedStore } from './store.ts';

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

/** Takes control entries that follow what is known. @throws Refused where one is wrong: then nothing of it is kept */
export function applyControlEntries(store: SealedStore, circle: CircleReplica, first: number, entries: readonly Bytes[]): Promise<void> {
	return inTurn(circle, () => takeControl(store, circle, first, entries));
}

async function takeControl(store: SealedStore, circle: CircleReplica, first: number, entries: readonly Bytes[]): Promise<void> {
	const fresh = entries.slice(Math.max(0, circle.state.n + 1 - first));
	if (fresh.length === 0) return;
	const from = circle.state.n + 1;
	// On a copy, which takes the state's place once it is kept: who holds the state meanwhile sees it whole, and a full disk changes nothing.
	let state = copyState(circle.state);
	for (const entry of fresh) state = await applyControl(state, entry);
	const changes: Promise<Change>[] = [];
	for (let chunk = Math.floor(from / chunkSize); chunk <= Math.floor(state.n / chunkSize); chunk++) {
		const key = keyOf.control(circle.id, chunk);
		const kept = (await store.read<Bytes[]>(key)) ?? [];
		const begins = chunk * chunkSize;
		const next = fresh.slice(Math.max(0, begins - from), begins + chunkSize - from);
		changes.push(store.change(key, [...kept.slice(0, Math.max(0, from - begins)), ...next]));
	}
	const lost = await forgetLost(store, circle, { ...circle, state });
	const before = circle.keys;
	const keys = lost.over ? null : keysBy(before, state);
	if (keys !== before) changes.push(Promise.resolve({ table: 'keys', key: keyOf.circle(circle.id), value: keys ?? undefined }));
	await store.write([...changes, ...lost.changes]);
	for (const ring of lost.rings) circle.rings.delete(ring);
	// Before it is seen to be over: whoever is out is shown nothing, not even for a moment.
	if (lost.rings.length > 0) await refold(store, circle);
	Object.assign(circle.record, lost.changed);
	circle.state = state;
	if (keys === before) return;
	circle.keys = keys;
	if (keys === null) return;
	circle.holder = { id: keys.member.id, kem: keys.member.kem };
	for (const replica of circle.rings.values()) replica.keysUpTo = -1;
}

/** This device's keys as `state` has its member: those that were made to take the place of the ones before, once they do. */
function keysBy(keys: DeviceKeys | null, state: CircleState): DeviceKeys | null {
	if (keys?.next === undefined) return keys;
	const { next, ...rest } = keys;
	return equal(state.members.get(next.id)?.root ?? noHead, next.root.publicKey) ? { ...rest, member: next } : keys;
}

interface Lost {
	rings: Ring[];
	/** The place has ended for this device. */
	over: boolean;
	/** What is kept of the circle from now on, where that is something else. */
	changed: Partial<CircleRecord>;
	changes: Promise<Change>[];
}

/** What this device may read no longer goes from it as well: who was let go of, or moved outward, is not to keep a family's words. */
async function forgetLost(store: SealedStore, circle: CircleReplica, after: CircleReplica): Promise<Lost> {
	const ended = endedOf(after);
	const over = ended !== null;
	const readable = readableRings(after);
	// Who is just coming in still has what they read by the link.
	const isIn = after.record.own || after.state.members.get(after.keys?.member.id ?? '')?.standing === 'in';
	const rings = over || isIn ? [...circle.rings.keys()].filter((ring) => !readable.includes(ring)) : [];
	const changes: Promise<Change>[] = [];
	const forget = (key: string) => changes.push(store.change(key, undefined));
	for (const ring of rings) {
		forget(keyOf.ring(circle.id, ring));
		for (const key of await store.list(`${keyOf.ring(circle.id, ring)}/`)) forget(key);
	}
	if (rings.length > 0) changes.push(store.change(keyOf.refold(circle.id), true));
	if (!over) {
		// Which numbers it has signed there goes with the ring: should it come there again, it signs with another key (sync/retire.ts).
		if (!rings.some((ring) => (circle.rings.get(ring)?.signed ?? 0) > 0)) return { rings, over, changed: {}, changes };
		changes.push(store.change(keyOf.circle(circle.id), { ...circle.record, behind: true }));
		return { rings, over, changed: { behind: true }, changes };
	}
	const farewell = { title: circle.fold.title?.value ?? '', by: circle.fold.names.get(ended.by ?? '')?.value ?? null, ended };
	changes.push(store.change(keyOf.circle(circle.id), { ...circle.record, farewell }));
	// Signed out of one's own log: nothing here is this person's any more.
	if (circle.record.own) for (const key of [keyOf.own(circle.id), keyOf.identity, keyOf.rolling]) forget(key);
	return { rings, over, changed: { farewell }, changes };
}

/** This device's place in a ring's log; made on first need. */
export function ringReplica(circle: CircleReplica, ring: Ring, first: number, headBefore: Bytes): RingReplica {
	let replica = circle.rings.get(ring);
	if (replica === undefined) {
		const record: RingRecord = {
			stretch: emptyStretch(first, headBefore),
			signed: 0,
			accepted: { seq: 0, hash: new Uint8Array(32) },
			voids: [],
			refused: [],
			cuts: [],
			withheld: new Map(),
			cited: 0,
			known: null,
			beacons: new Map(),
			lag: null
		};
		replica = { ...record, keys: new Map(), keysUpTo: -1, foldedFrom: first };
		circle.rings.set(ring, replica);
	}
	return replica;
}

/** Keys of every epoch this device can open in `ring`. @throws NoKey, WrongKey */
export async function ringKeys(circle: CircleReplica, ring: Ring, replica: RingReplica): Promise<Map<number, CryptoKey>> {
	const newest = currentEpoch(circle.state, ring)?.epoch ?? -1;
	if (replica.keysUpTo !== newest) {
		replica.keys = await openRingKeys(circle.state, ring, circle.holder);
		replica.keysUpTo = newest;
	}
	return replica.keys;
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
	await keep(store, circle, ring, next, sifted, also);
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
	await keep(store, circle, ring, next, sifted, [], shown ? foldEntry : foldBehind);
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
		await keep(store, circle, ring, next, sifted, [], missing.n >= replica.foldedFrom ? foldEntry : foldBehind);
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

/** Takes out of what is kept of `ring` all that lies beyond a cut; and marks that what was folded from it holds no longer. */
async function dropBeyond(store: SealedStore, circle: CircleReplica, ring: Ring, next: RingReplica): Promise<Promise<Change>[]> {
	const changes: Promise<Change>[] = [];
	for (const key of await store.list(`${keyOf.ring(circle.id, ring)}/`)) {
		const chunk = (await store.read<Chunk>(key)) ?? [];
		const beyond = chunk.filter((entry) => isCutOff(next.cuts, entry));
		if (beyond.length === 0) continue;
		next.refused = [...next.refused, ...beyond.map(cutOff)];
		changes.push(
			store.change(
				key,
				chunk.filter((entry) => !beyond.includes(entry))
			)
		);
	}
	if (changes.length > 0) changes.push(store.change(keyOf.refold(circle.id), true));
	return changes;
}

const noHead = new Uint8Array(32);

async function keep(
	store: SealedStore,
	circle: CircleReplica,
	ring: Ring,
	replica: RingReplica,
	{ entries, own: said }: Pick<Sifted, 'entries' | 'own'>,
	also: Promise<Change>[],
	fold: typeof foldEntry = foldEntry
): Promise<void> {
	for (const entry of entries) fold(circle.fold, entry);
	const gone = [...entries, ...(await takenBack(store, circle, ring, replica, entries))].filter((entry) => isErased(circle.fold, entry));
	const wordless = gone.map((entry) => forgetWords(circle.fold, entry));
	const byChunk = new Map<number, FoldEntry[]>();
	for (const entry of [...entries, ...wordless]) {
		const chunk = chunkOf(entry.n ?? 0);
		byChunk.set(chunk, [...(byChunk.get(chunk) ?? []), entry]);
	}
	// Erased and said so: it was not withheld.
	for (const [id, { hash, ...one }] of replica.withheld) if (isErased(circle.fold, { ...one, id, ring }, hash)) replica.withheld.delete(id);
	const changes = [...also, store.change(keyOf.ring(circle.id, ring), recordOf(replica)), store.change(keyOf.facts(circle.id), factsOf(circle.fold))];
	const own = copyOwnFold(circle.own);
	for (const { body, time, id } of said) foldOwn(own, body, time, id);
	if (said.length > 0) changes.push(store.change(keyOf.own(circle.id), own));
	for (const [chunk, added] of byChunk) {
		const key = keyOf.chunk(circle.id, ring, chunk);
		// What a cut in this very page takes out (dropBeyond) must not come back with the rest of its chunk.
		const before = ((await store.read<Chunk>(key)) ?? []).filter((entry) => !isCutOff(replica.cuts, entry));
		const kept = new Map(before.map((entry) => [entry.n, entry]));
		for (const entry of added) kept.set(entry.n, entry);
		changes.push(
			store.change(
				key,
				[...kept.values()].sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
			)
		);
	}
	await store.write(changes);
	circle.own = own;
}

/** What was kept before, however long ago, of that which `said` takes back or away. */
async function takenBack(store: SealedStore, circle: CircleReplica, ring: Ring, { withheld }: RingReplica, said: readonly FoldEntry[]): Promise<FoldEntry[]> {
	const sought = new Set(said.flatMap(({ body }) => (body.type === 'erase' ? [body.target] : [])));
	for (const id of [...withheld.keys(), ...said.map((entry) => entry.id)]) sought.delete(id);
	if (sought.size === 0) return [];
	const newest = keyOf.chunk(circle.id, ring, chunkOf(Math.max(...said.map(({ n }) => n ?? 0))));
	const chunks = (await store.list(`${keyOf.ring(circle.id, ring)}/`)).filter((key) => key <= newest).reverse();
	const found: FoldEntry[] = [];
	for (const key of chunks) {
		for (const entry of (await store.read<Chunk>(key)) ?? []) if (sought.delete(entry.id)) found.push(entry);
		if (sought.size === 0) break;
	}
	return found;
}
