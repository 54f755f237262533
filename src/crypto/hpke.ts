/**
 * HPKE (RFC 9180), DHKEM(X25519, HKDF-SHA256) / HKDF-SHA256 / AES-256-GCM: seals a few bytes to one person. Base mode (§5.1.1), and PSK mode (§5.1.2) between
 * two who know a secret of the same 32 bytes.
 * Sole importer of @hpke/core. Private keys are never extractable.
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { concat, fromBase64url, fromHex, type Bytes } from './bytes.ts';

export interface KemKey {
	privateKey: CryptoKey;
	/** 32 bytes. */
	publicKey: Bytes;
}

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const encLength = 32;

/** PKCS #8 wrapping of a 32-byte X25519 private key (RFC 8410 §7). */
const pkcs8X25519 = fromHex('302e020100300506032b656e04220420');

/** The key of a 32-byte seed: the same seed gives the same key (RFC 7748 §5 takes any 32 bytes and clamps). */
export async function kemKeyFromSeed(seed: Bytes): Promise<KemKey> {
	if (seed.length !== 32) throw new Error('An X25519 seed has 32 bytes');
	const wrapped = concat(pkcs8X25519, seed);
	const readable = await crypto.subtle.importKey('pkcs8', wrapped, 'X25519', true, ['deriveBits']);
	const jwk = await crypto.subtle.exportKey('jwk', readable);
	const privateKey = await crypto.subtle.importKey('pkcs8', wrapped, 'X25519', false, ['deriveBits']);
	wrapped.fill(0);
	return { privateKey, publicKey: fromBase64url(jwk.x as string) };
}

/** What both know beforehand: at least 32 bytes that cannot be guessed (RFC 9180 §9.5). */
export interface Known {
	id: Bytes;
	key: Bytes;
}
const pskOf = ({ id, key }: Known) => ({ psk: { id: id.slice().buffer, key: key.slice().buffer } });

/** 32 bytes of encapsulated key, then the sealed bytes with their tag: 48 bytes more than `plain`. */
export const sealTo = (recipient: Bytes, info: Bytes, plain: Bytes): Promise<Bytes> => seal(recipient, {}, info, plain);
/** As `sealTo`, by somebody who knows `known`. */
export const sealToKnown = (recipient: Bytes, known: Known, info: Bytes, plain: Bytes): Promise<Bytes> => seal(recipient, pskOf(known), info, plain);

async function seal(recipient: Bytes, psk: Partial<ReturnType<typeof pskOf>>, info: Bytes, plain: Bytes): Promise<Bytes> {
	const recipientPublicKey = await suite.kem.deserializePublicKey(recipient.slice().buffer);
	const { enc, ct } = await suite.seal({ recipientPublicKey, info: info.slice().buffer, ...psk }, plain.slice().buffer);
	return concat(new Uint8Array(enc), new Uint8Array(ct));
}

/** @throws if it was not sealed to this key under this `info`, or was altered. */
export const openFrom = (recipient: KemKey, info: Bytes, sealed: Bytes): Promise<Bytes> => open(recipient, {}, info, sealed);
/** @throws as `openFrom`, and if whoever sealed it did not know `known`. */
export const openFromKnown = (recipient: KemKey, known: Known, info: Bytes, sealed: Bytes): Promise<Bytes> => open(recipient, pskOf(known), info, sealed);

async function open(recipient: KemKey, psk: Partial<ReturnType<typeof pskOf>>, info: Bytes, sealed: Bytes): Promise<Bytes> {
	const publicKey = await suite.kem.deserializePublicKey(recipient.publicKey.slice().buffer);
	const plain = await suite.open(
		{ recipientKey: { privateKey: recipient.privateKey, publicKey }, enc: sealed.slice(0, encLength).buffer, info: info.slice().buffer, ...psk },
		sealed.slice(encLength).buffer
	);
	return new Uint8Array(plain);
}
