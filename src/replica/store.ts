/** WHERE THIS DEVICE KEEPS WHAT IT KNOWS. A port: idb-store.ts in a browser, memory in tests of the client. */
import type { FileStore } from './file-store.ts';
import type { Shares } from './shares.ts';

/** Two tables: `keys` for what opens (rest-key.ts, lock.ts, held-keys.ts), `sealed` for everything else, sealed under the rest key (sealed-store.ts). */
export interface Change {
	table: 'keys' | 'sealed';
	key: string;
	/** Undefined deletes. */
	value: unknown;
}

export interface Store {
	/** Sealed files, beside the tables. */
	files: FileStore;
	shares: Shares;
	read(table: Change['table'], key: string): Promise<unknown>;
	/** Keys of a table, `sealed` if none is named, that begin with `prefix`, in order. */
	list(prefix: string, table?: Change['table']): Promise<string[]>;
	/** All of it or nothing. Resolves once it is kept. */
	write(changes: readonly Change[]): Promise<void>;
	close(): void;
}
