/** The floor's writer: everything that waits goes into one transaction, then all of it is answered. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { begin } from '#server/store/migrations/0001-begin.ts';

export type Batch = Uint8Array[];
/** How many are on the disk, in the order they came. */
export type Done = number;

const port = parentPort as MessagePort;
const db = new DatabaseSync(workerData as string);
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 2000');
db.exec(begin.sql);
const insert = db.prepare('INSERT INTO entries (circle, ring, seq, entry_id, envelope, body, head) VALUES (1, 0, ?, ?, ?, ?, ?)');
const beginTransaction = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
const head = new Uint8Array(32);
let seq = 0;

port.on('message', (first: Batch) => {
	let next: Batch | undefined = first;
	let done = 0;
	beginTransaction.run();
	while (next !== undefined) {
		for (const bytes of next) {
			const envelopeEnd = 18 + (((bytes[16] as number) << 8) | (bytes[17] as number));
			insert.run(++seq, bytes.subarray(0, 16), bytes.subarray(18, envelopeEnd), bytes.subarray(envelopeEnd), head);
			done += 1;
		}
		next = receiveMessageOnPort(port)?.message as Batch | undefined;
	}
	commit.run();
	port.postMessage(done satisfies Done);
});
