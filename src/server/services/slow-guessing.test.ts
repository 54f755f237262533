import { expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { Guessing } from './slow-guessing.ts';

const limits = { firstWait: 4, most: 4, forgetAfter: 1000, mostOverall: 1000 };

test('each wrong attempt waits twice as long as the one before, each address for itself', async () => {
	const guessing = new Guessing(limits, () => 0);
	const waits: number[] = [];
	for (let i = 0; i < 3; i++) {
		const began = performance.now();
		await guessing.punish('a');
		waits.push(performance.now() - began);
	}
	expect(waits[0]).toBeGreaterThanOrEqual(3);
	expect(waits[1]).toBeGreaterThanOrEqual(7);
	expect(waits[2]).toBeGreaterThanOrEqual(15);
});

test('after some the address is told to wait, and forgotten in time', async () => {
	let now = 0;
	const guessing = new Guessing(limits, () => now);
	for (let i = 0; i < 4; i++) {
		guessing.check('a');
		await guessing.punish('a');
	}
	expect(() => guessing.check('a')).toThrow(Problem);
	guessing.check('b');
	now += 1000;
	guessing.check('a');
	await guessing.punish('a');
	expect(() => guessing.check('a')).toThrow(expect.objectContaining({ code: 'too-many', details: { retryAfter: 1 } }));
});

test('attempts under way count', () => {
	const guessing = new Guessing({ ...limits, firstWait: 200 }, () => 0);
	for (let i = 0; i < 4; i++) void guessing.punish('a');
	expect(() => guessing.check('a')).toThrow(Problem);
});

test('many from everywhere slow all of them', async () => {
	const guessing = new Guessing({ ...limits, firstWait: 0, mostOverall: 2 }, () => 0);
	await guessing.punish('a');
	await guessing.punish('b');
	const began = performance.now();
	await guessing.punish('c');
	expect(performance.now() - began).toBeGreaterThanOrEqual(1900);
});
