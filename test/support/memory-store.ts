/** The replica's store, kept in memory: the same port as the browser's (src/replica/idb-store.ts), for the client under Node. */
import type { Change, Store } from '#replica/store.ts';

export interface MemoryStore extends Store {
	tables: Record<Change['table'], Map<string, unknown>>;
	/** Set to make the next writes fail, as a full disk would. */
	failing: boolean;
}

export function createMemoryStore(from?: MemoryStore): MemoryStore {
	const tables = { keys: new Map(from?.tables.keys), sealed: new Map(from?.tables.sealed) };
	return {
		tables,
		failing: false,
		read: (table, key) => Promise.resolve(tables[table].get(key)),
		list: (prefix) => Promise.resolve([...tables.sealed.keys()].filter((key) => key.startsWith(prefix)).sort()),
		write(changes) {
			if (this.failing) return Promise.reject(new DOMException('The disk is full', 'QuotaExceededError'));
			for (const { table, key, value } of changes) {
				if (value === undefined) tables[table].delete(key);
				else tables[table].set(key, value);
			}
			return Promise.resolve();
		},
		close: () => undefined
	};
}
