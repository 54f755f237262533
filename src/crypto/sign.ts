/** Ed25519 signing (RFC 8032 §5.1.6) by WebCrypto. Private keys are never extractable. */
import { concat, fromBase64url, fromHex, type Bytes } from './bytes.ts';

export interface SigningKey {
	privateKey: CryptoKey;
	/** 32 bytes. */
	publicKey: Bytes;
}

/** PKCS #8 wrapping of a 32-byte Ed25519 private key (RFC 8410 §7). */
const pkcs8Ed25519 = fromHex('302e020100300506032b657004220420');

/** The key of a 32-byte seed: the same seed gives the same key. */
export async function signingKeyFromSeed(seed: Bytes): Promise<SigningKey> {
	if (seed.length !== 32) throw new Error('An Ed25519 seed has 32 bytes');
	const wrapped = concat(pkcs8Ed25519, seed);
	const readable = await crypto.subtle.importKey('pkcs8', wrapped, 'Ed25519', true, ['sign']);
	const jwk = await crypto.subtle.exportKey('jwk', readable);
	const privateKey = await crypto.subtle.importKey('pkcs8', wrapped, 'Ed25519', false, ['sign']);
	wrapped.fill(0);
	return { privateKey, publicKey: fromBase64url(jwk.x as string) };
}

/** A new key whose private half cannot leave this device's key store. */
export async function newSigningKey(): Promise<SigningKey> {
	const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
	return { privateKey: pair.privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

/** 64 bytes. */
export async function sign(privateKey: CryptoKey, message: Uint8Array): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message as Bytes));
}
