/** Asks once more for the bodies that did not come as they were sealed: a server that was set right gives them after all. */
import { isErased } from '#domain/fold.ts';
import { applyMissing } from '#replica/apply.ts';
import { readableRings } from '#replica/load-circle.ts';
import type { Line } from './pull.ts';

/** Of each ring and connection: more than these would be a server that keeps everything back. */
const most = 20;

/** @throws Unreachable, Problem */
export async function askAgain({ api, session, store, circle, changed }: Line, signal?: AbortSignal): Promise<void> {
	for (const ring of readableRings(circle)) {
		const missing = [...(circle.rings.get(ring)?.withheld ?? [])].filter(([id, { hash, ...one }]) => !isErased(circle.fold, { ...one, id, ring }, hash));
		for (const [id, { n }] of missing.sort(([, a], [, b]) => b.n - a.n).slice(0, most)) {
			const [, , [entry]] = await api.older(session, ring, n + 1, 1, signal);
			if (entry !== undefined) await applyMissing(store, circle, ring, id, entry);
		}
		if (missing.length > 0) changed();
	}
}
