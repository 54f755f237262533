/** Attacks by who was let go of, or moved outward, together with the server: with true keys and a time from before. */
import { expect, test } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { openDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { takeImage } from '../support/disk-image.ts';
import { envelopesSent, signedTwice } from '../support/what-was-sent.ts';
import { circleOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';

async function family(server: DishonestServer) {
	const noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
	await noor.sees(settled);
	const ingrid = await letIn(server.origin, noor, 'Ingrid', 'close');
	const malik = await letIn(server.origin, noor, 'Malik', 'close');
	const to = (await ingrid.sees((view) => settled(view) && view.told.length === 1)).told[0]?.id ?? '';
	await malik.sees((view) => settled(view) && view.told.length === 1);
	await malik.does('answer', { to, kind: 'words', text: 'ärligt sagt', motif: null });
	for (const one of [noor, ingrid]) await one.sees((view) => textsOf(view).includes('ärligt sagt'));
	await malik.sees(settled);
	const answer = (text: string) => ({ type: 'answer', to, kind: 'words', text, motif: null }) as const;
	return {
		noor,
		ingrid,
		malik,
		to,
		answer,
		[Symbol.asyncDispose]: async () => void (await Promise.all([noor, ingrid, malik].map((one) => one[Symbol.asyncDispose]())))
	};
}

test.each(['letGo', 'moveTo'] as const)(
	'what someone signs after %s, dated back before it and put in by the server, is dropped wherever it had been shown',
	async (how) => {
		await using server = await startDishonestServer();
		await using people = await family(server);
		const { noor, ingrid, malik, answer } = people;
		const write = await takeImage(malik, 'close');
		for (const one of [noor, ingrid]) await one[Symbol.asyncDispose]();
		const shown = circleOf(ingrid).rings.get('close')?.stretch.last ?? 0;
		const hers = hex(circleOf(ingrid).keys?.deviceId as Uint8Array);
		// Noor decides, and has read nothing of what follows.
		await using parent = await openDevice(server.origin, { store: noor.store });
		if (how === 'letGo') await parent.does('letGo', { memberId: memberOf(malik) });
		else await parent.does('moveTo', { memberId: memberOf(malik), ring: 'all' });
		// Ingrid is shown it as if it had come just before; what Noor has said since is kept from her for a while.
		const { envelope, body } = await write(answer('inte längre'));
		let all = false;
		server.lies.ring = (entries, ring, who) =>
			ring === 'close' && who === hers ? [...entries.slice(0, shown), [envelope, body], ...(all ? entries.slice(shown) : [])] : entries;
		await using fresh = await openDevice(server.origin, { store: ingrid.store });
		await fresh.sees((seen) => textsOf(seen).includes('inte längre'), 20_000);
		all = true;
		await parent.does('tellNews', { ring: 'close', text: 'efteråt', asking: null });
		await parent.sees(settled);
		// It had been shown: it looked like any other until then. Now it is gone, and named.
		const view = await fresh.sees((seen) => !textsOf(seen).includes('inte längre') && wrongHere(seen).length > 0, 20_000);
		expect(wrongHere(view).map(({ code, who }) => [code, who])).toContainEqual(['cut-off', 'Malik']);
		expect(textsOf(view)).toContain('ärligt sagt');
	},
	40_000
);

test('who was moved out and in again signs no number a second time, though the server hides what they wrote there before', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, malik } = people;
	const forAll = await noor.does('tellNews', { ring: 'all', text: 'för alla', asking: null });
	await malik.sees((view) => settled(view) && textsOf(view).includes('för alla'));
	const his = hex(circleOf(malik).keys?.deviceId as Uint8Array);
	await noor.does('moveTo', { memberId: memberOf(malik), ring: 'all' });
	await malik.sees(({ me }) => me.ring === 'all');
	server.lies.ring = (entries, ring, who) => (ring === 'close' && who === his ? [] : entries);
	await noor.does('moveTo', { memberId: memberOf(malik), ring: 'close' });
	await malik.sees(({ me }) => me.ring === 'close');
	const before = server.sent.length;
	await malik.does('answer', { to: forAll, ring: 'close', kind: 'words', text: 'inne igen', motif: null });
	await expect.poll(() => server.sent.slice(before).some(({ path, method }) => method === 'POST' && path.endsWith('/close/entries'))).toBe(true);
	expect(signedTwice(await envelopesSent(server.sent))).toEqual([]);
}, 40_000);
