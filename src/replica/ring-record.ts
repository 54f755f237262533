import type { RingRecord, RingReplica } from './circle.ts';

/** Heads kept with the place reached, for citations after a restart. */
const headsStored = 64;

/** The part of a ring that is kept. */
export function recordOf({ stretch, signed, accepted, voids, refused, cuts, withheld, cited, known, beacons, lag }: RingReplica): RingRecord {
	const heads = new Map([...stretch.heads].sort(([a], [b]) => a - b).slice(-headsStored));
	return { stretch: { ...stretch, heads }, signed, accepted, voids, refused, cuts, withheld, cited, known, beacons, lag };
}
