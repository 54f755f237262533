/** WHAT WAITS here to be sent. Of a ring that this device no longer reaches nothing goes, and nothing else waits for it; it goes should they come there again. */
import type { CircleReplica, OutboxItem } from './circle.ts';
import { unsentOf } from './files.ts';
import { readableRings } from './load-circle.ts';

export function waitingIn(circle: CircleReplica): OutboxItem[] {
	const reached = readableRings(circle);
	return circle.outbox.filter(({ acknowledged, ring }) => !acknowledged && reached.includes(ring));
}

/** The news is for the parents to tell, and for whom they have asked to: who is that no longer keeps their words, and they go nowhere (actions/ready.ts). */
export function mayGo({ state, keys }: CircleReplica, { body, sealed }: OutboxItem): boolean {
	const me = state.members.get(keys?.member.id ?? '');
	return sealed !== null || body.type !== 'announcement' || me === undefined || me.parent || me.grants.includes('spokesperson');
}

/** Of that, what can go now: an entry goes once the files it speaks of are with the server. */
export const readyIn = (circle: CircleReplica): OutboxItem[] =>
	waitingIn(circle).filter((item) => item.sealed !== null || (mayGo(circle, item) && unsentOf(circle, item).length === 0));
