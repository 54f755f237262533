import { expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { RateLimit } from './limit-rate.ts';

test('a burst at once, then as fast as it refills, each key for itself', () => {
	let now = 0;
	const limit = new RateLimit(2, 4, () => now);
	for (let i = 0; i < 4; i++) limit.take('a');
	expect(() => limit.take('a')).toThrow(Problem);
	limit.take('b');
	now += 500;
	limit.take('a');
	expect(() => limit.take('a')).toThrow(Problem);
	now += 60_000;
	for (let i = 0; i < 4; i++) limit.take('a');
	expect(() => limit.take('a')).toThrow(Problem);
});

test('says how many seconds to wait', () => {
	const limit = new RateLimit(0.1, 1, () => 0);
	limit.take('a');
	expect(() => limit.take('a')).toThrow(expect.objectContaining({ details: { retryAfter: 10 } }));
});

test('0 is no limit', () => {
	const limit = new RateLimit(0, 0);
	for (let i = 0; i < 1000; i++) limit.take('a');
});

test('does not grow with the number of keys', () => {
	const limit = new RateLimit(1, 1, () => 0);
	for (let i = 0; i < 120_000; i++) limit.take(String(i));
	expect(limit.size).toBeLessThanOrEqual(50_000);
});
