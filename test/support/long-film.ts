/** Films as long as a test wishes, made of one second again and again: real packets in a real container, without an encoder. */
import { openAsBlob } from 'node:fs';
import {
	BlobSource,
	BufferTarget,
	EncodedAudioPacketSource,
	EncodedPacketSink,
	EncodedVideoPacketSource,
	Input,
	Output,
	WEBM,
	WebMOutputFormat,
	type EncodedPacket,
	type InputAudioTrack,
	type InputVideoTrack,
	type OutputFormat,
	type Target
} from 'mediabunny';

const second = new URL('../media/fixtures/noisy.webm', import.meta.url);

/** VP8 and Opus of `seconds`, about 0.3 MB each; a WebM with a length and an index, where nothing else is said. */
export async function longFilm(seconds: number, format: OutputFormat = new WebMOutputFormat()): Promise<Uint8Array<ArrayBuffer>> {
	const target = new BufferTarget();
	await writeLongFilm(seconds, target, format);
	return new Uint8Array(target.buffer as ArrayBuffer);
}

/** The same into `target`, and nothing of it kept in memory. */
export async function writeLongFilm(seconds: number, target: Target, format: OutputFormat = new WebMOutputFormat()): Promise<void> {
	const input = new Input({ source: new BlobSource(await openAsBlob(second)), formats: [WEBM] });
	const video = (await input.getPrimaryVideoTrack()) as InputVideoTrack;
	const audio = (await input.getPrimaryAudioTrack()) as InputAudioTrack;
	const output = new Output({ format, target });
	const pictures = new EncodedVideoPacketSource('vp8');
	const sound = new EncodedAudioPacketSource('opus');
	output.addVideoTrack(pictures);
	output.addAudioTrack(sound);
	await output.start();
	const [seen, heard] = [await packetsOf(video), await packetsOf(audio)];
	const setup = { decoderConfig: (await video.getDecoderConfig()) as VideoDecoderConfig };
	const soundSetup = { decoderConfig: (await audio.getDecoderConfig()) as AudioDecoderConfig };
	for (let at = 0; at < seconds; at++) {
		for (const packet of seen) await pictures.add(packet.clone({ timestamp: packet.timestamp + at }), setup);
		for (const packet of heard) await sound.add(packet.clone({ timestamp: packet.timestamp + at }), soundSetup);
	}
	await output.finalize();
	input.dispose();
}

/** Those of the first second: the sound's last may reach beyond it. */
async function packetsOf(track: InputVideoTrack | InputAudioTrack): Promise<EncodedPacket[]> {
	const out: EncodedPacket[] = [];
	for await (const packet of new EncodedPacketSink(track).packets())
		if (packet.timestamp >= 0 && packet.timestamp + packet.duration <= 1.0001) out.push(packet);
	return out;
}
