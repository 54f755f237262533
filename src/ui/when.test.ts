import { describe, expect, it } from 'vitest';
import { createWords } from './words-of.ts';
import { sayDay, sayNames, sayNumber, sayWhen } from './when.ts';

const zone = 'Europe/Stockholm';
const at = (iso: string) => Date.parse(iso);
const now = at('2026-11-24T22:30:00+01:00');
const sv = (iso: string, then = now) => sayWhen(createWords('sv'), 'sv', at(iso), then, zone);
const en = (iso: string, then = now) => sayWhen(createWords('en'), 'en', at(iso), then, zone);

describe('sayWhen', () => {
	it('says today by its part of the day', () => {
		expect(sv('2026-11-24T22:28:00+01:00')).toBe('nyss');
		expect(sv('2026-11-24T19:00:00+01:00')).toBe('i kväll');
		expect(sv('2026-11-24T14:00:00+01:00')).toBe('i eftermiddags');
		expect(sv('2026-11-24T07:00:00+01:00')).toBe('i morse');
		expect(en('2026-11-24T03:00:00+01:00')).toBe('during the night');
	});

	it('says what is still going on as such', () => {
		const afternoon = at('2026-11-24T16:00:00+01:00');
		expect(sv('2026-11-24T14:00:00+01:00', afternoon)).toBe('nu i eftermiddag');
	});

	it('calls the evening before yesterday, also just after midnight', () => {
		expect(sv('2026-11-23T21:00:00+01:00')).toBe('i går kväll');
		expect(en('2026-11-24T21:00:00+01:00', at('2026-11-25T00:30:00+01:00'))).toBe('yesterday evening');
	});

	it('says a weekday within the week, and a date before it', () => {
		expect(sv('2026-11-21T12:00:00+01:00')).toBe('i lördags');
		expect(en('2026-11-21T12:00:00+01:00')).toBe('on Saturday');
		expect(sv('2026-09-14T12:00:00+02:00')).toBe('den 14 september');
		expect(en('2019-09-14T12:00:00+02:00')).toBe('on 14 September 2019');
	});

	it('counts days by the calendar over a change of clocks', () => {
		expect(sv('2026-10-24T23:30:00+02:00', at('2026-10-25T23:40:00+01:00'))).toBe('i går kväll');
	});
});

describe('days, names and numbers', () => {
	it('are said in the language', () => {
		expect(sayDay('sv', '2026-05-03')).toBe('3 maj 2026');
		expect(sayNames('sv', ['Noor', 'Elias', 'Ingrid'])).toBe('Noor, Elias och Ingrid');
		expect(sayNumber('sv', 6)).toBe('sex');
		expect(sayNumber('en', 23)).toBe('23');
	});
});
