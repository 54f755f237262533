/** THE BOOK OF SUPPORT: all that was given, as it came in Kvar or as a parent has written it in by hand. Nobody in it is counted or ranked. */
import type { AnswerKind } from './answer.ts';
import type { Day } from './day.ts';
import type { Enclosed } from './enclosed.ts';

export const givenKinds = ['words', 'prayer', 'thought', 'candle', 'flowers', 'card', 'food', 'visit', 'help', 'gift'] as const;
export type GivenKind = (typeof givenKinds)[number];

/** Given outside of Kvar, and written in by a parent. */
export interface Given {
	type: 'given';
	kind: GivenKind;
	/** From whom, in words. */
	from: string;
	day: Day | null;
	text: string;
	enclosed?: Enclosed[];
}

/** What an answer is in the book. */
export const kindOfAnswer = (kind: AnswerKind): GivenKind => (kind === 'offer' ? 'help' : kind);

/** For how long a candle burns, in hours; null: for as long as the family keeps this place. */
export const burns = [12, 24, 168, null] as const;
export type Burns = (typeof burns)[number];

/** For how many hours one burns of which nobody said for how long. */
export const burnsUnsaid = 24;

/** Whether a candle still burns. */
export const isBurning = ({ at, burns }: { at: number; burns: number | null }, now: number): boolean => burns === null || now < at + burns * 3_600_000;
