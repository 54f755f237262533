/** What is kept and given, read by the reader in another language: its words by name, taken in where the program takes it in, and nothing secret of what is enclosed. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Body } from '#domain/body.ts';
import { filesOf } from '#domain/enclosed.ts';
import { enclosedIn, isKept, type Kept } from '#domain/kept.ts';
import { encodeBody } from '#log/body.ts';
import { decodeCbor, type Cbor } from '#wire/cbor.ts';
import { anyAboutChild, kept } from '../support/kept.ts';
import { begin, ownVerdict, readerOf, sequence, verdictOf, withBody } from './raw-exports.ts';

const id = 'ab'.repeat(16);
const sample = <T>(of: fc.Arbitrary<T>, seed: number): T => fc.sample(of, { numRuns: 1, seed })[0] as T;
/** Of each kind one with something enclosed, where it may have that. */
const each = Object.values(kept).map((one, i) => {
	const some = fc.sample(one as fc.Arbitrary<Kept>, { numRuns: 20, seed: i });
	return some.find((body) => enclosedIn(body).length > 0) ?? (some[0] as Kept);
});
const bodies: Body[] = [
	...each,
	...each.slice(0, 3).map((body): Body => ({ type: 'changed', target: id, body })),
	{ type: 'proposal', entry: id, ring: 'close', says: each[0] as Kept },
	{ type: 'consent', entry: id, hash: 'cd'.repeat(32), yes: null },
	{ type: 'tie', promise: id, target: id, tied: true },
	{ type: 'answer', to: id, kind: 'candle', text: '', motif: null, burns: null },
	sample(anyAboutChild, 1)
];

beforeAll(begin);

test.each(bodies.map((body) => [body.type, body] as const))('%s', async (type, body) => {
	const items = await withBody(...(decodeCbor(encodeBody({ time: 1, body })) as Cbor[]));
	const told = readerOf(sequence(items));
	expect([told.status, told.said]).toEqual([0, '']);
	const line = told.lines.find(({ ring, n }) => ring === 'us' && n === 3);
	expect(line?.type).toBe(type);
	const place = (verdict: [string, string | null][]) => verdict.find(([at]) => at === 'us 3');
	expect(place(verdictOf(told))).toEqual(['us 3', null]);
	expect(place(await ownVerdict(items))).toEqual(['us 3', null]);
	const inside = body.type === 'changed' ? body.body : body.type === 'proposal' ? body.says : body;
	if (isKept(inside)) {
		const said = inside === body ? line : (line?.content as typeof line);
		expect(said).toMatchObject(inside === body ? { text: inside.text } : { type: inside.type, text: inside.text });
		for (const { secret, id: file } of filesOf(enclosedIn(inside))) {
			expect(told.printed).toContain(file);
			expect(told.printed).not.toContain(secret);
		}
	}
});

test('a yes that nobody can have given is refused by the program; the reader leaves that to it, and says so', async () => {
	const body: Body = { ...(each[0] as Kept), yes: { member: id, device: id, controlN: 0, signature: '00'.repeat(64) } };
	const items = await withBody(...(decodeCbor(encodeBody({ time: 1, body })) as Cbor[]));
	expect((await ownVerdict(items)).find(([place]) => place === 'us 3')).toEqual(['us 3', 'wrong-yes']);
	expect(verdictOf(readerOf(sequence(items))).find(([place]) => place === 'us 3')).toEqual(['us 3', null]);
});
