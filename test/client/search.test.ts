/** Searching on two devices: each finds what it reads, however far back; a guest nothing that their ring does not; and nobody what was laid aside or taken back. */
import { expect, test } from 'vitest';
import { firstChild } from '#domain/child.ts';
import type { Hit } from '#domain/found.ts';
import { newestShown } from '#replica/load-circle.ts';
import { beginHousehold } from '../support/household.ts';
import type { TestDevice } from '../support/home.ts';
import { settled, textsOf } from '../support/seen.ts';
import { startServer } from '../support/start-server.ts';

const search = async (device: TestDevice, query: string): Promise<Hit[]> => (await device.does('search', { query, most: 50 })).hits;
const finds = (device: TestDevice, query: string, count: number) =>
	expect.poll(async () => (await search(device, query)).length, { timeout: 10_000 }).toBe(count);
const idsOf = (hits: readonly Hit[]) => hits.map(({ id }) => id).sort();

test('each finds what they read, of all that is told, kept and given; a guest never what their ring does not read', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid, to } = people;
	// The same word everywhere: for the parents alone, and for those who are close.
	const near = [
		await noor.does('tellNews', { ring: 'close', text: 'Vi har varit vid fyren', asking: null }),
		await noor.does('keepThis', { ring: 'close', body: { type: 'given', kind: 'flowers', from: 'Anna vid fyren', day: null, text: '' } }),
		await elias.does('answer', { to, kind: 'words', text: 'vi såg fyrar', motif: null })
	];
	await noor.does('tellNews', { ring: 'us', text: 'Bara vi två vet om fyren', asking: null });
	await noor.does('keepThis', { ring: 'us', body: { type: 'letter', child: firstChild, text: 'Kära Ture, fyren lyste' } });
	await elias.does('answer', { to, ring: 'us', kind: 'words', text: 'fyren, minns du', motif: null });
	await noor.does('sayOfChild', { child: firstChild, ring: 'us', says: { there: 'Barnmorskan som hade en fyr på väggen' } });
	await finds(noor, 'fyren', 7);
	await finds(elias, 'fyrarna', 7);
	await finds(ingrid, 'fyren', 3);
	expect(idsOf(await search(ingrid, 'fyren'))).toEqual(near.toSorted());
	for (const query of ['fy', 'Ture', 'lyste', 'barnmorskan', 'minns', 'Noor', 'Elias', 'fyrem'])
		for (const { ring, words, title } of await search(ingrid, query)) {
			expect(ring).not.toBe('us');
			expect([...words, ...title].map(({ text }) => text).join('')).not.toMatch(/två|Kära|minns|Barnmorskan/);
		}
	// What one of them lays aside is not found by them, and by the others as before.
	await noor.does('layAside', { target: near[0] as string, aside: true });
	expect(idsOf(await search(noor, 'varit fyren'))).not.toContain(near[0]);
	expect(idsOf(await search(ingrid, 'varit fyren'))).toEqual([near[0]]);
	// Corrected and taken back: on the writer's device at once, on the others' once it has come.
	await noor.does('correct', { target: near[0] as string, text: 'Vi har varit vid kvarnen', asking: null });
	await finds(ingrid, 'kvarn', 1);
	await noor.does('takeBack', { target: near[1] as string });
	expect(idsOf(await search(noor, 'Anna'))).toEqual([]);
	await finds(ingrid, 'Anna', 0);
	expect(idsOf(await search(ingrid, 'fyren'))).toEqual([near[2]]);
	expect(await search(ingrid, 'kvarnen')).toMatchObject([{ name: 'Noor', mine: false, stands: { on: 'today', id: near[0] } }]);
	// Moved further out, she finds nothing of it any more.
	const { members } = await noor.view();
	await noor.does('moveTo', { memberId: members.find(({ name }) => name === 'Ingrid')?.memberId ?? '', ring: 'all' });
	await finds(ingrid, 'kvarnen', 0);
	await finds(ingrid, 'fyren', 0);
}, 60_000);

test('what was said long ago is found after a restart, and the stream can be led back to it; the index is kept nowhere', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, []);
	const { noor } = people;
	const first = await noor.does('tellNews', { ring: 'close', text: 'Det allra första: pärlemorknappen', asking: null });
	const inside = await noor.does('answer', { to: first, ring: 'us', kind: 'words', text: 'pärlemor, ja', motif: null });
	for (let i = 0; i < newestShown + 120; i++) await noor.does('tellNews', { ring: 'close', text: `rad ${i}`, asking: null });
	await noor.sees((view) => settled(view), 60_000);
	await using again = await noor.restart();
	expect(textsOf(await again.view())).not.toContain('Det allra första: pärlemorknappen');
	const before = await again.store.list('', 'sealed');
	expect(idsOf(await search(again, 'pärlemorknappar'))).toEqual([first]);
	expect(await search(again, 'parlemor')).toHaveLength(2);
	expect(await again.store.list('', 'sealed')).toEqual(before);
	// Looking changes nothing of what the stream shows; being led there does.
	expect(textsOf(await again.view())).not.toContain('Det allra första: pärlemorknappen');
	expect(await again.does('showBackTo', { id: inside })).toBe(true);
	const { told } = await again.view();
	expect(told.find(({ id }) => id === first)?.answers.map(({ id }) => id)).toEqual([inside]);
	expect(await again.does('showBackTo', { id: '00'.repeat(16) })).toBe(false);
}, 120_000);
