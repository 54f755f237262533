/** What each kind of control entry changes, and what must hold before it may. Checks come first, changes after. */
import { hex } from '#crypto/bytes.ts';
import { reaches, ringNumber, rings, ringsWithin, type Ring } from '#domain/ring.ts';
import type { ControlPayload } from '#wire/control-entry.ts';
import { entitled, isDue } from './entitled.ts';
import { canBeSealedTo } from './kem-key.ts';
import { refuse } from './refused.ts';
import { currentEpoch, isOpen, type CircleState, type Member } from './state.ts';

/** Ids worked out from keys beforehand (hashing is asynchronous, changing is not). */
export interface Derived {
	memberId?: string;
	deviceId?: string;
}
type Of<K extends ControlPayload['kind']> = Extract<ControlPayload, { kind: K }>;

/** No member can have more devices than this, no circle more invitations or members. */
const most = { devices: 32, invitations: 2000, members: 2000 };

export function genesisState(entry: Of<'genesis'>, circleId: Uint8Array<ArrayBuffer>, head: Uint8Array<ArrayBuffer>, memberId: string): CircleState {
	const [, root, kem] = entry.body;
	if (!canBeSealedTo(kem)) refuse('wrong-state', 'Nothing can be sealed to the founder’s key');
	const founder: Member = {
		id: memberId,
		root,
		kem,
		ring: 'us',
		parent: true,
		standing: 'in',
		invitation: null,
		letInBy: null,
		since: entry.at,
		sealedName: null,
		inFrom: 0
	};
	const empty = () => ({ epochs: [], openers: new Set<string>() });
	return {
		circleId,
		n: 0,
		head,
		heads: [head],
		members: new Map([[memberId, founder]]),
		devices: new Map(),
		invitations: new Map(),
		rings: { us: empty(), close: empty(), all: empty() },
		boxes: new Map()
	};
}

export function apply(state: CircleState, entry: ControlPayload, derived: Derived): void {
	switch (entry.kind) {
		case 'genesis':
			return refuse('wrong-state', 'A circle begins once');
		case 'device+':
			return addDevice(state, entry, derived);
		case 'invite':
			return invite(state, entry);
		case 'revoke-invite':
			return revokeInvite(state, entry);
		case 'join':
			return join(state, entry, derived);
		case 'admit':
			return admit(state, entry);
		case 'epoch':
			return beginEpoch(state, entry);
	}
}

function addDevice(state: CircleState, entry: Of<'device+'>, { deviceId }: Derived): void {
	if (entry.author.by !== 'root' || deviceId === undefined) return refuse('no-authority', 'Only a root certifies a device');
	const member = hex(entry.author.memberId);
	if (state.devices.has(deviceId)) refuse('seen-before', 'A device is certified once');
	if ([...state.devices.values()].filter((device) => device.member === member).length >= most.devices) {
		refuse('wrong-state', 'There are too many devices');
	}
	state.devices.set(deviceId, { id: deviceId, member, key: entry.body[0], n: entry.n });
}

function invite(state: CircleState, entry: Of<'invite'>): void {
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
	const by = entry.author.by === 'device' ? hex(entry.author.memberId) : '';
	state.invitations.set(id, { id, key, kem, ring, uses, used: 0, compare, parent, by, at: entry.at, revoked: false });
	if (box !== null) giveBox(state, id, 'all', box[0], box[1]);
}

function revokeInvite(state: CircleState, entry: Of<'revoke-invite'>): void {
	const invitation = state.invitations.get(hex(entry.body[0]));
	if (invitation === undefined || invitation.revoked) return refuse('not-open', 'There is no such open invitation');
	invitation.revoked = true;
	// Whoever waits by it waits no longer: this is also how a parent says no when the words differ.
	for (const member of state.members.values()) {
		if (member.invitation === invitation.id && member.standing === 'waiting') member.standing = 'refused';
	}
}

function join(state: CircleState, entry: Of<'join'>, { memberId, deviceId }: Derived): void {
	if (entry.author.by !== 'invitation' || memberId === undefined || deviceId === undefined) return refuse('no-authority', 'One joins by an invitation');
	const [root, kem, device, sealedName, , box] = entry.body;
	const invitation = state.invitations.get(hex(entry.author.inviteId));
	if (invitation === undefined || !isOpen(invitation)) return refuse('not-open', 'This invitation is closed');
	if (state.members.has(memberId)) refuse('seen-before', 'A root that was ever here cannot join again');
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
		inFrom: invitation.compare ? null : entry.n
	});
	state.devices.set(deviceId, { id: deviceId, member: memberId, key: device, n: entry.n });
	if (box !== null) giveBox(state, memberId, 'all', box[0], box[1]);
}

function admit(state: CircleState, entry: Of<'admit'>): void {
	const [memberId, boxes] = entry.body;
	const member = state.members.get(hex(memberId));
	if (member?.standing !== 'waiting') return refuse('wrong-state', 'Only someone who waits is admitted');
	const expected = ringsWithin(member.ring);
	if (boxes.length !== expected.length) refuse('wrong-boxes', 'A box for each ring they will reach, and no more');
	boxes.forEach(([number, epoch], i) => {
		if (number !== ringNumber(expected[i] as Ring)) refuse('wrong-boxes', 'A box for each ring they will reach, innermost first');
		if (epoch !== currentEpoch(state, expected[i] as Ring)?.epoch) refuse('wrong-epoch', 'Boxes are of the newest epochs');
	});
	member.standing = 'in';
	member.parent = state.invitations.get(member.invitation ?? '')?.parent ?? false;
	member.letInBy = entry.author.by === 'device' ? hex(entry.author.memberId) : null;
	member.since = entry.at;
	member.inFrom = entry.n;
	for (const [number, epoch, sealed] of boxes) giveBox(state, member.id, rings[number] as Ring, epoch, sealed);
}

function beginEpoch(state: CircleState, entry: Of<'epoch'>): void {
	const [number, epoch, commitment, prevEdge, boxes] = entry.body;
	const ring = rings[number] as Ring;
	const current = currentEpoch(state, ring);
	if (epoch !== (current === undefined ? 0 : current.epoch + 1)) refuse('wrong-epoch', 'Epochs count up by one');
	if ((prevEdge === null) !== (epoch === 0)) refuse('wrong-epoch', 'Every epoch but the first carries the key before it');
	const author = entry.author.by === 'device' ? state.members.get(hex(entry.author.memberId)) : undefined;
	if (author === undefined || !reaches(author.ring, ring)) return refuse('no-authority', 'A ring’s key is renewed by someone who reaches that ring');
	if (!author.parent && !isDue(state, ring)) refuse('no-authority', 'A key that is not due is renewed by parents only');
	const allowed = entitled(state, ring);
	if (boxes.length !== allowed.size) refuse('wrong-boxes', 'A box for each who is entitled, and for nobody else');
	let before = '';
	for (const [id] of boxes) {
		const recipient = hex(id);
		if (!allowed.has(recipient) || recipient <= before) refuse('wrong-boxes', 'A box for each who is entitled, in order, and for nobody else');
		before = recipient;
	}
	state.rings[ring].epochs.push({ epoch, n: entry.n, commitment, prevEdge, dueFrom: null });
	state.rings[ring].openers = new Set();
	for (const [id, sealed] of boxes) giveBox(state, hex(id), ring, epoch, sealed);
}

function giveBox(state: CircleState, id: string, ring: Ring, epoch: number, sealed: Uint8Array<ArrayBuffer>): void {
	state.boxes.set(`${id} ${ring}`, { epoch, sealed });
	state.rings[ring].openers.add(id);
}
