/**
 * THE ROOT: 32 random bytes made on the device; what the doors (card, passkey, another device) will wrap. From it, by HKDF:
 *
 *   own seed  context('root', 'own-seed')   who I am in my own log
 *   own salt  context('root', 'own-salt')   the salt of its genesis
 *
 * NOTE the own log is a circle of one. Its genesis follows from the root alone, and so does its id: whoever has the root finds
 * it again. Devices, epochs, chains and heads are those of any circle, and so is the code.
 */
import type { Bytes } from '#crypto/bytes.ts';
import { deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { context } from '#wire/context.ts';

export const newRoot = (): Bytes => randomBytes(32);

export async function ownSeed(root: Bytes): Promise<{ seed: Bytes; salt: Bytes }> {
	const key = await kdfKey(root);
	return { seed: await deriveBytes(key, context('root', 'own-seed'), 32), salt: await deriveBytes(key, context('root', 'own-salt'), 16) };
}
