/**
 * COSE_Sign1 (RFC 9052 §4.2), untagged, with algorithm Ed25519 (RFC 9864: -19) in the protected header and an empty
 * unprotected header: [protected, {}, payload, signature]. `external_aad` is a context, so that a signature made for one
 * purpose is none for another. Enc_structure (RFC 9052 §5.3) with algorithm A256GCM (RFC 9053: 3).
 */
import { decodeCbor, encodeCbor, MalformedCbor, type Cbor } from './cbor.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const signHeader = encodeCbor(new Map([[1, -19]]));
const encryptHeader = encodeCbor(new Map([[1, 3]]));
const empty: ReadonlyMap<number, Cbor> = new Map<number, Cbor>();

/** The bytes that are signed: Sig_structure (RFC 9052 §4.4). */
export const toBeSigned = (externalAad: Uint8Array, payload: Uint8Array): Bytes => encodeCbor(['Signature1', signHeader, externalAad, payload]);

export const encodeSign1 = (payload: Uint8Array, signature: Uint8Array): Bytes => encodeCbor([signHeader, empty, payload, signature]);

/** Payload and signature are views into `bytes`. @throws MalformedCbor */
export function decodeSign1(bytes: Uint8Array): { payload: Bytes; signature: Bytes } {
	const message = decodeCbor(bytes, { views: true });
	if (!Array.isArray(message) || message.length !== 4) throw new MalformedCbor('A signed message has four parts');
	const [header, unprotected, payload, signature] = message as unknown[];
	if (!(header instanceof Uint8Array) || header.length !== signHeader.length || !header.every((byte, i) => byte === signHeader[i])) {
		throw new MalformedCbor('A signed message names Ed25519, and nothing else, in its protected header');
	}
	if (!(unprotected instanceof Map) || unprotected.size !== 0) throw new MalformedCbor('The unprotected header of a signed message is empty');
	if (!(payload instanceof Uint8Array) || !(signature instanceof Uint8Array) || signature.length !== 64) {
		throw new MalformedCbor('A signed message ends with its payload and a signature of 64 bytes');
	}
	return { payload: payload as Bytes, signature: signature as Bytes };
}

/** The additional data of a sealed body: Enc_structure over the whole clear header. */
export const toBeAuthenticated = (header: Uint8Array): Bytes => encodeCbor(['Encrypt0', encryptHeader, header]);
