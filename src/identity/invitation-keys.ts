/**
 * AN INVITATION'S KEYS. Whoever holds the secret (16 bytes in a link, 10 in a typed code) has them all, by HKDF with
 * context('invitation', part): id (16 bytes), Ed25519 key, X25519 key, card key.
 */
import type { Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, type KemKey } from '#crypto/hpke.ts';
import { deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { signingKeyFromSeed, type SigningKey } from '#crypto/sign.ts';
import { context } from '#wire/context.ts';

export interface InvitationKeys {
	id: Bytes;
	signing: SigningKey;
	kem: KemKey;
	/** HKDF key of everything sealed for whoever holds the invitation (card, the name said when joining). */
	card: CryptoKey;
}

export async function invitationKeys(secret: Bytes): Promise<InvitationKeys> {
	const key = await kdfKey(secret);
	const part = (name: string, length: number) => deriveBytes(key, context('invitation', name), length);
	return {
		id: await part('id', 16),
		signing: await signingKeyFromSeed(await part('signing', 32)),
		kem: await kemKeyFromSeed(await part('kem', 32)),
		card: await kdfKey(await part('card', 32))
	};
}
