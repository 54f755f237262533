/**
 * The first tables. Every table is keyed by circle first, so that it can be partitioned by it. `circle` is this database's
 * own small number for a circle; its 32-byte id is in `circles` alone.
 */
import type { Migration } from '../migration.ts';

export const begin: Migration = {
	version: 1,
	name: 'begin',
	sql: `
		CREATE TABLE circles (
			circle       INTEGER PRIMARY KEY,
			id           BLOB NOT NULL UNIQUE,
			control_n    INTEGER NOT NULL,
			control_head BLOB NOT NULL,
			bytes        INTEGER NOT NULL,
			began        INTEGER NOT NULL
		) STRICT;

		CREATE TABLE control (
			circle INTEGER NOT NULL,
			n      INTEGER NOT NULL,
			entry  BLOB NOT NULL,
			PRIMARY KEY (circle, n)
		) STRICT;

		-- A rowid table on purpose: rows of a kilobyte in an index tree (WITHOUT ROWID) would make it deep.
		CREATE TABLE entries (
			circle   INTEGER NOT NULL,
			ring     INTEGER NOT NULL,
			seq      INTEGER NOT NULL,
			entry_id BLOB NOT NULL,
			envelope BLOB NOT NULL,
			body     BLOB,
			head     BLOB NOT NULL,
			PRIMARY KEY (circle, ring, seq)
		) STRICT;
		CREATE UNIQUE INDEX entries_by_id ON entries (circle, entry_id);

		-- The last envelope of each device that was accepted into a ring's log.
		CREATE TABLE chains (
			circle    INTEGER NOT NULL,
			ring      INTEGER NOT NULL,
			device    BLOB NOT NULL,
			seq       INTEGER NOT NULL,
			hash      BLOB NOT NULL,
			PRIMARY KEY (circle, ring, device)
		) STRICT, WITHOUT ROWID;

		CREATE TABLE invitations (
			circle INTEGER NOT NULL,
			invite BLOB NOT NULL,
			PRIMARY KEY (circle, invite)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX invitations_by_id ON invitations (invite);

		CREATE TABLE cards (
			circle INTEGER NOT NULL,
			invite BLOB NOT NULL,
			card   BLOB NOT NULL,
			PRIMARY KEY (circle, invite)
		) STRICT;
	`
};
