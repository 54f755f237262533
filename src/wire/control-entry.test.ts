import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, countOf, flip, runs } from '../../test/support/property.ts';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { decodeCbor, encodeCbor, MalformedCbor, type Cbor } from './cbor.ts';
import { context } from './context.ts';
import {
	controlContext,
	decodeControlEntry,
	encodeControlPayload,
	UnknownControlKind,
	type Author,
	type ControlBody,
	type ControlKind,
	type ControlPayload
} from './control-entry.ts';
import { encodeSign1, toBeSigned } from './cose.ts';

const key = bytesOf(32);
const ring = fc.constantFrom(0 as const, 1 as const, 2 as const);
const box = fc.option(fc.tuple(countOf(), bytesOf(80)));
const boxes = (most: number) => fc.array(fc.tuple(ring, countOf(), bytesOf(80)), { maxLength: most });
const grant = fc.constantFrom(0 as const, 1 as const);
const bodies: { [K in ControlKind]: fc.Arbitrary<ControlBody<K>> } = {
	genesis: fc.tuple(bytesOf(16), key, key),
	invite: fc.tuple(bytesOf(16), key, key, ring, fc.integer({ min: 0, max: 1000 }), fc.boolean(), fc.boolean(), box),
	'revoke-invite': fc.tuple(bytesOf(16)),
	join: fc.tuple(key, key, key, bytesOf(28, 200), bytesOf(64), box),
	admit: fc.tuple(bytesOf(16), boxes(3)),
	ring: fc.tuple(bytesOf(16), ring, boxes(2)),
	remove: fc.tuple(bytesOf(16)),
	'device+': fc.tuple(key),
	'device-': fc.tuple(fc.array(bytesOf(16), { maxLength: 32 }), key, key, bytesOf(64), boxes(3)),
	replace: fc.tuple(bytesOf(16), bytesOf(16), boxes(3)),
	'grant+': fc.tuple(bytesOf(16), grant),
	'grant-': fc.tuple(bytesOf(16), grant),
	'parent+': fc.tuple(bytesOf(16)),
	'erase-circle': fc.tuple(fc.boolean()),
	epoch: fc.tuple(ring, countOf(), key, fc.option(bytesOf(48)), fc.array(fc.tuple(bytesOf(16), bytesOf(80)), { maxLength: 5 }))
};
const numbers: Record<ControlKind, number> = {
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
/** Of some kinds the body is one id and means what its number says. */
const alike = (kind: ControlKind): string => (['revoke-invite', 'remove', 'parent+'].includes(kind) ? 'an id' : kind.startsWith('grant') ? 'a grant' : kind);
const kinds = Object.keys(bodies) as ControlKind[];

const authors: fc.Arbitrary<Author> = fc.oneof(
	fc.constant({ by: 'genesis' as const }),
	fc.record({ by: fc.constant('root' as const), memberId: bytesOf(16) }),
	fc.record({ by: fc.constant('device' as const), memberId: bytesOf(16), deviceId: bytesOf(16) }),
	fc.record({ by: fc.constant('invitation' as const), inviteId: bytesOf(16) })
);
const frames = fc.record({ circleId: fc.oneof(bytesOf(0), bytesOf(32)), n: countOf(), prev: bytesOf(32), at: countOf(), author: authors });
const payloads: fc.Arbitrary<ControlPayload> = fc
	.constantFrom(...kinds)
	.chain((kind) => fc.tuple(frames, fc.constant(kind), bodies[kind] as fc.Arbitrary<never>))
	.map(([frame, kind, body]) => ({ ...frame, kind, body }) as ControlPayload);

const entryOf = (payload: Bytes, signature: Bytes): Bytes => encodeSign1(payload, signature);
const fieldsOf = (payload: ControlPayload): Cbor[] => decodeCbor(encodeControlPayload(payload)) as Cbor[];
const refuses = (bytes: Uint8Array) => expect(() => decodeControlEntry(bytes)).toThrow(MalformedCbor);

test('every kind comes back field by field', () => {
	fc.assert(
		fc.property(payloads, bytesOf(64), (payload, signature) => {
			const read = decodeControlEntry(entryOf(encodeControlPayload(payload), signature));
			expect(read.entry).toEqual(payload);
			expect(hex(read.payload)).toBe(hex(encodeControlPayload(payload)));
			expect(read.signature).toEqual(signature);
			expect(fieldsOf(payload)[6]).toBe(numbers[payload.kind]);
		}),
		runs(300)
	);
});

test('a kind that is kept for what comes, or not known at all, is told apart from nonsense', () => {
	fc.assert(
		fc.property(payloads, bytesOf(64), countOf(), fc.array(fc.constantFrom<Cbor>(1, null, 'x')), (payload, signature, number, body) => {
			fc.pre(!Object.values(numbers).includes(number));
			const fields = fieldsOf(payload).with(6, number).with(8, body);
			expect(() => decodeControlEntry(entryOf(encodeCbor(fields), signature))).toThrow(UnknownControlKind);
		}),
		runs(100)
	);
});

test('a body of one kind is none of another', () => {
	fc.assert(
		fc.property(payloads, bytesOf(64), fc.constantFrom(...kinds), (payload, signature, other) => {
			fc.pre(other !== payload.kind && alike(other) !== alike(payload.kind));
			refuses(entryOf(encodeCbor(fieldsOf(payload).with(6, numbers[other])), signature));
		}),
		runs(200)
	);
});

const wrong: Cbor[] = [null, 'text', -1, new Uint8Array(1), new Uint8Array(27), new Uint8Array(1025), [null], new Map()];

test('a field of another form, missing or too many, in the frame or in the body, is refused', () => {
	fc.assert(
		fc.property(payloads, bytesOf(64), fc.nat(), fc.constantFrom(...wrong), (payload, signature, at, other) => {
			const fields = fieldsOf(payload);
			const body = fields[8] as Cbor[];
			const made = (changed: Cbor) => entryOf(encodeCbor(changed), signature);
			refuses(made(fields.with(at % 9, other)));
			refuses(made(fields.toSpliced(at % 9, 1)));
			refuses(made([...fields, other]));
			const inside = at % body.length;
			const mayBeNull =
				other === null &&
				((payload.kind === 'invite' && inside === 7) || (payload.kind === 'join' && inside === 5) || (payload.kind === 'epoch' && inside === 3));
			if (!mayBeNull) refuses(made(fields.with(8, body.with(inside, other))));
			refuses(made(fields.with(8, body.toSpliced(inside, 1))));
			refuses(made(fields.with(8, [...body, other])));
		}),
		runs(300)
	);
});

test('an author of no known form is refused', () => {
	fc.assert(
		fc.property(payloads, bytesOf(64), bytesOf(16), (payload, signature, id) => {
			const fields = fieldsOf(payload);
			for (const author of [[0], [1, id], [2], [3, id], [0, id, id], [2, id, id], [1, id, id, id], id, null] as Cbor[])
				refuses(entryOf(encodeCbor(fields.with(7, author)), signature));
		}),
		runs(50)
	);
});

test('a later version or suite is told as newer, as a later kind is, whatever follows it and whatever it is signed with', () => {
	const rest = fc.array(fc.constantFrom<Cbor>(1, null, 'x', new Uint8Array(32), []), { maxLength: 12 });
	fc.assert(
		fc.property(payloads, bytesOf(64), fc.integer({ min: 2 }), rest, (payload, signature, number, after) => {
			const newer = (bytes: Bytes) => expect(() => decodeControlEntry(bytes)).toThrow(UnknownControlKind);
			const fields = fieldsOf(payload);
			for (const [version, suite] of [
				[number, 1],
				[1, number],
				[number, number]
			] as const) {
				newer(entryOf(encodeCbor(fields.with(0, version).with(1, suite)), signature));
				newer(entryOf(encodeCbor([version, suite, ...after]), signature));
				newer(encodeCbor([new Uint8Array(9), null, encodeCbor([version, suite, ...after]), new Uint8Array(2000)]));
			}
			for (const half of [0, -1, null, true, 'x', [number], new Map([[1, number]])] as Cbor[]) {
				refuses(entryOf(encodeCbor(fields.with(0, half).with(1, number)), signature));
				refuses(entryOf(encodeCbor(fields.with(0, number).with(1, half)), signature));
			}
			refuses(entryOf(encodeCbor([fields.with(0, number)]), signature));
			refuses(entryOf(encodeCbor([number]), signature));
			refuses(entryOf(encodeCbor(number), signature));
		}),
		runs(50)
	);
});

test('one bit turned over is refused or read as another entry; nothing else is ever thrown', () => {
	fc.assert(
		fc.property(payloads, bytesOf(64), fc.nat(), bytesOf(0, 80), (payload, signature, bit, junk) => {
			const bytes = entryOf(encodeControlPayload(payload), signature);
			for (const given of [flip(bytes, bit), junk]) {
				try {
					const read = decodeControlEntry(given);
					expect(hex(entryOf(encodeControlPayload(read.entry), read.signature))).toBe(hex(given));
				} catch (error) {
					expect(error instanceof MalformedCbor || error instanceof UnknownControlKind, String(error)).toBe(true);
				}
			}
		}),
		runs(600)
	);
});

test('what is signed for one purpose, circle or ring is signed for no other', () => {
	const purposes = ['entry', 'entry-key', 'control', 'join', 'box', 'commitment', 'prev-edge', 'ring-head', 'card', 'join-name', 'login', 'compare'] as const;
	const about = fc.array(fc.oneof(bytesOf(0, 32), countOf(), ring), { maxLength: 4 });
	const contexts = fc.tuple(fc.constantFrom(...purposes), about);
	fc.assert(
		fc.property(contexts, contexts, bytesOf(1, 40), ([purpose, a], [other, b], payload) => {
			fc.pre(purpose !== other || JSON.stringify(a.map(String)) !== JSON.stringify(b.map(String)));
			expect(hex(context(purpose, ...a))).not.toBe(hex(context(other, ...b)));
			expect(hex(toBeSigned(context(purpose, ...a), payload))).not.toBe(hex(toBeSigned(context(other, ...b), payload)));
			// A context by itself (login, join) is never the beginning of what COSE signs.
			expect(hex(context(purpose, ...a)).slice(0, 16)).not.toBe(hex(toBeSigned(controlContext(payload), payload)).slice(0, 16));
		}),
		runs(300)
	);
});
