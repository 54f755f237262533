/**
 * Numbers, names and stretches out of the bytes of a picture, never past their end: a length that lies is met here.
 * Everything that reads beyond what there is throws NotClean.
 */
import { NotClean } from './not-clean.ts';

/** Bytes over an ordinary ArrayBuffer: what a Blob and a worker's message take. */
export type Octets = Uint8Array<ArrayBuffer>;

/** `length` bytes from `at`, as a view. */
export function take(bytes: Uint8Array, at: number, length: number): Uint8Array {
	// Asked this way round, what is no number is refused too.
	if (!(at >= 0 && length >= 0 && at + length <= bytes.length)) throw new NotClean('A length in it goes beyond its end');
	return bytes.subarray(at, at + length);
}

export const u8 = (bytes: Uint8Array, at: number): number => take(bytes, at, 1)[0] as number;

/** The most significant byte first; with `little`, last. */
export function u16(bytes: Uint8Array, at: number, little = false): number {
	const [a, b] = take(bytes, at, 2) as unknown as [number, number];
	return little ? a + b * 2 ** 8 : a * 2 ** 8 + b;
}

/** The most significant byte first; with `little`, last. */
export function u32(bytes: Uint8Array, at: number, little = false): number {
	const [a, b] = little ? [u16(bytes, at + 2, true), u16(bytes, at, true)] : [u16(bytes, at), u16(bytes, at + 2)];
	return a * 2 ** 16 + b;
}

/** The four bytes that name a chunk, a tag or a type, each as the character of its number. */
export const name4 = (bytes: Uint8Array, at: number): string => String.fromCharCode(...take(bytes, at, 4));

/** Whether `text`, of bytes below 256, stands at `at`. Beyond the end nothing stands. */
export function standsAt(bytes: Uint8Array, at: number, text: string): boolean {
	for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
	return true;
}

/** The characters of `text` as one byte each. */
export const ascii = (text: string): Octets => Uint8Array.from(text, (character) => character.charCodeAt(0));

export const be16 = (n: number): Octets => Uint8Array.of(n >>> 8, n);
export const be32 = (n: number): Octets => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
export const le32 = (n: number): Octets => be32(n).reverse();

export function join(parts: readonly Uint8Array[]): Octets {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}
