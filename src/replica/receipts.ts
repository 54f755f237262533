/**
 * RECEIPTS: "It has arrived with them". A parent's device that holds something told by others says so by an entry that means
 * nothing but its own signed header, which cites how far it has read. Nothing is said of reading, and nothing twice.
 */
import { rings, type Ring } from '#domain/ring.ts';
import type { CircleReplica } from './circle.ts';
import { addToOutbox } from './outbox.ts';
import type { SealedStore } from './sealed-store.ts';

/** Puts a receipt in the outbox for each ring where one is owed. True if there was one. */
export async function addReceipts(store: SealedStore, circle: CircleReplica): Promise<boolean> {
	const owed = rings.filter((ring) => isOwed(circle, ring));
	for (const ring of owed) await addToOutbox(store, circle, { ring, body: { type: 'receipt' }, time: Date.now() });
	return owed.length > 0;
}

function isOwed(circle: CircleReplica, ring: Ring): boolean {
	const me = circle.keys?.member.id;
	if (me === undefined || circle.record.own || circle.record.trouble !== null || circle.state.members.get(me)?.parent !== true) return false;
	if (circle.outbox.some((item) => item.ring === ring)) return false;
	for (const told of circle.fold.told.values()) {
		if (told.ring === ring && told.author !== me && !told.byParent && told.n !== null && told.n > circle.fold.arrived[ring]) return true;
	}
	return false;
}
