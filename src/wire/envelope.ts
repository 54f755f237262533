/**
 * THE ENVELOPE: what the server holds of a sealed entry.
 *
 *   envelope = COSE_Sign1(device, payload = CBOR [hdr, SHA-256(ct)], external_aad = context('entry', circleId, ring))
 *   hdr = [1, suite, circleId, ring, epoch, memberId, deviceId, deviceSeq, devicePrev, voids,
 *          controlN, controlHead, seenSeq, seenHead, entryId, salt]
 *   ct  = sealed, padded body (src/log/seal.ts)
 *
 * Everything in it is clear to the server and signed; all meaning is in `ct`. The whole envelope stays under 400 bytes.
 *
 *   suite       1: Ed25519, HKDF-SHA256, AES-256-GCM. Of another version or suite nothing after these two is read (newer.ts)
 *   deviceSeq   counts this device's envelopes in this ring's log from 1; a number is signed once, ever
 *   devicePrev  SHA-256 of this device's last envelope in this log that was accepted; 32 zero bytes for its first
 *   voids       SHA-256 of each envelope between the two that the server refused: those numbers are spent and never come
 *   controlN, controlHead   the newest control entry the writer had verified
 *   seenSeq, seenHead       the newest place in this ring's log the writer had verified
 *   salt        16 fresh random bytes: the key of the body is derived from it
 */
import * as v from 'valibot';
import { decodeCbor, encodeCbor, MalformedCbor, type Cbor } from './cbor.ts';
import { context } from './context.ts';
import { decodeSign1 } from './cose.ts';
import { isNewer, payloadOf, suite, version } from './newer.ts';
import { bytes, circleId, count, deviceId, entryId, entryNumber, hash, memberId, ring } from './shapes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** At most this many refused envelopes can lie between two accepted ones. */
export const maxVoids = 64;

const headerTuple = v.strictTuple([
	v.literal(version),
	v.literal(suite),
	circleId,
	ring,
	count,
	memberId,
	deviceId,
	entryNumber,
	hash,
	v.pipe(v.array(hash), v.maxLength(maxVoids)),
	count,
	hash,
	count,
	hash,
	entryId,
	bytes(16)
]);
const payloadTuple = v.strictTuple([headerTuple, hash]);
/** In deterministic CBOR a payload is one byte (an array of two), the header's own bytes, two bytes and the hash. */
const hashLength = 34;

export interface EnvelopeHeader {
	circleId: Bytes;
	ring: 0 | 1 | 2;
	epoch: number;
	memberId: Bytes;
	deviceId: Bytes;
	deviceSeq: number;
	devicePrev: Bytes;
	voids: Bytes[];
	controlN: number;
	controlHead: Bytes;
	seenSeq: number;
	seenHead: Bytes;
	entryId: Bytes;
	salt: Bytes;
}

export interface DecodedEnvelope {
	header: EnvelopeHeader;
	/** The header's own bytes: additional data of the sealed body. */
	headerBytes: Bytes;
	/** SHA-256 of the sealed body. */
	bodyHash: Bytes;
	payload: Bytes;
	signature: Bytes;
}

export const encodeHeader = (h: EnvelopeHeader): Bytes => encodeCbor(headerArray(h));

const headerArray = (h: EnvelopeHeader) => [
	version,
	suite,
	h.circleId,
	h.ring,
	h.epoch,
	h.memberId,
	h.deviceId,
	h.deviceSeq,
	h.devicePrev,
	h.voids,
	h.controlN,
	h.controlHead,
	h.seenSeq,
	h.seenHead,
	h.entryId,
	h.salt
];

export const encodePayload = (h: EnvelopeHeader, bodyHash: Bytes): Bytes => encodeCbor([headerArray(h), bodyHash]);

/** What an envelope's signature is bound to. */
export const envelopeContext = (h: Pick<EnvelopeHeader, 'circleId' | 'ring'>): Bytes => context('entry', h.circleId, h.ring);

/** An envelope of a version or suite that this client does not know: who wrote it, and whether they did, it cannot tell. */
export class NewerEnvelope extends Error {
	override name = 'NewerEnvelope';
}

/** Reads an envelope; proves nothing about who signed it. @throws MalformedCbor, NewerEnvelope */
export function decodeEnvelope(envelope: Uint8Array): DecodedEnvelope {
	try {
		return decode(envelope);
	} catch (error) {
		if (error instanceof MalformedCbor && saysNewer(envelope)) throw new NewerEnvelope('An envelope is of a newer version or suite');
		throw error;
	}
}

function saysNewer(envelope: Uint8Array): boolean {
	const payload = payloadOf(envelope);
	const header = Array.isArray(payload) ? (payload as readonly Cbor[])[0] : undefined;
	return Array.isArray(header) && isNewer((header as readonly Cbor[])[0], (header as readonly Cbor[])[1]);
}

function decode(envelope: Uint8Array): DecodedEnvelope {
	const { payload, signature } = decodeSign1(envelope);
	const read = v.safeParse(payloadTuple, decodeCbor(payload));
	if (!read.success) throw new MalformedCbor(`An envelope is not of the form agreed on: ${v.getDotPath(read.issues[0]) ?? 'payload'}`);
	const [h, bodyHash] = read.output;
	const header: EnvelopeHeader = {
		circleId: h[2],
		ring: h[3],
		epoch: h[4],
		memberId: h[5],
		deviceId: h[6],
		deviceSeq: h[7],
		devicePrev: h[8],
		voids: h[9],
		controlN: h[10],
		controlHead: h[11],
		seenSeq: h[12],
		seenHead: h[13],
		entryId: h[14],
		salt: h[15]
	};
	return { header, headerBytes: payload.subarray(1, -hashLength), bodyHash, payload, signature };
}
