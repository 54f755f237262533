import { expect, test } from 'vitest';
import { beginFamily, invite, join, keysOf, newPerson, renew, write, type TestCircle } from '../../test/support/circle.ts';
import { hex } from '#crypto/bytes.ts';
import type { Ring } from '#domain/ring.ts';
import { replayControl } from '#membership/apply.ts';
import { dueRings } from '#membership/entitled.ts';
import { emptyStretch, firstHead, join as joinStretches, type Stretch } from './chain.ts';
import { readPage } from './read-page.ts';
import { NoKey, openRingKeys } from './ring-key.ts';

const page = (circle: TestCircle, ring: Ring, from = 0, to?: number) => circle.logs[ring].sealed.slice(from, to).map((s) => [s.envelope, s.body] as const);

test('a family writes in every ring and each opens what their ring reaches', async () => {
	const { circle, noor, elias, ingrid, malik, link } = await beginFamily();
	await write(circle, noor, 'us', { type: 'child', name: 'Ture' });
	await write(circle, elias, 'close', { type: 'announcement', text: 'Vår son Ture föddes i tisdags.', asking: 'ask' });
	await write(circle, noor, 'all', { type: 'announcement', text: 'Vi har förlorat vårt barn.', asking: null });
	await write(circle, malik, 'all', { type: 'name', name: 'Malik' });

	const state = await replayControl(circle.control);
	if (state === null) throw new Error('nothing replayed');
	expect(state.head).toEqual(circle.state.head);
	expect(state.members.get(elias.keys.id)?.parent).toBe(true);

	const read = async (ring: Ring, who: { id: string; kem: typeof noor.keys.kem }) => {
		const stretch = emptyStretch(1, await firstHead(state.circleId, ring));
		return readPage(stretch, state, ring, page(circle, ring), await openRingKeys(state, ring, who));
	};
	expect((await read('close', ingrid.keys)).entries.map(({ entry }) => entry.body)).toEqual([
		{ type: 'announcement', text: 'Vår son Ture föddes i tisdags.', asking: 'ask' }
	]);
	expect((await read('all', { id: hex(link.keys.id), kem: link.keys.kem })).entries.map(({ entry }) => entry.body.type)).toEqual(['announcement', 'name']);
	expect((await read('us', elias.keys)).refused).toEqual([]);
	await expect(read('close', malik.keys)).rejects.toThrow(NoKey);
	await expect(read('us', ingrid.keys)).rejects.toThrow(NoKey);
});

test('a used-up invitation makes the key due; the next epoch keeps the past readable and shuts the invitation out', async () => {
	const { circle, noor, malik } = await beginFamily();
	await write(circle, noor, 'all', { type: 'announcement', text: 'före', asking: null });
	const single = await invite(circle, noor, 'all', { uses: 1 });
	const berg = await newPerson();
	await join(circle, berg, single);
	expect(dueRings(circle.state)).toEqual(['all']);
	await renew(circle, berg, 'all');
	expect(dueRings(circle.state)).toEqual([]);
	await write(circle, berg, 'all', { type: 'name', name: 'Dr Berg' });
	const keys = await keysOf(circle, malik, 'all');
	expect([...keys.keys()].sort()).toEqual([0, 1]);
	const reading = await readPage(emptyStretch(1, await firstHead(circle.state.circleId, 'all')), circle.state, 'all', page(circle, 'all'), keys);
	expect(reading.entries.map(({ entry }) => entry.body.type)).toEqual(['announcement', 'name']);
	await expect(openRingKeys(circle.state, 'all', { id: hex(single.keys.id), kem: single.keys.kem })).rejects.toThrow(NoKey);
});

test('read from the end and backwards, two stretches join; with one entry left out they do not', async () => {
	const { circle, noor, malik } = await beginFamily();
	for (let i = 0; i < 6; i++) await write(circle, i % 2 ? noor : malik, 'all', { type: 'name', name: `n${i}` });
	const keys = await keysOf(circle, noor, 'all');
	const start = await firstHead(circle.state.circleId, 'all');
	const stretchOf = async (from: number, to: number, headBefore: Uint8Array<ArrayBuffer>, pages = page(circle, 'all', from, to)): Promise<Stretch> => {
		const stretch = emptyStretch(from + 1, headBefore);
		await readPage(stretch, circle.state, 'all', pages, keys);
		return stretch;
	};
	const older = await stretchOf(0, 3, start);
	const newer = await stretchOf(3, 6, older.head);
	const whole = joinStretches(older, newer);
	expect(whole).toMatchObject({ first: 1, last: 6 });
	expect(newer.head).toEqual(circle.logs.all.head);
	// The server leaves out the second entry and numbers the rest anew: every later writer had seen more than that.
	const all = page(circle, 'all');
	const shortened = emptyStretch(1, start);
	const reading = await readPage(shortened, circle.state, 'all', [...all.slice(0, 1), ...all.slice(2)], keys);
	expect(reading.entries.map(({ n }) => n)).toEqual([1]);
	expect(reading.refused).toHaveLength(4);
	expect(reading.refused.filter(({ code }) => code !== 'fork' && code !== 'left-out')).toEqual([]);
	// It joins the tail to another past.
	const other = await stretchOf(0, 2, start);
	expect(joinStretches(other, newer)).toBe('fork');
});

test('a flipped bit anywhere in what the server holds is refused, and nothing else is', async () => {
	const { circle, noor, malik } = await beginFamily();
	await write(circle, noor, 'all', { type: 'announcement', text: 'ett', asking: null });
	const [envelope, body] = page(circle, 'all')[0] as [Uint8Array, Uint8Array];
	const keys = await keysOf(circle, malik, 'all');
	const start = await firstHead(circle.state.circleId, 'all');
	for (let bit = 0; bit < envelope.length * 8; bit += 13) {
		const flipped = envelope.slice();
		flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
		const reading = await readPage(emptyStretch(1, start), circle.state, 'all', [[flipped, body]], keys);
		expect(reading.entries).toEqual([]);
		expect(reading.refused).toHaveLength(1);
	}
	for (let at = 0; at < body.length; at += 7) {
		const flipped = body.slice();
		flipped[at] = (flipped[at] as number) ^ 1;
		expect((await readPage(emptyStretch(1, start), circle.state, 'all', [[envelope, flipped]], keys)).missing[0]?.code).toBe('wrong-body');
	}
	expect(envelope.length).toBeLessThan(400);
});
