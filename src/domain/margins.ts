/** WHAT THE WORDS MEAN: the lines of a dedication in their order, each with its margin notes, as somebody reads them. */
import type { Line, MarginNote } from './dedication.ts';
import type { KeptView } from './view.ts';

export interface LineWithNotes {
	line: KeptView<Line>;
	/** Oldest first: one answers the other. */
	notes: KeptView<MarginNote>[];
}

const oldestFirst = (a: KeptView, b: KeptView): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** @param id of the dedication */
export function linesOf(kept: readonly KeptView[], id: string): LineWithNotes[] {
	const is =
		<T extends 'line' | 'note'>(type: T, to: string) =>
		(one: KeptView): one is KeptView<T extends 'line' ? Line : MarginNote> =>
			one.body.type === type && one.body.to === to;
	return kept
		.filter(is('line', id))
		.sort((a, b) => a.body.place - b.body.place || oldestFirst(a, b))
		.map((line) => ({ line, notes: kept.filter(is('note', line.id)).sort(oldestFirst) }));
}

/** Where lines that are added stand: after those there are. */
export const nextPlace = (lines: readonly LineWithNotes[]): number => Math.max(0, ...lines.map(({ line }) => line.body.place)) + 1;

/** What was typed or pasted, a line each: without what is empty. */
export const linesIn = (text: string): string[] =>
	text
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
