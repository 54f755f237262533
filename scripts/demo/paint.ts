/** PAINTING without a canvas: a few plain shapes with soft edges, over a ground that goes from one colour to another; and a PNG of it (https://www.w3.org/TR/png-3/). */
import { crc32, deflateSync } from 'node:zlib';

/** The colours of src/ui/tokens.css. */
export const colours = {
	...{ paper: 0xfaf6ef, sheet: 0xfffdf9, ink: 0x26221d, soft: 0x675f55, line: 0xe4dacb, edge: 0x918676 },
	...{ dusk: 0x2f4f5f, wash: 0xe6ecec, candle: 0x9a4a12, warm: 0xf8e9d6, flame: 0xe9a14b },
	...{ night: 0x182329, evening: 0x1f2c33, shadow: 0x33434b, mist: 0xa9c9d4, glow: 0xf0b878 }
} as const;
export type Colour = keyof typeof colours | number;
export type Point = readonly [x: number, y: number];

const partsOf = (colour: Colour): [number, number, number] => {
	const value = typeof colour === 'number' ? colour : colours[colour];
	return [value >> 16, (value >> 8) & 255, value & 255];
};
/** Between two colours, `share` of the second. */
export function between(one: Colour, other: Colour, share: number): number {
	const [a, b] = [partsOf(one), partsOf(other)];
	const mixed = a.map((part, i) => Math.round(part + ((b[i] as number) - part) * share)) as [number, number, number];
	return (mixed[0] << 16) | (mixed[1] << 8) | mixed[2];
}

const far = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** So many lines within a row of pixels are looked at, for the edge of a shape. */
const lines = 3;

/** Where a line across meets the edge, from the left. */
const crossingsOf = (points: readonly Point[], y: number): number[] =>
	points
		.flatMap(([x, top], i) => {
			const [nextX, bottom] = points[(i + 1) % points.length] as Point;
			return top > y === bottom > y ? [] : [x + ((nextX - x) * (y - top)) / (bottom - top)];
		})
		.sort((a, b) => a - b);

function cover(row: Float32Array, from: number, to: number): void {
	const [left, right] = [Math.max(0, from), Math.min(row.length, to)];
	for (let x = Math.floor(left); x < right; x++) row[x] = (row[x] as number) + Math.min(x + 1, right) - Math.max(x, left);
}

/** Drawn in units of which it is 1200 wide, whatever its size. */
export class Painting {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8Array;
	readonly #unit: number;

	constructor(width: number, height: number, top: Colour, bottom: Colour = top) {
		[this.width, this.height, this.#unit] = [width, height, width / 1200];
		this.pixels = new Uint8Array(width * height * 3);
		for (let y = 0; y < height; y++) {
			const row = partsOf(between(top, bottom, y / (height - 1)));
			for (let x = 0; x < width; x++) this.pixels.set(row, (y * width + x) * 3);
		}
	}

	/** @param covers how much of the pixel at a point lies within the shape, 0 to 1 */
	#fill(left: number, top: number, right: number, bottom: number, colour: Colour, alpha: number, covers: (x: number, y: number) => number): void {
		const unit = this.#unit;
		const [fromX, toX] = [Math.max(0, Math.floor(left * unit) - 1), Math.min(this.width, Math.ceil(right * unit) + 1)];
		const [fromY, toY] = [Math.max(0, Math.floor(top * unit) - 1), Math.min(this.height, Math.ceil(bottom * unit) + 1)];
		for (let y = fromY; y < toY; y++) this.#lay(y, fromX, toX, colour, (x) => alpha * Math.min(1, covers((x + 0.5) / unit, (y + 0.5) / unit)));
	}

	/** `soft`: over how many units its edge fades; `turn` in degrees. */
	ellipse(x: number, y: number, rx: number, ry: number, colour: Colour, { alpha = 1, soft = 1.5, turn = 0 } = {}): this {
		const reach = Math.max(rx, ry) + soft;
		const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
		this.#fill(x - reach, y - reach, x + reach, y + reach, colour, alpha, (px, py) => {
			const [dx, dy] = [px - x, py - y];
			const away = far((dx * cos + dy * sin) / rx, (dy * cos - dx * sin) / ry) - 1;
			return 0.5 - (away * Math.min(rx, ry)) / soft;
		});
		return this;
	}

	disc(x: number, y: number, r: number, colour: Colour, options: { alpha?: number; soft?: number } = {}): this {
		return this.ellipse(x, y, r, r, colour, options);
	}

	/** Light round something that shines. */
	shine(x: number, y: number, r: number, colour: Colour, alpha = 0.5): this {
		this.#fill(x - r, y - r, x + r, y + r, colour, alpha, (px, py) => Math.max(0, 1 - far(px - x, py - y) / r) ** 2);
		return this;
	}

	shape(points: readonly Point[], colour: Colour, alpha = 1): this {
		const at = points.map(([x, y]): Point => [x * this.#unit, y * this.#unit]);
		const ys = at.map(([, y]) => y);
		const [from, to] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(this.height, Math.ceil(Math.max(...ys)))];
		for (let y = from; y < to; y++) {
			const covered = new Float32Array(this.width);
			for (let sub = 0; sub < lines; sub++) {
				const crossings = crossingsOf(at, y + (sub + 0.5) / lines);
				for (let i = 1; i < crossings.length; i += 2) cover(covered, crossings[i - 1] as number, crossings[i] as number);
			}
			this.#lay(y, 0, this.width, colour, (x) => (alpha * (covered[x] as number)) / lines);
		}
		return this;
	}

	/** Lays a colour over part of a row, as thick as `share` says of each pixel. */
	#lay(y: number, from: number, to: number, colour: Colour, share: (x: number) => number): void {
		const [red, green, blue] = partsOf(colour);
		const { pixels } = this;
		for (let x = from; x < to; x++) {
			const much = share(x);
			if (much <= 0) continue;
			const at = (y * this.width + x) * 3;
			const left = 1 - Math.min(1, much);
			pixels[at] = (pixels[at] as number) * left + red * (1 - left) + 0.5;
			pixels[at + 1] = (pixels[at + 1] as number) * left + green * (1 - left) + 0.5;
			pixels[at + 2] = (pixels[at + 2] as number) * left + blue * (1 - left) + 0.5;
		}
	}

	/** A stroke through points, round at its ends; `to`: its width at its end. */
	stroke(points: readonly Point[], width: number, colour: Colour, { alpha = 1, to = width }: { alpha?: number; to?: number } = {}): this {
		for (let i = 1; i < points.length; i++) {
			const [[ax, ay], [bx, by]] = [points[i - 1] as Point, points[i] as Point];
			const wide = (share: number): number => (width + ((to - width) * (i - 1 + share)) / (points.length - 1)) / 2;
			const most = Math.max(wide(0), wide(1)) + 1;
			const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
			this.#fill(Math.min(ax, bx) - most, Math.min(ay, by) - most, Math.max(ax, bx) + most, Math.max(ay, by) + most, colour, alpha, (x, y) => {
				const share = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
				return 0.5 + (wide(share) - far(x - ax - share * (bx - ax), y - ay - share * (by - ay))) / 1.5;
			});
		}
		return this;
	}

	/** Half as wide and high: each pixel the mean of four. */
	halved(): Painting {
		const half = new Painting(this.width >> 1, this.height >> 1, 0);
		for (let y = 0; y < half.height; y++)
			for (let x = 0; x < half.width; x++)
				for (let i = 0; i < 3; i++) {
					const at = (2 * y * this.width + 2 * x) * 3 + i;
					const below = at + this.width * 3;
					half.pixels[(y * half.width + x) * 3 + i] =
						((this.pixels[at] as number) + (this.pixels[at + 3] as number) + (this.pixels[below] as number) + (this.pixels[below + 3] as number)) >> 2;
				}
		return half;
	}

	toPng(): Blob {
		const { width, height, pixels } = this;
		// Each row as what it differs by from the one above (filter 2): skies become small.
		const rows = Buffer.alloc(height * (width * 3 + 1));
		for (let y = 0; y < height; y++) {
			const at = y * (width * 3 + 1);
			rows[at] = 2;
			for (let i = 0; i < width * 3; i++)
				rows[at + 1 + i] = ((pixels[y * width * 3 + i] as number) - (y === 0 ? 0 : (pixels[(y - 1) * width * 3 + i] as number))) & 255;
		}
		const header = Buffer.alloc(13);
		header.writeUInt32BE(width, 0);
		header.writeUInt32BE(height, 4);
		// Eight bits of red, green and blue.
		header.set([8, 2, 0, 0, 0], 8);
		const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
		const png = Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
		return new Blob([new Uint8Array(png)], { type: 'image/png' });
	}
}

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const ends = Buffer.alloc(8);
	ends.writeUInt32BE(data.length, 0);
	ends.writeUInt32BE(crc32(named), 4);
	return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
