/**
 * AES-256-GCM (NIST SP 800-38D; RFC 5116 §5.2) by WebCrypto, 16-byte tag at the end.
 *
 * NOTE one key, one nonce, once. Two ways of keeping that, and no third:
 *  - `sealOnce`: the key was derived for this one sealing from a fresh salt, so the nonce is twelve zero bytes.
 *  - `sealAtRest`: one key seals many things on this device; the nonce is 12 random bytes and goes in front
 *    (SP 800-38D §8.2.2: fewer than 2^32 sealings a key).
 */
import { concat, type Bytes } from './bytes.ts';
import { randomBytes } from './random.ts';

const zeroNonce = new Uint8Array(12);

export async function sealOnce(key: CryptoKey, aad: Bytes, plain: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: zeroNonce, additionalData: aad }, key, plain));
}

/** @throws OperationError if key, aad or a single bit is not what was sealed. */
export async function openOnce(key: CryptoKey, aad: Bytes, sealed: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: zeroNonce, additionalData: aad }, key, sealed));
}

/** A key for this device's own store, of 32 random bytes. It cannot be read out. */
export const restKeyOf = (bytes: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
/** One of which nobody has the bytes. */
export const newRestKey = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

export async function sealAtRest(key: CryptoKey, aad: Bytes, plain: Bytes): Promise<Bytes> {
	const nonce = randomBytes(12);
	return concat(nonce, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, plain)));
}

/** @throws OperationError as `openOnce`. */
export async function openAtRest(key: CryptoKey, aad: Bytes, sealed: Bytes): Promise<Bytes> {
	const nonce = sealed.slice(0, 12);
	return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, sealed.slice(12)));
}
