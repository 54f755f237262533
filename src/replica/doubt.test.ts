/** What is kept of lies: enough to tell of them, and every doubt among them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RingReplica } from './circle.ts';
import { someOf } from './doubt.ts';

type Refused = RingReplica['refused'][number];
const refused = (n: number, over: Partial<Refused> = {}): Refused => ({
	n,
	code: 'wrong-signature',
	memberId: 'aa',
	entryId: null,
	hash: 'cc',
	signed: false,
	at: n,
	...over
});
const doubt = (n: number, memberId: string, code: 'fork' | 'control-fork' = 'fork') => refused(n, { code, memberId, signed: true });

test('a doubt is not crowded out by whatever else is shown', () => {
	const flood = Array.from({ length: 300 }, (_, i) => refused(i + 2));
	const kept = someOf([doubt(1, 'aa'), ...flood]);
	expect(kept[0]).toEqual(doubt(1, 'aa'));
	expect(kept.slice(1)).toEqual(flood.slice(-100));
});

test('nor are one person’s doubts crowded out by another’s, however many there are', () => {
	const flood = Array.from({ length: 300 }, (_, i) => doubt(i + 2, 'bb', i % 2 === 0 ? 'fork' : 'control-fork'));
	expect(someOf([doubt(1, 'aa'), ...flood])).toEqual([doubt(1, 'aa'), flood[0]]);
});

test('what nobody has signed raises no doubt, and has no such room', () => {
	const unsigned = Array.from({ length: 300 }, (_, i) => refused(i + 1, { code: 'fork', signed: false, memberId: `${i}` }));
	expect(someOf(unsigned)).toEqual(unsigned.slice(-100));
});

test('however it came about, what is kept stays in its order, is kept again as it is, and grows no further', () => {
	const any = fc.array(
		fc.record({
			n: fc.nat(),
			code: fc.constantFrom('fork' as const, 'control-fork' as const, 'malformed' as const),
			signed: fc.boolean(),
			memberId: fc.constantFrom('aa', 'bb', null)
		}),
		{ maxLength: 400 }
	);
	fc.assert(
		fc.property(any, (given) => {
			const all = given.map((over, i) => refused(i, over));
			const kept = someOf(all);
			expect(kept).toEqual(all.filter((one) => kept.includes(one)));
			expect(someOf(kept)).toEqual(kept);
			expect(kept.length).toBeLessThanOrEqual(102);
		}),
		{ seed: 3 }
	);
});
