import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, flip, runs } from '../../test/support/property.ts';
import { cleanPicture, NotClean } from './clean-picture.ts';
import { layFlat } from './clean-webp.ts';
import { writeOrientation } from './orientation.ts';
import { ascii, be16, be32, join, le32 } from './octets.ts';
import { crc32 } from './crc32.ts';
import { inflateZlib, storeZlib } from './zlib.ts';

const pictures = [
	...['marked.jpg', 'marked-progressive.jpg', 'marked.png', 'marked.webp', 'wide.jpg', 'inks.jpg', 'telephone.jpg', 'two.jpg', 'screen.png'],
	...['moving.png', 'moving.webp', 'glass.webp', 'glass-lossless.webp']
].map((name) => new Uint8Array(readFileSync(`test/media/fixtures/${name}`)));
const [jpeg, , png] = pictures as [Uint8Array, Uint8Array, Uint8Array];

/** Cleaned bytes, or null where it was refused in the one way it may be. */
function cleaned(bytes: Uint8Array) {
	try {
		return cleanPicture(bytes);
	} catch (error) {
		expect(error).toBeInstanceOf(NotClean);
		return null;
	}
}

test('cleaning twice is cleaning once', () => {
	for (const picture of pictures) expect(cleanPicture(cleanPicture(picture))).toEqual(cleanPicture(picture));
});

test('whatever is cut off or turned over, it is cleaned, and then stays as it is, or is refused as not clean', () => {
	const from = fc.constantFrom(...pictures);
	const spoiled = fc.oneof(
		fc.tuple(from, fc.nat()).map(([picture, at]) => picture.slice(0, at % picture.length)),
		fc.tuple(from, fc.nat()).map(([picture, bit]) => flip(picture, bit)),
		bytesOf(0, 300)
	);
	fc.assert(
		fc.property(spoiled, (bytes) => {
			const once = cleaned(bytes);
			if (once !== null) expect(cleanPicture(once)).toEqual(once);
		}),
		runs(1000)
	);
});

test('what stands in segments and chunks that are left out does not come through', () => {
	const secret = 'Paradisgatan 4, Lund';
	fc.assert(
		fc.property(fc.constantFrom(0xe3, 0xe5, 0xed, 0xef, 0xfe), fc.constantFrom('tEXt', 'iTXt', 'caBX', 'prVt', 'tIME'), (marker, name) => {
			const segment = join([Uint8Array.of(0xff, marker), be16(2 + secret.length), ascii(secret)]);
			const named = join([ascii(name), ascii(secret)]);
			const chunk = join([be32(secret.length), named, be32(crc32(named))]);
			expect(cleanPicture(join([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]))).toEqual(cleanPicture(jpeg));
			expect(cleanPicture(join([png.subarray(0, 33), chunk, png.subarray(33)]))).toEqual(cleanPicture(png));
		}),
		runs(50)
	);
});

test('what zlib compressed is inflated, and what is stored here comes back', () => {
	fc.assert(
		fc.property(bytesOf(0, 400), fc.nat({ max: 9 }), (bytes, level) => {
			const twice = join([bytes, bytes]);
			expect(inflateZlib(deflateSync(twice, { level }), 1000)).toEqual(twice);
			expect(inflateZlib(storeZlib(twice), 1000)).toEqual(twice);
		}),
		runs(200)
	);
});

test('a WebP says which way up it is, once; where it cannot be told it lies as it lies', () => {
	const chunk = (name: string, data: Uint8Array) => join([ascii(name), le32(data.length), data, new Uint8Array(data.length & 1)]);
	const webp = (flags: number, ...exif: Uint8Array[]) => {
		const body = join([ascii('WEBP'), chunk('VP8X', join([le32(flags), new Uint8Array(6)])), chunk('VP8L', Uint8Array.of(0x2f, 0, 0)), ...exif]);
		return join([ascii('RIFF'), le32(body.length), body]);
	};
	for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
		const turned = webp(0x18, chunk('EXIF', writeOrientation(orientation)));
		expect(layFlat(turned)).toBe(orientation);
		expect(turned).toEqual(webp(0x10, chunk('none', writeOrientation(orientation))));
		expect(layFlat(turned)).toBe(1);
		expect(layFlat(webp(0x08, chunk('EXIF', join([ascii('Exif\0\0'), writeOrientation(orientation)]))))).toBe(orientation);
		// Not announced, it is not looked for.
		expect(layFlat(webp(0x10, chunk('EXIF', writeOrientation(orientation))))).toBe(1);
	}
	expect(layFlat(webp(0x08))).toBe(1);
	expect(layFlat(webp(0x08, chunk('EXIF', ascii('no Exif'))))).toBe(1);
	expect(layFlat(webp(0x08, chunk('EXIF', writeOrientation(6)).subarray(0, 20)))).toBe(1);
	expect(layFlat(ascii('RIFF'))).toBe(1);
});
