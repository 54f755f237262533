/** SIFTING what was read and verified: what is to be folded, what is refused after all, what came without its body. Writes nothing. */
import { hex } from '#crypto/bytes.ts';
import type { FoldEntry } from '#domain/fold.ts';
import type { Ring } from '#domain/ring.ts';
import type { Reading, RefusedEntry } from '#log/read-page.ts';
import { wasParentAt } from '#membership/state.ts';
import type { CircleReplica, CutEnd, RingRecord, RingReplica } from './circle.ts';
import { endsOf, isCutOff } from './cuts.ts';
import { foldOwn, isOwn } from './own-log.ts';

/**
 * What of a reading is to be folded. Cuts are taken in first: they may stand after what they cut off. What lies beyond one is
 * refused; what came without its body is remembered until it is known whether it was erased. `next` is changed.
 */
export function sift(circle: CircleReplica, ring: Ring, next: RingReplica, reading: Reading): { entries: FoldEntry[]; cuts: CutEnd[] } {
	const folded = reading.entries.map(({ n, entry }) => foldable(circle, ring, n, entry)).filter((entry) => entry !== null);
	const cuts = folded.flatMap(({ body, byParent }) => (body.type === 'cut' && byParent ? endsOf(circle.state, ring, body) : []));
	next.cuts = [...next.cuts, ...cuts];
	const withheld = reading.refused.filter(({ code, entryId }) => code === 'withheld' && entryId !== null);
	next.withheld = new Map(next.withheld);
	for (const { n, entryId, memberId, hash } of withheld) next.withheld.set(entryId as string, { n, author: memberId ?? '', hash, at: Date.now() });
	reading.refused = reading.refused.filter((one) => !withheld.includes(one));
	const entries: FoldEntry[] = [];
	for (const entry of folded) {
		if (isCutOff(next.cuts, entry)) next.refused = [...next.refused, cutOff(entry)];
		else entries.push(entry);
	}
	return { entries, cuts };
}

export const met = (refused: RefusedEntry): RingRecord['refused'][number] => ({ ...refused, at: Date.now() });
export const cutOff = ({ n, author, id, hash }: FoldEntry) => met({ n: n ?? 0, code: 'cut-off', memberId: author, entryId: id, hash, signed: true });

/** As it is folded; null for what is the own log's alone, which is folded here. */
function foldable(circle: CircleReplica, ring: Ring, n: number, entry: Reading['entries'][number]['entry']): FoldEntry | null {
	const { header } = entry.envelope;
	if (isOwn(entry.body)) {
		if (circle.record.own) foldOwn(circle.own, entry.body, entry.time, entry.entryId);
		return null;
	}
	return {
		id: entry.entryId,
		ring,
		author: entry.memberId,
		byParent: wasParentAt(circle.state.members.get(entry.memberId), header.controlN),
		device: hex(header.deviceId),
		deviceSeq: header.deviceSeq,
		controlN: header.controlN,
		time: entry.time,
		n,
		settled: true,
		seenSeq: header.seenSeq,
		hash: hex(entry.hash),
		body: entry.body
	};
}
