/** AFTER AN UPDATE: what an older version of Kvar had to set aside on this device, because it was made with a newer one, is read anew. */
import { reads } from '#log/body.ts';
import { startAnew } from './apply.ts';
import { keyOf, type CircleReplica } from './circle.ts';
import type { SealedStore } from './sealed-store.ts';

/** To be called once a circle is loaded, before it is followed. Does nothing where this version read it last. */
export async function readWithThisVersion(store: SealedStore, circle: CircleReplica): Promise<void> {
	const { record } = circle;
	if (record.reads === reads) return;
	for (const [ring, { refused }] of [...circle.rings]) {
		// Before 2 it was not kept by which device an entry was written; before 3 the own log said less of who one is.
		if (record.reads < (record.own ? 3 : 2) || refused.some(({ code }) => code === 'newer-version')) await startAnew(store, circle, ring);
	}
	const trouble = record.trouble?.code === 'control-unknown-kind' ? null : record.trouble;
	await store.write([store.change(keyOf.circle(circle.id), { ...record, trouble, reads })]);
	Object.assign(record, { trouble, reads });
}
