/** `invite`, `revoke-invite`. */
import { hex } from '#crypto/bytes.ts';
import { rings, type Ring } from '#domain/ring.ts';
import { isDue } from '../entitled.ts';
import { canBeSealedTo } from '../kem-key.ts';
import { refuse } from '../refused.ts';
import { currentEpoch, type CircleState, type Invitation } from '../state.ts';
import { giveBox, most, writerOf, type Of } from './kind.ts';

export function invite(state: CircleState, entry: Of<'invite'>): void {
	const [inviteId, key, kem, number, uses, compare, parent, box] = entry.body;
	const ring = rings[number] as Ring;
	const id = hex(inviteId);
	if (state.invitations.has(id)) refuse('seen-before', 'An invitation is made once');
	// Boxes go by id: an invitation that took a member's would take that member's keys.
	if (state.members.has(id)) refuse('seen-before', 'An invitation has an id of its own');
	if (!canBeSealedTo(kem)) refuse('wrong-state', 'Nothing can be sealed to this invitation’s key');
	if (state.invitations.size >= most.invitations) refuse('wrong-state', 'There are too many invitations');
	if (parent && ring !== 'us') refuse('wrong-state', 'A parent is invited into us');
	if ((ring !== 'all' || uses !== 1) && compare !== (ring !== 'all')) refuse('wrong-state', 'Words are compared with whoever comes further in than all');
	if (compare && uses !== 1) refuse('wrong-state', 'An invitation with words to compare is for one');
	if (compare === (box !== null)) refuse('wrong-boxes', 'An invitation carries the ring’s key exactly when one joins by it at once');
	if (box !== null && (isDue(state, 'all') || box[0] !== currentEpoch(state, 'all')?.epoch)) {
		refuse('wrong-epoch', 'An invitation carries the newest key, and none that is due');
	}
	state.invitations.set(id, { id, key, kem, ring, uses, used: 0, compare, parent, by: writerOf(entry.author), at: entry.at, revoked: false });
	if (box !== null) giveBox(state, id, 'all', box[0], box[1], entry.author);
}

export function revokeInvite(state: CircleState, entry: Of<'revoke-invite'>): void {
	const invitation = state.invitations.get(hex(entry.body[0]));
	if (invitation === undefined || invitation.revoked) return refuse('not-open', 'There is no such open invitation');
	revoke(state, invitation);
}

/** Whoever waits by it waits no longer: this is also how a parent says no when the words differ. */
export function revoke(state: CircleState, invitation: Invitation): void {
	invitation.revoked = true;
	for (const member of state.members.values()) {
		if (member.invitation === invitation.id && member.standing === 'waiting') member.standing = 'refused';
	}
}
