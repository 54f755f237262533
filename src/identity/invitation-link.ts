/**
 * AN INVITATION in words a person can send: the link `/i#` + base58(1 ‖ 16-byte secret ‖ 32-byte circleId), or a code to type,
 * 10 bytes in Crockford's base32, four groups of four. A code does not know its circle: it is for one, and always compared aloud.
 */
import { concat, fromBase58, toBase58, type Bytes } from '#crypto/bytes.ts';

const version = 1;

export interface LinkParts {
	secret: Bytes;
	circleId: Bytes;
}

/** The part after `#`. */
export const writeLink = ({ secret, circleId }: LinkParts): string => toBase58(concat(new Uint8Array([version]), secret, circleId));

/** Null for anything that is not such a link's fragment. */
export function readLink(fragment: string): LinkParts | null {
	try {
		const bytes = fromBase58(fragment.trim());
		if (bytes.length !== 49 || bytes[0] !== version) return null;
		return { secret: bytes.slice(1, 17), circleId: bytes.slice(17) };
	} catch {
		return null;
	}
}

/** Crockford's alphabet: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 16 characters in four groups. @param secret 10 bytes */
export function writeCode(secret: Bytes): string {
	let bits = 0n;
	for (const byte of secret) bits = (bits << 8n) | BigInt(byte);
	const characters = Array.from({ length: 16 }, (_, i) => alphabet[Number((bits >> BigInt(75 - 5 * i)) & 31n)]);
	return [0, 4, 8, 12].map((at) => characters.slice(at, at + 4).join('')).join('-');
}

/** The 10 bytes, or null. Reads small letters too, and I and L as 1, O as 0; spaces and dashes do not matter. */
export function readCode(text: string): Bytes | null {
	const characters = text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
	if (characters.length !== 16) return null;
	let bits = 0n;
	for (const character of characters) {
		const value = alphabet.indexOf(character);
		if (value < 0) return null;
		bits = (bits << 5n) | BigInt(value);
	}
	return Uint8Array.from({ length: 10 }, (_, i) => Number((bits >> BigInt(72 - 8 * i)) & 255n));
}
