/**
 * A CONTROL ENTRY: one step in who is in.
 *
 *   entry = COSE_Sign1(author, payload, external_aad = context('control', circleId))
 *   payload = CBOR [1, suite, circleId, n, prev, at, kind, author, body]
 *
 *   circleId  SHA-256 of the genesis payload, empty in genesis itself. Not of the signed entry: some platforms (WebKit's) sign the
 *             same bytes differently each time, and whoever has the root must find the same own log again (identity/root.ts)
 *   n, prev   its number from 0, and SHA-256 of the entry before it (32 zero bytes in genesis)
 *   at        milliseconds since 1970 by the author's clock: shown to people, never a rule
 *   author    [] the root in genesis · [0, memberId] a member's root · [1, memberId, deviceId] a device · [2, inviteId] an invitation
 *
 *    0 genesis        [salt, root, kem]
 *    1 invite         [inviteId, key, kem, ring, uses, compare, parent, box]   uses 0: many; box [epoch, sealed] or null
 *    2 revoke-invite  [inviteId]
 *    3 join           [root, kem, device, name, rootSignature, box]           name sealed under the card key
 *    4 admit          [memberId, boxes]                                       boxes [[ring, epoch, sealed], …]
 *    5 ring           [memberId, ring, boxes]                                 moved inward with boxes, outward without
 *    6 remove         [memberId]
 *    7 device+        [device]
 *    8 device-        [[deviceId, …], root, kem, rootSignature, boxes]         the member's root and kem from here on
 *    9 replace        [memberId, memberId of who comes in their stead, boxes]
 *   10 grant+         [memberId, grant]                                       grant 0 spokesperson, 1 helper-in-chief
 *   11 grant-         [memberId, grant]
 *   12 parent+        [memberId]
 *   13 epoch          [ring, epoch, commitment, prevEdge, [[recipientId, sealed], …]]
 *   15 erase-circle   [yes]                                                   a parent's yes, or its taking back
 *
 * 14 move is kept for a circle that goes to another host.
 * Keys are raw: Ed25519 and X25519 public keys of 32 bytes. `sealed` is an HPKE box of a 32-byte ring key: 80 bytes.
 */
import * as v from 'valibot';
import { decodeCbor, encodeCbor, MalformedCbor, type Cbor } from './cbor.ts';
import { context } from './context.ts';
import { decodeSign1 } from './cose.ts';
import { isNewer, payloadOf, suite, version } from './newer.ts';
import { bytes, bytesUpTo, circleId, count, deviceId, hash, inviteId, memberId, ring } from './shapes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const key = bytes(32);
const sealedKey = bytes(80);

/** At most this many people and links a ring key can be boxed for: as many members and invitations as there may be (membership/kinds/). */
const maxRecipients = 4000;

const boxes = (most: number) => v.pipe(v.array(v.strictTuple([ring, count, sealedKey])), v.maxLength(most));
/** 0 spokesperson, 1 helper-in-chief. */
const grant = v.picklist([0, 1]);

const bodies = {
	genesis: v.strictTuple([bytes(16), key, key]),
	invite: v.strictTuple([inviteId, key, key, ring, v.pipe(count, v.maxValue(1000)), v.boolean(), v.boolean(), v.nullable(v.strictTuple([count, sealedKey]))]),
	'revoke-invite': v.strictTuple([inviteId]),
	join: v.strictTuple([key, key, key, bytesUpTo(1024, 28), bytes(64), v.nullable(v.strictTuple([count, sealedKey]))]),
	admit: v.strictTuple([memberId, boxes(3)]),
	ring: v.strictTuple([memberId, ring, boxes(2)]),
	remove: v.strictTuple([memberId]),
	'device+': v.strictTuple([key]),
	'device-': v.strictTuple([v.pipe(v.array(deviceId), v.maxLength(32)), key, key, bytes(64), boxes(3)]),
	replace: v.strictTuple([memberId, memberId, boxes(3)]),
	'grant+': v.strictTuple([memberId, grant]),
	'grant-': v.strictTuple([memberId, grant]),
	'parent+': v.strictTuple([memberId]),
	'erase-circle': v.strictTuple([v.boolean()]),
	epoch: v.strictTuple([ring, count, hash, v.nullable(bytes(48)), v.pipe(v.array(v.strictTuple([bytes(16), sealedKey])), v.maxLength(maxRecipients))])
} as const;

export type ControlKind = keyof typeof bodies;
export type ControlBody<K extends ControlKind> = v.InferOutput<(typeof bodies)[K]>;

const kindNumber: Record<ControlKind, number> = {
	genesis: 0,
	invite: 1,
	'revoke-invite': 2,
	join: 3,
	admit: 4,
	ring: 5,
	remove: 6,
	'device+': 7,
	'device-': 8,
	replace: 9,
	'grant+': 10,
	'grant-': 11,
	'parent+': 12,
	epoch: 13,
	'erase-circle': 15
};
const kindOf = new Map<number, ControlKind>(Object.entries(kindNumber).map(([kind, number]) => [number, kind as ControlKind]));

export type Author =
	{ by: 'genesis' } | { by: 'root'; memberId: Bytes } | { by: 'device'; memberId: Bytes; deviceId: Bytes } | { by: 'invitation'; inviteId: Bytes };

const authorShape = v.union([
	v.strictTuple([]),
	v.strictTuple([v.literal(0), memberId]),
	v.strictTuple([v.literal(1), memberId, deviceId]),
	v.strictTuple([v.literal(2), inviteId])
]);
const frame = v.strictTuple([
	v.literal(version),
	v.literal(suite),
	v.union([bytes(0), circleId]),
	count,
	hash,
	count,
	count,
	authorShape,
	v.array(v.custom<Cbor>(() => true))
]);

export interface ControlFrame {
	/** Empty in genesis. */
	circleId: Bytes;
	n: number;
	prev: Bytes;
	at: number;
	author: Author;
}

/** One control entry's payload: its frame, its kind and the kind's own body. */
export type ControlPayload = ControlFrame & { [K in ControlKind]: { kind: K; body: ControlBody<K> } }[ControlKind];

/** A kind, version or suite that this client does not know: made with a newer version. Nothing after it can be judged. */
export class UnknownControlKind extends Error {
	override name = 'UnknownControlKind';
}

export const encodeControlPayload = (entry: ControlPayload): Bytes =>
	encodeCbor([version, suite, entry.circleId, entry.n, entry.prev, entry.at, kindNumber[entry.kind], authorArray(entry.author), entry.body as Cbor]);

function authorArray(author: Author): Cbor {
	if (author.by === 'genesis') return [];
	if (author.by === 'root') return [0, author.memberId];
	if (author.by === 'device') return [1, author.memberId, author.deviceId];
	return [2, author.inviteId];
}

export const controlContext = (circle: Bytes): Bytes => context('control', circle);

interface DecodedControlEntry {
	entry: ControlPayload;
	payload: Bytes;
	signature: Bytes;
}

/** Reads a control entry; proves nothing about who signed it. @throws MalformedCbor, UnknownControlKind */
export function decodeControlEntry(entry: Uint8Array): DecodedControlEntry {
	try {
		return decode(entry);
	} catch (error) {
		if (!(error instanceof MalformedCbor)) throw error;
		const payload = payloadOf(entry);
		if (!Array.isArray(payload) || !isNewer((payload as readonly Cbor[])[0], (payload as readonly Cbor[])[1])) throw error;
		throw new UnknownControlKind('A control entry is of a newer version or suite');
	}
}

function decode(entry: Uint8Array): DecodedControlEntry {
	const { payload, signature } = decodeSign1(entry);
	const read = v.safeParse(frame, decodeCbor(payload));
	if (!read.success) throw new MalformedCbor('A control entry is not of the form agreed on');
	const [, , circle, n, prev, at, number, author, body] = read.output;
	const kind = kindOf.get(number);
	if (kind === undefined) throw new UnknownControlKind(`A control entry is of kind ${number}, which this version does not know`);
	const readBody = v.safeParse(bodies[kind], body);
	if (!readBody.success) throw new MalformedCbor(`A control entry (${kind}) is not of the form agreed on`);
	return { entry: { circleId: circle, n, prev, at, author: readAuthor(author), kind, body: readBody.output } as ControlPayload, payload, signature };
}

function readAuthor(author: v.InferOutput<typeof authorShape>): Author {
	if (author.length === 0) return { by: 'genesis' };
	if (author[0] === 0) return { by: 'root', memberId: author[1] };
	if (author[0] === 1) return { by: 'device', memberId: author[1], deviceId: author[2] };
	return { by: 'invitation', inviteId: author[1] };
}
