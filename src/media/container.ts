/** What the film or sound is written into: the kind it came in where that can be, made by us from its first byte. */
import {
	ADTS,
	AdtsOutputFormat,
	FLAC,
	FlacOutputFormat,
	MATROSKA,
	MkvOutputFormat,
	MovOutputFormat,
	MP3,
	MP4,
	Mp3OutputFormat,
	Mp4OutputFormat,
	OGG,
	OggOutputFormat,
	QTFF,
	WAVE,
	WavOutputFormat,
	WEBM,
	WebMOutputFormat,
	type InputFormat,
	type MediaCodec,
	type OutputFormat
} from 'mediabunny';
import { NotClean } from './not-clean.ts';

/** What is read. Not: streams cut in many files, and broadcast streams. */
export const readable: InputFormat[] = [MP4, QTFF, WEBM, MATROSKA, WAVE, OGG, FLAC, MP3, ADTS];

/** A WAV file counts its bytes in 32 bits; one that may reach that is written with 64 (EBU Tech 3306). */
const largeWav = 2 ** 32 - 2 ** 20;

/**
 * @param bytes size of what is read
 * @param onMoov is given the movie box of MP4 and MOV and where it stands, before its bytes are written
 * @throws NotClean if there is nothing these codecs can be written into
 */
export function containerFor(from: InputFormat, codecs: MediaCodec[], bytes: number, onMoov: (moov: Uint8Array, at: number) => void): OutputFormat {
	// The movie box at the end: in front of the media, all of it would have to be held in memory.
	const options = { fastStart: false as const, onMoov };
	const wanted: OutputFormat[] =
		from === MP4 || from === QTFF
			? codecs.includes('prores')
				? [new MovOutputFormat(options)]
				: [new Mp4OutputFormat(options), new MovOutputFormat(options)]
			: from === WEBM || from === MATROSKA
				? [new WebMOutputFormat(), new MkvOutputFormat()]
				: from === WAVE
					? [new WavOutputFormat({ large: bytes > largeWav })]
					: from === OGG
						? [new OggOutputFormat()]
						: from === FLAC
							? [new FlacOutputFormat()]
							: from === MP3
								? [new Mp3OutputFormat()]
								: from === ADTS
									? [new AdtsOutputFormat()]
									: [];
	const fit = wanted.find((format) => codecs.every((codec) => format.getSupportedCodecs().includes(codec)));
	if (fit === undefined) throw new NotClean(`Nothing to write ${codecs.join(' and ')} into`);
	return fit;
}
