/** `ring`, `remove`: who is moved further in or out, who is let go of, and who leaves. What they hold becomes due by itself (entitled.ts). */
import { rings, ringNumber, ringsWithin, type Ring } from '#domain/ring.ts';
import { refuse } from '../refused.ts';
import { isOpen, parentsIn, type CircleState } from '../state.ts';
import { revoke } from './invitations.ts';
import { giveBoxes, goOut, memberIn, writerOf, type Of } from './kind.ts';

export function move(state: CircleState, entry: Of<'ring'>): void {
	const [memberId, number, boxes] = entry.body;
	const member = memberIn(state, memberId);
	const ring = rings[number] as Ring;
	if (member.parent) refuse('wrong-state', 'Parents stay in us');
	if (ring === member.ring) refuse('wrong-state', 'They are in that ring already');
	// Innermost first: what is within the new ring and was not within the old.
	const opened = ringsWithin(ring).filter((one) => ringNumber(one) < ringNumber(member.ring));
	giveBoxes(state, member.id, opened, boxes, entry.author);
	member.ring = ring;
	member.reach = [...member.reach, { n: entry.n, ring }];
}

export function remove(state: CircleState, entry: Of<'remove'>): void {
	const member = memberIn(state, entry.body[0]);
	const leaves = writerOf(entry.author) === member.id;
	if (member.parent && !leaves) refuse('wrong-state', 'Nobody removes a parent');
	if (member.parent && parentsIn(state).length === 1) refuse('wrong-state', 'The last parent erases the place, or makes somebody else one first');
	// Those who stay are asked anew.
	if (member.parent) state.erasing.clear();
	member.standing = 'removed';
	member.grants = [];
	goOut(member, entry);
	// Links they came by, made, or can have been sent on: they would be in again as somebody else.
	for (const invitation of state.invitations.values()) {
		const forMany = !invitation.compare && invitation.uses !== 1;
		if (isOpen(invitation) && (forMany || invitation.id === member.invitation || invitation.by === member.id)) revoke(state, invitation);
	}
}
