/** SIFTING what was read and verified: what is to be folded, what is refused after all, what came without its body. Writes nothing. */
import { hex } from '#crypto/bytes.ts';
import type { FoldEntry } from '#domain/fold.ts';
import type { Ring } from '#domain/ring.ts';
import type { OwnBody } from '#log/body-own.ts';
import type { Reading, RefusedEntry } from '#log/read-page.ts';
import { hadGrantAt, wasParentAt } from '#membership/state.ts';
import type { CircleReplica, CutEnd, RingRecord, RingReplica } from './circle.ts';
import { endsOf, isCutOff } from './cuts.ts';
import { isOwn } from './own-log.ts';

export interface Sifted {
	entries: FoldEntry[];
	/** What the own log says to this person alone. */
	own: { body: OwnBody; time: number; id: string }[];
	cuts: CutEnd[];
}

/**
 * What of a reading is to be folded. Cuts are taken in first: they may stand after what they cut off. What lies beyond one is
 * refused; what came without its body is remembered until it is known whether it was erased, or comes after all. `next` is changed.
 */
export function sift(circle: CircleReplica, ring: Ring, next: RingReplica, reading: Reading): Sifted {
	const read = reading.entries.map(({ n, entry }) => ({ ...placeOf(circle, ring, n, entry), body: entry.body }));
	const cuts = read.flatMap(({ body, byParent }) => (body.type === 'cut' && byParent ? endsOf(circle.state, ring, body) : []));
	next.cuts = [...next.cuts, ...cuts];
	next.withheld = new Map(next.withheld);
	for (const { entryId, memberId: author, controlN, ...one } of reading.missing) {
		next.withheld.set(entryId, { ...one, author, byParent: wasParentAt(circle.state.members.get(author), controlN), at: Date.now() });
	}
	for (const { entry } of reading.entries) next.withheld.delete(entry.entryId);
	const sifted: Sifted = { entries: [], own: [], cuts };
	for (const { body, ...place } of read) {
		if (isCutOff(next.cuts, place)) next.refused = [...next.refused, cutOff(place)];
		else if (!isOwn(body)) sifted.entries.push({ ...place, body });
		// In any other log nobody is meant to say such things; nothing is made of them.
		else if (circle.record.own) sifted.own.push({ body, time: place.time, id: place.id });
	}
	return sifted;
}

export const met = (refused: RefusedEntry): RingRecord['refused'][number] => ({ ...refused, at: Date.now() });
export const cutOff = ({ n, author, id, hash }: Place) => met({ n: n ?? 0, code: 'cut-off', memberId: author, entryId: id, hash, signed: true });

type Place = Omit<FoldEntry, 'body'>;

function placeOf(circle: CircleReplica, ring: Ring, n: number, entry: Reading['entries'][number]['entry']): Place {
	const { header } = entry.envelope;
	const member = circle.state.members.get(entry.memberId);
	return {
		id: entry.entryId,
		ring,
		author: entry.memberId,
		byParent: wasParentAt(member, header.controlN),
		...(hadGrantAt(member, 'spokesperson', header.controlN) ? { speaks: true } : {}),
		device: hex(header.deviceId),
		deviceSeq: header.deviceSeq,
		controlN: header.controlN,
		time: entry.time,
		n,
		settled: true,
		seenSeq: header.seenSeq,
		hash: hex(entry.hash)
	};
}
