import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, runs, textOf } from '../../test/support/property.ts';
import { concat, hex } from '#crypto/bytes.ts';
import { decodeCbor, encodeCbor, MalformedCbor, type Cbor } from './cbor.ts';

const { value: values } = fc.letrec<{ value: Cbor }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', maxDepth: 5 },
		fc.maxSafeInteger(),
		fc.integer({ min: -300, max: 300 }),
		bytesOf(0, 300),
		textOf(40),
		fc.constantFrom(null, true, false),
		fc.array(tie('value'), { maxLength: 30 }),
		fc.uniqueArray(fc.tuple(fc.integer({ min: -70_000, max: 70_000 }), tie('value')), { maxLength: 4, selector: ([key]) => key }).map((pairs) => new Map(pairs))
	)
}));

/** How a writer that does not keep to the one form might write an item. */
const deviations = ['none', 'longer-head', 'indefinite', 'float', 'tag', 'unsorted', 'twice'] as const;
type Deviation = (typeof deviations)[number];

/** CBOR written by hand (RFC 8949 §3), item number `at` of the value as `how` says, counted from the outside in. */
function write(value: Cbor, how: Deviation = 'none', at = 0): { bytes: Uint8Array; deviated: boolean } {
	let count = -1;
	let deviated = false;
	const head = (major: number, length: number, longer: boolean): Uint8Array => {
		const sizes = [24, 2 ** 8, 2 ** 16, 2 ** 32];
		let size = sizes.findIndex((limit) => length < limit);
		if (size < 0) size = 4;
		if (longer) size = Math.min(4, size + 1);
		if (size === 0) return new Uint8Array([(major << 5) | length]);
		const out = new Uint8Array(1 + 2 ** (size - 1));
		out[0] = (major << 5) | (23 + size);
		let rest = BigInt(length);
		for (let i = out.length - 1; i > 0; i--, rest >>= 8n) out[i] = Number(rest & 255n);
		return out;
	};
	const item = (one: Cbor): Uint8Array => {
		count += 1;
		const here = count === at ? how : 'none';
		const does = (what: Deviation, possible = true): boolean => {
			if (here !== what || !possible) return false;
			deviated = true;
			return true;
		};
		const tag = does('tag') ? new Uint8Array([0xc1]) : new Uint8Array();
		return concat(tag, plain(one, does));
	};
	const plain = (one: Cbor, does: (what: Deviation, possible?: boolean) => boolean): Uint8Array => {
		if (one === null) return new Uint8Array([0xf6]);
		if (typeof one === 'boolean') return new Uint8Array([one ? 0xf5 : 0xf4]);
		if (typeof one === 'number') {
			if (does('float')) {
				const float = new Uint8Array(9);
				float[0] = 0xfb;
				new DataView(float.buffer).setFloat64(1, one);
				return float;
			}
			const length = one < 0 ? -1 - one : one;
			return head(one < 0 ? 1 : 0, length, does('longer-head', length < 2 ** 32));
		}
		if (typeof one === 'string' || one instanceof Uint8Array) {
			const major = typeof one === 'string' ? 3 : 2;
			const content = typeof one === 'string' ? new TextEncoder().encode(one) : one;
			if (does('indefinite')) return concat(new Uint8Array([(major << 5) | 31]), head(major, content.length, false), content, new Uint8Array([0xff]));
			return concat(head(major, content.length, does('longer-head')), content);
		}
		if (Array.isArray(one)) {
			const indefinite = does('indefinite');
			const start = indefinite ? new Uint8Array([0x9f]) : head(4, (one as Cbor[]).length, does('longer-head'));
			return concat(start, ...(one as Cbor[]).map(item), indefinite ? new Uint8Array([0xff]) : new Uint8Array());
		}
		const map = one as ReadonlyMap<number, Cbor>;
		const twice = does('twice', map.size > 0);
		const unsorted = does('unsorted', map.size > 1);
		const indefinite = does('indefinite');
		const start = indefinite ? new Uint8Array([0xbf]) : head(5, map.size + (twice ? 1 : 0), does('longer-head'));
		const sorted = [...map].map(([key, inner]): [Uint8Array, Cbor] => [write(key).bytes, inner]).sort(([a], [b]) => (hex(a) < hex(b) ? -1 : 1));
		const pairs = sorted.map(([key, inner]) => concat(key, item(inner)));
		if (unsorted) pairs.reverse();
		if (twice) pairs.push(pairs.at(-1) as Uint8Array<ArrayBuffer>);
		return concat(start, ...pairs, indefinite ? new Uint8Array([0xff]) : new Uint8Array());
	};
	const bytes = item(value);
	return { bytes, deviated };
}

const refuses = (bytes: Uint8Array) => expect(() => decodeCbor(bytes), hex(bytes)).toThrow(MalformedCbor);

test('every value comes back as it was, from the bytes that RFC 8949 written by hand gives', () => {
	fc.assert(
		fc.property(values, (value) => {
			const bytes = encodeCbor(value);
			expect(hex(bytes)).toBe(hex(write(value).bytes));
			expect(decodeCbor(bytes)).toEqual(value);
		}),
		runs(500)
	);
});

test('every other form of the same value is refused', () => {
	fc.assert(
		fc.property(values, fc.constantFrom(...deviations.slice(1)), fc.nat({ max: 8 }), (value, how, at) => {
			const { bytes, deviated } = write(value, how, at);
			fc.pre(deviated);
			refuses(bytes);
		}),
		{ ...runs(1500), maxSkipsPerRun: 100 }
	);
});

test('what is cut off anywhere, or has a byte more, is refused', () => {
	fc.assert(
		fc.property(values, fc.nat(), fc.nat({ max: 255 }), (value, at, more) => {
			const bytes = encodeCbor(value);
			refuses(bytes.slice(0, at % bytes.length));
			refuses(concat(bytes, new Uint8Array([more])));
		}),
		runs(500)
	);
});

test('whatever bytes come, they are read and written again the same, or refused; nothing else is ever thrown', () => {
	const change = fc.record({ at: fc.nat(), to: fc.nat({ max: 255 }) });
	fc.assert(
		fc.property(values, fc.array(change, { minLength: 1, maxLength: 3 }), bytesOf(0, 60), (value, changes, junk) => {
			const bytes = encodeCbor(value);
			for (const { at, to } of changes) bytes[at % bytes.length] = to;
			for (const given of [bytes, junk]) {
				let read: Cbor;
				try {
					read = decodeCbor(given);
				} catch (error) {
					expect(error).toBeInstanceOf(MalformedCbor);
					continue;
				}
				expect(hex(encodeCbor(read))).toBe(hex(given));
			}
		}),
		runs(1000)
	);
});

test.each([
	['a float that is not whole', 'f93e00'],
	['a float that is whole', 'f93c00'],
	['NaN', 'f97e00'],
	['infinity', 'f97c00'],
	['undefined', 'f7'],
	['a simple value', 'f8ff'],
	['2^53', '1b0020000000000000'],
	['-2^53-1', '3b0020000000000000'],
	['2^64-1', '1bffffffffffffffff'],
	['a bignum', 'c249010000000000000000'],
	['a date', 'c074323031332d30332d32315432303a30343a30305a'],
	['a break by itself', 'ff'],
	['nothing', ''],
	['two values', '0000'],
	['a length with nothing behind it', '5affffffff'],
	['text that is not UTF-8', '62c328'],
	['half a surrogate pair', '63eda080'],
	['text that begins with a byte-order mark', '63efbbbf'],
	['a key that is text', 'a1616101'],
	['a key that is bytes, twice', 'a2410101410102'],
	['a key twice', 'a201000101'],
	['keys out of order', 'a202000100']
])('%s is refused', (_, bytes) => refuses(new Uint8Array(Buffer.from(bytes, 'hex'))));

test('things nested by the thousand are refused, not run into', () => {
	for (const depth of [17, 1000, 4500, 6000, 20_000, 400_000]) {
		const bytes = new Uint8Array(depth + 1).fill(0x81);
		bytes[depth] = 0;
		expect(() => decodeCbor(bytes), String(depth)).toThrow(MalformedCbor);
	}
	expect(decodeCbor(new Uint8Array([...new Array<number>(16).fill(0x81), 0]))).toBeInstanceOf(Array);
});

test('what could not be read is not written either', () => {
	for (const value of [1.5, NaN, Infinity, 2 ** 53, 'half \ud83d', '\u{feff}mark', undefined, [undefined], 5n, new Map([['a', 1]]), {}]) {
		expect(() => encodeCbor(value as Cbor)).toThrow(MalformedCbor);
	}
});
