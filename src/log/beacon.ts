/**
 * A BEACON: how far one device has read in one ring, and in who is in. It is renewed in place while the device is open, so that a view that the
 * server holds back for somebody shows. Sealed for the ring, and signed, since whoever reaches the ring could seal one:
 *
 *   CBOR [epoch, salt (16), AES-256-GCM(HKDF(K[ring, epoch], salt, about, 32), nonce 0^12, aad = about, pad(signed))]
 *   signed = COSE_Sign1(device, [counter, time, controlN, controlHead, seq, head], external_aad = about)
 *   about  = context('beacon', circleId, ring, epoch, deviceId)
 */
import * as v from 'valibot';
import { openOnce, sealOnce } from '#crypto/aead.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { deriveAeadKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { verifySignature } from '#crypto/verify.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { decodeCbor, encodeCbor } from '#wire/cbor.ts';
import { context } from '#wire/context.ts';
import { decodeSign1, encodeSign1, toBeSigned } from '#wire/cose.ts';
import { bytes, bytesUpTo, count, hash } from '#wire/shapes.ts';
import { pad, unpad } from './padding.ts';

export interface Beacon {
	/** Higher than that of every beacon before it of this device in this ring. */
	counter: number;
	/** Milliseconds since 1970 by its own clock. */
	time: number;
	controlN: number;
	controlHead: Bytes;
	/** The newest place of the ring's log it had verified, and the head there. */
	seq: number;
	head: Bytes;
}
/** Whose it is, and where. */
export interface BeaconPlace {
	circleId: Bytes;
	ring: Ring;
	deviceId: Bytes;
}

const sealedShape = v.strictTuple([count, bytes(16), bytesUpTo(1000, 16)]);
const shape = v.strictTuple([count, count, count, hash, count, hash]);

const about = ({ circleId, ring, deviceId }: BeaconPlace, epoch: number): Bytes => context('beacon', circleId, ringNumber(ring), epoch, deviceId);

export async function sealBeacon(
	place: BeaconPlace,
	{ counter, time, controlN, controlHead, seq, head }: Beacon,
	epoch: number,
	ringKey: CryptoKey,
	device: CryptoKey
): Promise<Bytes> {
	const aad = about(place, epoch);
	const payload = encodeCbor([counter, time, controlN, controlHead, seq, head]);
	const signed = encodeSign1(payload, await sign(device, toBeSigned(aad, payload)));
	const salt = randomBytes(16);
	return encodeCbor([epoch, salt, await sealOnce(await deriveAeadKey(ringKey, aad, ['encrypt'], salt), aad, pad(signed))]);
}

/** `ringKeys` by epoch; `deviceKey` is that of the device whose it is said to be. Null for what is not so: then it says nothing. */
export async function openBeacon(place: BeaconPlace, sealed: Bytes, ringKeys: ReadonlyMap<number, CryptoKey>, deviceKey: Bytes): Promise<Beacon | null> {
	try {
		const [epoch, salt, ct] = v.parse(sealedShape, decodeCbor(sealed));
		const ringKey = ringKeys.get(epoch);
		if (ringKey === undefined) return null;
		const aad = about(place, epoch);
		const { payload, signature } = decodeSign1(unpad(await openOnce(await deriveAeadKey(ringKey, aad, ['decrypt'], salt), aad, ct)));
		if (!(await verifySignature(deviceKey, signature, toBeSigned(aad, payload)))) return null;
		const [counter, time, controlN, controlHead, seq, head] = v.parse(shape, decodeCbor(payload));
		return { counter, time, controlN, controlHead, seq, head };
	} catch {
		return null;
	}
}
