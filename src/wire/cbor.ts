/**
 * Deterministic CBOR (RFC 8949 §4.2.1): one way to write a thing. Sole importer of cborg.
 *
 * What may be written: integers within ±(2^53-1), byte strings, text, arrays, null, true, false, and maps with integer
 * keys (COSE headers only). Nothing else: no floats, tags, undefined, indefinite lengths. Reading decodes, encodes again
 * and compares, so that every other form of the same thing is refused.
 */
import { decode, encode, rfc8949EncodeOptions } from 'cborg';

export type Cbor = number | string | null | boolean | Uint8Array | readonly Cbor[] | ReadonlyMap<number, Cbor>;

export class MalformedCbor extends Error {
	override name = 'MalformedCbor';
}

export function encodeCbor(value: Cbor): Uint8Array<ArrayBuffer> {
	const out = encode(value, rfc8949EncodeOptions) as Uint8Array<ArrayBuffer>;
	// Under Node the library may give a Buffer, which is a view where a Uint8Array would be a copy.
	return out.constructor === Uint8Array ? out : new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
}

const decodeOptions = {
	allowIndefinite: false,
	allowUndefined: false,
	allowInfinity: false,
	allowNaN: false,
	allowBigInt: false,
	strict: true,
	useMaps: true,
	rejectDuplicateMapKeys: true
};

/** @throws MalformedCbor for anything but the one deterministic form. */
export function decodeCbor(bytes: Uint8Array): Cbor {
	let value: Cbor;
	try {
		value = decode(bytes, decodeOptions) as Cbor;
	} catch (cause) {
		throw new MalformedCbor('These bytes are not CBOR of the form agreed on', { cause });
	}
	if (hasFloat(value)) throw new MalformedCbor('A number here must be whole');
	const again = encodeCbor(value);
	if (again.length !== bytes.length || !again.every((byte, i) => byte === bytes[i])) {
		throw new MalformedCbor('These bytes are CBOR, but not in the one form agreed on');
	}
	return value;
}

function hasFloat(value: Cbor): boolean {
	if (typeof value === 'number') return !Number.isSafeInteger(value);
	if (Array.isArray(value)) return value.some(hasFloat);
	if (value instanceof Map) return [...value].some(([key, item]) => hasFloat(key) || hasFloat(item));
	return false;
}
