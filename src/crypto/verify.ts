/**
 * What can be checked without holding any key: SHA-256 (FIPS 180-4) and Ed25519 verification (RFC 8032 §5.1.7).
 * The server imports this file of `crypto` and no other: it judges with it and can open nothing.
 */
import type { Bytes } from './bytes.ts';

/** 32 bytes. */
export async function sha256(bytes: Uint8Array): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes));
}

/** False for a wrong signature and for a key or signature of a wrong form; never throws for what a stranger sends. */
export async function verifySignature(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
	if (publicKey.length !== 32 || signature.length !== 64) return false;
	try {
		const key = await crypto.subtle.importKey('raw', publicKey as Bytes, 'Ed25519', false, ['verify']);
		return await crypto.subtle.verify('Ed25519', key, signature as Bytes, message as Bytes);
	} catch {
		return false;
	}
}
