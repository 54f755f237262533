/** A DAY AS PEOPLE KNOW IT: exact, a month, a season, a year; and, where they wish so, their own words for it ("the autumn before"). */
export const seasons = ['winter', 'spring', 'summer', 'autumn'] as const;
export type Season = (typeof seasons)[number];
export const precisions = ['day', 'month', 'season', 'year'] as const;
export type Precision = (typeof precisions)[number];

export interface Day {
	precision: Precision;
	year: number;
	/** A month from 1, or a season by its place in `seasons`; 0 where only the year is known. */
	part: number;
	/** Of the month, from 1; 0 where none is known. */
	day: number;
	/** Shown in the place of the date; empty: the date is shown. */
	words: string;
}

export const firstYear = 1800;
export const lastYear = 2300;
/** Of the words for it, in UTF-16 code units. */
export const maxDayWords = 200;

/** The middle month of a season, from 1: the winter of a year is the one it begins with. */
const middle = [1, 4, 7, 10] as const;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export function isDay({ precision, year, part, day }: Day): boolean {
	if (year < firstYear || year > lastYear) return false;
	switch (precision) {
		case 'year':
			return part === 0 && day === 0;
		case 'season':
			return part >= 0 && part < seasons.length && day === 0;
		case 'month':
			return part >= 1 && part <= 12 && day === 0;
		case 'day':
			return part >= 1 && part <= 12 && day >= 1 && day <= daysIn(year, part);
	}
}

/** Where it lies in time, in years: the middle of what is known of it. */
export function placeOf({ precision, year, part, day }: Day): number {
	const inYear = (month: number, date: number): number =>
		(Date.UTC(year, month - 1, date) - Date.UTC(year, 0, 1)) / (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1));
	switch (precision) {
		case 'year':
			return year + 0.5;
		case 'season':
			return year + inYear(middle[part] as number, 15);
		case 'month':
			return year + inYear(part, 15);
		case 'day':
			return year + inYear(part, day) + 0.5 / 366;
	}
}

export const exactDay = (iso: string, words = ''): Day => {
	const [year = 0, part = 0, day = 0] = iso.split('-').map(Number);
	return { precision: 'day', year, part, day, words };
};

/** "2026-09-14"; null where the day is not known that exactly. */
export const isoOf = ({ precision, year, part, day }: Day): string | null =>
	precision === 'day' ? `${String(year).padStart(4, '0')}-${String(part).padStart(2, '0')}-${String(day).padStart(2, '0')}` : null;

/** Whole years from `day` to the day of the same date in `year`; null where it has none in that year. A 29 February is kept on the 28th. */
export function dateIn(day: Day, year: number): string | null {
	if (day.precision !== 'day' || year < day.year) return null;
	return isoOf({ ...day, year, day: Math.min(day.day, daysIn(year, day.part)) });
}
