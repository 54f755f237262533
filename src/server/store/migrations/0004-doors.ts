/** Ways back: what a person's doors lead to, sealed (docs/protocol.md, Doors). An id is of one circle, the own log of whoever put it there. */
import type { Migration } from '../migration.ts';

export const doors: Migration = {
	version: 4,
	name: 'doors',
	sql: `
		CREATE TABLE doors (
			door   BLOB PRIMARY KEY,
			circle INTEGER NOT NULL,
			sealed BLOB NOT NULL
		) STRICT, WITHOUT ROWID;
		CREATE INDEX doors_by_circle ON doors (circle);
	`
};
