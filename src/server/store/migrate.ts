/** Brings a database to the newest schema: forward only, each step in a transaction of its own, run by the writer at start. */
import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from './migration.ts';
import { begin } from './migrations/0001-begin.ts';
import { beacons } from './migrations/0002-beacons.ts';
import { files } from './migrations/0003-files.ts';
import { doors } from './migrations/0004-doors.ts';
import { notices } from './migrations/0005-notices.ts';

export const migrations: readonly Migration[] = [begin, beacons, files, doors, notices];

export class NewerSchema extends Error {
	override name = 'NewerSchema';
}

/** Runs what is missing; gives the version there is now. @throws NewerSchema when a newer Kvar wrote this database. */
export function migrate(db: DatabaseSync, steps: readonly Migration[] = migrations): number {
	db.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT');
	const { version } = db.prepare('SELECT coalesce(max(version), 0) AS version FROM schema_version').get() as { version: number };
	const newest = steps.at(-1)?.version ?? 0;
	if (version > newest) throw new NewerSchema('A newer Kvar has written in this data folder: start that one, or a newer');
	for (const step of steps.slice(version)) {
		db.exec('BEGIN IMMEDIATE');
		try {
			db.exec(step.sql);
			db.prepare('INSERT INTO schema_version (version, name, at) VALUES (?, ?, ?)').run(step.version, step.name, Date.now());
			db.exec('COMMIT');
		} catch (error) {
			db.exec('ROLLBACK');
			throw error;
		}
	}
	return newest;
}
