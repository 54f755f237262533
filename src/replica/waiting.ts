/** WHAT WAITS here to be sent. Of a ring that this device no longer reaches nothing goes, and nothing else waits for it; it goes should they come there again. */
import type { CircleReplica, OutboxItem } from './circle.ts';
import { unsentOf } from './files.ts';
import { readableRings } from './load-circle.ts';

export function waitingIn(circle: CircleReplica): OutboxItem[] {
	const reached = readableRings(circle);
	return circle.outbox.filter(({ acknowledged, ring }) => !acknowledged && reached.includes(ring));
}

/** Of that, what can go now: an entry goes once the files it speaks of are with the server. */
export const readyIn = (circle: CircleReplica): OutboxItem[] => waitingIn(circle).filter((item) => item.sealed !== null || unsentOf(circle, item).length === 0);
