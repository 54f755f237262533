/** Plain work on bytes: joining, comparing, writing them as text. Sole importer of @scure/base. */
import { base58, base64urlnopad, hex as hexCodec } from '@scure/base';

/** Bytes over an ordinary ArrayBuffer: what WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

export const hex = (bytes: Uint8Array): string => hexCodec.encode(bytes);
/** @throws if `text` is not lower- or upper-case hex of an even length. */
export const fromHex = (text: string): Bytes => hexCodec.decode(text.toLowerCase()) as Bytes;

export const base64url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes);
/** @throws if `text` is not unpadded base64url (RFC 4648 §5). */
export const fromBase64url = (text: string): Bytes => base64urlnopad.decode(text) as Bytes;

export const toBase58 = (bytes: Uint8Array): string => base58.encode(bytes);
/** @throws if a character is not of the base58 alphabet. */
export const fromBase58 = (text: string): Bytes => base58.decode(text) as Bytes;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
/** @throws TypeError if the bytes are not UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

export function concat(...parts: Uint8Array[]): Bytes {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

/** True if both hold the same bytes. Looks at every byte whatever it finds. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	let difference = 0;
	for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
	return difference === 0;
}
