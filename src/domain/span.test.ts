import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDay } from '../../test/support/kept.ts';
import { runs } from '../../test/support/property.ts';
import { exactDay, isoOf, placeOf } from './day.ts';
import { beyond, isIn, spanAt, zooms, zoomsOf } from './span.ts';

const at = (iso: string): number => placeOf(exactDay(iso));

test('a year, a month and a week are those of the calendar', () => {
	const places = [at('2009-05-02'), at('2026-09-14')];
	const days = (zoom: 'years' | 'year' | 'month' | 'week', iso: string) => {
		const { first, last } = spanAt(zoom, at(iso), places);
		return `${first} ${last}`;
	};
	expect(days('years', '2026-09-14')).toBe('2025-01-01 2029-12-31');
	expect(days('year', '2026-09-14')).toBe('2026-01-01 2026-12-31');
	expect(days('month', '2024-02-29')).toBe('2024-02-01 2024-02-29');
	expect(days('week', '2026-09-14')).toBe('2026-09-14 2026-09-20');
	expect(days('week', '2026-09-13')).toBe('2026-09-07 2026-09-13');
	// A week goes over the end of a year.
	expect(days('week', '2025-12-31')).toBe('2025-12-29 2026-01-04');
	expect(spanAt('life', 0, places)).toMatchObject({ first: '2009-05-02', last: '2026-09-14' });
});

test('what one looks at lies in what is seen, however closely, and an exact day between its first and its last', () => {
	fc.assert(
		fc.property(fc.array(anyDay, { minLength: 1, maxLength: 20 }), fc.constantFrom(...zooms), (days, zoom) => {
			const places = days.map(placeOf);
			for (const [i, day] of days.entries()) {
				const span = spanAt(zoom, places[i] as number, places);
				expect(isIn(span, places[i] as number)).toBe(true);
				const iso = isoOf(day);
				if (iso !== null) expect(span.first <= iso && iso <= span.last, `${iso} in ${span.first} to ${span.last}`).toBe(true);
			}
		}),
		runs(300)
	);
});

test('one looks no closer than there is something to tell apart', () => {
	expect(zoomsOf([at('2019-05-01')])).toEqual(['life']);
	expect(zoomsOf([at('2019-05-01'), at('2019-05-01')])).toEqual(['life']);
	expect(zoomsOf([at('2019-05-01'), at('2019-05-12')])).toEqual(['life', 'week']);
	expect(zoomsOf([at('2009-05-01'), at('2026-05-12')])).toEqual(zooms);
});

test('earlier and later lead to where there is something', () => {
	const places = [at('2009-05-02'), at('2012-05-02'), at('2019-02-01'), at('2019-03-01'), at('2024-01-01'), at('2026-09-14')];
	const year = spanAt('year', at('2019-06-01'), places);
	expect(beyond(year, 'earlier', places)).toBe(places[1]);
	expect(beyond(year, 'later', places)).toBe(places[4]);
	const life = spanAt('life', 0, places);
	expect([beyond(life, 'earlier', places), beyond(life, 'later', places)]).toEqual([null, null]);
});
