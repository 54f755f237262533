/** KEEPING what was read: each entry in its chunk, without its words where they were taken back; and out of the chunks what lies beyond a cut. */
import { foldEntry, forgetWords, isErased, type FoldEntry } from '#domain/fold.ts';
import type { Ring } from '#domain/ring.ts';
import { chunkOf, keyOf, type Chunk, type CircleReplica, type RingReplica } from './circle.ts';
import { isCutOff } from './cuts.ts';
import { filesIn, filesWaiting, forgetFiles, isSpokenOf, leftOut } from './files.ts';
import { factsOf, foldAll } from './load-circle.ts';
import { copyOwnFold, foldOwn } from './own-log.ts';
import { recordOf } from './ring-replica.ts';
import { cutOff, type Sifted } from './sift.ts';
import type { SealedStore } from './sealed-store.ts';
import type { Change } from './store.ts';

/** What was read of `ring`, sifted: into the fold, and into the store together with the place reached. `also` is written with it. `isNews`: it follows what was known here. */
export async function keepRead(
	store: SealedStore,
	circle: CircleReplica,
	ring: Ring,
	replica: RingReplica,
	{ entries, own: said }: Pick<Sifted, 'entries' | 'own'>,
	also: Promise<Change>[],
	{ fold = foldEntry, isNews = false }: { fold?: typeof foldEntry; isNews?: boolean } = {}
): Promise<void> {
	for (const entry of entries) fold(circle.fold, entry);
	const before = (await takenBack(store, circle, ring, replica, entries)).filter((entry) => !isCutOff(replica.cuts, entry));
	const gone = [...entries, ...before].filter((entry) => isErased(circle.fold, entry));
	const wordless = gone.map((entry) => forgetWords(circle.fold, entry));
	const byChunk = new Map<number, FoldEntry[]>();
	for (const entry of [...entries, ...wordless]) {
		const chunk = chunkOf(entry.n ?? 0);
		byChunk.set(chunk, [...(byChunk.get(chunk) ?? []), entry]);
	}
	// Erased and said so: it was not withheld.
	for (const [id, { hash, ...one }] of replica.withheld) if (isErased(circle.fold, { ...one, id, ring }, hash)) replica.withheld.delete(id);
	const changes = [...also, store.change(keyOf.ring(circle.id, ring), recordOf(replica)), store.change(keyOf.facts(circle.id), factsOf(circle.fold))];
	const own = copyOwnFold(circle.own);
	for (const { body, time, id } of said) foldOwn(own, body, time, id);
	if (said.length > 0) changes.push(store.change(keyOf.own(circle.id), own));
	for (const [chunk, added] of byChunk) {
		const key = keyOf.chunk(circle.id, ring, chunk);
		// What a cut in this very page takes out (dropBeyond) must not come back with the rest of its chunk.
		const there = ((await store.read<Chunk>(key)) ?? []).filter((entry) => !isCutOff(replica.cuts, entry));
		const kept = new Map(there.map((entry) => [entry.n, entry]));
		for (const entry of added) kept.set(entry.n, entry);
		changes.push(
			store.change(
				key,
				[...kept.values()].sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
			)
		);
	}
	await store.write(changes);
	circle.own = own;
	await forgetGone(store, circle, [
		...gone.flatMap((entry) => filesIn(entry).map(({ id }) => id)),
		...(await leftOutBy(store, circle, ring, replica, entries, isNews))
	]);
}

/** Files that corrections leave out. */
async function leftOutBy(
	store: SealedStore,
	circle: CircleReplica,
	ring: Ring,
	replica: RingReplica,
	entries: readonly FoldEntry[],
	isNews: boolean
): Promise<string[]> {
	const corrected = entries.flatMap(({ body }) => (body.type === 'edit' || body.type === 'changed' ? [body.target] : []));
	const here = corrected.flatMap((id) => circle.fold.told.get(id) ?? []);
	// Of something said so long ago that it is not in memory: looked for only where a file lies here that it could have been about.
	if (here.length === corrected.length || !isNews || circle.files.size === 0) return here.flatMap((told) => leftOut(circle.fold, told));
	const fold = await foldAll(store, { ...circle, rings: new Map(circle.rings).set(ring, replica) });
	return corrected.flatMap((id) => fold.told.get(id) ?? []).flatMap((told) => leftOut(fold, told));
}

/** What was enclosed with that which was taken back, or left out, goes from this device too, unless something that waits here still speaks of it. */
async function forgetGone(store: SealedStore, circle: CircleReplica, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	const waiting = filesWaiting(circle);
	await forgetFiles(
		store,
		circle,
		ids.filter((id) => !waiting.has(id) && !isSpokenOf(circle.fold, id))
	);
}

/** What was kept before, however long ago, of that which `said` takes back or away. */
async function takenBack(store: SealedStore, circle: CircleReplica, ring: Ring, { withheld }: RingReplica, said: readonly FoldEntry[]): Promise<FoldEntry[]> {
	const sought = new Set(said.flatMap(({ body }) => (body.type === 'erase' ? [body.target] : [])));
	for (const id of [...withheld.keys(), ...said.map((entry) => entry.id)]) sought.delete(id);
	if (sought.size === 0) return [];
	const newest = keyOf.chunk(circle.id, ring, chunkOf(Math.max(...said.map(({ n }) => n ?? 0))));
	const chunks = (await store.list(`${keyOf.ring(circle.id, ring)}/`)).filter((key) => key <= newest).reverse();
	const found: FoldEntry[] = [];
	for (const key of chunks) {
		for (const entry of (await store.read<Chunk>(key)) ?? []) if (sought.delete(entry.id)) found.push(entry);
		if (sought.size === 0) break;
	}
	return found;
}

/** Takes out of what is kept of `ring` all that lies beyond a cut; and marks that what was folded from it holds no longer. */
export async function dropBeyond(store: SealedStore, circle: CircleReplica, ring: Ring, next: RingReplica): Promise<Promise<Change>[]> {
	const changes: Promise<Change>[] = [];
	for (const key of await store.list(`${keyOf.ring(circle.id, ring)}/`)) {
		const chunk = (await store.read<Chunk>(key)) ?? [];
		const beyond = chunk.filter((entry) => isCutOff(next.cuts, entry));
		if (beyond.length === 0) continue;
		next.refused = [...next.refused, ...beyond.map(cutOff)];
		changes.push(
			store.change(
				key,
				chunk.filter((entry) => !beyond.includes(entry))
			)
		);
	}
	if (changes.length > 0) changes.push(store.change(keyOf.refold(circle.id), true));
	return changes;
}
