/**
 * What a session may see and do now, judged at every use against the newest control entry: who was let out a moment ago
 * is out already.
 *
 *   a device of someone who is in        control, and each ring its member reaches: read and write
 *   a device of someone who waits        control, nothing else
 *   an open invitation, joining at once  control, its card, reads `all`; may append exactly its join
 *   an open invitation, compared         control and its card; may append exactly its join
 */
import { ringsWithin, type Ring } from '#domain/ring.ts';
import { isOpen, type CircleState, type Member } from '#membership/state.ts';
import type { Session } from './keep-sessions.ts';

export interface Access {
	/** Rings that may be read, innermost first. */
	rings: Ring[];
	/** Set when rings may be written too: a device of a member who is in. */
	member: Member | null;
}

const memberAccess: Record<Ring, Ring[]> = { us: ringsWithin('us'), close: ringsWithin('close'), all: ringsWithin('all') };

/** Null: this session has ended. */
export function judgeAccess(state: CircleState, session: Pick<Session, 'by' | 'id'>): Access | null {
	if (session.by === 'invitation') {
		const invitation = state.invitations.get(session.id);
		if (invitation === undefined || !isOpen(invitation)) return null;
		return { rings: invitation.compare ? [] : ['all'], member: null };
	}
	const device = state.devices.get(session.id);
	const member = device === undefined ? undefined : state.members.get(device.member);
	if (member === undefined || member.standing === 'refused') return null;
	if (member.standing === 'waiting') return { rings: [], member: null };
	return { rings: memberAccess[member.ring], member };
}
