/** THIS DEVICE'S STORE, OPEN: records are sealed under the rest key as they go in, and opened as they come out. */
import { openAtRest, sealAtRest } from '#crypto/aead.ts';
import { fromBase64url, base64url, fromUtf8, utf8, type Bytes } from '#crypto/bytes.ts';
import { context } from '#wire/context.ts';
import type { FileStore } from './file-store.ts';
import { isWhole, putAway, takeOut, type Seeds } from './held-keys.ts';
import { boxStore, lockStore, type LockDoor } from './lock.ts';
import { openRestKey, StoreLocked } from './rest-key.ts';
import type { Change, Store } from './store.ts';

/** `aad` binds each record to its own name, so that records cannot be exchanged. */
export interface SealedStore extends Seeds {
	files: FileStore;
	read<T>(key: string): Promise<T | undefined>;
	/** Keys, taken out (held-keys.ts). */
	readKeys<T>(key: string): Promise<T | undefined>;
	list(prefix: string): Promise<string[]>;
	/** A change to be written later, together with others. */
	change(key: string, record: unknown): Promise<Change>;
	/** Keys are put away. @throws StoreLocked once it is locked */
	write(changes: readonly (Change | Promise<Change>)[]): Promise<void>;
	/** Names of keys that an earlier version kept as they are, and that a lock would leave here. */
	unwhole(): Promise<string[]>;
	/** Another way back opens it from here on, too (lock.ts). @throws NoLock */
	box(doors: readonly LockDoor[]): Promise<void>;
	/** Nothing is written here after it, and what opens it is here no more. @throws NoLock */
	lock(doors: readonly LockDoor[]): Promise<void>;
	close(): void;
}

/** Of `keys`: what is the store's own. */
const own: ReadonlySet<string> = new Set(['rest', 'rest-before', 'boxes']);

/** @throws StoreLocked */
export async function openSealedStore(store: Store): Promise<SealedStore> {
	const key = await openRestKey(store);
	let locked = false;
	const seeds: Seeds = {
		sealSeed: (of, seed) => sealAtRest(key, context('seed', of), seed),
		openSeed: (of, sealed) => openAtRest(key, context('seed', of), sealed)
	};
	return {
		...seeds,
		files: store.files,
		async read<T>(name: string) {
			const sealed = (await store.read('sealed', name)) as Bytes | undefined;
			return sealed === undefined ? undefined : fromRecord<T>(await openAtRest(key, context('rest', name), sealed));
		},
		async readKeys<T>(name: string) {
			const kept = (await store.read('keys', name)) as Parameters<typeof takeOut>[1] | undefined;
			return kept === undefined ? undefined : ((await takeOut(seeds, kept)) as T);
		},
		list: (prefix) => store.list(prefix),
		async change(name, record) {
			return { table: 'sealed', key: name, value: record === undefined ? undefined : await sealAtRest(key, context('rest', name), toRecord(record)) };
		},
		async write(changes) {
			const ready = await Promise.all(changes);
			// What was under way while it was being locked is not written behind it.
			if (locked) throw new StoreLocked();
			const kept = ({ table, value }: Change) => (table === 'keys' && value !== undefined ? putAway(value as Parameters<typeof putAway>[0]) : value);
			return store.write(ready.map((change) => ({ ...change, value: kept(change) })));
		},
		async unwhole() {
			const names = (await store.list('', 'keys')).filter((name) => !own.has(name));
			const held = await Promise.all(names.map(async (name) => ({ name, kept: (await store.read('keys', name)) as Parameters<typeof isWhole>[0] })));
			return held.filter(({ kept }) => !isWhole(kept)).map(({ name }) => name);
		},
		box: (doors) => boxStore(store, doors),
		async lock(doors) {
			locked = true;
			try {
				await lockStore(store, doors);
			} catch (error) {
				locked = false;
				throw error;
			}
		},
		close: () => store.close()
	};
}

/** JSON in which byte strings and maps survive. For this device only: never crosses the network. */
function toRecord(record: unknown): Bytes {
	return utf8(
		JSON.stringify(record, function (this: Record<string, unknown>, key, given: unknown) {
			// Bytes as they are, not as their own toJSON would have them (Node's Buffer).
			const value = this[key] instanceof Uint8Array ? this[key] : given;
			if (value instanceof Uint8Array) return { $b: base64url(value) };
			if (value instanceof Map) return { $m: [...value] };
			if (value instanceof Set) return { $s: [...value] };
			return value;
		})
	);
}

function fromRecord<T>(bytes: Bytes): T {
	return JSON.parse(fromUtf8(bytes), (_, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		const { $b, $m, $s } = value as { $b?: string; $m?: [unknown, unknown][]; $s?: unknown[] };
		if (typeof $b === 'string') return fromBase64url($b);
		if (Array.isArray($m)) return new Map($m);
		if (Array.isArray($s)) return new Set($s);
		return value;
	}) as T;
}
