/** Who ought to hold a ring's key, and whether somebody who ought not to can open it. */
import { reaches, rings, type Ring } from '#domain/ring.ts';
import { currentEpoch, isOpen, type CircleState } from './state.ts';

/**
 * Ids and sealing keys of everyone a ring's key is for: each member who is in and reaches the ring, and, for `all`, each
 * open invitation that joins at once (its holder reads before saying a name).
 */
export function entitled(state: CircleState, ring: Ring): Map<string, Uint8Array<ArrayBuffer>> {
	const out = new Map<string, Uint8Array<ArrayBuffer>>();
	for (const member of state.members.values()) {
		if (member.standing === 'in' && reaches(member.ring, ring)) out.set(member.id, member.kem);
	}
	if (ring === 'all') {
		for (const invitation of state.invitations.values()) {
			if (!invitation.compare && isOpen(invitation)) out.set(invitation.id, invitation.kem);
		}
	}
	return out;
}

/**
 * True since someone who was not entitled could open the newest epoch of `ring`: a revoked or used-up invitation, someone
 * removed or moved outward. It stays so, also where they are entitled again. Nothing may be sealed under it any more; a new epoch comes first.
 * Also true before the first epoch.
 */
export function isDue(state: CircleState, ring: Ring): boolean {
	const epoch = currentEpoch(state, ring);
	return epoch === undefined || epoch.dueFrom !== null;
}

/** Someone who is not entitled now can open the newest epoch: it becomes due (apply.ts). */
export function opensTooMuch(state: CircleState, ring: Ring): boolean {
	const allowed = entitled(state, ring);
	for (const id of state.rings[ring].openers) if (!allowed.has(id)) return true;
	return false;
}

export const dueRings = (state: CircleState): Ring[] => rings.filter((ring) => isDue(state, ring));
