/** Doors: put there, put anew in place of the one before, taken away. Small and few, so they do not count against the quota; there is a most for each circle. */
import type { DatabaseSync } from 'node:sqlite';
import type { DoorCommand, DoorDropCommand, Refused } from './command.ts';

const most = 40;

export function doorKeeper(db: DatabaseSync) {
	const ownerOf = db.prepare('SELECT circle FROM doors WHERE door = ?');
	const count = db.prepare('SELECT count(*) AS count FROM doors WHERE circle = ?');
	const put = db.prepare('INSERT INTO doors (door, circle, sealed) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sealed = excluded.sealed');
	const drop = db.prepare('DELETE FROM doors WHERE door = ? AND circle = ?');
	return {
		put({ door, circle, sealed }: DoorCommand): object | Refused {
			const known = ownerOf.get(door) as { circle: number } | undefined;
			if (known !== undefined && known.circle !== circle) return { refused: 'id-taken' };
			if (known === undefined && (count.get(circle) as { count: number }).count >= most) return { refused: 'circle-full' };
			put.run(door, circle, sealed);
			return {};
		},
		/** Done once is done. */
		drop({ door, circle }: DoorDropCommand): object {
			drop.run(door, circle);
			return {};
		}
	};
}
