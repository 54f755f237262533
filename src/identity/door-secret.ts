/**
 * A DOOR'S SECRET as a person has it: sixteen words of the list that is also said aloud (word-list.ts), a byte each; or, as a QR on the card and as a
 * personal link, `/back#` + base58(1 ‖ kind ‖ 16 bytes). What stands after `#` is sent to no server (RFC 9110 §4.2.3, RFC 3986 §3.5).
 */
import { concat, fromBase58, toBase58, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { bytesOf, wordsOf, type WordLanguage } from './word-list.ts';

const version = 1;
/** 128 bits; no more than that is asked of a person to type. */
const size = 16;
const kinds = ['card', 'link'] as const;
export type WrittenKind = (typeof kinds)[number];

export const newDoorSecret = (): Bytes => randomBytes(size);

export const writeDoorWords = (secret: Bytes, language: WordLanguage): string[] => wordsOf(secret, language);
/** Null where it is not sixteen words of the list, in either language. */
export const readDoorWords = (typed: string): Bytes | null => bytesOf(typed, size);

/** The part after `#`. */
export const writeDoorLink = (kind: WrittenKind, secret: Bytes): string => toBase58(concat(new Uint8Array([version, kinds.indexOf(kind)]), secret));

/** Null for anything that is not such a link's fragment. */
export function readDoorLink(fragment: string): { kind: WrittenKind; secret: Bytes } | null {
	try {
		const bytes = fromBase58(fragment.trim());
		const kind = kinds[bytes[1] ?? -1];
		return bytes.length === 2 + size && bytes[0] === version && kind !== undefined ? { kind, secret: bytes.slice(2) } : null;
	} catch {
		return null;
	}
}
