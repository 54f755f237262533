/**
 * A FILM without an encoder: H.264 (ITU-T H.264) in its plainest form. The first picture is written sample by sample (I_PCM); of each later one
 * only the blocks round the flame are, and all others are skipped. In an MP4.
 */
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny';
import { candleAt } from './scenes.ts';
import type { Painting } from './paint.ts';

const [width, height] = [384, 288];
const [across, down] = [width / 16, height / 16];
const perSecond = 8;

/** Bits, with the codes of the standard: fixed (u), and Exp-Golomb (ue). */
class Bits {
	readonly bytes: number[] = [];
	#filled = 0;
	u(count: number, value: number): this {
		for (let i = count - 1; i >= 0; i--) {
			if (this.#filled === 0) this.bytes.push(0);
			this.bytes[this.bytes.length - 1] = (this.bytes.at(-1) as number) | (((value >> i) & 1) << (7 - this.#filled));
			this.#filled = (this.#filled + 1) & 7;
		}
		return this;
	}
	ue(value: number): this {
		const length = 31 - Math.clz32(value + 1);
		return this.u(length, 0).u(length + 1, value + 1);
	}
	align(): this {
		if (this.#filled !== 0) this.u(8 - this.#filled, 0);
		return this;
	}
	/** The end of a unit: a one, and zeros up to the byte. */
	end(): this {
		return this.u(1, 1).align();
	}
}

/** A unit, with the bytes that keep what is in it from looking like the beginning of another. */
function unit(type: number, { bytes }: Bits): number[] {
	const out = [0x60 | type];
	let zeros = 0;
	for (const byte of bytes) {
		if (zeros >= 2 && byte <= 3) {
			out.push(3);
			zeros = 0;
		}
		out.push(byte);
		zeros = byte === 0 ? zeros + 1 : 0;
	}
	return out;
}

/** Baseline, level 3; one picture is looked back at. */
const sequence = unit(
	7,
	new Bits()
		.u(8, 66)
		.u(8, 0xc0)
		.u(8, 30)
		.ue(0)
		.ue(0)
		.ue(2)
		.ue(1)
		.u(1, 0)
		.ue(across - 1)
		.ue(down - 1)
		.u(1, 1)
		.u(1, 1)
		.u(1, 0)
		.u(1, 0)
		.end()
);
const settings = unit(8, new Bits().ue(0).ue(0).u(1, 0).u(1, 0).ue(0).ue(0).ue(0).u(1, 0).u(2, 0).ue(0).ue(0).ue(0).u(1, 1).u(1, 0).u(1, 0).end());

const clip = (value: number): number => Math.max(16, Math.min(240, Math.round(value)));
/** A block of 16 by 16, as light and colour (BT.601): as they are. */
function samples({ pixels }: Painting, column: number, row: number): number[] {
	const light: number[] = [];
	const [blue, red]: [number[], number[]] = [[], []];
	for (let y = 0; y < 16; y++)
		for (let x = 0; x < 16; x++) {
			const at = ((row * 16 + y) * width + column * 16 + x) * 3;
			const [r, g, b] = [pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number];
			light.push(clip(16 + 0.257 * r + 0.504 * g + 0.098 * b));
			if (y % 2 || x % 2) continue;
			blue.push(clip(128 - 0.148 * r - 0.291 * g + 0.439 * b));
			red.push(clip(128 + 0.439 * r - 0.368 * g - 0.071 * b));
		}
	return [...light, ...blue, ...red];
}

function firstPicture(painting: Painting): number[] {
	const bits = new Bits().ue(0).ue(7).ue(0).u(4, 0).ue(0).u(1, 0).u(1, 0).ue(0).ue(1);
	for (let row = 0; row < down; row++)
		for (let column = 0; column < across; column++) {
			bits.ue(25).align();
			bits.bytes.push(...samples(painting, column, row));
		}
	return unit(5, bits.end());
}

/** Where the flame moves, in blocks. */
const flame = { left: 9, right: 13, top: 6, bottom: 10 };
function laterPicture(painting: Painting, number: number): number[] {
	const bits = new Bits()
		.ue(0)
		.ue(5)
		.ue(0)
		.u(4, number % 16)
		.u(1, 0)
		.u(1, 0)
		.u(1, 0)
		.ue(0)
		.ue(1);
	let skipped = 0;
	for (let row = 0; row < down; row++)
		for (let column = 0; column < across; column++) {
			if (column < flame.left || column >= flame.right || row < flame.top || row >= flame.bottom) {
				skipped++;
				continue;
			}
			bits.ue(skipped).ue(30).align();
			skipped = 0;
			bits.bytes.push(...samples(painting, column, row));
		}
	return unit(1, bits.ue(skipped).end());
}

const withLength = (one: number[]): Uint8Array =>
	new Uint8Array([one.length >> 24, (one.length >> 16) & 255, (one.length >> 8) & 255, one.length & 255, ...one]);

/** A candle in a window, for so many seconds. */
export async function candleFilm(seconds: number): Promise<Blob> {
	const target = new BufferTarget();
	const output = new Output({ format: new Mp4OutputFormat(), target });
	const source = new EncodedVideoPacketSource('avc');
	output.addVideoTrack(source);
	await output.start();
	const sized = (one: number[]): number[] => [one.length >> 8, one.length & 255, ...one];
	const description = new Uint8Array([1, 66, 0xc0, 30, 0xff, 0xe1, ...sized(sequence), 1, ...sized(settings)]);
	const decoderConfig = { codec: 'avc1.42c01e', codedWidth: width, codedHeight: height, description };
	for (let i = 0; i < seconds * perSecond; i++) {
		const painting = candleAt(i / perSecond, width, height);
		// Whole again now and then, so that one can begin in the middle.
		const isKey = i % (perSecond * 8) === 0;
		const data = withLength(isKey ? firstPicture(painting) : laterPicture(painting, i % (perSecond * 8)));
		await source.add(new EncodedPacket(data, isKey ? 'key' : 'delta', i / perSecond, 1 / perSecond), { decoderConfig });
	}
	await output.finalize();
	return new Blob([new Uint8Array(target.buffer as ArrayBuffer)], { type: 'video/mp4' });
}
