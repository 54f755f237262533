/** `join`, `admit`, `replace`: who comes in, and who comes back. */
import { hex } from '#crypto/bytes.ts';
import { ringsWithin } from '#domain/ring.ts';
import { canBeSealedTo } from '../kem-key.ts';
import { refuse } from '../refused.ts';
import { currentEpoch, isOpen, type CircleState } from '../state.ts';
import { giveBox, giveBoxes, goOut, memberIn, most, writerOf, type Derived, type Of } from './kind.ts';

export function join(state: CircleState, entry: Of<'join'>, { memberId, deviceId }: Derived): void {
	if (entry.author.by !== 'invitation' || memberId === undefined || deviceId === undefined) return refuse('no-authority', 'One joins by an invitation');
	const [root, kem, device, sealedName, , box] = entry.body;
	const invitation = state.invitations.get(hex(entry.author.inviteId));
	if (invitation === undefined || !isOpen(invitation)) return refuse('not-open', 'This invitation is closed');
	if (state.members.has(memberId) || state.rolled.has(memberId)) refuse('seen-before', 'A root that was ever here cannot join again');
	if (state.invitations.has(memberId)) refuse('seen-before', 'A member has an id of their own');
	if (!canBeSealedTo(kem)) refuse('wrong-state', 'Nothing can be sealed to this member’s key');
	if (state.devices.has(deviceId)) refuse('seen-before', 'A device is certified once');
	if (state.members.size >= most.members) refuse('wrong-state', 'There are too many members');
	if (invitation.compare === (box !== null)) refuse('wrong-boxes', 'Who joins at once brings a box to themselves; who waits brings none');
	if (box !== null && box[0] !== currentEpoch(state, 'all')?.epoch) refuse('wrong-epoch', 'The box is of the newest epoch');
	invitation.used += 1;
	state.members.set(memberId, {
		id: memberId,
		root,
		kem,
		ring: invitation.ring,
		parent: false,
		standing: invitation.compare ? 'waiting' : 'in',
		invitation: invitation.id,
		letInBy: invitation.compare ? null : invitation.by,
		since: entry.at,
		sealedName,
		reach: invitation.compare ? [] : [{ n: entry.n, ring: invitation.ring }],
		parentFrom: null,
		grants: [],
		granted: [],
		out: null,
		insteadOf: null
	});
	state.devices.set(deviceId, { id: deviceId, member: memberId, key: device, n: entry.n, ended: null });
	if (box !== null) giveBox(state, memberId, 'all', box[0], box[1], entry.author);
}

export function admit(state: CircleState, entry: Of<'admit'>): void {
	const [memberId, boxes] = entry.body;
	const member = state.members.get(hex(memberId));
	if (member?.standing !== 'waiting') return refuse('wrong-state', 'Only someone who waits is admitted');
	giveBoxes(state, member.id, ringsWithin(member.ring), boxes, entry.author);
	member.standing = 'in';
	member.parent = state.invitations.get(member.invitation ?? '')?.parent ?? false;
	member.parentFrom = member.parent ? entry.n : null;
	member.letInBy = writerOf(entry.author);
	member.since = entry.at;
	member.reach = [{ n: entry.n, ring: member.ring }];
}

/** Someone who lost everything is in again as another member. What they wrote before stays the former one's. */
export function replace(state: CircleState, entry: Of<'replace'>): void {
	const [formerId, memberId, boxes] = entry.body;
	const former = memberIn(state, formerId);
	const member = state.members.get(hex(memberId));
	if (former.id === writerOf(entry.author)) refuse('wrong-state', 'Nobody vouches for themselves');
	if (member?.standing !== 'waiting') return refuse('wrong-state', 'Only someone who waits comes in another’s stead');
	giveBoxes(state, member.id, ringsWithin(former.ring), boxes, entry.author);
	member.standing = 'in';
	member.ring = former.ring;
	member.parent = former.parent;
	member.parentFrom = former.parent ? entry.n : null;
	member.grants = former.grants;
	member.granted = former.grants.map((grant) => ({ n: entry.n, grant, yes: true }));
	member.letInBy = writerOf(entry.author);
	member.since = entry.at;
	member.reach = [{ n: entry.n, ring: former.ring }];
	member.insteadOf = { member: former.id, vouched: writerOf(entry.author) };
	former.standing = 'replaced';
	goOut(former, entry);
}
