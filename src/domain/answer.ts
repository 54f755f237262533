/** AN ANSWER to something told or given. */
import type { Enclosed } from './enclosed.ts';

export const cardMotifs = ['branch', 'lake', 'window', 'stones', 'snow', 'boat'] as const;
export type CardMotif = (typeof cardMotifs)[number];

export type AnswerKind = 'words' | 'candle' | 'card' | 'prayer' | 'thought' | 'offer';

/** Always in the ring of what it answers, or further in. */
export interface Answer {
	type: 'answer';
	to: string;
	kind: AnswerKind;
	text: string;
	motif: CardMotif | null;
	enclosed?: Enclosed[];
	/** For how many hours a candle burns; null: for as long as there is this place. Not there: for a day, as candles did before one could choose. */
	burns?: number | null;
}
