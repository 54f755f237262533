/** HIGHS AND LOWS: a moment of the life that is shared, with its day and a height from deep to high. Each parent's own. */
import { placeOf, type Day } from './day.ts';
import type { Enclosed } from './enclosed.ts';

/** From −100, as deep as it was, to 100. */
export const deepest = -100;
export const highest = 100;

export interface Moment {
	type: 'moment';
	day: Day;
	height: number;
	title: string;
	text: string;
	enclosed?: Enclosed[];
}

interface Placed {
	id: string;
	body: Pick<Moment, 'day' | 'height'>;
}
/** In the order in which they were lived. What is known less exactly stands in the middle of what is known. */
export const inOrder = <M extends Placed>(moments: readonly M[]): M[] =>
	[...moments].sort((a, b) => placeOf(a.body.day) - placeOf(b.body.day) || a.body.height - b.body.height || (a.id < b.id ? -1 : 1));
