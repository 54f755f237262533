/** A device whose disk is put back to what it was earlier: it never signs with its old key again, and loses nothing that waits. */
import { expect, test } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { startDishonestServer } from '../support/dishonest-server.ts';
import { openDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { circleOf, settled, textsOf } from '../support/seen.ts';
import { envelopesSent, signedTwice } from '../support/what-was-sent.ts';

test('a restored device retires its key: it goes on under a new one, and what waited on the old disk arrives once', async () => {
	await using server = await startDishonestServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	const to = await noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
	await noor.sees(settled);
	await using ingrid = await letIn(server.origin, noor, 'Ingrid', 'close');
	const answer = (text: string) => ({ to, kind: 'words', text, motif: null }) as const;
	await ingrid.sees((view) => view.told.length === 1 && settled(view));
	// A copy of the disk, taken while something waits to be sent.
	const copy = createMemoryStore(ingrid.store);
	await ingrid.does('answer', answer('efter kopian'));
	await ingrid.does('answer', answer('också efter'));
	await ingrid.sees(settled);
	const before = hex(circleOf(ingrid).keys?.deviceId as Uint8Array);
	await ingrid[Symbol.asyncDispose]();

	await using restored = await openDevice(server.origin, { store: copy, follow: false });
	await restored.does('answer', answer('skrivet på den gamla'));
	await restored[Symbol.asyncDispose]();
	await using again = await openDevice(server.origin, { store: copy });
	await again.sees((view) => settled(view) && textsOf(view).includes('också efter'));
	const view = await noor.sees((seen) => textsOf(seen).includes('skrivet på den gamla'));
	expect(
		textsOf(view)
			.filter((text) => text !== 'nyheten')
			.sort()
	).toEqual(['efter kopian', 'också efter', 'skrivet på den gamla'].sort());
	expect([view.wrong, (await again.view()).wrong]).toEqual([[], []]);
	const after = hex(circleOf(again).keys?.deviceId as Uint8Array);
	expect(after).not.toBe(before);
	expect([...circleOf(noor).state.devices.values()].filter(({ member }) => member === circleOf(again).keys?.member.id).map(({ id }) => id)).toEqual([
		before,
		after
	]);
	// The own log as well, where it wrote in it.
	await again.does('answer', answer('och vidare'));
	await noor.sees((seen) => textsOf(seen).includes('och vidare'));
	expect(signedTwice(await envelopesSent(server.sent))).toEqual([]);
}, 30_000);

test('the key is retired once, also where the answer to its certificate is lost and the power goes', async () => {
	await using server = await startDishonestServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.sees(settled);
	const copy = createMemoryStore(noor.store);
	await noor.does('tellNews', { ring: 'all', text: 'efter kopian', asking: null });
	await noor.sees(settled);
	await noor[Symbol.asyncDispose]();
	let lost = 0;
	const losing: typeof fetch = async (input, init) => {
		const response = await fetch(input, init);
		if (init?.method === 'POST' && new URL(input as string).pathname.endsWith('/control') && lost++ === 0) throw new TypeError('lost');
		return response;
	};
	const first = await openDevice(server.origin, { store: copy, fetch: losing });
	await first.does('tellNews', { ring: 'all', text: 'från kopian', asking: null });
	await expect.poll(() => lost, { timeout: 8_000 }).toBe(1);
	const second = await first.restart();
	const view = await second.sees((seen) => settled(seen) && textsOf(seen).includes('från kopian'), 15_000);
	expect(view.wrong).toEqual([]);
	expect(circleOf(second).state.devices.size).toBe(2);
	await second[Symbol.asyncDispose]();
}, 30_000);

test('where the server keeps the later entries from it, nothing is signed over: it stops, and what was typed stays', async () => {
	await using server = await startDishonestServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.sees(settled);
	const shown = circleOf(noor).rings.get('all')?.stretch.last ?? 0;
	const copy = createMemoryStore(noor.store);
	await noor.does('tellNews', { ring: 'all', text: 'efter kopian', asking: null });
	await noor.sees(settled);
	await noor[Symbol.asyncDispose]();
	server.lies.ring = (entries, ring) => (ring === 'all' ? entries.slice(0, shown) : entries);
	await using restored = await openDevice(server.origin, { store: copy });
	await restored.does('tellNews', { ring: 'all', text: 'från kopian', asking: null });
	const view = await restored.sees(({ wrong }) => wrong.some(({ stops }) => stops));
	expect(view.wrong).toMatchObject([{ code: 'device-order', ring: 'all', stops: true }]);
	expect([view.unsent, textsOf(view)]).toEqual([1, ['från kopian']]);
}, 30_000);
