/** The browser's store. Sole importer of idb. */
import { openDB, type DBSchema } from 'idb';
import { openOpfs } from './opfs.ts';
import { openOpfsShares } from './opfs-shares.ts';
import type { Store } from './store.ts';

interface Schema extends DBSchema {
	keys: { key: string; value: unknown };
	sealed: { key: string; value: Uint8Array };
}

/** Versions go forward only; a new one adds a step to `upgrade` and a test from the old one's data. */
const version = 1;

export async function openIdbStore(name = 'kvar'): Promise<Store> {
	const db = await openDB<Schema>(name, version, {
		upgrade(database, from) {
			if (from < 1) {
				database.createObjectStore('keys');
				database.createObjectStore('sealed');
			}
		}
	});
	return {
		files: openOpfs(),
		shares: openOpfsShares(),
		read: (table, key) => db.get(table, key),
		list: async (prefix, table = 'sealed') => db.getAllKeys(table, IDBKeyRange.bound(prefix, prefix + '\uffff')),
		async write(changes) {
			const tx = db.transaction(['keys', 'sealed'], 'readwrite', { durability: 'strict' });
			for (const { table, key, value } of changes) {
				const objects = tx.objectStore(table);
				void (value === undefined ? objects.delete(key) : objects.put(value as Uint8Array, key));
			}
			await tx.done;
		},
		close: () => db.close()
	};
}
