/** The bench, wherever it stood; and the meadow. */
import { between, type Painting } from '../paint.ts';
import { paper, hills, water, bench, bunch, tuft } from './shapes.ts';

export const benches = {
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
