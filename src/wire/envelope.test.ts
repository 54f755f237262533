import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, countOf, flip, runs } from '../../test/support/property.ts';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { decodeCbor, encodeCbor, MalformedCbor, type Cbor } from './cbor.ts';
import { encodeSign1, toBeSigned } from './cose.ts';
import { decodeEnvelope, encodeHeader, encodePayload, envelopeContext, maxVoids, NewerEnvelope, type EnvelopeHeader } from './envelope.ts';

const headers = (voids = maxVoids): fc.Arbitrary<EnvelopeHeader> =>
	fc.record({
		circleId: bytesOf(32),
		ring: fc.constantFrom(0, 1, 2),
		epoch: countOf(),
		memberId: bytesOf(16),
		deviceId: bytesOf(16),
		deviceSeq: countOf(Number.MAX_SAFE_INTEGER - 1).map((n) => n + 1),
		devicePrev: bytesOf(32),
		voids: fc.array(bytesOf(32), { maxLength: voids }),
		controlN: countOf(),
		controlHead: bytesOf(32),
		seenSeq: countOf(),
		seenHead: bytesOf(32),
		entryId: bytesOf(16),
		salt: bytesOf(16)
	});

const envelopeOf = (header: EnvelopeHeader, bodyHash: Bytes, signature: Bytes): Bytes => encodeSign1(encodePayload(header, bodyHash), signature);

/** The payload as plain CBOR: [header, body hash]. */
const partsOf = (header: EnvelopeHeader, bodyHash: Bytes): [Cbor[], Cbor] => decodeCbor(encodePayload(header, bodyHash)) as [Cbor[], Cbor];

const refuses = (bytes: Uint8Array) => expect(() => decodeEnvelope(bytes)).toThrow(MalformedCbor);
const newer = (bytes: Uint8Array) => expect(() => decodeEnvelope(bytes)).toThrow(NewerEnvelope);

test('an envelope comes back field by field, with the bytes that were signed and authenticated', () => {
	fc.assert(
		fc.property(headers(), bytesOf(32), bytesOf(64), (header, bodyHash, signature) => {
			const read = decodeEnvelope(envelopeOf(header, bodyHash, signature));
			expect(read.header).toEqual(header);
			expect(read.bodyHash).toEqual(bodyHash);
			expect(read.signature).toEqual(signature);
			expect(hex(read.payload)).toBe(hex(encodePayload(header, bodyHash)));
			expect(hex(read.headerBytes)).toBe(hex(encodeHeader(header)));
			expect(hex(read.payload)).toContain(hex(read.headerBytes));
		}),
		runs(200)
	);
});

test('it stays under 400 bytes over the body, whatever the numbers, while nothing is voided', () => {
	fc.assert(
		fc.property(headers(0), bytesOf(32), bytesOf(64), (header, bodyHash, signature) => {
			expect(envelopeOf(header, bodyHash, signature).length).toBeLessThan(400 + 48);
			const near = {
				...header,
				epoch: header.epoch % 2 ** 16,
				deviceSeq: (header.deviceSeq % 2 ** 32) + 1,
				controlN: header.controlN % 2 ** 16,
				seenSeq: header.seenSeq % 2 ** 32
			};
			expect(envelopeOf(near, bodyHash, signature).length).toBeLessThan(400);
		}),
		runs(200)
	);
});

const wrong: Cbor[] = [
	null,
	true,
	-1,
	3,
	'text',
	new Uint8Array(0),
	new Uint8Array(15),
	new Uint8Array(17),
	new Uint8Array(33),
	[],
	[new Uint8Array(31)],
	new Map()
];

test('a field of another form, one too few, one too many or two exchanged is refused', () => {
	fc.assert(
		fc.property(headers(3), bytesOf(32), bytesOf(64), fc.nat({ max: 15 }), fc.constantFrom(...wrong), (header, bodyHash, signature, at, other) => {
			const [fields, hash] = partsOf(header, bodyHash);
			const sealed = (changed: Cbor): Bytes => encodeSign1(encodeCbor(changed), signature);
			const fits = (typeof other === 'number' && other >= 0 && [4, 7, 10, 12].includes(at)) || (Array.isArray(other) && other.length === 0 && at === 9);
			// Version and suite are told apart below.
			const no = other === 3 && at < 2 ? newer : refuses;
			if (!fits) no(sealed([fields.with(at, other), hash]));
			refuses(sealed([fields.toSpliced(at, 1), hash]));
			no(sealed([fields.toSpliced(at, 0, other), hash]));
			refuses(sealed([fields]));
			refuses(sealed([fields, hash, other]));
			refuses(sealed([fields, other]));
		}),
		runs(200)
	);
});

const later = countOf().map((number) => Math.max(2, number));

test('a later version or suite is told as newer, whatever follows it, whatever it is signed with', () => {
	const rest = fc.array(fc.constantFrom<Cbor>(1, null, 'x', new Uint8Array(32), []), { maxLength: 20 });
	const others = fc.array(fc.constantFrom<Cbor>(1, null, 'x', new Uint8Array(40)), { maxLength: 3 });
	fc.assert(
		fc.property(headers(0), bytesOf(32), bytesOf(64), later, rest, others, (header, bodyHash, signature, number, after, beside) => {
			const [fields, hash] = partsOf(header, bodyHash);
			const pairs = [
				[number, 1],
				[1, number],
				[number, number]
			] as const;
			for (const [version, suite] of pairs) {
				newer(encodeSign1(encodeCbor([fields.with(0, version).with(1, suite), hash]), signature));
				newer(encodeSign1(encodeCbor([[version, suite, ...after], ...beside]), signature));
				newer(encodeCbor([new Uint8Array(9), new Map([[4, 1]]), encodeCbor([[version, suite, ...after], ...beside]), new Uint8Array(2000)]));
			}
		}),
		runs(50)
	);
});

test('what only resembles a later version is not of the form agreed on', () => {
	fc.assert(
		fc.property(headers(0), bytesOf(32), bytesOf(64), later, (header, bodyHash, signature, number) => {
			const [fields, hash] = partsOf(header, bodyHash);
			const sealed = (payload: Cbor) => encodeSign1(encodeCbor(payload), signature);
			const halves: Cbor[] = [0, -1, -number, null, true, 'x', String(number), [number], new Uint8Array([2]), new Map([[1, number]])];
			for (const half of halves) {
				refuses(sealed([fields.with(0, half).with(1, number), hash]));
				refuses(sealed([fields.with(0, number).with(1, half), hash]));
			}
			refuses(sealed([fields.with(0, 0), hash]));
			refuses(sealed([[number], hash]));
			refuses(sealed([number, 1, hash]));
			refuses(sealed([[], [number, 1]]));
			refuses(sealed(number));
			const payload = encodeCbor([fields.with(0, number), hash]);
			refuses(payload);
			refuses(encodeCbor([payload]));
			refuses(encodeCbor([payload, new Map(), payload]));
			refuses(encodeCbor([payload, new Map(), null, signature]));
			refuses(encodeCbor([payload, new Map(), payload.slice(0, -1), signature]));
		}),
		runs(50)
	);
});

test('more voids than may be are refused', () => {
	fc.assert(
		fc.property(headers(0), bytesOf(32), bytesOf(64), (header, bodyHash, signature) => {
			const most = new Array<Bytes>(maxVoids).fill(bodyHash);
			expect(decodeEnvelope(envelopeOf({ ...header, voids: most }, bodyHash, signature)).header.voids).toHaveLength(maxVoids);
			refuses(envelopeOf({ ...header, voids: [...most, bodyHash] }, bodyHash, signature));
		}),
		runs(50)
	);
});

test('the unprotected header is empty, the protected one names Ed25519, the signature has 64 bytes: anything else is refused', () => {
	const header = encodeCbor(new Map([[1, -19]]));
	const other = [
		encodeCbor(new Map([[1, -8]])),
		encodeCbor(new Map([[1, -7]])),
		encodeCbor(
			new Map<number, Cbor>([
				[1, -19],
				[4, 1]
			])
		),
		encodeCbor(new Map()),
		new Uint8Array(0)
	];
	fc.assert(
		fc.property(headers(1), bytesOf(32), bytesOf(64), (given, bodyHash, signature) => {
			const payload = encodePayload(given, bodyHash);
			expect(() => decodeEnvelope(encodeCbor([header, new Map(), payload, signature]))).not.toThrow();
			for (const wrongHeader of other) refuses(encodeCbor([wrongHeader, new Map(), payload, signature]));
			refuses(encodeCbor([header, new Map([[4, 1]]), payload, signature]));
			refuses(encodeCbor([header, null, payload, signature]));
			refuses(encodeCbor([header, new Map(), payload, signature.slice(1)]));
			refuses(encodeCbor([header, new Map(), payload]));
			refuses(encodeCbor([header, new Map(), payload, signature, signature]));
			refuses(encodeCbor([header, new Map(), null, signature]));
		}),
		runs(20)
	);
});

test('one bit turned over is refused or read as another envelope, never as the same', () => {
	fc.assert(
		fc.property(headers(2), bytesOf(32), bytesOf(64), fc.nat(), (header, bodyHash, signature, bit) => {
			const bytes = envelopeOf(header, bodyHash, signature);
			try {
				const read = decodeEnvelope(flip(bytes, bit));
				expect([hex(read.payload), hex(read.signature)]).not.toEqual([hex(encodePayload(header, bodyHash)), hex(signature)]);
				expect(hex(envelopeOf(read.header, read.bodyHash, read.signature))).toBe(hex(flip(bytes, bit)));
			} catch (error) {
				expect(error instanceof MalformedCbor || error instanceof NewerEnvelope, String(error)).toBe(true);
			}
		}),
		runs(1000)
	);
});

test('the bytes to be signed differ for every circle and every ring', () => {
	fc.assert(
		fc.property(headers(0), bytesOf(32), fc.constantFrom(1, 2), (header, other, step) => {
			const payload = encodePayload(header, other);
			const signed = (circleId: Bytes, ring: number) => hex(toBeSigned(envelopeContext({ circleId, ring: ring as 0 | 1 | 2 }), payload));
			fc.pre(hex(other) !== hex(header.circleId));
			expect(new Set([signed(header.circleId, header.ring), signed(other, header.ring), signed(header.circleId, (header.ring + step) % 3)]).size).toBe(3);
		}),
		runs(50)
	);
});
