/** Who is in, as the control log says so far. Ids are lower-case hex. Holds no key that opens anything. */
import type { Grant } from '#domain/grant.ts';
import type { Ring } from '#domain/ring.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Member {
	id: string;
	/** Ed25519 public key that certifies this member's devices. */
	root: Bytes;
	/** X25519 public key that ring keys are sealed to. */
	kem: Bytes;
	/** The ring asked for while waiting, the ring reached once in; the last one reached by who is out. */
	ring: Ring;
	parent: boolean;
	/** `refused` never came in; `removed` was let go of; `replaced` came back as another member. */
	standing: 'in' | 'waiting' | 'refused' | 'removed' | 'replaced';
	/** The invitation used; null for who began the circle. */
	invitation: string | null;
	/** Who made the invitation (instant) or admitted (compared); null for who began the circle. */
	letInBy: string | null;
	since: number;
	/** The name said when joining, sealed under the invitation's card key; null for who began the circle. */
	sealedName: Bytes | null;
	/** Since which control entry they reach which ring, oldest first; ring null: none any more. Empty while waiting or refused. */
	reach: readonly Reach[];
	/** Number of the control entry since which they are a parent; null where they never were. */
	parentFrom: number | null;
	grants: readonly Grant[];
	/** Since which control entry they have a grant, or have it no longer, oldest first. */
	granted: readonly { n: number; grant: Grant; yes: boolean }[];
	/** By which entry they went out, when by its writer's clock, and whose it was; null while they are not. */
	out: { n: number; at: number; by: string } | null;
	/** Whose place they took, having lost everything, and who vouched for it. */
	insteadOf: { member: string; vouched: string } | null;
}

export interface Reach {
	n: number;
	ring: Ring | null;
}

export interface Device {
	id: string;
	member: string;
	key: Bytes;
	/** Number of the control entry that certified it. */
	n: number;
	/** By which entry it ended, and when by its writer's clock; null while it has not. */
	ended: { n: number; at: number } | null;
}

export interface Invitation {
	id: string;
	key: Bytes;
	kem: Bytes;
	ring: Ring;
	/** 0: many. */
	uses: number;
	used: number;
	/** True: words are compared and a parent admits. False: one joins at once (`all` only). */
	compare: boolean;
	parent: boolean;
	by: string;
	at: number;
	revoked: boolean;
}

export interface Epoch {
	epoch: number;
	/** Number of the control entry that began it, and the member whose device wrote that (hex). */
	n: number;
	by: string;
	commitment: Bytes;
	/** The former epoch's key sealed under this one's; null for the first. */
	prevEdge: Bytes | null;
	/** Number of the control entry since when nothing may be sealed under it any more (entitled.ts); null while it is good. */
	dueFrom: number | null;
}

export interface RingState {
	/** All epochs so far, the newest last. */
	epochs: Epoch[];
	/** Ids of members and invitations whose key can open the newest epoch; `<id> rolled` where a key can that its member no longer has. */
	openers: Set<string>;
}

export interface Box {
	epoch: number;
	/** Hex id of the member whose device made it; empty where an invitation did. */
	by: string;
	sealed: Bytes;
}

export interface CircleState {
	circleId: Bytes;
	/** Number and hash of the newest entry. */
	n: number;
	head: Bytes;
	/** Hash of every entry so far, by its number. */
	heads: Bytes[];
	members: Map<string, Member>;
	devices: Map<string, Device>;
	invitations: Map<string, Invitation>;
	rings: Record<Ring, RingState>;
	/** Ids that roots have which members took later (device-): these cannot join either. */
	rolled: Set<string>;
	/** Parents who have said yes to erasing everything. Once all have, `erased` is the entry with the last yes. */
	erasing: Set<string>;
	erased: { n: number; at: number } | null;
	/** The newest box of each ring's key for each member or invitation: `${id} ${ring}`. */
	boxes: Map<string, Box>;
}

export const isOpen = (invitation: Invitation): boolean => !invitation.revoked && (invitation.uses === 0 || invitation.used < invitation.uses);

export const currentEpoch = (state: CircleState, ring: Ring): Epoch | undefined => state.rings[ring].epochs.at(-1);

export const boxFor = (state: CircleState, id: string, ring: Ring): Box | undefined => state.boxes.get(`${id} ${ring}`);

/** The ring `member` reached at control entry `n`; null for none. */
export function ringAt(member: Member, n: number): Ring | null {
	let ring: Ring | null = null;
	for (const reach of member.reach) if (reach.n <= n) ring = reach.ring;
	return ring;
}

export const wasParentAt = (member: Member | undefined, n: number): boolean =>
	member !== undefined && member.parentFrom !== null && member.parentFrom <= n && ringAt(member, n) !== null;

/** Whether `member` was entrusted with `grant` at control entry `n`, and in. */
export function hadGrantAt(member: Member | undefined, grant: Grant, n: number): boolean {
	if (member === undefined || ringAt(member, n) === null) return false;
	return member.granted.filter((one) => one.grant === grant && one.n <= n).at(-1)?.yes === true;
}

export const parentsIn = (state: CircleState): Member[] => [...state.members.values()].filter(({ parent, standing }) => parent && standing === 'in');

/** A copy that can be changed without the first being changed. */
export function copyState(state: CircleState): CircleState {
	const ring = (r: Ring): RingState => ({ epochs: state.rings[r].epochs.map((epoch) => ({ ...epoch })), openers: new Set(state.rings[r].openers) });
	return {
		...state,
		heads: [...state.heads],
		members: new Map([...state.members].map(([id, member]) => [id, { ...member }])),
		devices: new Map([...state.devices].map(([id, device]) => [id, { ...device }])),
		invitations: new Map([...state.invitations].map(([id, invitation]) => [id, { ...invitation }])),
		rings: { us: ring('us'), close: ring('close'), all: ring('all') },
		rolled: new Set(state.rolled),
		erasing: new Set(state.erasing),
		boxes: new Map(state.boxes)
	};
}
