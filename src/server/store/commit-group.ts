/** GROUP COMMIT: everything that waits goes into one transaction; nobody is answered before it is on the disk. */
import type { DatabaseSync } from 'node:sqlite';
import { controlAcceptor } from './accept-control.ts';
import { entryAcceptor } from './accept-entries.ts';
import type { Command, Outcome } from './command.ts';
import { bodyEraser } from './erase.ts';
import { HeldCircles } from './held-circles.ts';
import { beaconKeeper } from './keep-beacon.ts';
import { doorKeeper } from './keep-doors.ts';
import { fileKeeper } from './keep-files.ts';
import { noticesKeeper } from './keep-notices.ts';

export function groupCommitter(db: DatabaseSync): (commands: Command[]) => Outcome[] {
	const circles = new HeldCircles(db);
	const appendEntries = entryAcceptor(db, circles);
	const { control, begin, card } = controlAcceptor(db, circles);
	const eraseBodies = bodyEraser(db, circles);
	const keepBeacon = beaconKeeper(db);
	const doors = doorKeeper(db);
	const files = fileKeeper(db, circles);
	const notices = noticesKeeper(db);
	const beginTransaction = db.prepare('BEGIN IMMEDIATE');
	const commit = db.prepare('COMMIT');

	function accept(command: Command): Outcome {
		switch (command.kind) {
			case 'append':
				return appendEntries(command);
			case 'control':
				return control(command);
			case 'begin':
				return begin(command);
			case 'card':
				return card(command);
			case 'erase':
				return eraseBodies(command);
			case 'beacon':
				return keepBeacon(command);
			case 'door':
				return doors.put(command);
			case 'door-drop':
				return doors.drop(command);
			case 'file-begin':
				return files.begin(command);
			case 'file-part':
				return files.part(command);
			case 'file-drop':
				return files.drop(command);
			case 'collect':
				return files.collect(command);
			case 'notices':
				return notices.put(command);
			case 'notices-drop':
				return notices.drop(command);
			case 'notices-state':
				return notices.state(command);
			case 'push-key':
				return notices.pushKey(command);
		}
	}

	/** One outcome for each command. Whatever the disk refuses undoes the whole group: then each is `storage`. */
	return function commitGroup(commands) {
		try {
			beginTransaction.run();
			const outcomes = commands.map(accept);
			circles.flush();
			commit.run();
			circles.trim();
			return outcomes;
		} catch (error) {
			circles.forget();
			if (db.isTransaction) db.exec('ROLLBACK');
			const reason = error instanceof Error ? error.message : 'unknown';
			return commands.map(() => ({ refused: 'storage', reason }));
		}
	};
}
