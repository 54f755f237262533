/** What is taken away for good: bodies of entries, or all of a circle but the control log that says who wished it. */
import type { DatabaseSync } from 'node:sqlite';
import { decodeEnvelope } from '#wire/envelope.ts';
import { fileDropper } from './keep-files.ts';
import type { Dropped, EraseCommand, Refused } from './command.ts';
import type { HeldCircle, HeldCircles } from './held-circles.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Done once is done: a body that is gone already is gone. All of a command's entries or none. */
export function bodyEraser(db: DatabaseSync, circles: HeldCircles): (command: EraseCommand) => Dropped | Refused {
	const find = db.prepare('SELECT envelope, length(body) AS size FROM entries WHERE circle = ? AND entry_id = ? AND ring = ?');
	const drop = db.prepare('UPDATE entries SET body = NULL WHERE circle = ? AND entry_id = ? AND ring = ?');

	const files = fileDropper(db);

	return function erase({ circle, ring, entryIds, by, parents }) {
		const held = circles.get(circle);
		if (held === undefined) return { refused: 'not-found' };
		let freed = 0;
		for (const id of entryIds) {
			const row = find.get(circle, id, ring) as { envelope: Bytes; size: number | null } | undefined;
			if (row === undefined) return { refused: 'not-found' };
			const { memberId, controlN } = decodeEnvelope(row.envelope).header;
			const author = Buffer.from(memberId).toString('hex');
			if (author !== by && (parents === null || (parents.get(author) ?? Infinity) <= controlN)) return { refused: 'not-yours' };
			freed += row.size ?? 0;
		}
		for (const id of entryIds) drop.run(circle, id, ring);
		const { dropped, size } = files.unrefer(circle, entryIds);
		held.bytes -= freed + size;
		circles.mark(held);
		return { dropped };
	};
}

export function circleEraser(db: DatabaseSync): (held: HeldCircle) => void {
	const deletes = ['entries', 'chains', 'invitations', 'cards', 'beacons', 'doors', 'notices', 'files', 'file_parts', 'file_refs'].map((table) =>
		db.prepare(`DELETE FROM ${table} WHERE circle = ?`)
	);
	const sizeOfControl = db.prepare('SELECT coalesce(sum(length(entry)), 0) AS size FROM control WHERE circle = ?');

	return function erase(held) {
		for (const statement of deletes) statement.run(held.circle);
		held.logs = {};
		held.bytes = (sizeOfControl.get(held.circle) as { size: number }).size;
	};
}
