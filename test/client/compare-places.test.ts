/** Beacons, and two people who compare by telephone whether they have been shown the same. */
import { expect, test, vi } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { startAnew } from '#replica/apply.ts';
import { exchangeBeacons, putBeacon, readBeacons } from '#sync/beacons.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { circleOf, lineOf, memberOf, settled, textsOf } from '../support/seen.ts';

async function family(server: DishonestServer) {
	const noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	const to = await noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
	await noor.sees(settled);
	const ingrid = await letIn(server.origin, noor, 'Ingrid', 'close');
	const malik = await letIn(server.origin, noor, 'Malik', 'close');
	for (const one of [noor, ingrid, malik]) await one.sees((view) => settled(view) && view.members.filter(({ name }) => name !== '').length === 3);
	return {
		noor,
		ingrid,
		malik,
		answer: (text: string) => ({ to, kind: 'words', text, motif: null }) as const,
		[Symbol.asyncDispose]: async () => void (await Promise.all([noor, ingrid, malik].map((one) => one[Symbol.asyncDispose]())))
	};
}
const deviceOf = (one: TestDevice): string => hex(circleOf(one).keys?.deviceId as Uint8Array);

async function compare(one: TestDevice, other: TestDevice): Promise<boolean> {
	const two = await one.does('drawPlace', { memberId: memberOf(other), language: 'sv' });
	const four = await other.does('answerPlace', { memberId: memberOf(one), typed: two.join(' '), language: 'sv' });
	return one.does('checkPlace', { typed: four.join(' ') });
}

test('two who were shown the same find it so, whoever begins, also while others write', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, ingrid, malik, answer } = people;
	expect(await compare(noor, ingrid)).toBe(true);
	expect(await compare(malik, ingrid)).toBe(true);
	const two = await noor.does('drawPlace', { memberId: memberOf(ingrid), language: 'sv' });
	await malik.does('answer', answer('medan de talar'));
	await noor.sees((view) => textsOf(view).includes('medan de talar'));
	await ingrid.sees((view) => textsOf(view).includes('medan de talar'));
	await exchangeBeacons(lineOf(noor));
	const four = await ingrid.does('answerPlace', { memberId: memberOf(noor), typed: two.join(' '), language: 'sv' });
	expect(await noor.does('checkPlace', { typed: four.join(' ') })).toBe(true);
	expect((await noor.view()).wrong).toEqual([]);
}, 30_000);

test('a call that is broken off does not keep a device from ever saying again how far it has read', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, ingrid } = people;
	const heard = async () => (await readBeacons(lineOf(ingrid), 'close')).find(({ device }) => device === deviceOf(noor))?.counter;
	await noor.does('drawPlace', { memberId: memberOf(ingrid), language: 'sv' });
	const fixed = await heard();
	await exchangeBeacons(lineOf(noor));
	expect(await heard()).toBe(fixed);
	vi.setSystemTime(Date.now() + 16 * 60_000);
	await exchangeBeacons(lineOf(noor));
	vi.useRealTimers();
	expect(await heard()).toBeGreaterThan(fixed ?? Infinity);
}, 30_000);

test('what people have said of each other is not forgotten where a log is read anew', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, ingrid } = people;
	await ingrid.does('doubtPlace', { memberId: memberOf(noor) });
	const { store, circle } = lineOf(ingrid);
	await ingrid[Symbol.asyncDispose]();
	for (const ring of circle.rings.keys()) await startAnew(store, circle, ring);
	expect((await ingrid.view()).wrong).toMatchObject([{ code: 'fork', stops: true, who: 'Noor' }]);
	await using again = await openDevice(server.origin, { store: ingrid.store });
	await again.sees((view) => textsOf(view).includes('nyheten'));
	expect((await again.view()).wrong).toMatchObject([{ code: 'fork', stops: true, who: 'Noor' }]);
}, 30_000);

/** From here on Ingrid is shown nothing in `close` but what she says herself. */
function isolate(server: DishonestServer, ingrid: TestDevice): void {
	const hers = deviceOf(ingrid);
	const shown = circleOf(ingrid).rings.get('close')?.stretch.last ?? 0;
	server.lies.ring = (entries, ring, who) =>
		who === hers && ring === 'close' ? entries.filter(([envelope], i) => i < shown || hex(decodeEnvelope(envelope).header.deviceId) === hers) : entries;
}

test('two who are shown different pasts find it out, and who is sure of it writes nothing more there until they say to go on', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, ingrid, malik, answer } = people;
	isolate(server, ingrid);
	await malik.does('answer', answer('från Malik'));
	await noor.sees((view) => textsOf(view).includes('från Malik'));
	await ingrid.does('answer', answer('från Ingrid'));
	await ingrid.sees((view) => settled(view) && view.wrong.length === 0);
	await noor.sees((view) => textsOf(view).includes('från Ingrid') && settled(view));
	// Nothing that was signed says so yet: what she wrote cites what they have in common.
	expect((await noor.view()).wrong).toEqual([]);
	expect(await compare(ingrid, noor)).toBe(false);
	// Somebody may have heard wrong: they decide.
	expect((await ingrid.view()).wrong).toEqual([]);
	await ingrid.does('doubtPlace', { memberId: memberOf(noor) });
	const view = await ingrid.view();
	expect(view.wrong).toMatchObject([{ code: 'fork', stops: true, who: 'Noor', member: memberOf(noor) }]);
	await expect(ingrid.does('answer', answer('nej'))).rejects.toMatchObject({ code: 'doubt' });
	const again = await openDevice(server.origin, { store: createMemoryStore(ingrid.store), follow: false });
	expect((await again.view()).wrong).toMatchObject([{ stops: true }]);
	await ingrid.does('settleDoubt', { memberId: memberOf(noor) });
	expect((await ingrid.view()).wrong).toMatchObject([{ code: 'fork', stops: false }]);
	await ingrid.does('answer', answer('vidare'));
	await ingrid.sees(settled);
	await again[Symbol.asyncDispose]();
}, 30_000);

test('an entry that cites another past stops writing until somebody says to go on; what was typed before goes then, once', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, ingrid, malik, answer } = people;
	isolate(server, ingrid);
	await malik.does('answer', answer('från Malik'));
	await noor.sees((view) => textsOf(view).includes('från Malik'));
	// Noor writes while there is no way, before any of it.
	const store = createMemoryStore(noor.store);
	await noor[Symbol.asyncDispose]();
	const away = await openDevice(server.origin, { store, follow: false });
	await away.does('tellNews', { ring: 'close', text: 'skrivet innan', asking: null });
	await away[Symbol.asyncDispose]();
	for (const text of ['ett', 'två']) {
		const before = circleOf(ingrid).rings.get('close')?.stretch.last ?? 0;
		await ingrid.does('answer', answer(text));
		// Back through the log as she is shown it, so that the next one cites it.
		await expect.poll(() => circleOf(ingrid).rings.get('close')?.stretch.last).toBe(before + 1);
	}
	await using again = await openDevice(server.origin, { store });
	const view = await again.sees(({ wrong }) => wrong.length > 0);
	expect(view.wrong).toMatchObject([{ code: 'fork', stops: true, ring: 'close', who: 'Ingrid' }]);
	expect([textsOf(view).includes('två'), textsOf(view).includes('skrivet innan')]).toEqual([false, true]);
	await expect(again.does('tellNews', { ring: 'close', text: 'nej', asking: null })).rejects.toMatchObject({ code: 'doubt' });
	// It keeps reading. Malik has met the same, and has said to go on.
	await malik.sees(({ wrong }) => wrong.some(({ stops }) => stops));
	await malik.does('settleDoubt', { memberId: memberOf(ingrid) });
	await malik.does('answer', answer('läser vidare'));
	const waiting = await again.sees((seen) => textsOf(seen).includes('läser vidare'));
	expect(waiting.unsent).toBe(1);
	await again.does('settleDoubt', { memberId: memberOf(ingrid) });
	await again.sees(settled);
	const seen = await malik.sees((one) => textsOf(one).includes('skrivet innan'));
	expect(seen.told.filter(({ text }) => text === 'skrivet innan')).toHaveLength(1);
	expect((await again.view()).wrong).toMatchObject([{ code: 'fork', stops: false }]);
}, 30_000);

test('a view that is held back shows by what others say they have read, and no longer once it comes', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, ingrid, malik, answer } = people;
	const hers = deviceOf(ingrid);
	const shown = circleOf(ingrid).rings.get('close')?.stretch.last ?? 0;
	let frozen = true;
	server.lies.ring = (entries, ring, who) => (frozen && who === hers && ring === 'close' ? entries.slice(0, shown) : entries);
	await malik.does('answer', answer('hålls undan'));
	await noor.sees((view) => textsOf(view).includes('hålls undan'));
	await putBeacon(lineOf(noor), 'close');
	await exchangeBeacons(lineOf(ingrid));
	const view = await ingrid.view();
	expect(view.wrong).toMatchObject([{ code: 'held-back', stops: false, ring: 'close', who: 'Noor' }]);
	expect(textsOf(view)).not.toContain('hålls undan');
	frozen = false;
	await exchangeBeacons(lineOf(ingrid));
	const after = await ingrid.view();
	expect([after.wrong, textsOf(after).includes('hålls undan')]).toEqual([[], true]);
}, 30_000);

test('a beacon is believed of its own device only, and never an older one again', async () => {
	await using server = await startDishonestServer();
	await using people = await family(server);
	const { noor, ingrid, malik } = people;
	for (const one of [noor, malik]) await putBeacon(lineOf(one), 'close');
	const mine = deviceOf(malik);
	const first = await readBeacons(lineOf(ingrid), 'close');
	expect(first.map(({ device }) => device).sort()).toEqual([deviceOf(noor), mine].sort());
	const kept = (await fetchBeacons(server, ingrid)).body;
	await putBeacon(lineOf(noor), 'close');
	expect((await readBeacons(lineOf(ingrid), 'close')).find(({ device }) => device === deviceOf(noor))?.counter).toBeGreaterThan(
		first.find(({ device }) => device === deviceOf(noor))?.counter ?? Infinity
	);
	server.lies.instead = ({ path }) =>
		path.endsWith('/rings/close/beacons') ? new Response(kept, { headers: { 'content-type': 'application/cbor' } }) : undefined;
	expect((await readBeacons(lineOf(ingrid), 'close')).map(({ device }) => device)).toEqual([mine]);
	// Exchanged between two devices, neither is one.
	const swapped = swap(kept, deviceOf(noor), mine);
	server.lies.instead = ({ path }) =>
		path.endsWith('/rings/close/beacons') ? new Response(swapped, { headers: { 'content-type': 'application/cbor' } }) : undefined;
	expect(await readBeacons(lineOf(ingrid), 'close')).toEqual([]);
}, 30_000);

async function fetchBeacons(server: DishonestServer, one: TestDevice) {
	const line = lineOf(one);
	const circle = Buffer.from(circleOf(one).state.circleId).toString('base64url');
	const response = await fetch(`${server.origin}/api/circles/${circle}/rings/close/beacons`, {
		headers: { authorization: `Kvar ${await line.session.token()}` }
	});
	return { body: new Uint8Array(await response.arrayBuffer()) };
}

/** The same bytes with two ids exchanged. */
function swap(bytes: Uint8Array<ArrayBuffer>, one: string, other: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.from(hex(bytes).replace(one, 'x'.repeat(32)).replace(other, one).replace('x'.repeat(32), other), 'hex'));
}
