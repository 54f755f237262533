/** The replica's store, kept in memory: the same port as the browser's (src/replica/idb-store.ts), for the client under Node. */
import type { Bytes } from '#crypto/bytes.ts';
import type { FileStore } from '#replica/file-store.ts';
import type { Change, Store } from '#replica/store.ts';

export interface MemoryStore extends Store {
	files: MemoryFiles;
	tables: Record<Change['table'], Map<string, unknown>>;
	kept: Map<string, Bytes>;
	/** Set to make the next writes fail, as a full disk would. */
	failing: boolean;
}

/** Sealed files in memory. To delete from `bytes` is what a browser does that wants room. */
export interface MemoryFiles extends FileStore {
	bytes: Map<string, Bytes>;
}

function createMemoryFiles(from?: MemoryFiles): MemoryFiles {
	const bytes = new Map(from?.bytes);
	return {
		bytes,
		create(name) {
			let content = new Uint8Array(0);
			bytes.set(name, content);
			return Promise.resolve({
				write(added, at) {
					if (at + added.length > content.length) {
						const longer = new Uint8Array(at + added.length);
						longer.set(content);
						content = longer;
					}
					content.set(added, at);
					return Promise.resolve();
				},
				read: (start, end) => Promise.resolve(content.slice(start, end)),
				close() {
					bytes.set(name, content);
					return Promise.resolve();
				}
			});
		},
		read(name, start, end) {
			const content = bytes.get(name);
			return Promise.resolve(content === undefined || end > content.length ? null : content.slice(start, end));
		},
		async slice(name, start, end) {
			const there = await this.read(name, start, end);
			return there === null ? null : new Blob([there]);
		},
		remove(name) {
			bytes.delete(name);
			return Promise.resolve();
		},
		list: () => Promise.resolve([...bytes.keys()])
	};
}

export function createMemoryStore(from?: MemoryStore): MemoryStore {
	const tables = { keys: new Map(from?.tables.keys), sealed: new Map(from?.tables.sealed) };
	const kept = new Map(from?.kept);
	return {
		files: createMemoryFiles(from?.files),
		kept,
		shares: {
			keep: (name, bytes) => Promise.resolve(void kept.set(name, bytes)),
			read: (name) => Promise.resolve(kept.get(name) ?? null),
			wipe(except) {
				for (const name of kept.keys()) if (name !== except) kept.delete(name);
				return Promise.resolve();
			}
		},
		tables,
		failing: false,
		read: (table, key) => Promise.resolve(tables[table].get(key)),
		list: (prefix, table = 'sealed') => Promise.resolve([...tables[table].keys()].filter((key) => key.startsWith(prefix)).sort()),
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
