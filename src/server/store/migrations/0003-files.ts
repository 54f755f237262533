/** Sealed files: what is known of each, which parts of one are still to come, and which entries speak of it. Their bytes lie beside the database (blobs/). */
import type { Migration } from '../migration.ts';

export const files: Migration = {
	version: 3,
	name: 'files',
	sql: `
		CREATE TABLE files (
			circle  INTEGER NOT NULL,
			file    BLOB NOT NULL,
			member  BLOB NOT NULL,
			size    INTEGER NOT NULL,
			digests BLOB NOT NULL,
			-- Parts still to come: 0 is a whole file.
			missing INTEGER NOT NULL,
			touched INTEGER NOT NULL,
			PRIMARY KEY (circle, file)
		) STRICT;

		-- The parts that have come of a file that is not whole yet.
		CREATE TABLE file_parts (
			circle INTEGER NOT NULL,
			file   BLOB NOT NULL,
			part   INTEGER NOT NULL,
			PRIMARY KEY (circle, file, part)
		) STRICT, WITHOUT ROWID;

		CREATE TABLE file_refs (
			circle   INTEGER NOT NULL,
			entry_id BLOB NOT NULL,
			file     BLOB NOT NULL,
			ring     INTEGER NOT NULL,
			PRIMARY KEY (circle, entry_id, file)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX file_refs_by_file ON file_refs (circle, file, ring);
	`
};
