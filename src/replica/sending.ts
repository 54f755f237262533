/** How far sending what is enclosed has come, for the screen. */
import type { SendingView } from '#domain/view.ts';
import type { CircleReplica, FileRecord } from './circle.ts';
import { unsentOf } from './files.ts';

/** Pictures go past a film, and over a line that is paid for by the byte without being asked about. Sealed bytes. */
export const small = 8 * 1024 * 1024;

/** Why a file does not go though it could. @param metered the line is one that a person may have to pay for, or asked to be gentle with */
export const heldBack = (record: FileRecord, metered: boolean): 'lost' | 'paused' | 'metered' | null =>
	record.lost ? 'lost' : record.paused ? 'paused' : metered && record.size > small && !record.anyway ? 'metered' : null;

/** Null where nothing of entry `id` is still to be sent but its words. */
export function sendingOf(circle: CircleReplica, id: string, online: boolean, metered: boolean): SendingView | null {
	const item = circle.outbox.find((one) => one.id === id);
	const unsent = item === undefined ? [] : unsentOf(circle, item);
	if (unsent.length === 0) return null;
	let [done, total, speed, full] = [0, 0, 0, false];
	for (const [file, { size }] of unsent) {
		const underWay = circle.underWay.get(file.id);
		done += underWay?.done ?? 0;
		total += size;
		speed += underWay?.perSecond ?? 0;
		full ||= underWay?.full === true;
	}
	const held = unsent.map(([, record]) => heldBack(record, metered));
	const waits = (['lost', 'paused', 'metered'] as const).find((why) => held.includes(why)) ?? (full ? 'full' : online ? null : 'offline');
	return { done, total, left: waits === null && speed > 0 ? Math.ceil((total - done) / speed) : null, waits };
}
