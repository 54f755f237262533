/** What was given: flowers, soup, bread. */
import { between, type Painting } from '../paint.ts';
import { paper, bunch, tuft } from './shapes.ts';

export const flowers = {
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
	}
} satisfies Record<string, () => Painting>;
