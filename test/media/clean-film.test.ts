import fc from 'fast-check';
import { Mp4OutputFormat, WebMOutputFormat } from 'mediabunny';
import { describe, expect, test } from 'vitest';
import { cutEnds } from '../../src/media/boxes.ts';
import { cleanFilm } from '../../src/media/clean-film.ts';
import { NotClean } from '../../src/media/not-clean.ts';
import { longFilm } from '../support/long-film.ts';
import { runs } from '../support/property.ts';
import { cleaned, exiftool, fixture, seen } from './cleaned.ts';
import { notInTheFile, tagsLeft } from './tags-left.ts';

/** Whatever was planted in the fixtures (test/media/fixtures/films.md), by pieces, so that no way of writing it is missed. */
const planted = [
	...['hittsvik', 'Ylva', 'Exempelsson', 'Sagobacken', 'Hemkomsten', 'Utanf', 'Dikten', 'Inspelad', 'Plats', 'Kamerabolaget', 'Sagafon'],
	...['Sagaprogram', '12.34', '98.76', '2019', '05:06:07', 'swe', 'x264', 'x265', 'libx', 'mebx', 'tmcd', 'ISO6709', 'udta', 'JFIF', 'ID3', 'TAG']
];

interface Expected {
	mime: string;
	kind: 'film' | 'sound';
	duration: number;
	width?: number;
	height?: number;
	/** MD5 of all packets of the source without their messages, made by ffmpeg (films.md). */
	video?: string;
	audio?: string;
	rotation?: number;
	pixels?: number;
}
const square = { width: 96, height: 64 };
const aac = 'bbe4f30e01cb156a379eb436a15ca1ac';
const opus = 'da81b12e87c7aebcb80a8686220ed342';
const h265 = 'a7f22223eff33cf4763ce68c0604182f';
const expected: Record<string, Expected> = {
	'place.mp4': {
		...{ mime: 'video/mp4; codecs="avc1.64000a, mp4a.40.2"', kind: 'film', duration: 2000, ...square },
		...{ video: '02ec114b5dad48ab6f761f164b5f1293', audio: aac }
	},
	'turned.mov': {
		...{ mime: 'video/mp4; codecs="hvc1.1.6.L30.90, mp4a.40.2"', kind: 'film', duration: 2000, width: 64, height: 96 },
		...{ video: h265, audio: aac, rotation: 270 }
	},
	'cut.mp4': {
		...{ mime: 'video/mp4; codecs="avc1.64000a, mp4a.40.2"', kind: 'film', duration: 1200, ...square },
		video: '709397a6d8432029a86fabe16768c7f1'
	},
	'broad.mp4': {
		...{ mime: 'video/mp4; codecs="avc1.64000a"', kind: 'film', duration: 1000, width: 128, height: 64 },
		...{ video: '61d353c7a2e277de50cfc3af7966c6b9', pixels: 4 / 3 }
	},
	'av1.mp4': { mime: 'video/mp4; codecs="av01.0.00M.08"', kind: 'film', duration: 2000, ...square, video: 'd40c7bf97934010e98e6757db0b73020' },
	'fragments.mp4': {
		...{ mime: 'video/mp4; codecs="avc1.64000a, mp4a.40.2"', kind: 'film', duration: 2021, ...square },
		...{ video: '3ed58a3ff1e4d1af0032ec4d8f0d8824', audio: aac }
	},
	'place.webm': {
		...{ mime: 'video/webm; codecs="vp09.01.40.08.03.01.13.00.01, opus"', kind: 'film', duration: 2007, ...square },
		...{ video: '565fe53332915aeaf50b5a7cf74a1aa0', audio: opus }
	},
	'recorded.webm': {
		...{ mime: 'video/webm; codecs="vp8, opus"', kind: 'film', duration: 2007, ...square },
		...{ video: 'be2956eaa5f500a59a08adf27722d5b6', audio: opus }
	},
	'place.mkv': {
		...{ mime: 'video/x-matroska; codecs="hvc1.1.6.L30.90, vorbis"', kind: 'film', duration: 2003, ...square },
		...{ video: h265, audio: '0ebf4cb907bcc95e8ce3d71ba3c826ff' }
	},
	'song.mp3': { mime: 'audio/mpeg', kind: 'sound', duration: 2040, audio: '832539573e96747aafd09ca84d03fafd' },
	'voice.m4a': { mime: 'audio/mp4; codecs="mp4a.40.2"', kind: 'sound', duration: 2000, audio: aac },
	'voice.opus': { mime: 'audio/ogg; codecs="opus"', kind: 'sound', duration: 2000, audio: opus },
	'place.ogg': { mime: 'audio/ogg; codecs="vorbis"', kind: 'sound', duration: 2000, audio: '0ebf4cb907bcc95e8ce3d71ba3c826ff' },
	'voice.wav': { mime: 'audio/wav', kind: 'sound', duration: 1000, audio: 'd4b467a5313a574afac2e9a03e64655d' },
	'voice.flac': { mime: 'audio/flac', kind: 'sound', duration: 1000, audio: 'a42fdb47f4faded5af69f8c148691df9' },
	'voice.aac': { mime: 'audio/aac', kind: 'sound', duration: 2027, audio: 'c4b3b64f6e370c78fcd04f67dc304836' }
};
const names = Object.keys(expected);

/** Bytes as text, one character each, and as if they were 16 bits each, either half first: however a string may be written. */
const readings = (bytes: Uint8Array): string[] => {
	const text = Buffer.from(bytes).toString('latin1');
	return [text, text.replaceAll('\0', '')];
};

describe.each(names)('%s', (name) => {
	const { mime, kind, duration, width = 0, height = 0, video, audio, rotation = 0, pixels = 1 } = expected[name]!;
	const ending = name.slice(name.indexOf('.'));

	test('is what it was to see and hear', async () => {
		const source = await fixture(name);
		const { film, blob } = await cleaned(source);
		expect(film).toEqual({ mime, kind, duration, width, height });
		const [before, after] = [await seen(source), await seen(blob)];
		expect(after.kinds).toEqual([...(kind === 'film' ? ['video'] : []), ...(before.audio ? ['audio'] : [])]);
		if (video !== undefined) {
			expect(after.video!.md5).toBe(video);
			expect([before.video!.rotation, after.video!.rotation]).toEqual([rotation, rotation]);
			expect(after.video!.pixels).toBe(pixels);
			expect(after.video!.colours).toBe(before.video!.colours);
			expect(after.video!.packets.map((packet) => packet.key)).toEqual(before.video!.packets.map((packet) => packet.key));
		}
		if (audio !== undefined) expect(after.audio!.md5).toBe(audio);
		// Every picture and sound at the time it had, from nothing on.
		for (const track of ['video', 'audio'] as const) {
			const [old, now] = [before[track]?.packets ?? [], after[track]?.packets ?? []];
			const kept = old.slice(old.length - now.length);
			const first = Math.min(...[before.video?.packets[0], before.audio?.packets[0]].map((packet) => packet?.timestamp ?? Infinity));
			const shift = first > 0 || ending === '.webm' || ending === '.mkv' ? -first : 0;
			now.forEach((packet, i) => expect(packet.timestamp).toBeCloseTo(kept[i]!.timestamp + shift, 2));
		}
	});

	test('tells nothing else', async () => {
		const { bytes, blob } = await cleaned(await fixture(name));
		for (const [tag, values] of await exiftool(bytes, ending === '.mov' ? '.mp4' : ending)) {
			if (notInTheFile.test(tag)) continue;
			const allowed = tagsLeft.get(tag);
			if (allowed === undefined) expect.fail(`${tag} is left: ${JSON.stringify(values)}`);
			for (const value of values) expect(String(value), tag).toMatch(allowed);
		}
		for (const text of readings(bytes)) for (const word of planted) if (text.includes(word)) expect.fail(`"${word}" is left`);
		expect((await seen(blob)).tags).toEqual(name.endsWith('.opus') || name.endsWith('.ogg') ? { raw: expect.anything() } : {});
	});
});

test('what was planted is found before: the tests above look where it stands', async () => {
	const found = new Set<string>();
	for (const name of names) {
		const bytes = new Uint8Array(await (await fixture(name)).arrayBuffer());
		for (const text of readings(bytes)) for (const word of planted) if (text.includes(word)) found.add(word);
	}
	expect([...found].sort()).toEqual([...planted].sort());
	const before = await exiftool(new Uint8Array(await (await fixture('turned.mov')).arrayBuffer()), '.mov');
	expect(before.get('Track:GPSCoordinates')).toEqual([expect.stringContaining('98 deg 45')]);
	expect(before.get('Track:MetaFormat')).toEqual(['mebx']);
});

test('where a film was cut at its beginning, what lies before the last picture that is needed is left out, and the cut is kept', async () => {
	const [before, after] = [await seen(await fixture('cut.mp4')), await seen((await cleaned(await fixture('cut.mp4'))).blob)];
	// Shown from 0 on; decoded from a key picture before it. Sound of 0.8 s that was cut off is not there but for a tenth of a second.
	expect(before.audio!.packets[0]!.timestamp).toBeCloseTo(-0.82, 2);
	expect(after.audio!.packets[0]!.timestamp).toBeGreaterThan(-0.13);
	const hashes = after.audio!.packets.map((packet) => packet.hash);
	expect(before.audio!.packets.map((packet) => packet.hash).slice(-hashes.length)).toEqual(hashes);
	expect(after.video!.packets[0]).toMatchObject({ key: true, timestamp: expect.closeTo(-0.8, 2) });
});

/** The fixture with the length in the edit list of its first track set anew, in thousandths of a second. */
async function cutAtTheEnd(name: string, ms: number): Promise<Blob> {
	const bytes = Buffer.from(await (await fixture(name)).arrayBuffer());
	for (let at = bytes.indexOf('elst'); at !== -1; at = bytes.indexOf('elst', at + 4)) {
		// Version 0: after type, version and count; an empty edit (-1) may stand before.
		const entry = bytes.readInt32BE(at + 16) === -1 ? at + 24 : at + 12;
		bytes.writeUInt32BE(ms, entry);
	}
	return new Blob([bytes]);
}

test('where a film was cut at its end, what lies after it is left out', async () => {
	const { film, blob } = await cleaned(await cutAtTheEnd('place.mp4', 1000));
	const after = await seen(blob);
	const before = await seen(await fixture('place.mp4'));
	expect(film.duration).toBeGreaterThanOrEqual(1000);
	expect(film.duration).toBeLessThan(1150);
	// One picture after the cut may be there: the one that those before it are decoded from.
	expect(after.video!.packets.filter((packet) => packet.timestamp >= 1).length).toBeLessThanOrEqual(1);
	expect(Math.max(...after.audio!.packets.map((packet) => packet.timestamp))).toBeLessThan(1);
	expect(after.video!.packets.filter((packet) => packet.timestamp < 1)).toHaveLength(before.video!.packets.filter((packet) => packet.timestamp < 1).length);
});

const box = (type: string, ...parts: Uint8Array[]): Buffer => {
	const body = Buffer.concat(parts);
	const head = Buffer.from(`0000${type}`, 'latin1');
	head.writeUInt32BE(body.length + 8);
	return Buffer.concat([head, body]);
};
const words = (...numbers: number[]) => Buffer.concat(numbers.map((number) => Buffer.from(Uint32Array.of(number).buffer).swap32()));

test('a film pieced together out of parts is refused: what was cut out between them would come with it', async () => {
	// Movie of 1000 parts a second, media of 100; each edit is a length, where in the media it begins, and its speed.
	const film = (...edits: number[]) =>
		new Blob([
			new Uint8Array(
				box(
					'moov',
					box('mvhd', words(0, 0, 0, 1000, 2000)),
					box(
						'trak',
						box('tkhd', words(0, 0, 0, 7)),
						box('edts', box('elst', words(0, edits.length / 3, ...edits))),
						box('mdia', box('mdhd', words(0, 0, 0, 100, 200)))
					)
				)
			)
		]);
	const [nothing, plain] = [0xffffffff, 0x10000];
	expect(await cutEnds(film(500, 0, plain))).toEqual(new Map([[7, 0.5]]));
	expect(await cutEnds(film(250, nothing, plain, 500, 100, plain))).toEqual(new Map([[7, 0.75]]));
	expect(await cutEnds(film(500, 0, plain, 500, 50, plain))).toEqual(new Map([[7, 1]]));
	expect(await cutEnds(film(0, 100, plain))).toEqual(new Map());
	await expect(cutEnds(film(500, 0, plain, 500, 100, plain))).rejects.toThrow('pieced together');
	await expect(cutEnds(film(500, 0, 0x8000))).rejects.toThrow(NotClean);
});

describe('what is no film', () => {
	test('random bytes and nothing are refused', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
				await expect(cleaned(new Blob([new Uint8Array(bytes)]))).rejects.toBeInstanceOf(NotClean);
			}),
			runs(100)
		);
	});

	test('the beginning of a film, and one with bytes turned over, is cleaned or refused, and soon', async () => {
		const sources = await Promise.all(names.map(async (name) => new Uint8Array(await (await fixture(name)).arrayBuffer())));
		await fc.assert(
			fc.asyncProperty(
				fc.nat(sources.length - 1),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
				async (which, cut, flips) => {
					const whole = sources[which]!;
					// Half of them whole but for the bytes; what is turned lies mostly where the headers are.
					const bytes = whole.slice(0, cut < 0.5 ? Math.ceil(whole.length * cut * 2) : whole.length);
					for (const [at, value] of flips) bytes[at % 2 === 0 ? at % bytes.length : bytes.length - 1 - (at % Math.min(2000, bytes.length))] = value;
					const began = performance.now();
					try {
						await cleaned(new Blob([bytes]));
					} catch (error) {
						if (!(error instanceof NotClean)) throw new Error(`${names[which]} ${cut}`, { cause: error });
					}
					expect(performance.now() - began).toBeLessThan(5000);
				}
			),
			runs(150)
		);
	}, 120_000);
});

describe('while it goes on', () => {
	test('what the one who takes the bytes throws is thrown as it is', async () => {
		const full = new Error('The disk is full');
		for (const name of ['place.mp4', 'place.webm', 'song.mp3']) {
			await expect(
				cleanFilm(await fixture(name), () => Promise.reject(full)),
				name
			).rejects.toBe(full);
		}
	});

	test('it stops when told to, with the reason it was given', async () => {
		for (const name of ['place.mp4', 'place.webm']) {
			const stop = new AbortController();
			const reason = new Error('Changed my mind');
			let written = 0;
			const progress = (share: number) => share > 0.2 && stop.abort(reason);
			await expect(cleanFilm(await fixture(name), async () => void (written += 1), { signal: stop.signal, progress })).rejects.toBe(reason);
			expect(written).toBe(0);
			await expect(cleanFilm(await fixture(name), async () => void (written += 1), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		}
	});

	test('progress only grows, to 1', async () => {
		for (const name of names) {
			const shares: number[] = [];
			await cleanFilm(await fixture(name), async () => {}, { progress: (share) => void shares.push(share) });
			expect(shares).toEqual([...shares].sort((a, b) => a - b));
			expect(shares.at(-1)).toBe(1);
		}
	});

	// A WebM is gone through twice, an MP4 once: of both it is one way, from the beginning to the end.
	test.each([
		['WebM', new WebMOutputFormat()],
		['MP4', new Mp4OutputFormat({ fastStart: false })]
	])('how far a long %s has come is told from its beginning on, often, and without a leap', async (_, format) => {
		const shares: number[] = [];
		await cleanFilm(new Blob([await longFilm(10, format)]), async () => {}, { progress: (share) => void shares.push(share) });
		expect(shares[0]).toBeLessThan(0.05);
		expect(shares.at(-1)).toBe(1);
		expect(new Set(shares).size).toBeGreaterThan(200);
		for (const [i, share] of shares.entries()) {
			const step = share - (shares[i - 1] ?? 0);
			expect(step).toBeGreaterThanOrEqual(0);
			expect(step).toBeLessThan(0.1);
		}
	});
});

test('tables that count more samples than there are are refused before anybody counts along', async () => {
	const film = (counted: number, inChunk: number) => {
		const tables = box('stbl', box('stsz', words(0, 0, 2, 5, 5)), box('stts', words(0, 1, counted, 100)), box('stsc', words(0, 1, 1, inChunk, 1)));
		return new Blob([new Uint8Array(box('moov', box('mvhd', words(0, 0, 0, 1000, 2000)), box('trak', box('mdia', box('minf', tables)))))]);
	};
	expect(await cutEnds(film(2, 2))).toEqual(new Map());
	await expect(cutEnds(film(0xa0000002, 2))).rejects.toThrow(NotClean);
	await expect(cutEnds(film(2, 0xa0000002))).rejects.toThrow(NotClean);
});
