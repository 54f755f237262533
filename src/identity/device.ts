/** WHAT THIS DEVICE SIGNS WITH in a circle: an Ed25519 key of its own (RFC 8032 §5.1.5), tied to no other circle's. */
import type { Bytes } from '#crypto/bytes.ts';
import { signingKeyFromSeed } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';

export interface DeviceKey {
	device: CryptoKey;
	/** 32 bytes. */
	devicePublic: Bytes;
	/** 16 bytes: the first of SHA-256 over the public key (membership/ids.ts). */
	deviceId: Bytes;
}

/** @param seed 32 random bytes */
export async function deviceKey(seed: Bytes): Promise<DeviceKey> {
	const { privateKey, publicKey } = await signingKeyFromSeed(seed);
	return { device: privateKey, devicePublic: publicKey, deviceId: (await sha256(publicKey)).slice(0, 16) };
}
