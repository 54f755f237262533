/**
 * One process per data folder. An exclusive transaction held open on an empty database is a lock that the system drops
 * with the process, however it dies: no stale lock file, no process id to guess about.
 */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

export class FolderInUse extends Error {
	override name = 'FolderInUse';
}

/** @throws FolderInUse when another process serves this folder. */
export function lockFolder(folder: string): Disposable {
	const db = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
	try {
		db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
	} catch (error) {
		db.close();
		if (error instanceof Error && /locked|busy/i.test(error.message)) {
			throw new FolderInUse('Another Kvar is serving this data folder: stop it first, or choose another folder with --data');
		}
		throw error;
	}
	return { [Symbol.dispose]: () => db.close() };
}
