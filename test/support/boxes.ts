/** Boxes with ring keys, true and false, as whoever may hand them out can make them. */
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { sealTo } from '#crypto/hpke.ts';
import { randomBytes } from '#crypto/random.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { boxNewest } from '#log/ring-key.ts';
import { currentEpoch, type Member } from '#membership/state.ts';
import { context } from '#wire/context.ts';
import type { ControlBody } from '#wire/control-entry.ts';
import type { TestDevice } from './home.ts';
import { circleOf } from './seen.ts';

export type EpochBody = ControlBody<'epoch'>;
export type Boxes = ControlBody<'admit'>[1];

/** A true box of the next epoch of `ring` for that member, with another key in it than the others have. */
export function falseBox(by: TestDevice, memberId: string, ring: Ring): Promise<Bytes> {
	const { state } = circleOf(by);
	const next = (currentEpoch(state, ring)?.epoch as number) + 1;
	return sealTo((state.members.get(memberId) as Member).kem, context('box', state.circleId, ringNumber(ring), next, fromHex(memberId)), randomBytes(32));
}

export const withBoxes = ([ring, epoch, commitment, edge, boxes]: EpochBody, change: (id: string, sealed: Bytes) => Bytes): EpochBody => [
	ring,
	epoch,
	commitment,
	edge,
	boxes.map(([id, sealed]): [Bytes, Bytes] => [id, change(hex(id), sealed)])
];

/** True boxes for somebody who waits, innermost ring first, of the newest epochs. */
export async function boxesOf(by: TestDevice, memberId: string): Promise<Boxes> {
	const { state, holder } = circleOf(by);
	const { id, kem } = state.members.get(memberId) as Member;
	const boxes: Boxes = [];
	for (const ring of ['close', 'all'] as const) boxes.push([ring === 'close' ? 1 : 2, ...(await boxNewest(state, ring, holder, id, kem))]);
	return boxes;
}
