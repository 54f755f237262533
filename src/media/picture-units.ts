/**
 * What lies within the pictures of a film themselves. Encoders and cameras put more than pictures there: who encoded, with what, and by
 * some cameras the model, the hour and the place (SEI messages in H.264 and H.265, metadata units in AV1). Kept are, by a list, the
 * units a decoder needs and the few messages that change how the picture is shown; whatever else there is stays behind. Decoding does not
 * need it (ITU-T H.264 §7.4.1, H.265 §7.4.2.2, AV1 §5.3).
 */
import { join } from './octets.ts';

/** How the units of a codec are told apart: see `avc` and `hevc`. */
interface UnitKind {
	/** Type of a unit, from its first byte. */
	typeOf(first: number): number;
	/** Bytes of the unit's header. */
	header: number;
	kept: ReadonlySet<number>;
	/** Types that hold messages (SEI). */
	messages: ReadonlySet<number>;
	keptMessages: ReadonlySet<number>;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/**
 * Messages that say how a picture is shown (ITU-T H.274, H.264 Annex D, H.265 Annex D): where decoding may begin (6), two pictures in
 * one frame (45), turned or mirrored (47), colours and brightness of the screen it was made for (137, 144, 147, 148), transparency (165).
 */
const shown = [6, 45, 47, 137, 144, 147, 148, 165];

/** H.264, Table 7-1: slices, parameter sets, delimiters, ends, extensions. Not: messages (6), filler (12), what has no meaning (0, 22–31). */
const avc: UnitKind = {
	typeOf: (first) => first & 0x1f,
	header: 1,
	kept: new Set([...range(1, 5), ...range(7, 11), 13, 14, 15, ...range(19, 21)]),
	messages: new Set([6]),
	keptMessages: new Set(shown)
};

/** H.265, Table 7-1: slices, parameter sets, delimiters, ends. Not: filler (38), what has no meaning there (41–63). */
const hevc: UnitKind = {
	typeOf: (first) => (first >> 1) & 0x3f,
	header: 2,
	kept: new Set(range(0, 37)),
	messages: new Set([39, 40]),
	// 129: which parameter sets are in use.
	keptMessages: new Set([...shown, 129])
};

/** Takes one picture's bytes and gives those that may be kept; the same array if all may. */
export type PictureFilter = (picture: Uint8Array) => Uint8Array;

/**
 * H.264 or H.265 with each unit behind its length, as MP4 and Matroska hold it (ISO/IEC 14496-15).
 * @param lengthBytes bytes of a length: 1, 2 or 4
 */
export function lengthPrefixed(codec: 'avc' | 'hevc', lengthBytes: number): PictureFilter {
	const kind = codec === 'avc' ? avc : hevc;
	return (picture) => {
		const kept: Uint8Array[] = [];
		let changed = false;
		for (let at = 0; at < picture.length;) {
			let length = 0;
			for (let i = 0; i < lengthBytes; i++) length = length * 256 + (picture[at + i] ?? 0);
			const end = at + lengthBytes + length;
			// What is not a whole unit no decoder can read either.
			if (end > picture.length || length === 0) {
				changed = true;
				if (end > picture.length) break;
				at = end;
				continue;
			}
			const unit = picture.subarray(at + lengthBytes, end);
			const clean = cleanUnit(unit, kind);
			if (clean === unit) kept.push(picture.subarray(at, end));
			else {
				changed = true;
				if (clean !== null) kept.push(beforeLength(clean, lengthBytes), clean);
			}
			at = end;
		}
		return changed ? join([...kept]) : picture;
	};
}

function beforeLength(unit: Uint8Array, lengthBytes: number): Uint8Array {
	const prefix = new Uint8Array(lengthBytes);
	for (let i = lengthBytes - 1, left = unit.length; i >= 0; i--, left = Math.floor(left / 256)) prefix[i] = left % 256;
	return prefix;
}

/** The unit, or what may be kept of its messages, or null. */
function cleanUnit(unit: Uint8Array, { typeOf, header, kept, messages, keptMessages }: UnitKind): Uint8Array | null {
	const type = typeOf(unit[0] as number);
	if (kept.has(type)) return unit;
	if (!messages.has(type)) return null;
	const body = withoutEscapes(unit.subarray(header));
	const parts: Uint8Array[] = [];
	let all = true;
	// A message is a type and a size, each in bytes of 255 and a last one, and that many bytes (H.264 §7.3.2.3.1). 0x80 ends the unit.
	for (let at = 0; at < body.length && !(body[at] === 0x80 && at >= body.length - 1);) {
		const start = at;
		let messageType = 0;
		while (body[at] === 255) messageType += body[at++] as number;
		messageType += body[at++] ?? 0;
		let size = 0;
		while (body[at] === 255) size += body[at++] as number;
		size += body[at++] ?? 0;
		if (at + size > body.length) {
			all = false;
			break;
		}
		if (keptMessages.has(messageType)) parts.push(body.subarray(start, at + size));
		else all = false;
		at += size;
	}
	if (all && parts.length > 0) return unit;
	if (parts.length === 0) return null;
	return join([unit.subarray(0, header), withEscapes(join([...parts, new Uint8Array([0x80])]))]);
}

/** Takes away the 3 that stands after two zeros (H.264 §7.4.1). */
function withoutEscapes(bytes: Uint8Array): Uint8Array {
	const out: number[] = [];
	let zeros = 0;
	for (const byte of bytes) {
		if (zeros >= 2 && byte === 3) {
			zeros = 0;
			continue;
		}
		zeros = byte === 0 ? zeros + 1 : 0;
		out.push(byte);
	}
	return Uint8Array.from(out);
}

function withEscapes(bytes: Uint8Array): Uint8Array {
	const out: number[] = [];
	let zeros = 0;
	for (const byte of bytes) {
		if (zeros >= 2 && byte <= 3) {
			out.push(3);
			zeros = 0;
		}
		zeros = byte === 0 ? zeros + 1 : 0;
		out.push(byte);
	}
	return Uint8Array.from(out);
}

/**
 * AV1 units (§6.2.2): 1 sequence, 2 delimiter, 3 and 7 frame headers, 4 tiles, 6 frame. Of metadata (5) only brightness (1), colours (2)
 * and layers (3). Not: tile lists (8), padding (15), what has no meaning.
 */
const av1Kept = new Set([1, 2, 3, 4, 6, 7]);
const av1MetadataKept = new Set([1, 2, 3]);

export const av1Units: PictureFilter = (picture) => {
	const kept: Uint8Array[] = [];
	let changed = false;
	for (let at = 0; at < picture.length;) {
		const first = picture[at] as number;
		const type = (first >> 3) & 15;
		let body = at + 1 + ((first >> 2) & 1);
		let size = picture.length - body;
		if ((first & 2) !== 0) [size, body] = leb128(picture, body);
		const end = body + size;
		if (end > picture.length) {
			changed = true;
			break;
		}
		if (av1Kept.has(type) || (type === 5 && av1MetadataKept.has(leb128(picture, body)[0]))) kept.push(picture.subarray(at, end));
		else changed = true;
		at = end;
	}
	return changed ? join([...kept]) : picture;
};

/** A number in sevens of bits, lowest first, and where it ends (AV1 §4.10.5). */
function leb128(bytes: Uint8Array, at: number): [number, number] {
	let value = 0;
	for (let i = 0; i < 8; i++) {
		const byte = bytes[at++] ?? 0;
		value += (byte & 0x7f) * 2 ** (7 * i);
		if ((byte & 0x80) === 0) break;
	}
	return [value, at];
}
