/** Somebody is let go of or moved outward, and the server keeps from another that the key was renewed, or that anything happened at all. */
import { expect, test } from 'vitest';
import type { Ring } from '#domain/ring.ts';
import { controlAppend, readMessage } from '#wire/api.ts';
import { decodeControlEntry } from '#wire/control-entry.ts';
import { currentEpoch } from '#membership/state.ts';
import { startDishonestServer } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, headersSent } from '../support/household.ts';
import { circleOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';

const lastOf = (device: TestDevice, ring: Ring): number => circleOf(device).rings.get(ring)?.stretch.last ?? 0;

test.each([
	['letting-go', 'letGo'],
	['moving outward', 'moveTo']
] as const)(
	'shown the %s but not the new key, a device seals nothing under the old one: it begins another itself, and what was typed waits',
	async (_, how) => {
		await using server = await startDishonestServer();
		await using people = await beginHousehold(server.origin, ['ingrid', 'malik']);
		const { noor, ingrid, malik } = people;
		const hers = deviceOf(ingrid);
		const before = circleOf(ingrid).state.n;
		const old = currentEpoch(circleOf(ingrid).state, 'close')?.epoch as number;
		await ingrid[Symbol.asyncDispose]();
		// `remove`, or `ring`, comes first of what Noor decides.
		if (how === 'letGo') await noor.does('letGo', { memberId: memberOf(malik) });
		else await noor.does('moveTo', { memberId: memberOf(malik), ring: 'all' });
		await noor.does('tellNews', { ring: 'close', text: 'efteråt', asking: null });
		await noor.sees(settled);
		// What others have said since cites more than she is shown of who is in.
		const known = { us: 0, close: lastOf(ingrid, 'close'), all: lastOf(ingrid, 'all') };
		let cut = true;
		server.lies = {
			control: (entries, who) => (cut && who === hers ? entries.slice(0, before + 2) : entries),
			ring: (entries, ring, who) => (cut && who === hers ? entries.slice(0, known[ring]) : entries)
		};
		const from = server.sent.length;
		await using again = await openDevice(server.origin, { store: ingrid.store });
		await expect.poll(() => circleOf(again).state.n, { timeout: 8_000 }).toBe(before + 1);
		await again.does('answer', people.answer('skrivet sedan'));
		const renewals = () =>
			server.sent
				.slice(from)
				.filter(({ method, path, who }) => method === 'POST' && path.endsWith('/control') && who === hers)
				.flatMap(({ body }) => readMessage(controlAppend, body)[0].map((entry) => decodeControlEntry(entry).entry.kind));
		await expect.poll(() => renewals().length, { timeout: 8_000 }).toBeGreaterThan(0);
		expect(new Set(renewals())).toEqual(new Set(['epoch']));
		const view = await again.view();
		expect([view.unsent, textsOf(view).includes('skrivet sedan')]).toEqual([1, true]);
		expect(headersSent(server.sent.slice(from), hers).filter(({ ring }) => ring === 1)).toEqual([]);
		cut = false;
		await again.sees((seen) => settled(seen) && textsOf(seen).includes('efteråt'), 15_000);
		await noor.sees((seen) => textsOf(seen).includes('skrivet sedan'));
		expect(headersSent(server.sent.slice(from), hers).every(({ ring, epoch }) => ring !== 1 || epoch > old)).toBe(true);
		expect(wrongHere(await again.view())).toEqual([]);
	},
	40_000
);

test('shown neither, and both later: from then on nothing is sealed under the old key, and what was typed arrives once', async () => {
	await using server = await startDishonestServer();
	await using people = await beginHousehold(server.origin, ['ingrid', 'malik']);
	const { noor, ingrid, malik } = people;
	const hers = deviceOf(ingrid);
	const before = circleOf(ingrid).state.n;
	const old = currentEpoch(circleOf(ingrid).state, 'close')?.epoch as number;
	const known = { us: 0, close: lastOf(ingrid, 'close'), all: lastOf(ingrid, 'all') };
	let hidden = true;
	server.lies = {
		control: (entries, who) => (hidden && who === hers ? entries.slice(0, before + 1) : entries),
		ring: (entries, ring, who) => (hidden && who === hers ? entries.slice(0, known[ring]) : entries)
	};
	await noor.does('letGo', { memberId: memberOf(malik) });
	await ingrid.does('answer', people.answer('skrivet sedan'));
	// It cannot know, and the true server does not take it.
	await expect.poll(() => headersSent(server.sent, hers).filter(({ ring }) => ring === 1).length, { timeout: 8_000 }).toBeGreaterThan(0);
	hidden = false;
	await ingrid.sees(() => circleOf(ingrid).state.n > before + 1);
	const knows = circleOf(ingrid).state.n;
	await ingrid.sees(settled, 20_000);
	const view = await noor.sees((seen) => textsOf(seen).includes('skrivet sedan'));
	expect(textsOf(view).filter((text) => text === 'skrivet sedan')).toHaveLength(1);
	const sealedKnowing = headersSent(server.sent, hers).filter(({ ring, controlN }) => ring === 1 && controlN >= knows);
	expect([sealedKnowing.length > 0, sealedKnowing.every(({ epoch }) => epoch > old)]).toEqual([true, true]);
	expect([(await ingrid.view()).wrong, view.wrong]).toEqual([[], []]);
}, 40_000);
