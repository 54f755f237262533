/**
 * A PNG with what shows it and nothing else (W3C PNG 3rd ed.). It is a row of chunks: length, name, data, a sum over name and
 * data. Kept as they are: header, palette, picture, frames of an animation, and what is needed for the right colours and size.
 * Written anew: the colour profile, and an orientation that came in Exif. The rest goes (text, times, Exif, C2PA, what nobody
 * knows), also all that follows IEND: an older, larger picture can stand there.
 */
import { cleanProfile } from './colour-profile.ts';
import { crc32 } from './crc32.ts';
import { NotClean } from './not-clean.ts';
import { ascii, be32, join, name4, standsAt, take, u32, type Octets } from './octets.ts';
import { readOrientation, writeOrientation } from './orientation.ts';
import { pngBegins } from './picture-kind.ts';
import { inflateZlib, storeZlib } from './zlib.ts';

interface Chunk {
	name: string;
	data: Uint8Array;
}

/** Before the picture, each at most once: how many bytes of data it has, at the most. */
const beforePicture: ReadonlyMap<string, number> = new Map([
	['IHDR', 13],
	['PLTE', 768],
	['tRNS', 256],
	['cHRM', 32],
	['gAMA', 4],
	['sBIT', 4],
	['sRGB', 1],
	['cICP', 4],
	['bKGD', 6],
	['pHYs', 9],
	['acTL', 8]
]);

/** More than any profile of a screen has; uncompressed. */
const mostInProfile = 4 * 2 ** 20;
/** Sequence number, size, place, delay and what becomes of the frame. */
const frameControl = 26;

/** @throws NotClean if it is not a PNG in form, from its first byte to its IEND. */
export function cleanPng(bytes: Uint8Array): Octets {
	const kept: Chunk[] = [];
	const seen = new Set<string>();
	let exif: Uint8Array | null = null;
	for (const chunk of chunksOf(bytes)) {
		const { name, data } = chunk;
		if (!seen.has('IHDR') && name !== 'IHDR') throw new NotClean('Its header does not come first');
		if (name === 'eXIf') exif ??= data;
		else if (name === 'IDAT' || name === 'IEND') kept.push(chunk);
		else if (isFrame(chunk)) {
			// Without acTL before the picture no decoder looks at frames.
			if (seen.has('acTL')) kept.push(chunk);
		} else if (name === 'iCCP') {
			if (!seen.has('IDAT') && !seen.has('iCCP')) kept.push({ name, data: renewProfile(data) });
		} else {
			const most = beforePicture.get(name);
			if (most === undefined) {
				if (isCritical(name)) throw new NotClean('It cannot be shown without a chunk that is not known');
				continue;
			}
			if (data.length > most) throw new NotClean('A chunk is longer than it can be');
			// After the picture it would change nothing.
			if (!seen.has('IDAT')) {
				if (seen.has(name)) throw new NotClean('A chunk stands there twice');
				kept.push(chunk);
			}
		}
		seen.add(name);
	}
	const picture = kept.findIndex(({ name }) => name === 'IDAT');
	if (picture === -1) throw new NotClean('It has no picture');
	const orientation = exif === null ? 1 : readOrientation(exif);
	if (orientation !== 1) kept.splice(picture, 0, { name: 'eXIf', data: writeOrientation(orientation) });
	return join([ascii(pngBegins), ...kept.flatMap(writeChunk)]);
}

/** The chunks from the first to IEND. @throws NotClean where a length or a sum is wrong, or before IEND all ends. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
	if (!standsAt(bytes, 0, pngBegins)) throw new NotClean('It does not begin as a PNG does');
	let at = pngBegins.length;
	for (let name = ''; name !== 'IEND';) {
		const length = u32(bytes, at);
		name = name4(bytes, at + 4);
		const data = take(bytes, at + 8, length);
		if (u32(bytes, at + 8 + length) !== crc32(take(bytes, at + 4, 4 + length))) throw new NotClean('The sum of a chunk is wrong');
		if (name === 'IEND' && length > 0) throw new NotClean('Its end is not empty');
		yield { name, data };
		at += 12 + length;
	}
}

/** A chunk of an animation, within the picture's own or after them. */
function isFrame({ name, data }: Chunk): boolean {
	if (name === 'fcTL' && data.length !== frameControl) throw new NotClean('A frame is not described as it must be');
	return name === 'fcTL' || name === 'fdAT';
}

/** Whether a decoder that does not know a chunk must give up: its name begins with a capital (§5.4). */
const isCritical = (name: string): boolean => (name.charCodeAt(0) & 0x20) === 0;

/** A profile's chunk (§11.3.2.3): a name, zero, the way of compression, of which there is one. The name can be that of a screen. */
function renewProfile(data: Uint8Array): Octets {
	const end = data.indexOf(0);
	if (end < 1 || end > 79 || data[end + 1] !== 0) throw new NotClean('Its colour profile is not named as it must be');
	return join([ascii('icc\0\0'), storeZlib(cleanProfile(inflateZlib(data.subarray(end + 2), mostInProfile)))]);
}

function writeChunk({ name, data }: Chunk): Uint8Array[] {
	const summed = join([ascii(name), data]);
	return [be32(data.length), summed, be32(crc32(summed))];
}
