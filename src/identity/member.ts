/**
 * WHO I AM IN A CIRCLE. seed (32 bytes) → Ed25519 root, X25519 kem, by HKDF with context('member', part). Each circle has a seed
 * of its own, so that nothing ties a person's circles together.
 */
import { hex, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, type KemKey } from '#crypto/hpke.ts';
import { deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { signingKeyFromSeed, type SigningKey } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { context } from '#wire/context.ts';

export interface MemberKeys {
	/** Hex of the first 16 bytes of SHA-256 over the root's public key (membership/ids.ts). */
	id: string;
	root: SigningKey;
	kem: KemKey;
}

export async function memberKeys(seed: Bytes): Promise<MemberKeys> {
	const key = await kdfKey(seed);
	const root = await signingKeyFromSeed(await deriveBytes(key, context('member', 'root'), 32));
	const kem = await kemKeyFromSeed(await deriveBytes(key, context('member', 'kem'), 32));
	return { id: hex((await sha256(root.publicKey)).slice(0, 16)), root, kem };
}

/**
 * Hex id of the own log's entry about a seed. It follows from it, so that remembering twice is once; and not from the circle, since ids of
 * entries are clear to the server, which would then know whose own log is whose.
 */
export const noteOf = async (seed: Bytes): Promise<string> => hex(await deriveBytes(await kdfKey(seed), context('member', 'note'), 16));
