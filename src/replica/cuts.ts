/**
 * CUTS. A device that was shut out of a ring can, together with a server, still sign entries that cite a time before. After each
 * shutting-out a parent's device therefore says, sealed in that ring, where the shut-out devices end as far as it has read: what
 * they wrote "before" and lies beyond is dropped, wherever in the log it stands.
 */
import { hex } from '#crypto/bytes.ts';
import type { FoldEntry } from '#domain/fold.ts';
import { unknownHash, type Cut } from '#domain/body.ts';
import { rings, type Ring } from '#domain/ring.ts';
import type { Stretch } from '#log/chain.ts';
import { shutOutOf } from '#membership/shut-out.ts';
import type { CircleState } from '#membership/state.ts';
import type { CircleReplica, CutEnd } from './circle.ts';
import { addToOutbox } from './outbox.ts';
import type { SealedStore } from './sealed-store.ts';

/** What of a parent's cut holds: only devices that control entry `n` did shut out of this ring. */
export function endsOf(state: CircleState, ring: Ring, { n, ends }: Cut): CutEnd[] {
	const out = shutOutOf(state, ring).get(n) ?? new Set<string>();
	return ends.filter(({ device }) => out.has(device)).map((end) => ({ n, ...end }));
}

/** Whether an entry lies beyond where its device ends. Of two cuts of one device the shorter holds. */
export function isCutOff(
	cuts: readonly CutEnd[],
	{ device, deviceSeq, controlN, hash }: Pick<FoldEntry, 'device' | 'deviceSeq' | 'controlN' | 'hash'>
): boolean {
	return cuts.some((cut) => cut.device === device && controlN < cut.n && (deviceSeq > cut.seq || (deviceSeq === cut.seq && hash !== cut.hash)));
}

/** The cuts this parent's device still has to say in `ring`: one for each shutting-out of which nobody has yet. */
function owedCuts(circle: CircleReplica, ring: Ring): Cut[] {
	const replica = circle.rings.get(ring);
	const me = circle.state.members.get(circle.keys?.member.id ?? '');
	if (me?.standing !== 'in' || !me.parent) return [];
	const owed: Cut[] = [];
	for (const [n, devices] of shutOutOf(circle.state, ring)) {
		const said = new Set(replica?.cuts.filter((cut) => cut.n === n).map(({ device }) => device));
		for (const { body } of circle.outbox) if (body.type === 'cut' && body.n === n) for (const { device } of body.ends) said.add(device);
		const missing = [...devices].filter((device) => !said.has(device));
		const ends = missing.map((device) => endOf(replica?.stretch, device));
		if (ends.length > 0 && ends.every((end) => end !== null)) owed.push({ type: 'cut', n, ends });
	}
	return owed;
}

/** Puts the cuts that are owed in the outbox. True if there was one. */
export async function addCuts(store: SealedStore, circle: CircleReplica): Promise<boolean> {
	const owed = rings.flatMap((ring) => owedCuts(circle, ring).map((body) => ({ ring, body })));
	for (const { ring, body } of owed) await addToOutbox(store, circle, { ring, body, time: Date.now() });
	return owed.length > 0;
}

/** Null while it is not known: the device may have written before what has been read. */
function endOf(stretch: Stretch | undefined, device: string): Cut['ends'][number] | null {
	const end = stretch?.ends.get(device);
	if (end !== undefined) return { device, seq: end.seq, hash: hex(end.hash) };
	return stretch === undefined || stretch.first > 1 ? null : { device, seq: 0, hash: unknownHash };
}
