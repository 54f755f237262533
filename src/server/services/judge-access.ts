/**
 * What a session may see and do now, judged at every use against the newest control entry: who was let out a moment ago
 * is out already.
 *
 *   a device of someone who is in        control, and each ring its member reaches: read and write
 *   a device of someone who waits        control, nothing else
 *   the root of someone who is in        control; may append exactly a device of its own
 *   a device that ended, or of someone   control up to the entry that says so: who is shut out is to see by whom
 *   who was let go of or replaced
 *   an open invitation, joining at once  control, its card, reads `all`; may append exactly its join
 *   an open invitation, compared         control and its card; may append exactly its join
 *   anybody, once all was erased         control, which says so
 */
import { ringsWithin, type Ring } from '#domain/ring.ts';
import { isOpen, type CircleState, type Member } from '#membership/state.ts';
import type { Session } from './keep-sessions.ts';

export interface Access {
	/** Rings that may be read, innermost first. */
	rings: Ring[];
	/** Set when rings may be written too: a device of a member who is in. */
	member: Member | null;
	/** The last control entry that may be read; null: all there are. */
	until: number | null;
}

const memberAccess: Record<Ring, Ring[]> = { us: ringsWithin('us'), close: ringsWithin('close'), all: ringsWithin('all') };
const controlOnly: Access = { rings: [], member: null, until: null };

/** Null: this session has ended. */
export function judgeAccess(state: CircleState, session: Pick<Session, 'by' | 'id'>): Access | null {
	if (session.by === 'invitation') {
		const invitation = state.invitations.get(session.id);
		if (invitation === undefined || !isOpen(invitation)) return null;
		return { rings: invitation.compare || state.erased !== null ? [] : ['all'], member: null, until: null };
	}
	if (session.by === 'root') return state.members.get(session.id)?.standing === 'in' ? controlOnly : null;
	const device = state.devices.get(session.id);
	const member = device === undefined ? undefined : state.members.get(device.member);
	if (device === undefined || member === undefined || member.standing === 'refused') return null;
	const until = device.ended?.n ?? member.out?.n ?? null;
	if (until !== null) return { rings: [], member: null, until };
	if (member.standing === 'waiting' || state.erased !== null) return controlOnly;
	return { rings: memberAccess[member.ring], member, until: null };
}
