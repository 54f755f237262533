/** THE PROMISE: its words, its day, who gave it; and what is tied to it, hard moments and good ones. */
import type { Day } from './day.ts';
import type { Enclosed } from './enclosed.ts';

export interface PromiseGiven {
	type: 'promise';
	text: string;
	day: Day | null;
	/** Who gave it, in their own words. */
	gave: string;
	enclosed?: Enclosed[];
}
/** A moment or a dedication belongs to a promise, or does no longer. Either parent says so; the later holds. */
export interface Tie {
	type: 'tie';
	promise: string;
	target: string;
	tied: boolean;
}
