/** After an `erase`, or a correction that leaves a file out, is safe with the server: asks it to drop what was sealed. Before, others would find it withheld. */
import { fromHex } from '#crypto/bytes.ts';
import type { Ring } from '#domain/ring.ts';
import { keyOf } from '#replica/circle.ts';
import { isSpokenOf } from '#replica/files.ts';
import { foldAll } from '#replica/load-circle.ts';
import { waitingIn } from '#replica/waiting.ts';
import { Problem } from './api.ts';
import type { Line } from './pull.ts';

/** @throws Unreachable, Problem: then it is asked again later */
export async function dropBodies({ api, session, store, circle }: Line): Promise<void> {
	for (const key of await store.list(keyOf.drop(circle.id))) {
		const id = key.slice(keyOf.drop(circle.id).length);
		if (circle.outbox.some(({ id: own, body, acknowledged }) => !acknowledged && (own === id || (body.type === 'erase' && body.target === id)))) continue;
		try {
			await api.erase(session, (await store.read<Ring>(key)) as Ring, [fromHex(id)]);
		} catch (error) {
			// It never came to the server, or somebody else's right to it has ended.
			if (!(error instanceof Problem) || (error.code !== 'not-found' && error.code !== 'not-yours')) throw error;
		}
		await store.write([store.change(key, undefined)]);
	}
	const leftOut = await store.list(keyOf.dropFile(circle.id));
	// What lies further back may speak of it too: not before all of it has been read.
	const isWhole = [...circle.rings.values()].every(({ stretch }) => stretch.first <= 1);
	if (leftOut.length === 0 || !isWhole || waitingIn(circle).length > 0) return;
	const fold = await foldAll(store, circle);
	for (const key of leftOut) {
		const id = key.slice(keyOf.dropFile(circle.id).length);
		// Shown elsewhere, or put back since.
		if (!isSpokenOf(fold, id)) {
			await api.dropFile(session, fromHex(id)).catch((error: unknown) => {
				if (!(error instanceof Problem) || (error.code !== 'not-found' && error.code !== 'not-yours')) throw error;
			});
		}
		await store.write([store.change(key, undefined)]);
	}
}
