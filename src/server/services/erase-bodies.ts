/** Drops what was sealed in entries that their writer has taken back, or a parent away from a guest, and the files that no other entry speaks of. The log and its envelopes stay as they are. */
import { ringNumber, type Ring } from '#domain/ring.ts';
import type { Blobs } from '../blobs/disk.ts';
import { Problem } from '../problem.ts';
import { isRefused, type RingNumber } from '../store/command.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** @throws Problem not-yours · not-found: no such entry in this ring. Then nothing is dropped. */
export async function eraseBodies(writer: Writer, blobs: Blobs, { circle, access }: Visit, ring: Ring, entryIds: Bytes[]): Promise<void> {
	if (access.member === null || !access.rings.includes(ring)) throw new Problem('not-yours');
	const { id: by, parent } = access.member;
	const since = [...circle.state.members.values()].flatMap(({ id, parentFrom }): [string, number][] => (parentFrom === null ? [] : [[id, parentFrom]]));
	const parents = parent ? new Map(since) : null;
	const outcome = await writer.write({ kind: 'erase', circle: circle.key, ring: ringNumber(ring) as RingNumber, entryIds, by, parents });
	if (isRefused(outcome)) throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused);
	for (const place of outcome.dropped) await blobs.remove(place);
}
