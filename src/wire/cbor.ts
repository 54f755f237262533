/**
 * Deterministic CBOR (RFC 8949 §4.2.1): one way to write a thing. Sole importer of cborg.
 *
 * What may be written: integers within ±(2^53-1), byte strings, text, arrays, null, true, false, and maps with integer
 * keys (COSE headers only). Nothing else: no floats, tags, undefined, indefinite lengths, nor more than 16 things within each
 * other. Text is well-formed Unicode that does not begin with U+FEFF, which a reader would take for a byte-order mark. Reading
 * decodes, then compares the bytes with the one form of what came out, so that every other form of the same thing is refused.
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
	check(value, 0);
	if (endOf(value, bytes, 0) !== bytes.length) throw new MalformedCbor('These bytes are CBOR, but not in the one form agreed on');
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

/** Where `value` ends if it stands at `at` in the one form; NaN where it does not. In place, since it is run over every byte that comes in. */
function endOf(value: Cbor, bytes: Uint8Array, at: number): number {
	if (typeof value === 'number') return value < 0 ? headEnd(1, -1 - value, bytes, at) : headEnd(0, value, bytes, at);
	if (value instanceof Uint8Array) return contentEnd(2, value, bytes, at);
	if (typeof value === 'string') return contentEnd(3, utf8.encode(value), bytes, at);
	if (value === null || typeof value === 'boolean') return bytes[at] === (value === null ? 0xf6 : value ? 0xf5 : 0xf4) ? at + 1 : NaN;
	if (value instanceof Map) {
		let end = headEnd(5, value.size, bytes, at);
		let before: number | null = null;
		for (const [key, item] of value as ReadonlyMap<number, Cbor>) {
			if (before !== null && !comesBefore(before, key)) return NaN;
			end = endOf(item, bytes, endOf(key, bytes, end));
			before = key;
		}
		return end;
	}
	let end = headEnd(4, (value as readonly Cbor[]).length, bytes, at);
	for (const item of value as readonly Cbor[]) end = endOf(item, bytes, end);
	return end;
}

/** The shortest head of a major type and its number (RFC 8949 §3 and §4.2.1). */
function headEnd(major: number, number: number, bytes: Uint8Array, at: number): number {
	const first = major << 5;
	if (number < 24) return bytes[at] === (first | number) ? at + 1 : NaN;
	const size = number < 2 ** 8 ? 1 : number < 2 ** 16 ? 2 : number < 2 ** 32 ? 4 : 8;
	if (bytes[at] !== (first | (size === 1 ? 24 : size === 2 ? 25 : size === 4 ? 26 : 27))) return NaN;
	let rest = number;
	for (let i = at + size; i > at; i--) {
		if (bytes[i] !== rest % 256) return NaN;
		rest = Math.floor(rest / 256);
	}
	return at + 1 + size;
}

function contentEnd(major: number, content: Uint8Array, bytes: Uint8Array, at: number): number {
	const start = headEnd(major, content.length, bytes, at);
	for (let i = 0; i < content.length; i++) if (bytes[start + i] !== content[i]) return NaN;
	return start + content.length;
}

/** Whole numbers by their encodings, byte by byte: those from 0 up, then the negative ones down. */
const comesBefore = (a: number, b: number): boolean => (a < 0 === b < 0 ? Math.abs(a) < Math.abs(b) : b < 0);

const utf8 = new TextEncoder();
