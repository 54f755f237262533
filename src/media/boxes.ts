/**
 * The few boxes of an MP4 or MOV file (ISO/IEC 14496-12 §4.2) that the library neither shows nor lets us choose: when it was made
 * (written anew as nothing), and where it was cut (read, so that what was cut away is not sent).
 */
import { bytesOf, sizeOf, type Chosen } from './chosen.ts';
import { NotClean } from './not-clean.ts';

interface Box {
	type: string;
	/** Where its content begins and ends in the bytes. */
	from: number;
	to: number;
}

/** The boxes that follow each other between two places. Stops at what is no box. */
function* boxesIn(bytes: Uint8Array, from: number, to: number): Generator<Box> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	while (from + 8 <= to) {
		let size = view.getUint32(from);
		let header = 8;
		if (size === 1 && from + 16 <= to) {
			size = Number(view.getBigUint64(from + 8));
			header = 16;
		} else if (size === 0) size = to - from;
		if (size < header || from + size > to) return;
		yield { type: String.fromCharCode(...bytes.subarray(from + 4, from + 8)), from: from + header, to: from + size };
		from += size;
	}
}

/** Boxes of this type, however deep in those named. */
function* find(bytes: Uint8Array, type: string, within: readonly string[], from = 0, to = bytes.length): Generator<Box> {
	for (const box of boxesIn(bytes, from, to)) {
		if (box.type === type) yield box;
		else if (within.includes(box.type)) yield* find(bytes, type, within, box.from, box.to);
	}
}

/**
 * Where the times of making and changing stand in a movie box: in the header of the movie, of each track and of its media.
 * @param moov the box with its header
 * @returns from and to of each pair of times, bytes from the beginning of the box
 */
export function timesIn(moov: Uint8Array): [number, number][] {
	const times: [number, number][] = [];
	// After version (1) and flags (3): two times of 32 bits, or of 64 in version 1.
	for (const type of ['mvhd', 'tkhd', 'mdhd'])
		for (const { from } of find(moov, type, ['moov', 'trak', 'mdia'])) times.push([from + 4, from + (moov[from] === 1 ? 20 : 12)]);
	return times;
}

/** A movie box larger than this is not looked at: an hour of film has one of a few MB. */
const largestMoov = 128 * 2 ** 20;

/**
 * Where each track was cut at its end (ISO/IEC 14496-12 §8.6.6).
 * @returns track id → end, seconds of the film; tracks that were not cut are not in it
 * Also looks whether its tables agree: the library goes through as many samples as they say, one by one, be they thousands of millions.
 * @throws NotClean if they do not, or if a track is pieced together out of several parts: the parts between, which were cut out, would come with it
 */
export async function cutEnds(source: Chosen): Promise<Map<number, number>> {
	const ends = new Map<number, number>();
	const moov = await readMoov(source);
	if (moov === null) return ends;
	const view = new DataView(moov.buffer);
	const [mvhd] = find(moov, 'mvhd', []);
	if (mvhd === undefined) return ends;
	const timescale = view.getUint32(mvhd.from + (moov[mvhd.from] === 1 ? 20 : 12));
	for (const trak of find(moov, 'trak', [])) {
		if (!tablesAgree(moov, view, trak, sizeOf(source))) throw new NotClean('The film says it has more pictures than it has');
		const [tkhd] = find(moov, 'tkhd', [], trak.from, trak.to);
		const [elst] = find(moov, 'elst', ['edts'], trak.from, trak.to);
		const [mdhd] = find(moov, 'mdhd', ['mdia'], trak.from, trak.to);
		if (tkhd === undefined || elst === undefined || mdhd === undefined) continue;
		const mediaScale = view.getUint32(mdhd.from + (moov[mdhd.from] === 1 ? 20 : 12));
		const end = cutEnd(view, elst, timescale, mediaScale);
		if (end !== null) ends.set(view.getUint32(tkhd.from + (moov[tkhd.from] === 1 ? 20 : 12)), end);
	}
	return ends;
}

/** Tables of times, each entry a count and a time, must count no more samples than there are sizes; and each sample has a byte at the least. */
function tablesAgree(moov: Uint8Array, view: DataView, trak: Box, fileBytes: number): boolean {
	const within = ['mdia', 'minf', 'stbl'];
	const [stsz] = [...find(moov, 'stsz', within, trak.from, trak.to), ...find(moov, 'stz2', within, trak.from, trak.to)];
	const samples = stsz === undefined || stsz.to < stsz.from + 12 ? 0 : view.getUint32(stsz.from + 8);
	if (samples > fileBytes) return false;
	for (const type of ['stts', 'ctts'])
		for (const { from, to } of find(moov, type, within, trak.from, trak.to)) {
			let counted = 0;
			const entries = Math.min(view.getUint32(from + 4), Math.floor((to - from - 8) / 8));
			for (let i = 0; i < entries; i++) counted += view.getUint32(from + 8 + 8 * i);
			if (counted > samples) return false;
		}
	// Which chunks hold how many samples: entries of three numbers, first chunk, samples in each, description.
	for (const { from, to } of find(moov, 'stsc', within, trak.from, trak.to)) {
		let before = 0;
		for (let at = from + 8; at + 12 <= to; at += 12) {
			const chunk = view.getUint32(at);
			if (chunk <= before || chunk > samples || view.getUint32(at + 4) > samples) return false;
			before = chunk;
		}
	}
	return true;
}

/** Its end in seconds; null where the list says none. */
function cutEnd(view: DataView, { from, to }: Box, timescale: number, mediaScale: number): number | null {
	const wide = view.getUint8(from) === 1;
	const count = view.getUint32(from + 4);
	const entry = wide ? 20 : 12;
	let at = 0;
	/** Media time the next entry must begin at to be the same part going on, seconds. */
	let goesOn: number | null = null;
	for (let i = 0; i < count && from + 8 + (i + 1) * entry <= to; i++) {
		const place = from + 8 + i * entry;
		const length = wide ? Number(view.getBigUint64(place)) : view.getUint32(place);
		const mediaTime = wide ? Number(view.getBigInt64(place + 8)) : view.getInt32(place + 4);
		const rate = view.getUint32(place + entry - 4);
		const begins = mediaTime / mediaScale;
		if (mediaTime !== -1) {
			if (rate !== 0x10000 || (goesOn !== null && Math.abs(begins - goesOn) > 0.05)) throw new NotClean('The film is pieced together out of several parts');
			// A length of 0 is that of all there is: films written in fragments.
			if (length === 0) return null;
			goesOn = begins + length / timescale;
		} else if (goesOn !== null) continue;
		at += length / timescale;
	}
	return goesOn === null ? null : at;
}

async function readMoov(source: Chosen): Promise<Uint8Array | null> {
	for (let at = 0; at + 8 <= sizeOf(source);) {
		const head = new DataView((await bytesOf(source, at, at + 16)).buffer);
		let size = head.getUint32(0);
		let header = 8;
		if (size === 1 && head.byteLength === 16) {
			size = Number(head.getBigUint64(8));
			header = 16;
		} else if (size === 0) size = sizeOf(source) - at;
		if (size < header) return null;
		if (head.getUint32(4) === 0x6d6f6f76) return size <= largestMoov ? await bytesOf(source, at + header, at + size) : null;
		at += size;
	}
	return null;
}
