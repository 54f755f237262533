/**
 * A FILM OR SOUND made free of what it must not tell (where, when, by whom, with which device), on the device, before it is sealed. Nothing
 * is taken out of the file: a new one is written, into which only the packets of one track of pictures and one of sound are put, undecoded.
 * What is not put there is not there. Runs in a worker over files of many GB: it reads and writes as it goes.
 */
import {
	EncodedAudioPacketSource,
	EncodedVideoPacketSource,
	Input,
	MATROSKA,
	MP4,
	Output,
	QTFF,
	StreamTarget,
	WEBM,
	type InputFormat,
	type MediaCodec,
	type StreamTargetChunk
} from 'mediabunny';
import { cutEnds, timesIn } from './boxes.ts';
import { sizeOf, sourceOf, type Chosen } from './chosen.ts';
import { containerFor, readable } from './container.ts';
import { cleanAudioSetup, cleanVideoSetup } from './decoder-setup.ts';
import { forward } from './forward.ts';
import { keptTracks, type KeptTracks } from './kept-tracks.ts';
import { NotClean } from './not-clean.ts';
import { audioPackets, earliest, inOrder, videoPackets } from './packets.ts';

export interface CleanFilm {
	/** With the codecs where they are known, such as `video/mp4; codecs="avc1.640028, mp4a.40.2"`. */
	mime: string;
	kind: 'film' | 'sound';
	/** ms */
	duration: number;
	/** As shown, upright, in pixels; 0 for a sound. */
	width: number;
	height: number;
}

type Write = (bytes: Uint8Array, at: number) => Promise<void>;

/** Bytes gathered before they are written. */
const writeBytes = 2 ** 20;

/**
 * Writes `source` anew. Writes come in order, one at a time, each waited for; only into the first 64 kB are some made again at the end.
 * @param write is given bytes of the new file and where they belong; what it throws is thrown
 * @param options.progress is given how much is done, from 0 to 1
 * @throws NotClean for what cannot be read or whose tracks cannot be kept; the reason of `signal` once it is aborted
 */
export async function cleanFilm(source: Chosen, write: Write, options: { signal?: AbortSignal; progress?: (share: number) => void } = {}): Promise<CleanFilm> {
	const { signal, progress } = options;
	// Whose fault it was cannot be told from what the library throws: so what others throw is kept apart.
	let theirs: { error: unknown } | null = null;
	const guarded: Write = async (bytes, at) => {
		try {
			await write(bytes, at);
		} catch (error) {
			theirs ??= { error };
			throw error;
		}
	};
	const input = new Input({ source: sourceOf(source), formats: readable });
	try {
		signal?.throwIfAborted();
		const from = await input.getFormat();
		const ends = from === MP4 || from === QTFF ? await cutEnds(source) : new Map<number, number>();
		const tracks = await keptTracks(input);
		const job = { tracks, from, ends, bytes: sizeOf(source), signal };
		let film: CleanFilm;
		if (from === WEBM || from === MATROSKA) {
			const twice = forward(guarded);
			await writeAnew(
				job,
				async (bytes, at) => twice.learn(bytes, at),
				(share) => progress?.(share / 2)
			);
			film = await writeAnew(job, twice.pass, (share) => progress?.(0.5 + share / 2));
		} else film = await writeAnew(job, guarded, (share) => progress?.(share));
		progress?.(1);
		return film;
	} catch (error) {
		if (theirs !== null) throw (theirs as { error: unknown }).error;
		signal?.throwIfAborted();
		if (error instanceof NotClean) throw error;
		throw new NotClean('Not a film or sound that can be read', { cause: error });
	} finally {
		input.dispose();
	}
}

interface Job {
	tracks: KeptTracks;
	from: InputFormat;
	/** Track id → seconds at which it was cut off. */
	ends: Map<number, number>;
	/** Size of the source. */
	bytes: number;
	signal: AbortSignal | undefined;
}

async function writeAnew({ tracks: { video, audio }, from, ends, bytes, signal }: Job, write: Write, progress: (share: number) => void): Promise<CleanFilm> {
	const videoCodec = (await video?.getCodec()) ?? null;
	const audioCodec = (await audio?.getCodec()) ?? null;
	/** Stretches of the file in which only zeros are written: the times at which it was made. */
	const blank: [number, number][] = [];
	const format = containerFor(
		from,
		[videoCodec, audioCodec].filter((codec): codec is NonNullable<typeof codec> => codec !== null) satisfies MediaCodec[],
		bytes,
		(moov, at) => blank.push(...timesIn(moov).map(([start, end]): [number, number] => [at + start, at + end]))
	);
	const stream = new WritableStream<StreamTargetChunk>({
		async write({ data, position }) {
			for (const [start, end] of blank) data.fill(0, Math.max(0, start - position), Math.max(0, end - position));
			await write(data, position);
		}
	});
	const output = new Output({ format, target: new StreamTarget(stream, { chunked: true, chunkSize: writeBytes }) });
	try {
		const lanes: Parameters<typeof inOrder>[0] = [];
		// A film that begins later than at nothing is moved there. One that begins before it was cut, and the cut is kept, where the
		// container has a way to say so.
		const first = await earliest(video, audio);
		const shift = first > 0 || format.negativeTimestampSupport !== 'full' ? -first : 0;
		if (video !== null && videoCodec !== null) {
			const given = await video.getDecoderConfig();
			if (given === null) throw new NotClean('Pictures that do not say how they are decoded');
			const { config, filter } = cleanVideoSetup(videoCodec, given);
			const sink = new EncodedVideoPacketSource(videoCodec);
			output.addVideoTrack(sink, { rotation: await video.getRotation(), flip: await video.getFlip(), canBeTransparent: await video.canBeTransparent() });
			lanes.push({
				packets: videoPackets(video, ends.get(video.id), filter, shift),
				add: (packet) => sink.add(packet, { decoderConfig: config }),
				close: () => sink.close()
			});
		}
		if (audio !== null && audioCodec !== null) {
			const given = await audio.getDecoderConfig();
			if (given === null) throw new NotClean('Sound that does not say how it is decoded');
			const config = cleanAudioSetup(audioCodec, given);
			const sink = new EncodedAudioPacketSource(audioCodec);
			output.addAudioTrack(sink);
			lanes.push({
				packets: audioPackets(audio, ends.get(audio.id), shift),
				add: (packet) => sink.add(packet, { decoderConfig: config }),
				close: () => sink.close()
			});
		}
		await output.start();
		let done = 0;
		let end = 0;
		for await (const packet of inOrder(lanes)) {
			signal?.throwIfAborted();
			end = Math.max(end, packet.timestamp + packet.duration);
			done += packet.byteLength;
			progress(Math.min(1, done / bytes));
		}
		if (done === 0) throw new NotClean('Nothing to be seen or heard');
		// Asked for before the end, when it is known as soon as every track is.
		const mime = await output.getMimeType();
		await output.finalize();
		return {
			mime,
			kind: video === null ? 'sound' : 'film',
			duration: Math.round(end * 1000),
			width: video === null ? 0 : await video.getDisplayWidth(),
			height: video === null ? 0 : await video.getDisplayHeight()
		};
	} catch (error) {
		// Its stream may be broken already, by the same error.
		await output.cancel().catch(() => {});
		throw error;
	}
}
