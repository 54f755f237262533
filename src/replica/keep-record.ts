/**
 * KEEP RECORD: how what is kept of a circle as such changes, outside of what the server sent (apply.ts). In turn with everything else
 * that changes the circle, and from what stands there then: two changes at once must not undo one another.
 */
import { inTurn, keyOf, type CircleRecord, type CircleReplica } from './circle.ts';
import type { SealedStore } from './sealed-store.ts';
import type { Change } from './store.ts';

/** Keeps `changed`, with `also` in the same transaction. @throws where the store does not take it: then nothing has changed */
export function keepRecord(store: SealedStore, circle: CircleReplica, changed: Partial<CircleRecord>, also: Change[] = []): Promise<void> {
	return inTurn(circle, async () => {
		const record = { ...circle.record, ...changed };
		await store.write([...also, store.change(keyOf.circle(circle.id), record)]);
		circle.record = record;
	});
}
