/**
 * A LONG LOG AT ONCE: rows written straight into the database of a server that is not running, as the server's own writer would
 * have written them one by one (src/server/store/accept-entries.ts): heads chained, each device's chain at its end, bytes counted.
 * A million entries by way of the route would take longer than everything that is then measured.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Bytes } from '#crypto/bytes.ts';
import type { Sealed } from '#log/seal.ts';
import type { EnvelopeHeader } from '#wire/envelope.ts';
import { headStart, headStep } from '#wire/ring-head.ts';
import { sha256 } from '#server/sha256.ts';

export class LogFiller implements Disposable {
	readonly #file: string;
	readonly #db: DatabaseSync;
	readonly #circle: number;
	readonly #ring: 0 | 1 | 2;
	readonly #insert;
	readonly #ends = new Map<string, { device: Bytes; seq: number; hash: Bytes }>();
	#bytes = 0;
	/** Number and head of the log's end. */
	newest: number;
	head: Bytes;

	/** @param folder of a server that has the circle and is not running. */
	constructor(folder: string, circleId: Bytes, ring: 0 | 1 | 2) {
		this.#file = join(folder, 'kvar.db');
		this.#db = new DatabaseSync(this.#file);
		// Nobody needs what a power cut would leave of it.
		this.#db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN');
		this.#circle = (this.#db.prepare('SELECT circle FROM circles WHERE id = ?').get(circleId) as { circle: number }).circle;
		this.#ring = ring;
		const end = this.#db.prepare('SELECT seq, head FROM entries WHERE circle = ? AND ring = ? ORDER BY seq DESC LIMIT 1').get(this.#circle, ring);
		const { seq, head } = (end ?? { seq: 0, head: sha256(headStart(circleId, ring)) }) as { seq: number; head: Bytes };
		this.newest = seq;
		this.head = head;
		this.#insert = this.#db.prepare('INSERT INTO entries (circle, ring, seq, entry_id, envelope, body, head) VALUES (?, ?, ?, ?, ?, ?, ?)');
	}

	/** The next entry of the log; `header` is its envelope's. */
	add({ deviceId, deviceSeq, entryId }: Pick<EnvelopeHeader, 'deviceId' | 'deviceSeq' | 'entryId'>, { envelope, body, hash }: Sealed): void {
		this.newest += 1;
		this.head = sha256(headStep(this.head, hash));
		this.#insert.run(this.#circle, this.#ring, this.newest, entryId, envelope, body, this.head);
		this.#ends.set(Buffer.from(deviceId).toString('latin1'), { device: deviceId, seq: deviceSeq, hash });
		this.#bytes += envelope.length + body.length;
	}

	[Symbol.dispose](): void {
		const putChain = this.#db.prepare('INSERT OR REPLACE INTO chains (circle, ring, device, seq, hash) VALUES (?, ?, ?, ?, ?)');
		for (const { device, seq, hash } of this.#ends.values()) putChain.run(this.#circle, this.#ring, device, seq, hash);
		this.#db.prepare('UPDATE circles SET bytes = bytes + ? WHERE circle = ?').run(this.#bytes, this.#circle);
		this.#db.exec('COMMIT');
		this.#db.close();
		// Else the server's own first fsync would have all of it to write.
		const file = openSync(this.#file, 'r+');
		fsyncSync(file);
		closeSync(file);
	}
}
