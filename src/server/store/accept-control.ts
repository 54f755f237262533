/** Appends control entries that the main thread has judged, if the log has not moved since; begins circles; keeps cards. */
import type { DatabaseSync } from 'node:sqlite';
import type { Began, BeginCommand, CardCommand, ControlCommand, Refused } from './command.ts';
import { circleEraser } from './erase.ts';
import type { HeldCircles } from './held-circles.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** Beyond the quota of entries, so that a full circle can still revoke, admit and renew keys. */
const controlAllowance = 64 * 1024 * 1024;
const sizeOf = (entries: Bytes[]): number => entries.reduce((sum, entry) => sum + entry.length, 0);

export function controlAcceptor(db: DatabaseSync, circles: HeldCircles) {
	const insert = db.prepare('INSERT INTO control (circle, n, entry) VALUES (?, ?, ?)');
	const insertInvitation = db.prepare('INSERT OR IGNORE INTO invitations (circle, invite) VALUES (?, ?)');
	const insertCircle = db.prepare('INSERT INTO circles (id, control_n, control_head, bytes, began) VALUES (?, ?, ?, ?, ?)');
	const circleOf = db.prepare('SELECT circle FROM circles WHERE id = ?');
	const countCircles = db.prepare('SELECT count(*) AS count FROM circles');
	const cardOf = db.prepare('SELECT length(card) AS size FROM cards WHERE circle = ? AND invite = ?');
	const putCard = db.prepare('INSERT INTO cards (circle, invite, card) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET card = excluded.card');

	const eraseCircle = circleEraser(db);

	function control(command: ControlCommand): object | Refused {
		const held = circles.get(command.circle);
		if (held === undefined) return { refused: 'not-found' };
		if (held.controlN !== command.n || Buffer.compare(held.controlHead, command.head) !== 0) return { refused: 'control-moved' };
		const size = sizeOf(command.entries);
		if (held.bytes + size > command.quota + controlAllowance) return { refused: 'circle-full' };
		for (const entry of command.entries) insert.run(command.circle, (held.controlN += 1), entry);
		for (const invite of command.invitations) insertInvitation.run(command.circle, invite);
		if (command.erases) eraseCircle(held);
		held.controlHead = command.newHead;
		held.bytes += size;
		circles.mark(held);
		return {};
	}

	function begin(command: BeginCommand): Began | Refused {
		if (circleOf.get(command.circleId) !== undefined) return { refused: 'circle-exists' };
		if ((countCircles.get() as { count: number }).count >= command.most) {
			return { refused: 'too-many', title: 'This host has as many circles as it takes' };
		}
		const { lastInsertRowid } = insertCircle.run(command.circleId, command.entries.length - 1, command.newHead, sizeOf(command.entries), Date.now());
		const circle = Number(lastInsertRowid);
		command.entries.forEach((entry, n) => insert.run(circle, n, entry));
		for (const invite of command.invitations) insertInvitation.run(circle, invite);
		return { circle };
	}

	function card(command: CardCommand): object | Refused {
		const held = circles.get(command.circle);
		if (held === undefined) return { refused: 'not-found' };
		const old = cardOf.get(command.circle, command.invite) as { size: number } | undefined;
		const more = command.card.length - (old?.size ?? 0);
		if (held.bytes + more > command.quota) return { refused: 'circle-full' };
		putCard.run(command.circle, command.invite, command.card);
		held.bytes += more;
		circles.mark(held);
		return {};
	}

	return { control, begin, card };
}
