/** THE PICTURES OF THE STORY, each in a few plain shapes. None of them shows a face. */
import { between, Painting } from './paint.ts';
import { benches } from './scenes/bench.ts';
import { close } from './scenes/close.ts';
import { flowers } from './scenes/flowers.ts';
import { outside } from './scenes/outside.ts';

const scenes = { ...outside, ...benches, ...flowers, ...close };

export type Scene = keyof typeof scenes;
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
