/**
 * Deterministic CBOR (RFC 8949 §4.2.1): one way to write a thing. Sole importer of cborg.
 *
 * What may be written: integers within ±(2^53-1), byte strings, text, arrays, null, true, false, and maps with integer
 * keys (COSE headers only). Nothing else: no floats, tags, undefined, indefinite lengths, nor more than 16 things within each
 * other. Text is well-formed Unicode that does not begin with U+FEFF, which a reader would take for a byte-order mark. cborg
 * writes; reading is here, and knows the one form alone, so that every other form of the same thing is refused (decision 11).
 */
import { encode, rfc8949EncodeOptions } from 'cborg';

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

/**
 * @param views byte strings are views into `bytes`: cheaper, for what is not kept. Else each has memory of its own.
 * @throws MalformedCbor for anything but the one deterministic form.
 */
export function decodeCbor(bytes: Uint8Array, { views = false } = {}): Cbor {
	const reading = new Reading(bytes, views);
	const value = reading.item(0);
	reading.end();
	return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Reading {
	readonly #bytes: Uint8Array;
	readonly #views: boolean;
	#at = 0;

	constructor(bytes: Uint8Array, views: boolean) {
		this.#views = views;
		// Of a Buffer `slice` is a view, of a Uint8Array a copy.
		this.#bytes = bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	/** @param depth in how many others it lies. */
	item(depth: number): Cbor {
		if (depth > deepest) throw new MalformedCbor('There are too many things within each other');
		const first = this.#bytes[this.#at++] ?? this.#cutOff();
		switch (first >> 5) {
			case 0:
				return this.#number(first);
			case 1:
				return this.#negative(first);
			case 2:
				return this.#views ? this.#content(first) : this.#content(first).slice();
			case 3:
				return this.#text(first);
			case 4:
				return this.#array(first, depth);
			case 5:
				return this.#map(first, depth);
			default:
				return this.#word(first);
		}
	}

	end(): void {
		if (this.#at !== this.#bytes.length) throw new MalformedCbor('There are bytes after what was to be read');
	}

	/** The number that belongs to a first byte, in its shortest form (RFC 8949 §3 and §4.2.1). */
	#number(first: number): number {
		const short = first & 31;
		if (short < 24) return short;
		if (short > 27) throw new MalformedCbor('A length here must be said beforehand');
		const size = 1 << (short - 24);
		if (this.#at + size > this.#bytes.length) this.#cutOff();
		let number = 0;
		for (let i = 0; i < size; i++) number = number * 256 + (this.#bytes[this.#at++] as number);
		if (number < (size === 1 ? 24 : 2 ** (size * 4))) throw new MalformedCbor('A number here must be written as short as can be');
		if (!Number.isSafeInteger(number)) throw new MalformedCbor('A number here must be within ±(2^53-1)');
		return number;
	}

	#negative(first: number): number {
		const number = -1 - this.#number(first);
		if (!Number.isSafeInteger(number)) throw new MalformedCbor('A number here must be within ±(2^53-1)');
		return number;
	}

	/** A view. */
	#content(first: number): Uint8Array {
		const length = this.#number(first);
		if (length > this.#bytes.length - this.#at) this.#cutOff();
		return this.#bytes.subarray(this.#at, (this.#at += length));
	}

	#text(first: number): string {
		const content = this.#content(first);
		try {
			const text = utf8.decode(content);
			if (!text.startsWith('\u{feff}')) return text;
		} catch {
			// Said below.
		}
		throw new MalformedCbor('A text here must be well-formed');
	}

	#array(first: number, depth: number): Cbor[] {
		const length = this.#number(first);
		// Before there is room made for it: an item is a byte at least.
		if (length > this.#bytes.length - this.#at) this.#cutOff();
		const items: Cbor[] = [];
		for (let i = 0; i < length; i++) items.push(this.item(depth + 1));
		return items;
	}

	#map(first: number, depth: number): Map<number, Cbor> {
		const size = this.#number(first);
		const map = new Map<number, Cbor>();
		let before: number | null = null;
		for (let i = 0; i < size; i++) {
			const key = this.#key();
			if (before !== null && !comesBefore(before, key)) throw new MalformedCbor('Keys here must stand in order, each once');
			map.set(key, this.item(depth + 1));
			before = key;
		}
		return map;
	}

	#key(): number {
		const first = this.#bytes[this.#at++] ?? this.#cutOff();
		if (first >> 5 > 1) throw new MalformedCbor('A key here must be a whole number');
		return first >> 5 === 0 ? this.#number(first) : this.#negative(first);
	}

	#word(first: number): boolean | null {
		if (first === 0xf6) return null;
		if (first === 0xf4 || first === 0xf5) return first === 0xf5;
		throw new MalformedCbor(first >> 5 === 6 ? 'There are no tags here' : 'This has no form that was agreed on');
	}

	#cutOff(): never {
		throw new MalformedCbor('These bytes end too soon');
	}
}

/** Whole numbers by their encodings, byte by byte (RFC 8949 §4.2.1): those from 0 up, then the negative ones down. */
const comesBefore = (a: number, b: number): boolean => (a < 0 === b < 0 ? Math.abs(a) < Math.abs(b) : b < 0);
