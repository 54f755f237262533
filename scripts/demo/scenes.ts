/** THE PICTURES OF THE STORY, each in a few plain shapes. None of them shows a face. */
import { between, Painting, type Colour, type Point } from './paint.ts';

const wide = 800;
const high = 600;
const paper = (top: Colour, bottom: Colour = top): Painting => new Painting(wide, high, top, bottom);

const hills = (one: Painting, y: number, colour: Colour, bumps: readonly number[]): Painting =>
	one.shape([[0, 900], ...bumps.map((bump, i): Point => [(1200 / (bumps.length - 1)) * i, y - bump]), [1200, 900]], colour);
const flame = (one: Painting, x: number, y: number, size: number): Painting =>
	one
		.shine(x, y, size * 7, 'glow', 0.45)
		.ellipse(x, y, size * 0.42, size, 'flame', { soft: 3 })
		.ellipse(x, y + size * 0.25, size * 0.2, size * 0.5, 'warm', { soft: 4 });
const candle = (one: Painting, x: number, foot: number, height: number): Painting =>
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
const water = (top: Colour, bottom: Colour, shore: number): Painting => {
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
const bench = (one: Painting, x: number, y: number, colour: Colour): Painting => {
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
const bunch = (one: Painting, x: number, y: number, petals: Colour, heart: Colour, count: number): Painting => {
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
const foot = (one: Painting, x: number, y: number, side: 1 | -1, colour: Colour): Painting => {
	one.ellipse(x, y, 52, 92, colour, { soft: 9, turn: side * 8 }).ellipse(x + side * 8, y + 78, 40, 46, colour, { soft: 9 });
	for (let toe = 0; toe < 5; toe++)
		one.ellipse(x - side * (46 - toe * 25), y - 106 + toe * 9 + (toe === 0 ? 6 : 0), 17 - toe * 2, 21 - toe * 2, colour, { soft: 6 });
	return one;
};
const trees = (one: Painting, y: number, colour: Colour, count: number): Painting => {
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
const tuft = (one: Painting, count: number, from: number, colour: Colour, tip: Colour): Painting => {
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
const skin = 0xd9a883;

const scenes = {
	hands: () =>
		paper('warm', 'line')
			.ellipse(560, 640, 470, 250, skin, { soft: 8, turn: -12 })
			.stroke(
				[
					[350, 520],
					[560, 400],
					[740, 350]
				],
				150,
				skin,
				{ to: 104 }
			)
			.stroke(
				[
					[760, 360],
					[700, 420],
					[640, 470]
				],
				58,
				0xe8c3a3,
				{ to: 50 }
			)
			.stroke(
				[
					[640, 470],
					[596, 452]
				],
				20,
				0xe8c3a3
			)
			.stroke(
				[
					[636, 484],
					[588, 480]
				],
				20,
				0xe8c3a3
			)
			.stroke(
				[
					[642, 498],
					[596, 508]
				],
				19,
				0xe8c3a3
			)
			.stroke(
				[
					[652, 510],
					[614, 532]
				],
				17,
				0xe8c3a3
			),
	frost: () => {
		const one = tuft(hills(paper('wash', 'sheet'), 520, between('wash', 'edge', 0.25), [60, 20, 44, 10, 36]), 240, 560, 'sheet', 'mist');
		for (const x of [240, 330, 420, 510])
			one.stroke(
				[
					[x, 430],
					[x, 640]
				],
				17,
				'soft'
			);
		return one
			.stroke(
				[
					[220, 470],
					[530, 462]
				],
				14,
				'soft'
			)
			.stroke(
				[
					[220, 580],
					[530, 574]
				],
				14,
				'soft'
			)
			.shape(
				[
					[820, 430],
					[960, 430],
					[960, 520],
					[820, 520]
				],
				'dusk'
			)
			.stroke(
				[
					[890, 520],
					[890, 700]
				],
				16,
				'soft'
			);
	},
	lake: () => {
		const one = trees(hills(water('wash', 'mist', 520), 520, between('mist', 'dusk', 0.3), [70, 120, 60, 140, 90]), 540, between('mist', 'dusk', 0.62), 12);
		one.shape(
			[
				[0, 536],
				[1200, 536],
				[1200, 900],
				[0, 900]
			],
			between('mist', 'wash', 0.4)
		);
		for (let i = 0; i < 22; i++)
			one.stroke(
				[
					[(i * 311) % 1100, 560 + i * 15],
					[((i * 311) % 1100) + 160, 560 + i * 15]
				],
				3,
				'sheet',
				{ alpha: 0.35 }
			);
		one.stroke(
			[
				[70, 900],
				[300, 660]
			],
			46,
			'soft',
			{ to: 20 }
		);
		for (const [x, y] of [
			[690, 660],
			[800, 690]
		] as const)
			one.ellipse(x, y, 44, 20, 'sheet', { soft: 3 }).stroke(
				[
					[x + 34, y - 6],
					[x + 50, y - 48],
					[x + 66, y - 50]
				],
				11,
				'sheet',
				{ to: 8 }
			);
		return one;
	},
	bouquet: () =>
		bunch(
			paper('paper', 'line').shape(
				[
					[0, 690],
					[1200, 660],
					[1200, 900],
					[0, 900]
				],
				'edge',
				0.5
			),
			600,
			430,
			'sheet',
			'flame',
			11
		),
	footprints: () => foot(foot(paper('sheet', 'paper'), 450, 450, -1, between('ink', 'soft', 0.4)), 740, 450, 1, between('ink', 'soft', 0.4)),
	path: () => {
		const one = hills(paper('warm', 'line'), 460, between('line', 'edge', 0.5), [30, 60, 20, 50, 30]).shape(
			[
				[560, 440],
				[640, 440],
				[900, 900],
				[220, 900]
			],
			'warm'
		);
		for (let i = 0; i < 9; i++) {
			const x = i < 5 ? 60 + i * 105 : 700 + (i - 5) * 140;
			one.stroke(
				[
					[x, 900 - (i % 3) * 60],
					[x + 8, 60]
				],
				30 - (i % 4) * 4,
				'soft'
			);
		}
		for (let i = 0; i < 150; i++)
			one.ellipse((i * 217) % 1200, i < 80 ? (i * 61) % 330 : 560 + ((i * 43) % 340), 15, 9, i % 3 ? 'flame' : 'candle', { alpha: 0.8, turn: i * 40 });
		return one;
	},
	star: () => {
		const one = paper('night', 'evening')
			.shape(
				[
					[330, 120],
					[870, 120],
					[870, 800],
					[330, 800]
				],
				'shadow'
			)
			.shine(600, 430, 430, 'glow', 0.5);
		const points = Array.from({ length: 14 }, (_, i): Point => [
			600 + Math.sin((i * Math.PI) / 7) * (i % 2 ? 78 : 190),
			430 - Math.cos((i * Math.PI) / 7) * (i % 2 ? 78 : 190)
		]);
		return one
			.shape(points, 'flame')
			.disc(600, 430, 56, 'warm', { soft: 40 })
			.stroke(
				[
					[330, 460],
					[870, 460]
				],
				10,
				'night',
				{ alpha: 0.35 }
			)
			.stroke(
				[
					[600, 120],
					[600, 240]
				],
				4,
				'edge'
			);
	},
	bench: () =>
		bench(
			paper('line', 'edge')
				.shape(
					[
						[0, 720],
						[1200, 690],
						[1200, 900],
						[0, 900]
					],
					'soft',
					0.6
				)
				.shine(260, 120, 420, 'glow', 0.5),
			430,
			620,
			'candle'
		),
	snow: () => {
		const one = hills(paper('night', 'evening'), 560, between('shadow', 'mist', 0.45), [20, 60, 30, 50, 20]);
		for (let i = 0; i < 90; i++) one.disc((i * 331) % 1200, (i * 197) % 560, 3 + (i % 3), 'sheet', { alpha: 0.5 });
		for (const [x, y] of [
			[400, 720],
			[530, 690],
			[660, 705],
			[790, 735]
		] as const)
			candle(one, x, y, 90);
		return one;
	},
	sea: () => {
		const one = water(between('wash', 'edge', 0.15), between('mist', 'dusk', 0.35), 420).shape(
			[
				[0, 420],
				[1200, 410],
				[1200, 640],
				[0, 690]
			],
			between('dusk', 'mist', 0.45)
		);
		for (let i = 0; i < 9; i++)
			one.stroke(
				Array.from({ length: 13 }, (_, x): Point => [x * 100, 450 + i * 26 + Math.sin(x + i) * 9]),
				7,
				'sheet',
				{ alpha: 0.3 }
			);
		one.shape(
			[
				[0, 690],
				[1200, 640],
				[1200, 900],
				[0, 900]
			],
			between('line', 'edge', 0.35)
		);
		for (let i = 0; i < 9; i++) one.ellipse(260 + i * 84, 850 - i * 20 - (i % 2) * 30, 17, 10, 'edge', { soft: 5, turn: -20 });
		return one;
	},
	crocus: () => {
		const one = tuft(paper('line', 'edge'), 220, 380, 'soft', 'flame');
		for (const [x, y] of [
			[360, 600],
			[470, 560],
			[590, 640],
			[720, 580],
			[850, 650]
		] as const) {
			one.stroke(
				[
					[x, y],
					[x, y + 120]
				],
				9,
				'wash'
			);
			for (const turn of [-24, 0, 24]) one.ellipse(x + turn, y - 40, 27, 62, turn === 0 ? 0x8d7fb5 : 0xa99cc9, { soft: 3, turn });
			one.ellipse(x, y - 66, 7, 26, 'flame');
		}
		return one;
	},
	benchLake: () =>
		bench(
			hills(water('warm', between('flame', 'mist', 0.6), 470), 480, between('mist', 'dusk', 0.5), [40, 90, 50, 70, 30])
				.shape(
					[
						[0, 640],
						[1200, 600],
						[1200, 900],
						[0, 900]
					],
					between('edge', 'dusk', 0.3)
				)
				.shine(900, 430, 460, 'glow', 0.6),
			330,
			690,
			'ink'
		),
	stone: () =>
		tuft(
			tuft(hills(paper('wash', 'paper'), 560, between('edge', 'dusk', 0.25), [20, 30, 10, 24, 20]), 120, 600, between('edge', 'dusk', 0.35), 'flame')
				.ellipse(600, 560, 210, 200, 'edge', { soft: 4 })
				.ellipse(590, 545, 190, 180, between('edge', 'line', 0.3), { soft: 20 })
				.stroke(
					[
						[530, 540],
						[670, 540]
					],
					7,
					'soft'
				)
				.stroke(
					[
						[560, 590],
						[640, 590]
					],
					5,
					'soft'
				),
			90,
			700,
			between('edge', 'dusk', 0.35),
			'sheet'
		),
	benchSummer: () => {
		const one = tuft(
			bench(
				hills(water('paper', 'wash', 440), 460, between('mist', 'dusk', 0.35), [60, 40, 90, 50, 70])
					.shape(
						[
							[0, 600],
							[1200, 590],
							[1200, 900],
							[0, 900]
						],
						between('mist', 'edge', 0.6)
					)
					.shine(250, 200, 380, 'flame', 0.55),
				560,
				690,
				'candle'
			),
			170,
			720,
			between('dusk', 'edge', 0.4),
			'sheet'
		);
		return one.shape(
			[
				[720, 640],
				[820, 636],
				[820, 664],
				[720, 668]
			],
			'dusk'
		);
	},
	dawn: () =>
		hills(
			hills(water('dusk', 'glow', 520), 520, between('dusk', 'night', 0.3), [80, 30, 120, 60, 40]).shine(820, 520, 520, 'flame', 0.7),
			760,
			'night',
			[20, 50, 10, 30, 24]
		).disc(820, 506, 38, 'warm', { soft: 12 }),
	meadow: () => {
		const one = tuft(paper('wash', between('edge', 'mist', 0.5)), 260, 380, between('dusk', 'edge', 0.5), 'sheet').shape(
			[
				[240, 620],
				[900, 560],
				[1020, 780],
				[300, 850]
			],
			'candle',
			0.75
		);
		for (let i = 0; i < 4; i++)
			one.stroke(
				[
					[300 + i * 170, 612 - i * 14],
					[360 + i * 172, 842 - i * 18]
				],
				9,
				'warm',
				{ alpha: 0.5 }
			);
		for (let i = 0; i < 7; i++)
			one.shape(
				[
					[380 + i * 76, 660 - (i % 3) * 26],
					[424 + i * 76, 656 - (i % 3) * 26],
					[418 + i * 76, 726 - (i % 3) * 26],
					[386 + i * 76, 730 - (i % 3) * 26]
				],
				i === 6 ? 'flame' : 'sheet',
				0.9
			);
		return one;
	},
	window: () => {
		const one = paper('shadow', 'evening')
			.shape(
				[
					[380, 90],
					[820, 90],
					[820, 620],
					[380, 620]
				],
				'mist'
			)
			.shine(600, 300, 420, 'sheet', 0.7);
		one
			.ellipse(480, 700, 150, 210, 'evening', { soft: 50 })
			.ellipse(720, 690, 150, 220, 'night', { soft: 50 })
			.disc(500, 470, 70, 'evening', { soft: 40 })
			.disc(700, 456, 72, 'night', { soft: 40 });
		return one.ellipse(600, 690, 80, 46, 'warm', { soft: 44 });
	},
	scan: () => {
		const one = paper('ink', 0x0f0e0c).shape(
			[
				[600, 60],
				[1010, 780],
				[190, 780]
			],
			0x2b2825
		);
		for (let i = 0; i < 60; i++)
			one.stroke(
				[
					[600 + Math.sin(i * 7) * 40, 130 + i * 10],
					[600 + Math.sin(i * 3) * (60 + i * 4), 140 + i * 10]
				],
				9,
				'edge',
				{ alpha: 0.16 }
			);
		return one
			.ellipse(610, 540, 250, 150, 0x0f0e0c, { soft: 50 })
			.ellipse(530, 550, 84, 74, 'line', { alpha: 0.75, soft: 40 })
			.ellipse(680, 570, 120, 62, 'line', { alpha: 0.6, soft: 44, turn: 12 })
			.stroke(
				[
					[760, 600],
					[800, 560],
					[780, 520]
				],
				20,
				'line',
				{ alpha: 0.5, to: 12 }
			);
	},
	cap: () => {
		const one = paper('paper', 'warm')
			.ellipse(600, 540, 250, 240, 'wash', { soft: 4 })
			.shape(
				[
					[330, 560],
					[870, 560],
					[870, 800],
					[330, 800]
				],
				'warm'
			);
		one.stroke(
			[
				[350, 560],
				[600, 596],
				[850, 560]
			],
			66,
			'mist'
		);
		for (let i = 0; i < 13; i++)
			one.stroke(
				[
					[374 + i * 38, 545 + Math.sin((i * Math.PI) / 12) * 34],
					[374 + i * 38, 590 + Math.sin((i * Math.PI) / 12) * 34]
				],
				5,
				'dusk',
				{ alpha: 0.4 }
			);
		return one.disc(600, 296, 44, 'mist', { soft: 12 });
	},
	blanket: () => {
		const one = paper('warm', 'line');
		for (let i = 0; i < 4; i++)
			one.stroke(
				[
					[280, 660 - i * 84],
					[920, 640 - i * 84]
				],
				76,
				between('edge', 'line', 0.25 + i * 0.13)
			);
		for (let i = 0; i < 60; i++)
			one.stroke(
				[
					[300 + (i % 15) * 42, 650 - Math.floor(i / 15) * 84],
					[318 + (i % 15) * 42, 632 - Math.floor(i / 15) * 84]
				],
				4,
				'sheet',
				{ alpha: 0.5 }
			);
		return one;
	},
	book: () =>
		bench(
			paper('wash', 'mist').shape(
				[
					[0, 700],
					[1200, 700],
					[1200, 900],
					[0, 900]
				],
				between('edge', 'dusk', 0.3)
			),
			360,
			620,
			'candle'
		)
			.shape(
				[
					[470, 560],
					[700, 552],
					[712, 596],
					[476, 604]
				],
				'dusk'
			)
			.stroke(
				[
					[478, 603],
					[710, 596]
				],
				8,
				'sheet'
			),
	pebble: () =>
		paper('line', 'warm')
			.ellipse(600, 620, 420, 220, skin, { soft: 8, turn: 6 })
			.ellipse(610, 520, 150, 108, 'edge', { soft: 4, turn: 24 })
			.ellipse(580, 500, 90, 54, 'line', { alpha: 0.6, soft: 34, turn: 24 }),
	soup: () => {
		const one = paper('paper', 'warm').shape(
			[
				[0, 640],
				[1200, 640],
				[1200, 900],
				[0, 900]
			],
			'candle',
			0.45
		);
		for (let i = 0; i < 6; i++) {
			const [x, y] = [180 + (i % 3) * 290 + (i > 2 ? 90 : 0), i > 2 ? 760 : 640];
			one
				.shape(
					[
						[x, y - 170],
						[x + 200, y - 170],
						[x + 184, y],
						[x + 16, y]
					],
					'flame'
				)
				.stroke(
					[
						[x - 6, y - 174],
						[x + 206, y - 174]
					],
					26,
					'sheet'
				)
				.shape(
					[
						[x + 50, y - 120],
						[x + 150, y - 120],
						[x + 150, y - 70],
						[x + 50, y - 70]
					],
					'sheet'
				);
		}
		return one;
	},
	heather: () => {
		const one = paper('wash', 'line').shape(
			[
				[0, 740],
				[1200, 740],
				[1200, 900],
				[0, 900]
			],
			'edge'
		);
		for (let i = 0; i < 46; i++) {
			const x = 600 + Math.sin(i * 1.7) * 210;
			const y = 330 + ((i * 53) % 150);
			one.stroke(
				[
					[600 + (x - 600) * 0.3, 580],
					[x, y]
				],
				6,
				between('dusk', 'edge', 0.4)
			);
			for (let b = 0; b < 6; b++) one.disc(x + Math.sin(b * 2) * 13, y + b * 17, 10, b % 2 ? 'sheet' : 'warm');
		}
		return one
			.shape(
				[
					[450, 560],
					[750, 560],
					[710, 760],
					[490, 760]
				],
				'candle'
			)
			.stroke(
				[
					[440, 566],
					[760, 566]
				],
				34,
				'candle'
			);
	},
	handprints: () => {
		const one = paper('sheet', 'paper');
		const inks = ['flame', 'dusk', 'candle', 'mist', 'edge'] as const;
		for (let i = 0; i < 18; i++) {
			const [x, y, ink] = [150 + (i % 6) * 180, 190 + Math.floor(i / 6) * 260, inks[i % 5] as Colour];
			one.ellipse(x, y, 40, 44, ink, { soft: 6 });
			for (let finger = 0; finger < 5; finger++)
				one.stroke(
					[
						[x, y],
						[x + Math.sin((finger - 2) * 0.55 + (i % 3) * 0.2) * 84, y - Math.cos((finger - 2) * 0.55 + (i % 3) * 0.2) * 84]
					],
					22,
					ink
				);
		}
		return one;
	},
	sunflower: () => {
		const one = paper('warm', 'line')
			.shape(
				[
					[0, 730],
					[1200, 730],
					[1200, 900],
					[0, 900]
				],
				'edge',
				0.6
			)
			.stroke(
				[
					[600, 390],
					[610, 640]
				],
				15,
				between('dusk', 'edge', 0.4)
			);
		for (let i = 0; i < 22; i++)
			one.ellipse(600 + Math.cos(i * 0.2856) * 132, 330 + Math.sin(i * 0.2856) * 132, 74, 25, i % 2 ? 'flame' : 'glow', { turn: i * 16.36, soft: 3 });
		return one
			.disc(600, 330, 92, 'candle')
			.disc(600, 330, 60, 'ink', { alpha: 0.5, soft: 30 })
			.shape(
				[
					[560, 560],
					[660, 560],
					[676, 780],
					[544, 780]
				],
				'mist',
				0.75
			)
			.stroke(
				[
					[566, 566],
					[656, 566]
				],
				14,
				'sheet',
				{ alpha: 0.8 }
			);
	},
	cactus: () => {
		const one = paper('line', 'paper')
			.shape(
				[
					[0, 720],
					[1200, 720],
					[1200, 900],
					[0, 900]
				],
				'soft',
				0.7
			)
			.ellipse(600, 500, 92, 180, between('dusk', 'edge', 0.35), { soft: 4 });
		one.stroke(
			[
				[660, 500],
				[744, 480],
				[752, 410]
			],
			58,
			between('dusk', 'edge', 0.35)
		);
		for (let i = 0; i < 40; i++)
			one.stroke(
				[
					[540 + (i % 6) * 24, 370 + Math.floor(i / 6) * 42],
					[548 + (i % 6) * 24, 358 + Math.floor(i / 6) * 42]
				],
				3,
				'sheet',
				{ alpha: 0.8 }
			);
		return one
			.shape(
				[
					[490, 620],
					[710, 620],
					[680, 780],
					[520, 780]
				],
				'candle'
			)
			.stroke(
				[
					[482, 626],
					[718, 626]
				],
				30,
				'candle'
			);
	},
	bread: () => {
		const one = paper('warm', 'line')
			.shape(
				[
					[140, 720],
					[330, 520],
					[960, 520],
					[1090, 730],
					[880, 830],
					[260, 830]
				],
				'sheet'
			)
			.ellipse(610, 600, 330, 150, 'candle', { soft: 5 })
			.ellipse(600, 570, 300, 116, between('candle', 'flame', 0.45), { soft: 34 });
		for (let i = 0; i < 4; i++)
			one.stroke(
				[
					[430 + i * 105, 500],
					[480 + i * 105, 650]
				],
				12,
				'warm',
				{ alpha: 0.7 }
			);
		for (let i = 0; i < 3; i++)
			one.stroke(
				[
					[470 + i * 130, 400],
					[450 + i * 130, 330],
					[480 + i * 130, 270],
					[462 + i * 130, 210]
				],
				9,
				'sheet',
				{ alpha: 0.7, to: 2 }
			);
		return one;
	},
	cornflower: () =>
		bunch(
			bench(
				paper('mist', 'wash').shape(
					[
						[0, 790],
						[1200, 790],
						[1200, 900],
						[0, 900]
					],
					'edge'
				),
				400,
				740,
				'candle'
			),
			560,
			500,
			0x5a7fb0,
			'dusk',
			8
		)
} satisfies Record<string, () => Painting>;

export type Scene = keyof typeof scenes;
export const sceneNames = Object.keys(scenes) as Scene[];
export const paint = (scene: Scene): Painting => scenes[scene]();

/** A candle in a window at dusk, `at` seconds into its minute: the flame leans, and stands again. */
export function candleAt(at: number, width: number, height: number): Painting {
	const lean = Math.sin(at * 2.1) * 5 + Math.sin(at * 5.3 + 1) * 3;
	const one = new Painting(width, height, 'night', 'evening')
		.shape(
			[
				[360, 60],
				[840, 60],
				[840, 700],
				[360, 700]
			],
			between('dusk', 'night', 0.35)
		)
		.stroke(
			[
				[600, 60],
				[600, 700]
			],
			12,
			'night'
		)
		.stroke(
			[
				[360, 380],
				[840, 380]
			],
			12,
			'night'
		)
		.shape(
			[
				[0, 700],
				[1200, 700],
				[1200, 900],
				[0, 900]
			],
			'shadow'
		);
	one
		.shine(560, 430, 330, 'glow', 0.4)
		.shape(
			[
				[522, 500],
				[598, 500],
				[602, 720],
				[518, 720]
			],
			'warm'
		)
		.ellipse(560, 502, 38, 10, 'sheet');
	return one
		.stroke(
			[
				[560, 500],
				[560, 478]
			],
			5,
			'ink'
		)
		.ellipse(560 + lean, 432 - Math.abs(lean), 24, 58, 'flame', { soft: 8, turn: lean * 0.8 })
		.ellipse(560 + lean * 0.7, 448, 12, 30, 'warm', { soft: 9, turn: lean * 0.8 });
}
