/** What kind of picture some bytes are, by how they begin: a file's name and the type it is said to be of may both be wrong. */
import { standsAt } from './octets.ts';

export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'heic';

const latin1 = (...bytes: number[]) => String.fromCharCode(...bytes);
const jpegBegins = latin1(0xff, 0xd8, 0xff);
/** What every PNG begins with, a character a byte. */
export const pngBegins = latin1(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Brands of an ISO base media file (ISO/IEC 14496-12 §4.3) that say it is a picture: AV1 (AVIF §9), HEVC and others (ISO/IEC 23008-12). */
const avif = ['avif', 'avis'];
const heic = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'mif2', 'msf1'];

/** Null for what is none of these, also for a film in the same container as HEIC. Never throws. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
	if (standsAt(bytes, 0, jpegBegins)) return 'jpeg';
	if (standsAt(bytes, 0, pngBegins)) return 'png';
	if (standsAt(bytes, 0, 'GIF87a') || standsAt(bytes, 0, 'GIF89a')) return 'gif';
	if (standsAt(bytes, 0, 'RIFF') && standsAt(bytes, 8, 'WEBP')) return 'webp';
	if (!standsAt(bytes, 4, 'ftyp')) return null;
	const brands = brandsOf(bytes);
	// A file may name both: mif1 says no more than that it is a picture, so AV1 is asked for first.
	if (brands.some((brand) => avif.includes(brand))) return 'avif';
	return brands.some((brand) => heic.includes(brand)) ? 'heic' : null;
}

/** The major brand and those it is compatible with: after size and 'ftyp' four bytes each, but for the third four, a version. */
function brandsOf(bytes: Uint8Array): string[] {
	const size = ((bytes[0] as number) << 24) | ((bytes[1] as number) << 16) | ((bytes[2] as number) << 8) | (bytes[3] as number);
	// More brands than fit in 512 bytes nobody writes.
	const end = Math.min(size, bytes.length, 512);
	const brands: string[] = [];
	for (let at = 8; at + 4 <= end; at += 4) if (at !== 12) brands.push(latin1(...bytes.subarray(at, at + 4)));
	return brands;
}
