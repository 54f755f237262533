/** Quiet notices: which device wishes to be told of what, and how far that has come; and the key by which push services know this host. */
import type { Migration } from '../migration.ts';

export const notices: Migration = {
	version: 5,
	name: 'notices',
	sql: `
		CREATE TABLE notices (
			circle     INTEGER NOT NULL,
			device     BLOB NOT NULL,
			endpoint   TEXT NOT NULL,
			rings      INTEGER NOT NULL, -- bit 0: us, 1: close, 2: all
			people     BLOB NOT NULL,    -- ids of members in a row; empty: anybody
			quiet_from INTEGER,          -- minutes of the day, UTC
			quiet_to   INTEGER,
			state      INTEGER NOT NULL, -- 0: nothing to say, 1: owed, 2: said, and not looked since
			PRIMARY KEY (circle, device)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX notices_owed ON notices (state) WHERE state = 1;
		CREATE TABLE push_key (
			one     INTEGER PRIMARY KEY CHECK (one = 1),
			public  TEXT NOT NULL,
			private TEXT NOT NULL
		) STRICT;
	`
};
