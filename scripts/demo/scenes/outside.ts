/** Outside: the lake, the path, the sea, the bench. */
import { between, type Point, type Painting } from '../paint.ts';
import { paper, hills, candle, water, trees, tuft } from './shapes.ts';

export const outside = {
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
	dawn: () =>
		hills(
			hills(water('dusk', 'glow', 520), 520, between('dusk', 'night', 0.3), [80, 30, 120, 60, 40]).shine(820, 520, 520, 'flame', 0.7),
			760,
			'night',
			[20, 50, 10, 30, 24]
		).disc(820, 506, 38, 'warm', { soft: 12 }),
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
		)
} satisfies Record<string, () => Painting>;
