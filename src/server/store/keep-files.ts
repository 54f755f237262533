/**
 * What the writer knows of files: begun, part by part there, whole, spoken of by entries, and gone when no entry speaks of them.
 *
 * NOTE order. Bytes are on the disk before the row that says so is; a row is gone before its bytes are. So a crash leaves at worst
 * bytes that no row speaks of (services/collect-files.ts takes them away), never a row without its bytes.
 */
import type { DatabaseSync } from 'node:sqlite';
import { partCount } from '#wire/api.ts';
import type { AppendCommand, CollectCommand, Dropped, EntryToAppend, FileBeginCommand, FileDropCommand, FilePartCommand, Refused } from './command.ts';
import type { HeldCircles } from './held-circles.ts';

type Bytes = Uint8Array<ArrayBuffer>;
interface FileRow {
	member: Bytes;
	size: number;
	missing: number;
}
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Files an entry speaks of must be here whole, and be its writer's own or readable to them already. */
export function fileReferrer(db: DatabaseSync) {
	const find = db.prepare('SELECT member, missing FROM files WHERE circle = ? AND file = ?');
	const readable = db.prepare('SELECT 1 FROM file_refs WHERE circle = ? AND file = ? AND ring >= ? LIMIT 1');
	const insert = db.prepare('INSERT OR IGNORE INTO file_refs (circle, entry_id, file, ring) VALUES (?, ?, ?, ?)');
	return {
		mayReferTo: ({ circle, member, innermost }: AppendCommand, files: Bytes[]): boolean =>
			files.every((file) => {
				const row = find.get(circle, file) as FileRow | undefined;
				if (row?.missing !== 0) return false;
				return hexOf(row.member) === member || readable.get(circle, file, innermost) !== undefined;
			}),
		refer({ circle, ring }: AppendCommand, { entryId, files }: EntryToAppend): void {
			for (const file of files) insert.run(circle, entryId, file, ring);
		}
	};
}

export function fileDropper(db: DatabaseSync) {
	const refsOf = db.prepare('SELECT file FROM file_refs WHERE circle = ? AND entry_id = ?');
	const unrefer = db.prepare('DELETE FROM file_refs WHERE circle = ? AND entry_id = ?');
	const referred = db.prepare('SELECT 1 FROM file_refs WHERE circle = ? AND file = ? LIMIT 1');
	const remove = db.prepare('DELETE FROM files WHERE circle = ? AND file = ? RETURNING size');
	const removeParts = db.prepare('DELETE FROM file_parts WHERE circle = ? AND file = ?');

	/** Bytes that are free now. */
	function drop(circle: number, file: Bytes): number {
		removeParts.run(circle, file);
		return (remove.get(circle, file) as { size: number } | undefined)?.size ?? 0;
	}

	return {
		drop,
		/** Entries speak of their files no more; what nobody speaks of now goes. */
		unrefer(circle: number, entryIds: Bytes[]): Dropped & { size: number } {
			const files = entryIds.flatMap((id) => (refsOf.all(circle, id) as { file: Bytes }[]).map(({ file }) => file));
			for (const id of entryIds) unrefer.run(circle, id);
			const dropped = files.filter((file) => referred.get(circle, file) === undefined).map((file) => ({ circle, file }));
			return { dropped, size: dropped.reduce((sum, { file }) => sum + drop(circle, file), 0) };
		}
	};
}

export function fileKeeper(db: DatabaseSync, circles: HeldCircles) {
	const find = db.prepare('SELECT member, size, missing FROM files WHERE circle = ? AND file = ?');
	const insert = db.prepare('INSERT INTO files (circle, file, member, size, digests, missing, touched) VALUES (?, ?, ?, ?, ?, ?, ?)');
	const touch = db.prepare('UPDATE files SET touched = ? WHERE circle = ? AND file = ?');
	const insertPart = db.prepare('INSERT OR IGNORE INTO file_parts (circle, file, part) VALUES (?, ?, ?)');
	const countDown = db.prepare('UPDATE files SET missing = missing - 1, touched = ? WHERE circle = ? AND file = ? RETURNING missing');
	const forgetParts = db.prepare('DELETE FROM file_parts WHERE circle = ? AND file = ?');
	const unused = db.prepare(`
		SELECT circle, file FROM files WHERE touched < ?
		AND NOT EXISTS (SELECT 1 FROM file_refs WHERE file_refs.circle = files.circle AND file_refs.file = files.file) LIMIT 500
	`);
	const unreferAll = db.prepare('DELETE FROM file_refs WHERE circle = ? AND file = ?');
	const dropper = fileDropper(db);

	function begin({ circle, file, member, size, digests, quota, now }: FileBeginCommand): object | Refused {
		const held = circles.get(circle);
		if (held === undefined) return { refused: 'not-found' };
		const known = find.get(circle, file) as FileRow | undefined;
		if (known !== undefined) {
			if (hexOf(known.member) !== member || known.size !== size) return { refused: 'not-yours' };
			touch.run(now, circle, file);
			return {};
		}
		if (held.bytes + size > quota) return { refused: 'circle-full' };
		insert.run(circle, file, Buffer.from(member, 'hex'), size, digests, partCount(size), now);
		held.bytes += size;
		circles.mark(held);
		return {};
	}

	function part({ circle, file, part, now }: FilePartCommand): object | Refused {
		const known = find.get(circle, file) as FileRow | undefined;
		if (known === undefined) return { refused: 'not-found' };
		if (known.missing === 0 || insertPart.run(circle, file, part).changes === 0) return {};
		const { missing } = countDown.get(now, circle, file) as { missing: number };
		if (missing === 0) forgetParts.run(circle, file);
		return {};
	}

	function drop({ circle, file, member }: FileDropCommand): Dropped | Refused {
		const held = circles.get(circle);
		const known = find.get(circle, file) as FileRow | undefined;
		if (held === undefined || known === undefined) return { dropped: [] };
		if (hexOf(known.member) !== member) return { refused: 'not-yours' };
		unreferAll.run(circle, file);
		held.bytes -= dropper.drop(circle, file);
		circles.mark(held);
		return { dropped: [{ circle, file }] };
	}

	function collect({ before }: CollectCommand): Dropped {
		const dropped = unused.all(before) as unknown as Dropped['dropped'];
		for (const { circle, file } of dropped) {
			const size = dropper.drop(circle, file);
			const held = circles.get(circle);
			if (held === undefined) continue;
			held.bytes -= size;
			circles.mark(held);
		}
		return { dropped: dropped.map(({ circle, file }) => ({ circle, file })) };
	}

	return { begin, part, drop, collect };
}
