/**
 * WHERE THIS DEVICE KEEPS WHAT IT KNOWS. A port: idb-store.ts in a browser, memory in tests of the client.
 * Two tables: `keys` for CryptoKeys that cannot be read out, `sealed` for everything else, sealed under the rest key.
 */
import { newRestKey, openAtRest, sealAtRest } from '#crypto/aead.ts';
import { fromBase64url, base64url, fromUtf8, utf8, type Bytes } from '#crypto/bytes.ts';
import { context } from '#wire/context.ts';
import type { FileStore } from './file-store.ts';

export interface Change {
	table: 'keys' | 'sealed';
	key: string;
	/** Undefined deletes. */
	value: unknown;
}

export interface Store {
	/** Sealed files, beside the tables. */
	files: FileStore;
	read(table: Change['table'], key: string): Promise<unknown>;
	/** Keys of `sealed` that begin with `prefix`, in order. */
	list(prefix: string): Promise<string[]>;
	/** All of it or nothing. Resolves once it is kept. */
	write(changes: readonly Change[]): Promise<void>;
	close(): void;
}

/** A store whose records are sealed at rest. `aad` binds each to its own key, so that records cannot be exchanged. */
export interface SealedStore {
	files: FileStore;
	read<T>(key: string): Promise<T | undefined>;
	readKeys<T>(key: string): Promise<T | undefined>;
	list(prefix: string): Promise<string[]>;
	/** A change to be written later, together with others. */
	change(key: string, record: unknown): Promise<Change>;
	write(changes: readonly (Change | Promise<Change>)[]): Promise<void>;
	close(): void;
}

export async function openSealedStore(store: Store): Promise<SealedStore> {
	let rest = (await store.read('keys', 'rest')) as CryptoKey | undefined;
	if (rest === undefined) {
		rest = await newRestKey();
		await store.write([{ table: 'keys', key: 'rest', value: rest }]);
	}
	const key = rest;
	return {
		files: store.files,
		async read<T>(name: string) {
			const sealed = (await store.read('sealed', name)) as Bytes | undefined;
			return sealed === undefined ? undefined : fromRecord<T>(await openAtRest(key, context('rest', name), sealed));
		},
		readKeys: async <T>(name: string) => (await store.read('keys', name)) as T | undefined,
		list: (prefix) => store.list(prefix),
		async change(name, record) {
			return { table: 'sealed', key: name, value: record === undefined ? undefined : await sealAtRest(key, context('rest', name), toRecord(record)) };
		},
		write: async (changes) => store.write(await Promise.all(changes)),
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
