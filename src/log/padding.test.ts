import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, runs } from '../../test/support/property.ts';
import { pad, paddedLength, unpad } from './padding.ts';

test('what is padded comes back, whatever its bytes', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				bytesOf(0, 700),
				fc.nat({ max: 600 }).map((n) => new Uint8Array(n)),
				fc.nat({ max: 600 }).map((n) => new Uint8Array(n).fill(0x80))
			),
			(body) => {
				const padded = pad(body);
				expect(padded.length).toBe(paddedLength(body.length + 1));
				expect(unpad(padded)).toEqual(body);
			}
		),
		runs(500)
	);
});

test('sizes are few, never smaller than what they hold, at most 12 % larger, and padded once', () => {
	const sizes = new Set<number>();
	let before = 0;
	for (let length = 1; length <= 262_144; length++) {
		const size = paddedLength(length);
		if (size < length || size < before || paddedLength(size) !== size || (length > 256 && size > length * 1.12)) throw new Error(`${length} → ${size}`);
		before = size;
		sizes.add(size);
	}
	expect(Math.min(...sizes)).toBe(256);
	expect(sizes.size).toBeLessThan(200);
});

test('Padmé by its own words: the last E - S bits of the size are zero', () => {
	for (const [length, size] of [
		[1, 256],
		[256, 256],
		[257, 272],
		[1000, 1024],
		[9000, 9216],
		[65_537, 67_584],
		[200_000, 200_704]
	] as const)
		expect(paddedLength(length)).toBe(size);
	fc.assert(
		fc.property(fc.integer({ min: 257, max: 2 ** 30 }), (length) => {
			// S is how many bits it takes to write E down.
			const e = BigInt(length).toString(2).length - 1;
			const s = e.toString(2).length;
			const mask = 2n ** BigInt(e - s) - 1n;
			expect(BigInt(paddedLength(length))).toBe((BigInt(length) + mask) & ~mask);
		}),
		runs(500)
	);
});

test('other bytes in the padding, none at all, or another size is refused', () => {
	fc.assert(
		fc.property(bytesOf(0, 600), fc.nat(), fc.integer({ min: 1, max: 255 }), (body, at, to) => {
			const padded = pad(body);
			const spoiled = padded.slice();
			const where = body.length + (at % (padded.length - body.length));
			spoiled[where] = where === body.length && to === 0x80 ? 0x81 : to;
			// Another 0x80 further on is padding of a longer body: then that body comes out, never this one.
			try {
				expect(unpad(spoiled)).not.toEqual(body);
			} catch (error) {
				expect(error).toBeInstanceOf(Error);
			}
			const longer = new Uint8Array(padded.length + 1);
			longer.set(padded);
			expect(() => unpad(longer)).toThrow();
			expect(() => unpad(padded.slice(0, -1))).toThrow();
			expect(() => unpad(new Uint8Array(padded.length))).toThrow();
		}),
		runs(300)
	);
	expect(() => unpad(new Uint8Array(0))).toThrow();
});
