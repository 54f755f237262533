import { expect, test } from 'vitest';
import { ascii, be32, join } from './octets.ts';
import { pictureKind } from './picture-kind.ts';

const container = (...brands: string[]) =>
	join([be32(12 + 4 * brands.length), ascii('ftyp'), ascii(brands[0] as string), be32(0), ...brands.slice(1).map(ascii)]);

test('a picture is known by how it begins', () => {
	expect(pictureKind(Uint8Array.of(0xff, 0xd8, 0xff))).toBe('jpeg');
	expect(pictureKind(ascii('\x89PNG\r\n\x1a\n'))).toBe('png');
	expect(pictureKind(ascii('RIFF\0\0\0\0WEBP'))).toBe('webp');
	expect(pictureKind(ascii('GIF89a'))).toBe('gif');
	expect(pictureKind(container('mif1', 'heic'))).toBe('heic');
	expect(pictureKind(container('mif1', 'avif'))).toBe('avif');
	expect(pictureKind(container('isom', 'mp42'))).toBe(null);
	expect(pictureKind(new Uint8Array(0))).toBe(null);
	expect(pictureKind(ascii('\0\0\0\x10ftyp'))).toBe(null);
});
