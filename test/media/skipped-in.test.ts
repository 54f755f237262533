/**
 * What a browser records has neither a length nor an index: a player would have to read all of it to come to its middle. Cleaned it has
 * both, whatever it came in.
 */
import { CustomSource, EncodedPacketSink, ALL_FORMATS, Input, Mp4OutputFormat, WebMOutputFormat, type InputVideoTrack } from 'mediabunny';
import { describe, expect, test } from 'vitest';
import { longFilm } from '../support/long-film.ts';
import { cleaned, fixture } from './cleaned.ts';

/** Elements of a Matroska file (RFC 9559), by their ids. */
const id = { segment: 0x18538067, info: 0x1549a966, scale: 0x2ad7b1, duration: 0x4489, cluster: 0x1f43b675, clusterTime: 0xe7, simpleBlock: 0xa3 };
const cue = { all: 0x1c53bb6b, point: 0xbb, time: 0xb3, places: 0xb7, track: 0xf7, cluster: 0xf1 };

interface Element {
	id: number;
	/** Where its content begins and ends. */
	from: number;
	to: number;
	/** Where it begins itself. */
	at: number;
}

/** The elements that follow each other between two places; one of unknown size goes to the end (RFC 8794 §6.2). */
function* elements(bytes: Buffer, from: number, to: number): Generator<Element> {
	for (let at = from; at < to;) {
		const idBytes = Math.clz32(bytes[at] as number) - 23;
		const sizeAt = at + idBytes;
		const sizeBytes = Math.clz32(bytes[sizeAt] as number) - 23;
		let size = BigInt((bytes[sizeAt] as number) & ((1 << (8 - sizeBytes)) - 1));
		for (let i = 1; i < sizeBytes; i++) size = (size << 8n) | BigInt(bytes[sizeAt + i] as number);
		const begins = sizeAt + sizeBytes;
		const ends = size === (1n << BigInt(7 * sizeBytes)) - 1n ? to : begins + Number(size);
		yield { id: bytes.readUIntBE(at, idBytes), from: begins, to: ends, at };
		at = ends;
	}
}
const childrenOf = (bytes: Buffer, parent: Element, wanted: number): Element[] =>
	[...elements(bytes, parent.from, parent.to)].filter(({ id }) => id === wanted);
const number = (bytes: Buffer, { from, to }: Element): number => bytes.readUIntBE(from, to - from);

/** The length a WebM says it has, ms, and the places its index names: each a time and what stands there. */
function skipping(file: Uint8Array) {
	const bytes = Buffer.from(file);
	const segment = [...elements(bytes, 0, bytes.length)].find(({ id: one }) => one === id.segment) as Element;
	const [info] = childrenOf(bytes, segment, id.info) as [Element];
	const [length] = childrenOf(bytes, info, id.duration);
	const scale = childrenOf(bytes, info, id.scale)[0];
	const points = childrenOf(bytes, segment, cue.all).flatMap((all) => childrenOf(bytes, all, cue.point));
	return {
		scale: scale === undefined ? 1_000_000 : number(bytes, scale),
		duration: length === undefined ? null : length.to - length.from === 8 ? bytes.readDoubleBE(length.from) : bytes.readFloatBE(length.from),
		points: points.map((point) => {
			const [places] = childrenOf(bytes, point, cue.places) as [Element];
			const track = number(bytes, childrenOf(bytes, places, cue.track)[0] as Element);
			const [there] = elements(bytes, segment.from + number(bytes, childrenOf(bytes, places, cue.cluster)[0] as Element), segment.to);
			if (there?.id !== id.cluster) throw new Error('The index names a place where no cluster begins');
			const clusterTime = number(bytes, childrenOf(bytes, there, id.clusterTime)[0] as Element);
			// A block: the number of its track (one byte), its time after the cluster's, flags, of which the first says that it can be begun with.
			const first = childrenOf(bytes, there, id.simpleBlock).find(({ from }) => bytes[from] === (0x80 | track)) as Element;
			return {
				track,
				time: number(bytes, childrenOf(bytes, point, cue.time)[0] as Element),
				begins: clusterTime + bytes.readInt16BE(first.from + 1),
				withKey: ((bytes[first.from + 3] as number) & 0x80) !== 0
			};
		})
	};
}

/** How much of a film is read to come to the key picture at `seconds`, from 0 to 1, and when that is shown. */
async function readUntil(film: Uint8Array, seconds: number) {
	let read = 0;
	const source = new CustomSource({
		getSize: () => film.length,
		read(start, end) {
			read += end - start;
			return film.subarray(start, end);
		}
	});
	const input = new Input({ source, formats: ALL_FORMATS });
	try {
		const track = (await input.getPrimaryVideoTrack()) as InputVideoTrack;
		const picture = await new EncodedPacketSink(track).getKeyPacket(seconds);
		return { share: read / film.length, at: picture?.timestamp };
	} finally {
		input.dispose();
	}
}

test('a WebM as a browser records it has neither length nor index; cleaned it has both, and the index names where pictures can be begun with', async () => {
	const source = await fixture('recorded.webm');
	expect(skipping(new Uint8Array(await source.arrayBuffer()))).toMatchObject({ duration: null, points: [] });
	const { bytes, film } = await cleaned(source);
	const { scale, duration, points } = skipping(bytes);
	expect(scale).toBe(1_000_000);
	expect(duration).toBeCloseTo(film.duration, 0);
	// A key picture every second, 7 ms after the sound, which begins before it.
	expect(points.filter(({ track }) => track === 1).map(({ time }) => time)).toEqual([7, 1007]);
	for (const { time, begins, withKey } of points) expect([begins, withKey]).toEqual([time, true]);
});

test('an MP4 recorded in pieces has no length in its movie box; cleaned it is whole, with one table of all its key pictures', async () => {
	const has = (file: Uint8Array, type: string) => Buffer.from(file).indexOf(type, 0, 'latin1');
	const source = await fixture('fragments.mp4');
	const before = Buffer.from(await source.arrayBuffer());
	// After type, version, flags, two times and how many parts a second has: the length.
	expect(before.readUInt32BE(has(before, 'mvhd') + 20)).toBe(0);
	expect(has(before, 'moof')).toBeGreaterThan(0);
	const { bytes, film } = await cleaned(source);
	const after = Buffer.from(bytes);
	for (const type of ['moof', 'mvex', 'mfra', 'sidx']) expect(has(after, type), type).toBe(-1);
	const [perSecond, length] = [after.readUInt32BE(has(after, 'mvhd') + 16), after.readUInt32BE(has(after, 'mvhd') + 20)];
	expect((length / perSecond) * 1000).toBeCloseTo(film.duration, -1);
	// Pictures that can be begun with, counted from 1: one a second, of fifteen.
	const table = has(after, 'stss') + 8;
	expect(Array.from({ length: after.readUInt32BE(table) }, (_, i) => after.readUInt32BE(table + 4 + 4 * i))).toEqual([1, 16]);
});

describe('the middle of a long film is reached without reading all that stands before it', () => {
	test.each([
		['WebM', new WebMOutputFormat({ appendOnly: true })],
		['MP4', new Mp4OutputFormat({ fastStart: 'fragmented' })]
	])('recorded as %s', async (_, format) => {
		const { bytes } = await cleaned(new Blob([await longFilm(20, format)]));
		const { share, at } = await readUntil(bytes, 10.5);
		expect(at).toBeCloseTo(10, 1);
		expect(share).toBeLessThan(0.2);
	});

	test('which it is not while it is as it was recorded', async () => {
		expect((await readUntil(await longFilm(20, new WebMOutputFormat({ appendOnly: true })), 10.5)).share).toBeGreaterThan(0.4);
	});
});
