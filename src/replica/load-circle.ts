/** Reads a circle back out of the store: control log whole, the newest chunks of each ring, what waits to be sent. */
import type { Bytes } from '#crypto/bytes.ts';
import { firstChild, foldAboutChild } from '#domain/child.ts';
import { emptyFold, foldEntry, type Fold, type FoldEntry } from '#domain/fold.ts';
import { rings, ringsWithin, type Ring } from '#domain/ring.ts';
import { randomBytes } from '#crypto/random.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { memberKeys } from '#identity/member.ts';
import { hex } from '#crypto/bytes.ts';
import { replayControl } from '#membership/apply.ts';
import { hadGrantAt, type CircleState } from '#membership/state.ts';
import {
	chunkOf,
	chunkSize,
	keyOf,
	type Chunk,
	type CircleRecord,
	type CircleReplica,
	type FileRecord,
	type OutboxItem,
	type RingRecord,
	type RingReplica
} from './circle.ts';
import type { DeviceKeys } from './device-keys.ts';
import { endedOf } from './ended.ts';
import { foldOutboxItem } from './outbox.ts';
import { emptyOwnFold, type OwnFold } from './own-log.ts';
import type { SealedStore } from './sealed-store.ts';

/** How many of the newest entries of a ring are folded at once when a place is opened. */
export const newestShown = 200;

export async function loadCircle(store: SealedStore, id: string): Promise<CircleReplica | null> {
	const record = await store.read<CircleRecord>(keyOf.circle(id));
	if (record === undefined) return null;
	if (typeof record.trouble === 'string') record.trouble = { code: record.trouble, ring: null, at: Date.now() };
	const control: Bytes[] = [];
	for (const key of await store.list(`c/${id}/control/`)) control.push(...((await store.read<Bytes[]>(key)) ?? []));
	const state = (await replayControl(control)) as CircleState;
	const keys = (await store.readKeys<DeviceKeys>(keyOf.circle(id))) ?? null;
	const holder = keys === null ? await invitationHolder(record) : { id: keys.member.id, kem: keys.member.kem };
	const circle: CircleReplica = {
		id,
		record,
		state,
		keys,
		holder,
		rings: new Map(),
		shownFrom: new Map(),
		fold: await readFacts(store, id),
		outbox: [],
		files: new Map(),
		underWay: new Map(),
		own: { ...emptyOwnFold(), ...(await store.read<OwnFold>(keyOf.own(id))) },
		saidAt: 0,
		turn: Promise.resolve()
	};
	for (const ring of rings) {
		const kept = await store.read<RingRecord>(keyOf.ring(id, ring));
		if (kept === undefined) continue;
		const stretch = { ...addedToStretch, ...kept.stretch };
		circle.rings.set(ring, { ...added, ...kept, stretch, keys: new Map(), keysUpTo: -1, foldedFrom: stretch.last + 1 });
		await foldOlder(store, circle, ring, newestShown);
	}
	if ((await store.read(keyOf.refold(id))) !== undefined) await refold(store, circle);
	for (const key of await store.list(`c/${id}/out/`)) {
		const item = await store.read<OutboxItem>(key);
		if (item !== undefined) circle.outbox.push(item);
	}
	const files = keyOf.file(id);
	for (const key of await store.list(files)) circle.files.set(key.slice(files.length), (await store.read<FileRecord>(key)) as FileRecord);
	for (const item of circle.outbox) foldOutboxItem(circle, item);
	circle.saidAt = circle.outbox.at(-1)?.time ?? 0;
	return circle;
}

/** What records of rings of earlier versions did not have. Before 2 there was more that they lacked: newer-version.ts reads those anew. */
const added = { cuts: [], withheld: new Map<never, never>(), beacons: new Map<never, never>(), lag: null };
const addedToStretch = { newer: new Set<never>() };

async function invitationHolder(record: CircleRecord) {
	// It has ended: there is nothing left to open.
	if (record.farewell !== undefined) return { id: '', kem: (await memberKeys(randomBytes(32))).kem };
	if (record.secret === null) throw new Error('A circle without keys is one that is read through an invitation');
	const { id, kem } = await invitationKeys(record.secret);
	return { id: hex(id), kem };
}

/** Folds `count` more entries of what this device already has of `ring`, backwards. */
export async function foldOlder(store: SealedStore, circle: CircleReplica, ring: Ring, count: number): Promise<void> {
	const replica = circle.rings.get(ring) as RingReplica;
	const from = Math.max(replica.stretch.first, replica.foldedFrom - count);
	for (let chunk = chunkOf(replica.foldedFrom - 1); chunk >= chunkOf(from) && replica.foldedFrom > replica.stretch.first; chunk--) {
		for (const entry of (await store.read<Chunk>(keyOf.chunk(circle.id, ring, chunk))) ?? []) foldEntry(circle.fold, withSpeaks(circle, entry));
		replica.foldedFrom = Math.max(replica.stretch.first, chunk * chunkSize + 1);
	}
}

/** Kept by a version that did not ask whether who tells the news was asked to: it stands in the control log. */
const withSpeaks = ({ state }: CircleReplica, entry: FoldEntry): FoldEntry =>
	entry.body.type === 'announcement' &&
	!entry.byParent &&
	entry.speaks === undefined &&
	hadGrantAt(state.members.get(entry.author), 'spokesperson', entry.controlN)
		? { ...entry, speaks: true }
		: entry;

/** A fold of everything that is kept here of every ring, and of what waits. */
export async function foldAll(store: SealedStore, circle: CircleReplica): Promise<Fold> {
	const whole: CircleReplica = { ...circle, fold: emptyFold(), rings: new Map() };
	for (const [ring, replica] of circle.rings) {
		whole.rings.set(ring, { ...replica, foldedFrom: replica.stretch.last + 1 });
		await foldOlder(store, whole, ring, replica.stretch.last);
	}
	for (const item of circle.outbox) foldOutboxItem(whole, item);
	return whole.fold;
}

/** Folds everything anew, in memory and in what is kept: something that was folded holds no longer. */
export async function refold(store: SealedStore, circle: CircleReplica): Promise<void> {
	const fold = await foldAll(store, circle);
	await store.write([store.change(keyOf.facts(circle.id), factsOf(fold)), store.change(keyOf.refold(circle.id), undefined)]);
	circle.fold = fold;
}

/** Small facts that must not be lost behind the newest chunks: names, title, invitations. Folded anew whenever they change. */
export type Facts = Pick<
	Fold,
	'names' | 'title' | 'children' | 'ties' | 'proposals' | 'consents' | 'prayers' | 'invitations' | 'arrived' | 'erased' | 'retold'
>;

/** Before `reads` 6 there was one child, and of it a name. */
interface FactsBefore {
	child?: { time: number; id: string; value: string } | null;
}

async function readFacts(store: SealedStore, id: string): Promise<Fold> {
	const { child, ...kept } = (await store.read<Partial<Facts> & Pick<FactsBefore, 'child'>>(keyOf.facts(id))) ?? {};
	const fold = { ...emptyFold(), ...kept };
	if (child && kept.children === undefined)
		fold.children = foldAboutChild(fold.children, { child: firstChild, says: { name: child.value } }, { ring: 'us', ...child });
	return fold;
}

export const factsOf = ({ names, title, children, ties, proposals, consents, prayers, invitations, arrived, erased, retold }: Fold): Facts => ({
	names,
	title,
	children,
	ties,
	proposals,
	consents,
	prayers,
	invitations,
	arrived,
	erased,
	retold
});

/** The rings this device reads here. */
export function readableRings(circle: CircleReplica): Ring[] {
	if (endedOf(circle) !== null) return [];
	if (circle.record.own) return ['us'];
	if (circle.keys === null) return circle.state.boxes.has(`${circle.holder.id} all`) ? ['all'] : [];
	const member = circle.state.members.get(circle.keys.member.id);
	return member?.standing === 'in' ? ringsWithin(member.ring) : [];
}
