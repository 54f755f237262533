/** What each device last said of how far it has read (docs/protocol.md, Beacons): sealed, overwritten, never a log. */
import type { Migration } from '../migration.ts';

export const beacons: Migration = {
	version: 2,
	name: 'beacons',
	sql: `
		CREATE TABLE beacons (
			circle INTEGER NOT NULL,
			ring   INTEGER NOT NULL,
			device BLOB NOT NULL,
			beacon BLOB NOT NULL,
			PRIMARY KEY (circle, ring, device)
		) STRICT, WITHOUT ROWID;
	`
};
