/**
 * WHAT A PERSON'S OWN LOG SAYS, and nobody else reads: the circles they belong to and who they are there, their ways back, what they have
 * laid aside, what rests, which days they wish to be shown. Bytes: the head of body.ts.
 */
import * as v from 'valibot';
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { doorKinds, type DoorKind } from '#domain/door.ts';
import type { Said } from '#domain/ready.ts';
import type { Ring } from '#domain/ring.ts';
import { bytes, entryId, textUpTo } from '#wire/shapes.ts';
import { codec, index, name, pick, type Codec } from './codec.ts';

/** In the own log only: a circle this person belongs to, and the seed of who they are there. */
export interface OwnCircle {
	type: 'circle';
	circleId: Bytes;
	seed: Bytes;
}

/** In the own log only: the seed whose keys took the place of this member's in a circle (device-). The member's id stays that of the first. */
export interface Roll {
	type: 'roll';
	/** Hex, both. */
	circle: string;
	member: string;
	seed: Bytes;
}

/** In the own log only: something said in a circle that this person does not wish to see, or does again. */
export interface Aside {
	type: 'aside';
	/** Hex. */
	circle: string;
	target: string;
	aside: boolean;
}

/** In the own log only: a way back (identity/door.ts), without what opens it. */
export interface DoorBody {
	type: 'door';
	/** Hex. */
	door: string;
	kind: DoorKind;
	name: string;
	kem: Bytes;
	plate: Bytes;
}
/** In the own log only: somebody has come by it. */
export interface DoorUsed {
	type: 'door-used';
	door: string;
}
/** In the own log only: it is there no more. */
export interface DoorGone {
	type: 'door-gone';
	door: string;
}
/** In the own log only: what opens it is kept outside of any device. */
export interface DoorKept {
	type: 'door-kept';
	door: string;
}
/** In the own log only: something that rests, or waits for its day. Written again, the later holds. */
export interface Draft {
	type: 'draft';
	/** Hex. */
	circle: string;
	/** What it will be, once it is said. */
	entry: string;
	ring: Ring;
	says: Said;
	/** When this person's device is to say it, milliseconds since 1970; null: it rests. */
	release: number | null;
}
/** In the own log only: it has been said, or put away. */
export interface DraftGone {
	type: 'draft-gone';
	circle: string;
	entry: string;
}
/** In the own log only: whether this person wishes to be shown that this day has come round. */
export interface Anniversary {
	type: 'anniversary';
	circle: string;
	/** An entry's id, or a child's and a date of theirs (domain/anniversary.ts). */
	what: string;
	shown: boolean;
}
export type OwnBody = OwnCircle | Roll | Aside | DoorBody | DoorUsed | DoorKept | DoorGone | Draft | DraftGone | Anniversary;

const maxWhat = 200;

/** Those that say nothing which could be said in a circle. */
export const ownCodecs: { [K in Exclude<OwnBody['type'], 'draft' | 'draft-gone'>]: Codec<Extract<OwnBody, { type: K }>> } = {
	aside: codec(
		v.strictTuple([bytes(32), entryId, v.boolean()]),
		(b) => [fromHex(b.circle), fromHex(b.target), b.aside],
		([circle, target, aside]) => ({ type: 'aside', circle: hex(circle), target: hex(target), aside })
	),
	door: codec(
		v.strictTuple([bytes(16), index(doorKinds), name, bytes(32), bytes(64)]),
		(b) => [fromHex(b.door), doorKinds.indexOf(b.kind), b.name, b.kem, b.plate],
		([door, kind, called, kem, plate]) => ({ type: 'door', door: hex(door), kind: pick(doorKinds, kind), name: called, kem, plate })
	),
	'door-used': codec(
		v.strictTuple([bytes(16)]),
		(b) => [fromHex(b.door)],
		([door]) => ({ type: 'door-used', door: hex(door) })
	),
	'door-kept': codec(
		v.strictTuple([bytes(16)]),
		(b) => [fromHex(b.door)],
		([door]) => ({ type: 'door-kept', door: hex(door) })
	),
	'door-gone': codec(
		v.strictTuple([bytes(16)]),
		(b) => [fromHex(b.door)],
		([door]) => ({ type: 'door-gone', door: hex(door) })
	),
	circle: codec(
		v.strictTuple([bytes(32), bytes(32)]),
		(b) => [b.circleId, b.seed],
		([circleId, seed]) => ({ type: 'circle', circleId, seed })
	),
	roll: codec(
		v.strictTuple([bytes(32), bytes(16), bytes(32)]),
		(b) => [fromHex(b.circle), fromHex(b.member), b.seed],
		([circle, member, seed]) => ({ type: 'roll', circle: hex(circle), member: hex(member), seed })
	),
	anniversary: codec(
		v.strictTuple([bytes(32), textUpTo(maxWhat), v.boolean()]),
		(b) => [fromHex(b.circle), b.what, b.shown],
		([circle, what, shown]) => ({ type: 'anniversary', circle: hex(circle), what, shown })
	)
};
