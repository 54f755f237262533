/** APPLY, of the control log: who is in, and with it which keys this device has and what of a ring it may keep. */
import { equal, type Bytes } from '#crypto/bytes.ts';
import type { Ring } from '#domain/ring.ts';
import { applyControl } from '#membership/apply.ts';
import { copyState, type CircleState } from '#membership/state.ts';
import { chunkSize, inTurn, keyOf, type CircleRecord, type CircleReplica } from './circle.ts';
import type { DeviceKeys } from './device-keys.ts';
import { endedOf } from './ended.ts';
import { forgetWithRing } from './files.ts';
import { readableRings, refold } from './load-circle.ts';
import type { SealedStore } from './sealed-store.ts';
import type { Change } from './store.ts';

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
	if (lost.over || lost.rings.length > 0) await forgetWithRing(store, circle, lost.over);
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
	if (circle.record.own)
		for (const key of [keyOf.own(circle.id), keyOf.identity, keyOf.rolling, keyOf.comingBack, ...(await store.list(keyOf.doorSecret()))]) forget(key);
	return { rings, over, changed: { farewell }, changes };
}

const noHead = new Uint8Array(32);
