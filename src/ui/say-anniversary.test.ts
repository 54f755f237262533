import { expect, test } from 'vitest';
import en from '#messages/en.json' with { type: 'json' };
import sv from '#messages/sv.json' with { type: 'json' };
import { dayHere, sayYearsOn } from './say-anniversary.ts';
import { translate, type T } from './translate.ts';

test('how long ago is said as one says it', () => {
	const [svenska, english] = [translate('sv', sv) as T, translate('en', en) as T];
	expect([1, 7, 17].map((years) => sayYearsOn(svenska, 'sv', years))).toEqual(['I dag för ett år sedan', 'I dag för sju år sedan', 'I dag för 17 år sedan']);
	expect([1, 7, 17].map((years) => sayYearsOn(english, 'en', years))).toEqual(['A year ago today', 'Seven years ago today', '17 years ago today']);
});

test('the day is the one that this device is in, also just before midnight and just after', () => {
	expect(dayHere(new Date(2026, 8, 14, 23, 59))).toBe('2026-09-14');
	expect(dayHere(new Date(2026, 8, 15, 0, 1))).toBe('2026-09-15');
});
