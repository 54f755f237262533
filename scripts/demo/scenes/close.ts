/** What is close: a hand, prints, the cap, the star in the window. */
import { between, type Colour, type Point, type Painting } from '../paint.ts';
import { paper, foot, skin } from './shapes.ts';

export const close = {
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
	footprints: () => foot(foot(paper('sheet', 'paper'), 450, 450, -1, between('ink', 'soft', 0.4)), 740, 450, 1, between('ink', 'soft', 0.4)),
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
	pebble: () =>
		paper('line', 'warm')
			.ellipse(600, 620, 420, 220, skin, { soft: 8, turn: 6 })
			.ellipse(610, 520, 150, 108, 'edge', { soft: 4, turn: 24 })
			.ellipse(580, 500, 90, 54, 'line', { alpha: 0.6, soft: 34, turn: 24 }),
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
	}
} satisfies Record<string, () => Painting>;
