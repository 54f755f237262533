import { expect, test } from 'vitest';
import { Challenges } from './keep-challenges.ts';

test('each is good once, for two minutes', () => {
	let now = 0;
	const challenges = new Challenges(100, () => now);
	const [a, b] = [challenges.create(), challenges.create()];
	expect(a).toHaveLength(32);
	expect(challenges.use(a)).toBe(true);
	expect(challenges.use(a)).toBe(false);
	now += 120_001;
	expect(challenges.use(b)).toBe(false);
	expect(challenges.use(new Uint8Array(32))).toBe(false);
});

test('the oldest make room', () => {
	const challenges = new Challenges(2, () => 0);
	const [a, b, c] = [challenges.create(), challenges.create(), challenges.create()];
	expect([a, b, c].map((nonce) => challenges.use(nonce))).toEqual([false, true, true]);
});
