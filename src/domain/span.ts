/**
 * HOW MUCH OF A LIFE IS SEEN AT ONCE: all of it, some years, a year, a month, a week. All but the first follow the calendar, so that
 * one can say in words what is seen. Times are years, as `placeOf` gives them.
 */
export const zooms = ['life', 'years', 'year', 'month', 'week'] as const;
export type Zoom = (typeof zooms)[number];

/** `to` is no longer in it, except of a whole life. */
export interface Span {
	zoom: Zoom;
	from: number;
	to: number;
	/** The first day and the last one that are in it. */
	first: string;
	last: string;
}

const day = 86_400_000;
/** So many years at once. */
const some = 5;

const startOfYear = (year: number): number => Date.UTC(year, 0, 1);
const lengthOf = (year: number): number => startOfYear(year + 1) - startOfYear(year);

/** Where a day begins, in years. */
function yearsAt(ms: number): number {
	const year = new Date(ms).getUTCFullYear();
	return year + (ms - startOfYear(year)) / lengthOf(year);
}
/** The beginning of the day in which a place in time lies. */
function dayAt(place: number): number {
	const year = Math.floor(place);
	// What is worked out in parts of a year may lie a hair before where it belongs.
	return startOfYear(year) + Math.floor(((place - year) * lengthOf(year)) / day + 1e-6) * day;
}

const isoAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const between = (zoom: Zoom, from: number, to: number): Span => ({ zoom, from: yearsAt(from), to: yearsAt(to), first: isoAt(from), last: isoAt(to - day) });

const ends = (places: readonly number[]): [number, number] => [Math.min(...places), Math.max(...places)];

/** That part of a life which `place` lies in. `places`: where everything lies; there is something. */
export function spanAt(zoom: Zoom, place: number, places: readonly number[]): Span {
	const year = Math.floor(place);
	const at = new Date(dayAt(place));
	switch (zoom) {
		case 'life': {
			const [from, to] = ends(places);
			return { zoom, from, to, first: isoAt(dayAt(from)), last: isoAt(dayAt(to)) };
		}
		case 'years': {
			const first = Math.floor(year / some) * some;
			return between(zoom, startOfYear(first), startOfYear(first + some));
		}
		case 'year':
			return between(zoom, startOfYear(year), startOfYear(year + 1));
		case 'month':
			return between(zoom, Date.UTC(year, at.getUTCMonth(), 1), Date.UTC(year, at.getUTCMonth() + 1, 1));
		case 'week': {
			const monday = at.getTime() - ((at.getUTCDay() + 6) % 7) * day;
			return between(zoom, monday, monday + 7 * day);
		}
	}
}

export const isIn = ({ zoom, from, to }: Span, place: number): boolean => place >= from && (zoom === 'life' ? place <= to : place < to);

const years: Record<Zoom, number> = { life: Infinity, years: some, year: 1, month: 1 / 12, week: 7 / 366 };
/** How closely one can look: all of it, and what is less than that. */
export function zoomsOf(places: readonly number[]): Zoom[] {
	if (places.length < 2) return ['life'];
	const [from, to] = ends(places);
	return zooms.filter((zoom) => zoom === 'life' || years[zoom] < to - from);
}

/** The nearest place, before or after what is seen, where there is something: nobody walks through weeks of nothing. Null where there is none. */
export function beyond(span: Span, way: 'earlier' | 'later', places: readonly number[]): number | null {
	const those = places.filter((place) => (way === 'earlier' ? place < span.from : !isIn(span, place) && place >= span.to));
	if (those.length === 0) return null;
	return way === 'earlier' ? Math.max(...those) : Math.min(...those);
}
