/** HKDF-SHA256 (RFC 5869) by WebCrypto. `info` is always a context of src/wire/context.ts, so no two uses share a key. */
import type { Bytes } from './bytes.ts';

const none = new Uint8Array(0);

/** Takes 16 or 32 secret bytes in; they cannot be read out again. */
export const kdfKey = (secret: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);

/** `length` bytes (HKDF-Extract with `salt`, HKDF-Expand with `info`). */
export async function deriveBytes(key: CryptoKey, info: Bytes, length: number, salt: Bytes = none): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8));
}

/** An AES-256-GCM key that cannot be read out. */
export function deriveAeadKey(key: CryptoKey, info: Bytes, usages: ('encrypt' | 'decrypt')[], salt: Bytes = none): Promise<CryptoKey> {
	return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, { name: 'AES-GCM', length: 256 }, false, usages);
}
