/** How property tests run: from a fixed seed, so that a failure comes again. KVAR_SEED=n looks elsewhere, KVAR_RUNS=n looks n times longer. */
import fc from 'fast-check';
import type { Bytes } from '#crypto/bytes.ts';

export const runs = (numRuns: number) => ({ seed: Number(process.env.KVAR_SEED ?? 20260214), numRuns: numRuns * Number(process.env.KVAR_RUNS ?? 1) });

/** `length` bytes, or from `length` to `most`. */
export const bytesOf = (length: number, most = length): fc.Arbitrary<Bytes> =>
	fc.uint8Array({ minLength: length, maxLength: most }).map((bytes) => new Uint8Array(bytes));

export const countOf = (max = Number.MAX_SAFE_INTEGER): fc.Arbitrary<number> => fc.oneof(fc.nat({ max: Math.min(max, 1000) }), fc.integer({ min: 0, max }));

/** Text of any Unicode that can be written (src/wire/cbor.ts). */
export const textOf = (maxLength: number): fc.Arbitrary<string> =>
	fc.oneof(fc.string({ unit: 'grapheme', maxLength }), fc.string({ unit: 'binary', maxLength })).map((text) =>
		text
			.slice(0, maxLength)
			.toWellFormed()
			.replace(/^\u{feff}+/u, '')
	);

/** The same bytes with one bit turned over, and which. */
export function flip(bytes: Uint8Array, bit: number): Bytes {
	const out = new Uint8Array(bytes);
	const at = bit % (out.length * 8);
	out[at >> 3] = (out[at >> 3] as number) ^ (1 << (at & 7));
	return out;
}
