/** This device's place in one ring's log: made on first need, kept, and with the keys that open it. */
import type { Bytes } from '#crypto/bytes.ts';
import type { Ring } from '#domain/ring.ts';
import { emptyStretch } from '#log/chain.ts';
import { openRingKeys } from '#log/ring-key.ts';
import { currentEpoch } from '#membership/state.ts';
import type { CircleReplica, RingRecord, RingReplica } from './circle.ts';

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

/** From which entry on the stream shows what is said in a ring. */
export const shownFrom = ({ rings, shownFrom: from }: CircleReplica, ring: Ring): number => Math.max(from.get(ring) ?? 0, rings.get(ring)?.foldedFrom ?? 1);

/** Keys of every epoch this device can open in `ring`. @throws NoKey, WrongKey */
export async function ringKeys(circle: CircleReplica, ring: Ring, replica: RingReplica): Promise<Map<number, CryptoKey>> {
	const newest = currentEpoch(circle.state, ring)?.epoch ?? -1;
	if (replica.keysUpTo !== newest) {
		replica.keys = await openRingKeys(circle.state, ring, circle.holder);
		replica.keysUpTo = newest;
	}
	return replica.keys;
}

/** Heads kept with the place reached, for citations after a restart. */
const headsStored = 64;

/** The part of a ring that is kept. */
export function recordOf({ stretch, signed, accepted, voids, refused, cuts, withheld, cited, known, beacons, lag }: RingReplica): RingRecord {
	const heads = new Map([...stretch.heads].sort(([a], [b]) => a - b).slice(-headsStored));
	return { stretch: { ...stretch, heads }, signed, accepted, voids, refused, cuts, withheld, cited, known, beacons, lag };
}
