/** Shapes that come again: hills, water, a bench, a bunch of flowers. */
import { between, Painting, type Colour, type Point } from '../paint.ts';

const wide = 800;
const high = 600;
export const paper = (top: Colour, bottom: Colour = top): Painting => new Painting(wide, high, top, bottom);

export const hills = (one: Painting, y: number, colour: Colour, bumps: readonly number[]): Painting =>
	one.shape([[0, 900], ...bumps.map((bump, i): Point => [(1200 / (bumps.length - 1)) * i, y - bump]), [1200, 900]], colour);
const flame = (one: Painting, x: number, y: number, size: number): Painting =>
	one
		.shine(x, y, size * 7, 'glow', 0.45)
		.ellipse(x, y, size * 0.42, size, 'flame', { soft: 3 })
		.ellipse(x, y + size * 0.25, size * 0.2, size * 0.5, 'warm', { soft: 4 });
export const candle = (one: Painting, x: number, foot: number, height: number): Painting =>
	flame(
		one.shape(
			[
				[x - 17, foot - height],
				[x + 17, foot - height],
				[x + 19, foot],
				[x - 19, foot]
			],
			'sheet'
		),
		x,
		foot - height - 24,
		22
	);
export const water = (top: Colour, bottom: Colour, shore: number): Painting => {
	const one = paper(top, bottom);
	for (let i = 0; i < 26; i++)
		one.stroke(
			[
				[(i * 397) % 1200, shore + 24 + i * 14],
				[((i * 397) % 1200) + 130 + i * 9, shore + 24 + i * 14]
			],
			3,
			'sheet',
			{ alpha: 0.16 }
		);
	return one;
};
export const bench = (one: Painting, x: number, y: number, colour: Colour): Painting => {
	one
		.stroke(
			[
				[x, y],
				[x + 330, y - 8]
			],
			22,
			colour
		)
		.stroke(
			[
				[x + 4, y - 86],
				[x + 326, y - 94]
			],
			18,
			colour
		);
	for (const leg of [30, 290])
		one.stroke(
			[
				[x + leg, y - 96],
				[x + leg - 6, y + 84]
			],
			15,
			colour
		);
	return one;
};
export const bunch = (one: Painting, x: number, y: number, petals: Colour, heart: Colour, count: number): Painting => {
	for (let i = 0; i < count; i++) {
		const [bx, by] = [x + Math.sin(i * 2.4) * (40 + i * 11), y - 60 + Math.cos(i * 2.4) * (26 + i * 6)];
		one.stroke(
			[
				[bx, by],
				[x + (bx - x) * 0.25, y + 130],
				[x, y + 250]
			],
			6,
			between('dusk', 'edge', 0.5)
		);
		for (let p = 0; p < 7; p++) one.ellipse(bx + Math.cos(p * 0.9) * 24, by + Math.sin(p * 0.9) * 24, 22, 13, petals, { turn: p * 51.4, soft: 2.5 });
		one.disc(bx, by, 13, heart);
	}
	return one;
};
export const foot = (one: Painting, x: number, y: number, side: 1 | -1, colour: Colour): Painting => {
	one.ellipse(x, y, 52, 92, colour, { soft: 9, turn: side * 8 }).ellipse(x + side * 8, y + 78, 40, 46, colour, { soft: 9 });
	for (let toe = 0; toe < 5; toe++)
		one.ellipse(x - side * (46 - toe * 25), y - 106 + toe * 9 + (toe === 0 ? 6 : 0), 17 - toe * 2, 21 - toe * 2, colour, { soft: 6 });
	return one;
};
export const trees = (one: Painting, y: number, colour: Colour, count: number): Painting => {
	for (let i = 0; i < count; i++) {
		const x = ((i * 211) % 1200) + 20;
		const size = 150 + ((i * 83) % 120);
		one.shape(
			[
				[x - size * 0.22, y],
				[x, y - size],
				[x + size * 0.22, y]
			],
			colour
		);
	}
	return one;
};
export const tuft = (one: Painting, count: number, from: number, colour: Colour, tip: Colour): Painting => {
	for (let i = 0; i < count; i++) {
		const [x, y] = [(i * 173) % 1220, from + ((i * 97) % Math.max(1, 900 - from))];
		one.stroke(
			[
				[x, y],
				[x + ((i % 7) - 3) * 7, y - 50 - (i % 4) * 12]
			],
			5,
			i % 3 === 0 ? tip : colour,
			{ alpha: 0.8, to: 1.5 }
		);
	}
	return one;
};
export const skin = 0xd9a883;
