/** What lies on this device of files and is needed no more: bytes of one that was being sealed when the power was cut, and what was enclosed with a draft that nobody went on with. */
import { keyOf, type CircleReplica } from './circle.ts';
import { filesWaiting, forgetFiles } from './files.ts';
import type { SealedStore } from './sealed-store.ts';

/** A draft may rest for long, in what is typed or in the own log; what is in one stays. This is for what is in none. Milliseconds. */
const patience = 30 * 24 * 60 * 60 * 1000;

/** To be called before anything is sealed: what has no record yet would go. */
export async function tidyFiles(store: SealedStore, circles: readonly CircleReplica[], now: number): Promise<void> {
	const known = new Set(circles.flatMap(({ files }) => [...files.values()].map(({ local }) => local)));
	for (const name of await store.files.list()) if (!known.has(name)) await store.files.remove(name);
	const old = circles.flatMap((circle) => [...circle.files].flatMap(([id, { sent, at }]) => (!sent && at < now - patience ? [{ circle, id }] : [])));
	if (old.length === 0) return;
	const drafts = await Promise.all((await store.list(keyOf.draft(''))).map((key) => store.read(key)));
	const resting = circles.flatMap(({ own }) => [...own.drafts.values()]);
	const typed = JSON.stringify([drafts, resting]);
	for (const { circle, id } of old) if (!typed.includes(id) && !filesWaiting(circle).has(id)) await forgetFiles(store, circle, [id]);
}
