/**
 * Appends sealed entries to a ring's log, in the writer: the rules that depend on what is stored, judged and applied within one
 * transaction. All of a command's entries or none: every check comes before the first change.
 *
 * NOTE signatures. The server does not verify an envelope's signature. The session proves which device speaks, the header must
 * name that device, and every client verifies before it shows anything: a garbage signature hurts only its writer.
 *
 * NOTE idempotency. An envelope that is stored already gets the number it has, whatever has changed since: its answer was lost,
 * and a retry must not be told to seal anew what is said already. So this is looked at before every other rule.
 */
import type { DatabaseSync } from 'node:sqlite';
import { headStep } from '#wire/ring-head.ts';
import { sha256 } from '../sha256.ts';
import { fileReferrer } from './keep-files.ts';
import type { AppendCommand, Appended, EntryToAppend, Refused } from './command.ts';
import type { HeldCircle, HeldCircles, HeldLog } from './held-circles.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const noHash = Buffer.alloc(32);
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export function entryAcceptor(db: DatabaseSync, circles: HeldCircles): (command: AppendCommand) => Appended | Refused {
	const byId = db.prepare('SELECT ring, seq, envelope FROM entries WHERE circle = ? AND entry_id = ?');
	const insert = db.prepare('INSERT INTO entries (circle, ring, seq, entry_id, envelope, body, head) VALUES (?, ?, ?, ?, ?, ?, ?)');
	const files = fileReferrer(db);

	return function accept(command) {
		const held = circles.get(command.circle);
		if (held === undefined) return { refused: 'not-found' };
		const log = circles.log(held, command.circleId, command.ring);
		const { device } = command;
		const chain = log.chains.get(device) ?? { seq: 0, hash: noHash };
		const seqs: number[] = [];
		const fresh: EntryToAppend[] = [];
		let last: { seq: number; hash: Uint8Array } = chain;
		for (const entry of command.entries) {
			const stored = byId.get(command.circle, entry.entryId) as { ring: number; seq: number; envelope: Bytes } | undefined;
			const earlier = stored === undefined ? fresh.findIndex((other) => same(other.entryId, entry.entryId)) : -1;
			const known = stored?.envelope ?? fresh[earlier]?.envelope;
			if (known !== undefined) {
				if (!same(known, entry.envelope)) return { refused: 'id-taken' };
				seqs.push(stored?.seq ?? log.newest + earlier + 1);
				continue;
			}
			const refusal = judge(command, held, log.newest + fresh.length, last, entry);
			if (refusal !== null) return refusal;
			if (!files.mayReferTo(command, entry.files)) return { refused: 'file-missing' };
			fresh.push(entry);
			seqs.push(log.newest + fresh.length);
			last = { seq: entry.deviceSeq, hash: entry.hash };
		}
		const size = fresh.reduce((sum, entry) => sum + entry.envelope.length + entry.body.length, 0);
		if (size > 0 && held.bytes + size > command.quota) return { refused: 'circle-full' };
		const before = { newestBefore: log.newest, headBefore: log.head };
		store(command, held, log, fresh);
		if (fresh.length > 0) {
			held.bytes += size;
			// A copy: a view would keep the whole message in memory.
			log.chains.set(device, { seq: last.seq, hash: last.hash.slice() as Bytes, changed: true });
			circles.mark(held);
		}
		return { seqs, ...before };
	};

	function store(command: AppendCommand, held: HeldCircle, log: HeldLog, fresh: EntryToAppend[]): void {
		for (const entry of fresh) {
			log.newest += 1;
			log.head = sha256(headStep(log.head, entry.hash));
			insert.run(held.circle, command.ring, log.newest, entry.entryId, entry.envelope, entry.body, log.head);
			files.refer(command, entry);
		}
	}
}

function judge(command: AppendCommand, held: HeldCircle, newest: number, last: { seq: number; hash: Uint8Array }, entry: EntryToAppend): Refused | null {
	if (entry.controlN !== held.controlN || !same(entry.controlHead, held.controlHead)) return { refused: 'control-behind' };
	if (command.judgedN !== held.controlN) return { refused: 'stale' };
	if (command.epoch < 0 || entry.epoch !== command.epoch) return { refused: 'epoch-due' };
	if (entry.deviceSeq !== last.seq + 1 + entry.voids || !same(entry.devicePrev, last.hash)) return { refused: 'device-order' };
	if (entry.seenSeq > newest) return { refused: 'malformed', title: 'An entry says it has seen more of the log than there is' };
	return null;
}
