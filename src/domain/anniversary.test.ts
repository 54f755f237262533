import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDay } from '../../test/support/kept.ts';
import { runs } from '../../test/support/property.ts';
import { cameRound, comesRound, nameOfDate, nextTime, yearsOn } from './anniversary.ts';
import type { ChildView } from './child.ts';
import { exactDay, type Day } from './day.ts';
import type { KeepView, KeptView } from './view.ts';

const wedding = exactDay('2019-09-14');
const year: Day = { precision: 'year', year: 2019, part: 0, day: 0, words: '' };

test('it comes round a year on and not before, on its own day and no other', () => {
	expect(yearsOn(wedding, '2019-09-14')).toBeNull();
	expect(yearsOn(wedding, '2020-09-13')).toBeNull();
	expect(yearsOn(wedding, '2020-09-14')).toBe(1);
	expect(yearsOn(wedding, '2026-09-14')).toBe(7);
	// A day that is still to come.
	expect(yearsOn(exactDay('2030-09-14'), '2026-09-14')).toBeNull();
});

test('a 29 February is kept on the 28th, and on the 29th where there is one', () => {
	const leap = exactDay('2024-02-29');
	expect([yearsOn(leap, '2025-02-28'), yearsOn(leap, '2025-03-01'), yearsOn(leap, '2028-02-28'), yearsOn(leap, '2028-02-29')]).toEqual([1, null, null, 4]);
});

test('the next time is said before it is asked for', () => {
	expect(nextTime(wedding, '2019-10-01')).toEqual({ date: '2020-09-14', years: 1 });
	expect(nextTime(wedding, '2019-09-14')).toEqual({ date: '2020-09-14', years: 1 });
	expect(nextTime(wedding, '2026-09-14')).toEqual({ date: '2026-09-14', years: 7 });
	expect(nextTime(wedding, '2026-09-15')).toEqual({ date: '2027-09-14', years: 8 });
	expect(nextTime(exactDay('2030-01-02'), '2026-09-15')).toEqual({ date: '2031-01-02', years: 1 });
});

test('only what is known to the day comes round', () => {
	const moment = { type: 'moment' as const, height: 0, title: 'a', text: '' };
	expect(comesRound({ ...moment, day: wedding })).toEqual(wedding);
	expect(comesRound({ ...moment, day: year })).toBeNull();
	expect(comesRound({ type: 'promise', text: 'a', gave: '', day: null })).toBeNull();
	expect(comesRound({ type: 'promise', text: 'a', gave: '', day: wedding })).toEqual(wedding);
	expect(comesRound({ type: 'given', kind: 'flowers', from: '', text: '', day: wedding })).toBeNull();
});

test('on the day that is said before it is there, and never on another', () => {
	fc.assert(
		fc.property(
			anyDay.filter(({ precision }) => precision === 'day'),
			fc.integer({ min: 0, max: 200_000 }),
			(day, past) => {
				const today = new Date(Date.UTC(1800, 0, 1) + past * 86_400_000).toISOString().slice(0, 10);
				const next = nextTime(day, today);
				if (next === null) throw new Error('it always comes round');
				expect(next.date >= today).toBe(true);
				expect(yearsOn(day, next.date)).toBe(next.years);
				const now = yearsOn(day, today);
				expect(now === null).toBe(next.date !== today);
				if (now !== null) expect(now).toBe(next.years);
			}
		),
		runs(500)
	);
});

const ture: ChildView = {
	child: '0'.repeat(32),
	says: {},
	rings: {},
	lists: [],
	dates: {
		ring: 'us',
		value: [
			{ what: 'beräknad', day: exactDay('2020-02-10') },
			{ what: 'föddes', day: exactDay('2019-09-14') },
			{ what: 'begravdes', day: exactDay('2019-09-14') },
			{ what: 'i magen', day: year }
		]
	}
};
const entry = (id: string, day: Day): KeptView => ({ id, body: { type: 'promise', text: id, gave: '', day } }) as KeptView;

test('of all that there is only what was asked for comes, the longest ago first', () => {
	const dates = ture.dates?.value ?? [];
	const names = dates.map((_, at) => nameOfDate(ture.child, dates, at));
	expect(new Set(names).size).toBe(4);
	expect(names[3]).toBeNull();
	const keep: Pick<KeepView, 'anniversaries' | 'kept' | 'children'> = {
		kept: [entry('a', wedding), entry('b', exactDay('2009-09-14')), entry('c', wedding)],
		children: [ture],
		anniversaries: []
	};
	expect(cameRound(keep, '2026-09-14')).toEqual([]);
	const asked = { ...keep, anniversaries: ['a', 'b', names[0] as string, names[2] as string, 'gone'] };
	expect(cameRound(asked, '2026-09-14').map(({ what, years }) => `${what} ${years}`)).toEqual(['b 17', 'a 7', `${names[2]} 7`]);
	// What hurts to see and was laid aside is not brought up.
	const laid = asked.kept.map((one) => ({ ...one, aside: one.id === 'b' }));
	expect(cameRound({ ...asked, kept: laid }, '2026-09-14').map(({ what }) => what)).toEqual(['a', names[2]]);
	expect(cameRound(asked, '2026-02-10').map(({ what }) => what)).toEqual([names[0]]);
	expect(cameRound(asked, '2026-09-15')).toEqual([]);
});
