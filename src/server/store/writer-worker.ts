/**
 * The writer's own thread: owns the only connection that writes. WAL with synchronous=FULL: a commit returns after the
 * log is on the disk (https://sqlite.org/pragma.html#pragma_synchronous), and never holds up the thread that answers.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { groupCommitter } from './commit-group.ts';
import { forgetter } from './forget.ts';
import { packOutcomes, unpackCommands, type PackedCommands, type PackedOutcomes } from './pack-batch.ts';
import { migrate } from './migrate.ts';

export interface WriterSettings {
	file: string;
	/** Most MiB of the database file; 0: no limit but the disk's. */
	diskMb: number;
}
export interface Batch {
	/** Number of the first of its commands. */
	first: number;
	commands: PackedCommands;
}
export type WriterAnswer = { ready: true } | { failed: string; name: string } | { firsts: number[]; outcomes: PackedOutcomes[] };

const port = parentPort as MessagePort;
const answer = (message: WriterAnswer): void => port.postMessage(message);

function open({ file, diskMb }: WriterSettings): DatabaseSync {
	const db = new DatabaseSync(file, { timeout: 5000 });
	db.exec(
		'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000; PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON'
	);
	migrate(db);
	if (diskMb > 0) {
		const { page_size } = db.prepare('PRAGMA page_size').get() as { page_size: number };
		db.exec(`PRAGMA max_page_count = ${Math.floor((diskMb * 1024 * 1024) / page_size)}`);
	}
	return db;
}

function serve(db: DatabaseSync): void {
	const commitGroup = groupCommitter(db);
	const forget = forgetter(db);
	port.on('message', (message: Batch | 'close') => {
		let next: Batch | 'close' | undefined = message;
		const batches: Batch[] = [];
		while (next !== undefined && next !== 'close') {
			batches.push(next);
			next = receiveMessageOnPort(port)?.message as Batch | 'close' | undefined;
		}
		if (batches.length > 0) {
			const commands = batches.map((batch) => unpackCommands(batch.commands));
			const outcomes = commitGroup(commands.flat());
			// Before anybody is told that it is gone.
			forget(commands.flat());
			let at = 0;
			answer({ firsts: batches.map(({ first }) => first), outcomes: commands.map(({ length }) => packOutcomes(outcomes.slice(at, (at += length)))) });
		}
		if (next === 'close') {
			db.close();
			port.close();
		}
	});
	answer({ ready: true });
}

try {
	serve(open(workerData as WriterSettings));
} catch (error) {
	answer({ failed: error instanceof Error ? error.message : 'unknown', name: error instanceof Error ? error.name : 'Error' });
	port.close();
}
