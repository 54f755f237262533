/**
 * WHICH SEALED FILES this device has of a circle: those it sealed itself, until they are with the server and after, and the
 * pictures of others that it has fetched. The bytes lie in the file store; here, under `c/<id>/file/<file's id>`, what they are.
 */
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { filesOf, type SealedFile } from '#domain/enclosed.ts';
import { everSaid, nowSays, proposalsOf, type Fold, type Told } from '#domain/fold.ts';
import { keyOf, type CircleReplica, type FileRecord, type OutboxItem } from './circle.ts';
import type { SealedStore } from './sealed-store.ts';
import type { Change } from './store.ts';

/** Larger ones are not kept once the server has them: they are played from there. Sealed bytes. */
export const keptSize = 20 * 1024 * 1024;

/** As much of others' pictures is kept of a circle; beyond it the one that came longest ago goes: it can be fetched again. Sealed bytes. */
const mostFetched = 300 * 1024 * 1024;

export const newLocalName = (): string => hex(randomBytes(16));

const changeOf = (store: SealedStore, circle: CircleReplica, id: string, record: FileRecord | undefined): Promise<Change> =>
	store.change(keyOf.file(circle.id, id), record);

export async function keepFile(store: SealedStore, circle: CircleReplica, id: string, record: FileRecord): Promise<void> {
	await store.write([changeOf(store, circle, id, record)]);
	circle.files.set(id, record);
}

/** What was fetched of others can be fetched again: it goes with a ring that this device reads no more; all of it with the place. */
export const forgetWithRing = (store: SealedStore, circle: CircleReplica, over: boolean): Promise<void> =>
	forgetFiles(
		store,
		circle,
		[...circle.files].filter(([, { digests }]) => over || digests === null).map(([id]) => id)
	);

/** Takes files off this device, whatever else there is of them. */
export async function forgetFiles(store: SealedStore, circle: CircleReplica, ids: readonly string[]): Promise<void> {
	const records = ids.flatMap((id) => circle.files.get(id) ?? []);
	if (records.length === 0) return;
	await store.write(ids.map((id) => changeOf(store, circle, id, undefined)));
	for (const id of ids) circle.files.delete(id);
	for (const { local } of records) await store.files.remove(local);
}

/** Makes room for `size` bytes more of what is fetched of others. */
export async function makeRoom(store: SealedStore, circle: CircleReplica, size: number, most = mostFetched): Promise<void> {
	const fetched = [...circle.files].filter(([, { digests }]) => digests === null).sort(([, a], [, b]) => a.at - b.at);
	let over = fetched.reduce((sum, [, record]) => sum + record.size, size) - most;
	const going: string[] = [];
	for (const [id, record] of fetched) {
		if (over <= 0) break;
		going.push(id);
		over -= record.size;
	}
	await forgetFiles(store, circle, going);
}

/** The files that something written here speaks of. */
export function filesIn({ body }: { body: OutboxItem['body'] }): SealedFile[] {
	if (body.type === 'proposal') return filesIn({ body: body.says });
	if (body.type === 'changed') return filesIn({ body: body.body });
	return filesOf('enclosed' in body ? body.enclosed : []);
}

/** What of an entry's files is here and not yet with the server. */
export const unsentOf = ({ files }: Pick<CircleReplica, 'files'>, item: Pick<OutboxItem, 'body'>): [SealedFile, FileRecord][] =>
	filesIn(item).flatMap((file): [SealedFile, FileRecord][] => {
		const record = files.get(file.id);
		return record === undefined || record.sent ? [] : [[file, record]];
	});

/** Whether something said, as it says now, shows this file. */
export const isSpokenOf = (fold: Fold, id: string): boolean =>
	[...fold.told.values()].some((told) => filesOf(nowSays(fold, told).enclosed).some((file) => file.id === id)) ||
	proposalsOf(fold).some((waits) => filesIn(waits).some((file) => file.id === id));

/** Files that were in what was said and are no longer, since it was corrected: ids. */
export function leftOut(fold: Fold, told: Told): string[] {
	const ever = new Set(everSaid(fold, told).flatMap((enclosed) => filesOf(enclosed).map(({ id }) => id)));
	// Most corrections are of words alone.
	if (ever.size === 0) return [];
	for (const one of fold.told.values()) for (const { id } of filesOf(nowSays(fold, one).enclosed)) ever.delete(id);
	return [...ever];
}

/** Ids of the files that something waiting here still speaks of. */
export const filesWaiting = ({ outbox }: CircleReplica): Set<string> => new Set(outbox.flatMap((item) => filesIn(item).map(({ id }) => id)));
