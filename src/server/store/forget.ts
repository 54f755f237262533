/**
 * GONE FROM THE DISK. Deleted bytes are overwritten in the database (PRAGMA secure_delete), but what was written there once still lies in the write-ahead
 * log until that is begun anew. After anything was erased it is folded in and cut to nothing (https://sqlite.org/pragma.html#pragma_wal_checkpoint, TRUNCATE).
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Command } from './command.ts';

const erases = (command: Command): boolean =>
	command.kind === 'erase' ||
	command.kind === 'door-drop' ||
	command.kind === 'notices-drop' ||
	(command.kind === 'control' && command.erases) ||
	command.kind === 'file-drop' ||
	command.kind === 'collect';

/** Milliseconds. */
const pause = 1_000;

/** To be called after each group was committed. Where a reader is in the way, it is tried again a moment later. */
export function forgetter(db: DatabaseSync): (commands: readonly Command[]) => void {
	const fold = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
	let owed = false;
	return function forget(commands) {
		owed ||= commands.some(erases);
		if (!owed || !db.isOpen) return;
		try {
			owed = (fold.get() as { busy: number }).busy !== 0;
		} catch {
			// The disk is full, or worse: what was committed stays committed.
		}
		if (owed) setTimeout(() => forget([]), pause).unref();
	};
}
