/**
 * ANNIVERSARIES: a day that has come round. None is shown but those one has asked for, each by itself, and none before a year has gone.
 * What one asks for is named by an entry's id, or by a child and one of its dates.
 */
import type { ChildDate, ChildView } from './child.ts';
import { dateIn, isoOf, type Day } from './day.ts';
import type { Kept } from './kept.ts';
import type { KeepView, KeptView } from './view.ts';

/** A date of a child. Of several things on one day the first is 0; its words can be said anew, and it stays the one that was asked for. */
const childDay = (child: string, iso: string, among: number): string => `child:${child}:${iso}:${among}`;

/** The name of the `at`th of a child's dates; null where its day is not known exactly. */
export function nameOfDate(child: string, dates: readonly ChildDate[], at: number): string | null {
	const iso = isoOf((dates[at] as ChildDate).day);
	if (iso === null) return null;
	return childDay(child, iso, dates.slice(0, at).filter(({ day }) => isoOf(day) === iso).length);
}

/** The day that comes round, of a promise or a moment; null where there is none, or none that is known exactly. */
export const comesRound = (body: Kept): Day | null =>
	(body.type === 'promise' || body.type === 'moment') && body.day !== null && isoOf(body.day) !== null ? body.day : null;

const yearOf = (iso: string): number => Number(iso.slice(0, 4));

/** How many years since, where `today` ("2026-09-14") is the day; else null. A 29 February is kept on the 28th. */
export function yearsOn(day: Day, today: string): number | null {
	const years = yearOf(today) - day.year;
	return years >= 1 && dateIn(day, yearOf(today)) === today ? years : null;
}

/** The next time it comes round, today included. */
export function nextTime(day: Day, today: string): { date: string; years: number } | null {
	for (const year of [Math.max(yearOf(today), day.year + 1), Math.max(yearOf(today), day.year) + 1]) {
		const date = dateIn(day, year);
		if (date !== null && date >= today) return { date, years: year - day.year };
	}
	return null;
}

/** One that is today and was asked for: a promise or a moment, or a date of a child. */
export type CameRound = { what: string; years: number } & ({ entry: KeptView } | { child: ChildView; date: ChildDate });

/** Those that are today, the longest ago first. What one has laid aside does not come round until it is taken up. */
export function cameRound({ anniversaries, kept, children }: Pick<KeepView, 'anniversaries' | 'kept' | 'children'>, today: string): CameRound[] {
	const asked = new Set(anniversaries);
	const found: CameRound[] = [];
	for (const entry of kept) {
		const day = asked.has(entry.id) && !entry.aside ? comesRound(entry.body) : null;
		const years = day === null ? null : yearsOn(day, today);
		if (years !== null) found.push({ what: entry.id, years, entry });
	}
	for (const child of children) {
		const dates = child.dates?.value ?? [];
		for (const [at, date] of dates.entries()) {
			const what = nameOfDate(child.child, dates, at);
			const years = what === null || !asked.has(what) ? null : yearsOn(date.day, today);
			if (what !== null && years !== null) found.push({ what, years, child, date });
		}
	}
	return found.sort((a, b) => b.years - a.years || (a.what < b.what ? -1 : 1));
}
