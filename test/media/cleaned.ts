/** Films and sounds before and after cleaning, as the tests look at them: through the library, and through exiftool, which knows more. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input, type InputTrack } from 'mediabunny';
import { cleanFilm, type CleanFilm } from '../../src/media/clean-film.ts';

export const fixture = (name: string): Promise<Blob> => openAsBlob(new URL(`./fixtures/${name}`, import.meta.url));

export interface Cleaned {
	film: CleanFilm;
	bytes: Uint8Array<ArrayBuffer>;
	blob: Blob;
}

export async function cleaned(source: Blob): Promise<Cleaned> {
	const parts: { bytes: Uint8Array; at: number }[] = [];
	const film = await cleanFilm(source, async (bytes, at) => void parts.push({ bytes: bytes.slice(), at }));
	const bytes = new Uint8Array(Math.max(...parts.map((part) => part.at + part.bytes.length)));
	for (const part of parts) bytes.set(part.bytes, part.at);
	return { film, bytes, blob: new Blob([bytes]) };
}

interface Packet {
	hash: string;
	timestamp: number;
	key: boolean;
}

export interface Seen {
	kinds: string[];
	/** MD5 of all packets' bytes behind each other, of H.264 and H.265 in the form with start codes; and of each as it is. */
	video: { md5: string; packets: Packet[]; rotation: number; pixels: number; colours: string; codec: string | null } | null;
	audio: { md5: string; packets: Packet[] } | null;
	tags: Record<string, unknown>;
}

/** H.264 and H.265 with start codes instead of lengths of 4 bytes, as ffmpeg writes them: three bytes, four before the first unit. */
function withStartCodes(packet: Uint8Array): Buffer {
	const parts: Uint8Array[] = [];
	for (let at = 0; at < packet.length;) {
		const end = at + 4 + Buffer.from(packet).readUInt32BE(at);
		parts.push(new Uint8Array(at === 0 ? [0, 0, 0, 1] : [0, 0, 1]), packet.subarray(at + 4, end));
		at = end;
	}
	return Buffer.concat(parts);
}

async function packetsOf(track: InputTrack) {
	const codec = await track.getCodec();
	const whole = createHash('md5');
	const packets: Packet[] = [];
	for await (const packet of new EncodedPacketSink(track).packets()) {
		whole.update(codec === 'avc' || codec === 'hevc' ? withStartCodes(packet.data) : packet.data);
		packets.push({ hash: createHash('md5').update(packet.data).digest('hex'), timestamp: packet.timestamp, key: packet.type === 'key' });
	}
	return { md5: whole.digest('hex'), packets };
}

/** What the library finds in a file. */
export async function seen(source: Blob): Promise<Seen> {
	const input = new Input({ source: new BlobSource(source), formats: ALL_FORMATS });
	try {
		const video = await input.getPrimaryVideoTrack();
		const audio = await input.getPrimaryAudioTrack();
		const ratio = (await video?.getPixelAspectRatio()) ?? { num: 1, den: 1 };
		return {
			kinds: (await input.getTracks()).map((track) => track.type),
			video: video && {
				...(await packetsOf(video)),
				rotation: await video.getRotation(),
				pixels: ratio.num / ratio.den,
				colours: JSON.stringify(await video.getColorSpace()),
				codec: await video.getCodec()
			},
			audio: audio && (await packetsOf(audio)),
			tags: { ...(await input.getMetadataTags()) }
		};
	} finally {
		input.dispose();
	}
}

/**
 * What exiftool finds, also embedded and unknown: group and name → values.
 * @param ending of a file's name, such as `.aac`: some kinds are told by nothing else
 * @throws Error if there is no exiftool
 */
export async function exiftool(bytes: Uint8Array, ending: string): Promise<Map<string, unknown[]>> {
	const folder = await mkdtemp(join(tmpdir(), 'kvar-film-'));
	try {
		const path = join(folder, `film${ending}`);
		await writeFile(path, bytes);
		const { stdout } = await promisify(execFile)('exiftool', ['-a', '-G1:4', '-s', '-json', '-ee', '-u', '-U', path], { maxBuffer: 2 ** 26 }).catch(
			(error: NodeJS.ErrnoException & { stdout?: string }) => {
				// What it does not know at all, such as bare AAC, has no tags it could name.
				if (error.stdout?.includes('"ExifTool:Error": "Unknown file type"') === true) return { stdout: error.stdout };
				if (error.code === 'ENOENT') throw new Error('These tests need exiftool: install libimage-exiftool-perl', { cause: error });
				throw error;
			}
		);
		const found = new Map<string, unknown[]>();
		for (const [key, value] of Object.entries((JSON.parse(stdout) as Record<string, unknown>[])[0]!)) {
			// A name that comes more than once has the number of its copy in it (group 4), and tracks have theirs.
			const name = key.replace(/Copy\d+:/, '').replace(/^Track\d+:/, 'Track:');
			found.set(name, [...(found.get(name) ?? []), value]);
		}
		return found;
	} finally {
		await rm(folder, { recursive: true });
	}
}
