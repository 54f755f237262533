/**
 * Deterministic CBOR (RFC 8949 §4.2.1): one way to write a thing. Sole importer of cborg.
 *
 * What may be written: integers within ±(2^53-1), byte strings, text, arrays, null, true, false, and maps with integer
 * keys (COSE headers only). Nothing else: no floats, tags, undefined, indefinite lengths, nor more than 16 things within each
 * other. Text is well-formed Unicode that does not begin with U+FEFF, which a reader would take for a byte-order mark. Reading
 * decodes, encodes again and compares, so that every other form of the same thing is refused.
 */
import { decode, encode, rfc8949EncodeOptions } from 'cborg';

export type Cbor = number | string | null | boolean | Uint8Array | readonly Cbor[] | ReadonlyMap<number, Cbor>;

export class MalformedCbor extends Error {
	override name = 'MalformedCbor';
}

const deepest = 16;

/** @throws MalformedCbor for what may not be written: nobody could read it. */
export function encodeCbor(value: Cbor): Uint8Array<ArrayBuffer> {
	check(value, 0);
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
	const again = encodeCbor(value);
	if (!same(again, bytes)) {
		throw new MalformedCbor('These bytes are CBOR, but not in the one form agreed on');
	}
	return value;
}

function check(value: Cbor, depth: number): void {
	if (depth > deepest) throw new MalformedCbor('There are too many things within each other');
	if (typeof value === 'number') {
		if (!Number.isSafeInteger(value)) throw new MalformedCbor('A number here must be whole');
	} else if (typeof value === 'string') {
		if (!value.isWellFormed() || value.startsWith('\u{feff}')) throw new MalformedCbor('A text here must be well-formed');
	} else if (Array.isArray(value)) for (const item of value as readonly Cbor[]) check(item, depth + 1);
	else if (value instanceof Map) {
		for (const [key, item] of value as ReadonlyMap<unknown, Cbor>) {
			if (!Number.isSafeInteger(key)) throw new MalformedCbor('A key here must be a whole number');
			check(item, depth + 1);
		}
	} else if (value !== null && typeof value !== 'boolean' && !(value instanceof Uint8Array)) throw new MalformedCbor('This has no form that was agreed on');
}

/** A plain loop, since it is run over every byte that comes in. */
function same(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}
