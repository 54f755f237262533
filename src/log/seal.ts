/**
 * SEALING. ct = AES-256-GCM(HKDF(K[ring, epoch], salt, info = context('entry-key', circleId, ring, epoch, entryId)),
 * aad = Enc_structure(hdr), pad(body)). The salt is 16 fresh random bytes drawn here, so no key and nonce meet twice.
 */
import { sealOnce } from '#crypto/aead.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { deriveAeadKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { context } from '#wire/context.ts';
import { encodeSign1, toBeAuthenticated, toBeSigned } from '#wire/cose.ts';
import { encodeHeader, encodePayload, envelopeContext, type EnvelopeHeader } from '#wire/envelope.ts';
import { encodeBody, type OpenedBody } from './body.ts';
import { pad } from './padding.ts';

export interface Sealed {
	envelope: Bytes;
	body: Bytes;
	/** SHA-256 of the envelope. */
	hash: Bytes;
}

/** What an entry's own key is derived for. */
export const entryKeyContext = (h: Pick<EnvelopeHeader, 'circleId' | 'ring' | 'epoch' | 'entryId'>): Bytes =>
	context('entry-key', h.circleId, h.ring, h.epoch, h.entryId);

/** Seals `opened` under the ring's key and signs the envelope with the device's. The salt is drawn anew at every call. */
export async function seal(opened: OpenedBody, place: Omit<EnvelopeHeader, 'salt'>, ringKey: CryptoKey, deviceKey: CryptoKey): Promise<Sealed> {
	const header: EnvelopeHeader = { ...place, salt: randomBytes(16) };
	const key = await deriveAeadKey(ringKey, entryKeyContext(header), ['encrypt'], header.salt);
	const body = await sealOnce(key, toBeAuthenticated(encodeHeader(header)), pad(encodeBody(opened)));
	const payload = encodePayload(header, await sha256(body));
	const envelope = encodeSign1(payload, await sign(deviceKey, toBeSigned(envelopeContext(header), payload)));
	return { envelope, body, hash: await sha256(envelope) };
}
