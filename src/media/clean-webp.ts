/**
 * A WebP with what shows it and nothing else (RFC 9649 §2). It is a RIFF file: chunks of a name, a length and data, filled up to
 * an even length. Kept as they are: the picture, its transparency, the frames of an animation. Written anew: the head of the
 * extended form, whose flags say what else there is; the colour profile; an orientation that came in Exif. The rest goes,
 * within frames too, and all that follows the end.
 */
import { cleanProfile } from './colour-profile.ts';
import { NotClean } from './not-clean.ts';
import { ascii, join, le32, name4, standsAt, take, u32, u8, type Octets } from './octets.ts';
import { readOrientation, writeOrientation, type Orientation } from './orientation.ts';

interface Chunk {
	name: string;
	data: Uint8Array;
}

/** Flags in the first byte of VP8X (§2.7.1). */
const hasAnimation = 0x02;
const hasExif = 0x08;
const hasAlpha = 0x10;
const hasProfile = 0x20;

/** The first bytes, as far as the flags. */
const flagsAt = 20;
const headLength = 10;
const animationLength = 6;
/** Place, size and duration of a frame, and its flags in the last byte. */
const frameHead = 16;
/** Of a frame's flags: how it is blended and disposed of; the rest are reserved. */
const frameFlags = 0x03;

/** @throws NotClean if it is not a WebP in form, as far as its head says it goes. */
export function cleanWebp(bytes: Uint8Array): Octets {
	if (!standsAt(bytes, 0, 'RIFF') || !standsAt(bytes, 8, 'WEBP')) throw new NotClean('It does not begin as a WebP does');
	const chunks = chunksOf(take(bytes, 12, u32(bytes, 4, true) - 4));
	const head = chunks[0];
	const kept = head?.name === 'VP8X' ? extended(head.data, chunks.slice(1)) : simple(head);
	const body = join([ascii('WEBP'), ...kept.flatMap(writeChunk)]);
	return join([ascii('RIFF'), le32(body.length), body]);
}

/**
 * Which way up it says it is, 1 where that cannot be told; and it says so no more, changed in place: most browsers draw a WebP as it lies, and
 * one that did not would turn it twice.
 */
export function layFlat(bytes: Uint8Array): Orientation {
	try {
		if (!standsAt(bytes, 12, 'VP8X') || !(u8(bytes, flagsAt) & hasExif)) return 1;
		const exif = chunksOf(take(bytes, 12, u32(bytes, 4, true) - 4)).find(({ name }) => name === 'EXIF');
		const orientation = exif === undefined ? 1 : orientationIn(exif.data);
		bytes[flagsAt] = u8(bytes, flagsAt) & ~hasExif;
		// The data are a view of `bytes`; length and name stand before them.
		if (exif !== undefined) bytes.set(ascii('none'), exif.data.byteOffset - bytes.byteOffset - 8);
		return orientation;
	} catch (error) {
		if (error instanceof NotClean) return 1;
		throw error;
	}
}

const orientationIn = (exif: Uint8Array): Orientation => readOrientation(standsAt(exif, 0, 'Exif\0\0') ? exif.subarray(6) : exif);

function chunksOf(bytes: Uint8Array): Chunk[] {
	const chunks: Chunk[] = [];
	for (let at = 0; at < bytes.length;) {
		const length = u32(bytes, at + 4, true);
		chunks.push({ name: name4(bytes, at), data: take(bytes, at + 8, length) });
		// The byte that fills up must be there too.
		at += 8 + take(bytes, at + 8, length + (length & 1)).length;
	}
	return chunks;
}

function writeChunk({ name, data }: Chunk): Uint8Array[] {
	return [ascii(name), le32(data.length), data, new Uint8Array(data.length & 1)];
}

/** The simple form (§2.5, §2.6): one picture, whatever follows it. */
function simple(chunk: Chunk | undefined): Chunk[] {
	if (chunk === undefined || !isPicture(chunk)) throw new NotClean('It does not begin with a picture');
	return [chunk];
}

/** The extended form (§2.7). What the flags do not announce no decoder looks for. */
function extended(head: Uint8Array, chunks: readonly Chunk[]): Chunk[] {
	if (head.length !== headLength) throw new NotClean('Its head is not as long as it must be');
	const announced = u8(head, 0);
	const first = (flag: number, name: string): Uint8Array | undefined => (announced & flag ? chunks.find((chunk) => chunk.name === name)?.data : undefined);

	const profile = first(hasProfile, 'ICCP');
	const exif = first(hasExif, 'EXIF');
	const orientation = exif === undefined ? 1 : orientationIn(exif);
	const picture = announced & hasAnimation ? animation(chunks) : still(chunks);

	const flags = (announced & (hasAlpha | hasAnimation)) | (profile === undefined ? 0 : hasProfile) | (orientation === 1 ? 0 : hasExif);
	// After the flags three bytes are reserved; then width and height.
	const out: Chunk[] = [{ name: 'VP8X', data: join([le32(flags), head.subarray(4)]) }];
	if (profile !== undefined) out.push({ name: 'ICCP', data: cleanProfile(profile) });
	out.push(...picture);
	if (orientation !== 1) out.push({ name: 'EXIF', data: writeOrientation(orientation) });
	return out;
}

/** One picture: the first, and the transparency that comes before it. VP8L carries its own. */
function still(chunks: readonly Chunk[]): Chunk[] {
	const at = chunks.findIndex(({ name }) => name === 'VP8 ' || name === 'VP8L');
	const picture = chunks[at];
	if (picture === undefined || !isPicture(picture)) throw new NotClean('A picture of it is missing');
	const alpha = picture.name === 'VP8 ' ? chunks.slice(0, at).find(({ name }) => name === 'ALPH') : undefined;
	return alpha === undefined ? [picture] : [alpha, picture];
}

function animation(chunks: readonly Chunk[]): Chunk[] {
	const control = chunks.find(({ name }) => name === 'ANIM');
	const frames = chunks.filter(({ name }) => name === 'ANMF');
	if (control?.data.length !== animationLength || frames.length === 0) throw new NotClean('Its animation is not as it must be');
	return [control, ...frames.map(({ name, data }) => ({ name, data: cleanFrame(data) }))];
}

/** A frame (§2.7.1.2): its head, and a picture in chunks of its own. */
function cleanFrame(frame: Uint8Array): Octets {
	const head = take(frame, 0, frameHead).slice();
	head[frameHead - 1] = u8(head, frameHead - 1) & frameFlags;
	return join([head, ...still(chunksOf(frame.subarray(frameHead))).flatMap(writeChunk)]);
}

/** Whether a chunk begins as the picture it says it is: a key frame of VP8 (RFC 6386 §9.1), or VP8L (RFC 9649 §3.4). */
function isPicture({ name, data }: Chunk): boolean {
	return name === 'VP8 ' ? standsAt(data, 3, '\x9d\x01\x2a') : name === 'VP8L' && u8(data, 0) === 0x2f;
}
