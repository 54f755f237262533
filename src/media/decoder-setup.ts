/**
 * What a decoder must be given before the first packet. It is copied into the new file, and in some codecs it has room for more: comments
 * with titles and places (Vorbis, FLAC), the encoder's own words (H.265). Here it is written anew from the parts that are needed.
 */
import { join } from './octets.ts';
import { NotClean } from './not-clean.ts';
import { av1Units, lengthPrefixed, type PictureFilter } from './picture-units.ts';

const bytesOf = (source: AllowSharedBufferSource): Uint8Array =>
	ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);

/** As much of `bytes`; @throws NotClean if there is less. */
function take(bytes: Uint8Array, from: number, length: number): Uint8Array {
	if (from + length > bytes.length) throw new NotClean('What the decoder must know is cut off');
	return bytes.subarray(from, from + length);
}
const u16 = (bytes: Uint8Array, at: number) => take(bytes, at, 2)[0]! * 256 + bytes[at + 1]!;

/** The setup of a video decoder, clean, and the filter for its pictures. */
export function cleanVideoSetup(codec: string, config: VideoDecoderConfig): { config: VideoDecoderConfig; filter: PictureFilter } {
	const { description, ...rest } = config;
	const given = description === undefined ? null : bytesOf(description);
	switch (codec) {
		case 'avc':
		case 'hevc': {
			// Without it, pictures would be written in another form (Annex B); no device's MP4 or Matroska has it so.
			if (given === null) throw new NotClean(`A film in ${codec} that does not say how its pictures are written`);
			const lengthBytes = (take(given, codec === 'avc' ? 4 : 21, 1)[0]! & 3) + 1;
			return {
				// The library calls H.265 `hev1` and writes `hvc1`: the second is what players are to be asked for.
				config: { ...rest, codec: rest.codec.replace(/^hev1/, 'hvc1'), description: codec === 'avc' ? avcSetup(given) : hevcSetup(given) },
				filter: lengthPrefixed(codec, lengthBytes)
			};
		}
		case 'av1':
			// av1C: 4 bytes and then units (AV1-ISOBMFF §2.3.3).
			return { config: given === null ? rest : { ...rest, description: join([take(given, 0, 4), av1Units(given.subarray(4))]) }, filter: av1Units };
		case 'vp8':
		case 'vp9':
		case 'prores':
			// Their pictures have no room for more; nor is anything to be known beforehand.
			return { config: rest, filter: (picture) => picture };
		default:
			throw new NotClean(`A film in ${codec}`);
	}
}

/** Profiles whose setup says more than the parameter sets: chroma and depth (ISO/IEC 14496-15 §5.3.3.1.2). */
const richProfiles = [100, 110, 122, 144];

/** avcC with its parameter sets and nothing after them. */
function avcSetup(given: Uint8Array): Uint8Array {
	let at = 6;
	const sets = (count: number) => {
		for (let i = 0; i < count; i++) at += 2 + take(given, at + 2, u16(given, at)).length;
	};
	sets(take(given, 5, 1)[0]! & 0x1f);
	const pictureSets = take(given, at, 1)[0]!;
	at += 1;
	sets(pictureSets);
	if (richProfiles.includes(given[1]!) && at + 4 <= given.length) {
		const more = given[at + 3]!;
		at += 4;
		sets(more);
	}
	return given.slice(0, at);
}

/** hvcC with the arrays of parameter sets (32 to 34) only; messages in it (39, 40) are where encoders write who they are. */
function hevcSetup(given: Uint8Array): Uint8Array {
	const kept: Uint8Array[] = [];
	let at = 23;
	for (let left = take(given, 22, 1)[0]!; left > 0; left--) {
		const start = at;
		const type = take(given, at, 1)[0]! & 0x3f;
		const count = u16(given, at + 1);
		at += 3;
		for (let i = 0; i < count; i++) at += 2 + take(given, at + 2, u16(given, at)).length;
		if (type >= 32 && type <= 34) kept.push(given.subarray(start, at));
	}
	return join([take(given, 0, 22), new Uint8Array([kept.length]), ...kept]);
}

/** The setup of an audio decoder, clean. */
export function cleanAudioSetup(codec: string, config: AudioDecoderConfig): AudioDecoderConfig {
	const { description, ...rest } = config;
	if (description === undefined) return rest;
	const given = bytesOf(description);
	switch (codec) {
		case 'vorbis':
			return { ...rest, description: vorbisSetup(given) };
		case 'flac':
			// 'fLaC', then the stream's numbers (34 bytes, RFC 9639 §8.2) as the last block: no comment, no picture.
			if ((take(given, 4, 1)[0]! & 0x7f) !== 0) throw new NotClean('FLAC that does not begin with its numbers');
			return { ...rest, description: join([take(given, 0, 4), new Uint8Array([0x80, 0, 0, 34]), take(given, 8, 34)]) };
		case 'opus': {
			// OpusHead (RFC 7845 §5.1): 19 bytes, and a table where there are more than two channels.
			const channels = take(given, 9, 1)[0]!;
			return { ...rest, description: take(given, 0, take(given, 18, 1)[0] === 0 ? 19 : 21 + channels).slice() };
		}
		case 'aac':
			return { ...rest, description: given.slice() };
		default:
			return rest;
	}
}

/** Three headers behind a 2 and two lengths (Vorbis in Matroska): the second is comments, and becomes an empty one. */
function vorbisSetup(given: Uint8Array): Uint8Array {
	let at = 1;
	const length = () => {
		let sum = 0;
		for (let byte = 255; byte === 255; sum += byte) byte = take(given, at++, 1)[0]!;
		return sum;
	};
	if (given[0] !== 2) throw new NotClean('Vorbis without its three headers');
	const first = length();
	const second = length();
	const identification = take(given, at, first);
	const setup = given.subarray(at + first + take(given, at + first, second).length);
	// Type 3, 'vorbis', no vendor, no comments, framing bit (Vorbis I §5.2.1).
	const comments = new Uint8Array([3, 0x76, 0x6f, 0x72, 0x62, 0x69, 0x73, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
	if (first >= 255) throw new NotClean('Vorbis with a first header that is too long');
	return join([new Uint8Array([2, first, comments.length]), identification, comments, setup]);
}
