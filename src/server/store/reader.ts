/** What can be read: committed rows only, through a connection of its own that cannot write. Every answer is bounded. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { headStart } from '#wire/ring-head.ts';
import { sha256 } from '../sha256.ts';
import type { NoticeState, PushKeys, RingNumber } from './command.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** A page ends once it holds this many bytes, whatever number of entries was asked for: reading must not hold up the loop. */
const pageBytes = 1024 * 1024;
/** One call for many rows costs a fraction of a call for each. */
const firstRows = 50;

export type StoredEntry = [envelope: Bytes, body: Bytes | null];
export interface StoredPage {
	first: number;
	headBefore: Bytes;
	entries: StoredEntry[];
	newest: number;
	newestHead: Bytes;
}
export interface Positions {
	control: number;
	rings: [us: number, close: number, all: number];
}

export interface StoredFile {
	/** Hex id of whose it is. */
	member: string;
	/** Sealed bytes. */
	size: number;
	/** It is here from its first byte to its last. */
	whole: boolean;
}

/** What a device wishes to be told of. */
export interface StoredNotices {
	/** Hex. */
	device: string;
	endpoint: string;
	/** A bit for each ring: 1 << RingNumber. */
	rings: number;
	/** Hex ids; empty: anybody. */
	people: string[];
	/** Minutes of the day, UTC. */
	quiet: { from: number; to: number } | null;
	state: NoticeState;
}

export interface Reader {
	/** This database's number of a circle; null when there is none. */
	circleOf(circleId: Uint8Array): number | null;
	circlesOfInvitation(invite: Uint8Array): Bytes[];
	/** Control entries numbered from `n` on, as many as a page takes. */
	controlFrom(circle: number, n: number): Bytes[];
	controlEntry(circle: number, n: number): Bytes | null;
	entriesAfter(circle: number, circleId: Bytes, ring: RingNumber, after: number, limit: number): StoredPage;
	entriesBefore(circle: number, circleId: Bytes, ring: RingNumber, before: number, limit: number): StoredPage;
	positions(circle: number): Positions;
	card(circle: number, invite: Uint8Array): Bytes | null;
	beacons(circle: number, ring: RingNumber): [device: Bytes, beacon: Bytes][];
	door(door: Uint8Array): Bytes | null;
	file(circle: number, file: Uint8Array): StoredFile | null;
	/** Whether an entry in ring `innermost` or further out speaks of it. */
	fileIsSpokenOf(circle: number, file: Uint8Array, innermost: RingNumber): boolean;
	/** Parts that have come of a file that is not whole. */
	partsOf(circle: number, file: Uint8Array): number[];
	/** SHA-256 of a part, as its sender said it would be. */
	partDigest(circle: number, file: Uint8Array, part: number): Bytes | null;
	notices(circle: number): StoredNotices[];
	noticesOf(circle: number, device: Uint8Array): StoredNotices | null;
	/** Ids of circles in which something is owed to a device. */
	circlesOwing(): Bytes[];
	pushKey(): PushKeys | null;
	/** Runs `read` on one moment of the database: what is committed meanwhile is not seen. */
	atOneMoment<T>(read: () => T): T;
	close(): void;
}

export function openReader(file: string): Reader {
	const db = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
	db.exec('PRAGMA cache_size = -8000');
	const circleOf = db.prepare('SELECT circle FROM circles WHERE id = ?');
	const circlesOfInvitation = db.prepare('SELECT id FROM invitations JOIN circles USING (circle) WHERE invite = ? ORDER BY circle LIMIT 4');
	const controlFrom = db.prepare('SELECT entry FROM control WHERE circle = ? AND n >= ? ORDER BY n LIMIT 500');
	const controlN = db.prepare('SELECT control_n FROM circles WHERE circle = ?');
	const after = db.prepare('SELECT envelope, body, seq FROM entries WHERE circle = ? AND ring = ? AND seq > ? ORDER BY seq LIMIT ?');
	const before = db.prepare('SELECT envelope, body, seq FROM entries WHERE circle = ? AND ring = ? AND seq < ? ORDER BY seq DESC LIMIT ?');
	const headAt = db.prepare('SELECT head FROM entries WHERE circle = ? AND ring = ? AND seq = ?');
	const newest = db.prepare('SELECT seq, head FROM entries WHERE circle = ? AND ring = ? ORDER BY seq DESC LIMIT 1');
	const card = db.prepare('SELECT card FROM cards WHERE circle = ? AND invite = ?');
	const beacons = db.prepare('SELECT device, beacon FROM beacons WHERE circle = ? AND ring = ?');
	const door = db.prepare('SELECT sealed FROM doors WHERE door = ?');
	const fileRow = db.prepare('SELECT member, size, missing FROM files WHERE circle = ? AND file = ?');
	const spokenOf = db.prepare('SELECT 1 FROM file_refs WHERE circle = ? AND file = ? AND ring >= ? LIMIT 1');
	const partsOf = db.prepare('SELECT part FROM file_parts WHERE circle = ? AND file = ? ORDER BY part');
	const partDigest = db.prepare('SELECT substr(digests, ? * 32 + 1, 32) AS digest FROM files WHERE circle = ? AND file = ?');
	const notices = db.prepare('SELECT * FROM notices WHERE circle = ?');
	const noticesOf = db.prepare('SELECT * FROM notices WHERE circle = ? AND device = ?');
	const circlesOwing = db.prepare('SELECT DISTINCT id FROM notices JOIN circles USING (circle) WHERE state = 1');
	const pushKey = db.prepare('SELECT public AS publicKey, private AS privateKey FROM push_key');
	for (const statement of [after, before, controlFrom, beacons]) statement.setReturnArrays(true);
	type Row = [envelope: Bytes, body: Bytes | null, seq: number];

	/** Entries from `seq` on, in the statement's own direction, until there are `limit` or a page is full; and the last one's number. */
	function take(statement: StatementSync, circle: number, ring: RingNumber, seq: number, limit: number): { entries: StoredEntry[]; last: number } {
		const entries: StoredEntry[] = [];
		let size = 0;
		let last = seq;
		for (;;) {
			// As many as will fill the page, if they are like those before.
			const likely = entries.length === 0 ? firstRows : Math.ceil(((pageBytes - size) * entries.length) / size);
			const asked = Math.min(limit - entries.length, likely);
			const rows = statement.all(circle, ring, last, asked) as unknown as Row[];
			for (const [envelope, body, at] of rows) {
				entries.push([envelope, body]);
				last = at;
				size += envelope.length + (body?.length ?? 0);
				if (size >= pageBytes) return { entries, last };
			}
			if (rows.length < asked || entries.length >= limit) return { entries, last };
		}
	}

	function page(circle: number, circleId: Bytes, ring: RingNumber, entries: StoredEntry[], firstIfAny: number): StoredPage {
		const end = newest.get(circle, ring) as { seq: number; head: Bytes } | undefined;
		const newestHead = end?.head ?? sha256(headStart(circleId, ring));
		const first = entries.length > 0 ? firstIfAny : Math.min(firstIfAny, (end?.seq ?? 0) + 1);
		const at = first > 1 ? (headAt.get(circle, ring, first - 1) as { head: Bytes }).head : sha256(headStart(circleId, ring));
		return { first, headBefore: at, entries, newest: end?.seq ?? 0, newestHead };
	}

	function atOneMoment<T>(read: () => T): T {
		if (db.isTransaction) return read();
		db.exec('BEGIN');
		try {
			return read();
		} finally {
			db.exec('COMMIT');
		}
	}

	return {
		circleOf: (circleId) => (circleOf.get(circleId) as { circle: number } | undefined)?.circle ?? null,
		circlesOfInvitation: (invite) => (circlesOfInvitation.all(invite) as { id: Bytes }[]).map(({ id }) => id),
		controlFrom(circle, n) {
			const out: Bytes[] = [];
			let size = 0;
			for (const [entry] of controlFrom.iterate(circle, n) as Iterable<unknown> as Iterable<[Bytes]>) {
				out.push(entry);
				if ((size += entry.length) >= pageBytes) break;
			}
			return out;
		},
		controlEntry: (circle, n) => ((controlFrom.get(circle, n) as unknown as [Bytes] | undefined) ?? [null])[0],
		entriesAfter: (circle, circleId, ring, seq, limit) =>
			atOneMoment(() => page(circle, circleId, ring, take(after, circle, ring, seq, limit).entries, seq + 1)),
		entriesBefore: (circle, circleId, ring, seq, limit) =>
			atOneMoment(() => {
				const { entries, last } = take(before, circle, ring, seq, limit);
				return page(circle, circleId, ring, entries.reverse(), entries.length > 0 ? last : 1);
			}),
		positions: (circle) =>
			atOneMoment(() => {
				const at = (ring: number) => (newest.get(circle, ring) as { seq: number } | undefined)?.seq ?? 0;
				return { control: (controlN.get(circle) as { control_n: number }).control_n, rings: [at(0), at(1), at(2)] };
			}),
		card: (circle, invite) => (card.get(circle, invite) as { card: Bytes } | undefined)?.card ?? null,
		beacons: (circle, ring) => beacons.all(circle, ring) as unknown as [Bytes, Bytes][],
		door: (id) => (door.get(id) as { sealed: Bytes } | undefined)?.sealed ?? null,
		file(circle, id) {
			const row = fileRow.get(circle, id) as { member: Bytes; size: number; missing: number } | undefined;
			return row === undefined ? null : { member: Buffer.from(row.member).toString('hex'), size: row.size, whole: row.missing === 0 };
		},
		fileIsSpokenOf: (circle, id, innermost) => spokenOf.get(circle, id, innermost) !== undefined,
		partsOf: (circle, id) => (partsOf.all(circle, id) as { part: number }[]).map(({ part }) => part),
		partDigest: (circle, id, part) => (partDigest.get(part, circle, id) as { digest: Bytes } | undefined)?.digest ?? null,
		notices: (circle) => (notices.all(circle) as unknown as NoticesRow[]).map(readNotices),
		noticesOf(circle, device) {
			const row = noticesOf.get(circle, device) as unknown as NoticesRow | undefined;
			return row === undefined ? null : readNotices(row);
		},
		circlesOwing: () => (circlesOwing.all() as { id: Bytes }[]).map(({ id }) => id),
		pushKey: () => (pushKey.get() as unknown as PushKeys | undefined) ?? null,
		atOneMoment,
		close: () => db.close()
	};
}

interface NoticesRow {
	device: Bytes;
	endpoint: string;
	rings: number;
	people: Bytes;
	quiet_from: number | null;
	quiet_to: number | null;
	state: NoticeState;
}
const idsIn = (ids: Bytes): string[] => Array.from({ length: ids.length / 16 }, (_, i) => Buffer.from(ids.subarray(i * 16, (i + 1) * 16)).toString('hex'));
const readNotices = ({ device, endpoint, rings, people, quiet_from: from, quiet_to: to, state }: NoticesRow): StoredNotices => ({
	device: Buffer.from(device).toString('hex'),
	endpoint,
	rings,
	people: idsIn(people),
	quiet: from === null || to === null ? null : { from, to },
	state
});
