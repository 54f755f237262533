/** Words kept back, as if they had been taken back: without a word about it, by who may not, or about something else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';
import type { Sealed } from '#log/seal.ts';
import { entryPage, readMessage, writeMessage } from '#wire/api.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import { startDishonestServer, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { takeImage } from '../support/disk-image.ts';
import { openDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, type Household } from '../support/household.ts';
import { flip } from '../support/property.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { circleOf, settled, textsOf, wrongHere } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;
/** Ingrid's words as they stand in `close`, and all of that log. */
let at: number;
let target: string;
let targetHash: string;
let close: Entry[];
/** Noor's device before she has read them. */
let before: MemoryStore;
type Writer = (body: { type: 'erase'; target: string; targetHash: string }) => Promise<Sealed>;
/** Malik is no parent. */
let as: { malik: () => Promise<Writer>; noor: () => Promise<Writer>; ingrid: () => Promise<Writer> };

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['ingrid', 'malik']);
	const { noor, ingrid, malik } = people;
	await noor.sees(settled);
	before = createMemoryStore(noor.store);
	target = await ingrid.does('answer', people.answer('Ingrids ord'));
	await ingrid.sees(settled);
	for (const one of [noor, ingrid, malik])
		await one.sees((view) => settled(view) && circleOf(one).fold.told.get(target)?.settled === true && circleOf(one).outbox.length === 0);
	await people[Symbol.asyncDispose]();
	close = await server.entriesOf(deviceOf(noor), 'close');
	at = close.findIndex(([envelope]) => hex(decodeEnvelope(envelope).header.entryId) === target);
	targetHash = hex(await sha256((close[at] as Entry)[0]));
	as = { malik: () => takeImage(malik, 'close'), noor: () => takeImage(noor, 'close'), ingrid: () => takeImage(ingrid, 'close') };
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const keptBack = (): Entry[] => close.with(at, [(close[at] as Entry)[0], null]);
const said = ({ envelope, body }: Sealed): Entry => [envelope, body as Bytes];

const attacks: [what: string, erase: () => Promise<Entry[]>][] = [
	['and nobody has taken them back', () => Promise.resolve([])],
	['and another, who is no parent, says that they are taken back', async () => [said(await (await as.malik())({ type: 'erase', target, targetHash }))]],
	['and Ingrid has taken back another version of them', async () => [said(await (await as.ingrid())({ type: 'erase', target, targetHash: '11'.repeat(32) }))]],
	['and a parent has taken another version of them away', async () => [said(await (await as.noor())({ type: 'erase', target, targetHash: '11'.repeat(32) }))]],
	['and something else is taken back', async () => [said(await (await as.ingrid())({ type: 'erase', target: people.to, targetHash }))]]
];
test.each(attacks)(
	'Ingrid’s words are kept back, %s: they are missed, and that is said',
	async (_, erase) => {
		const also = await erase();
		server.lies = { ring: (entries, ring) => (ring === 'close' ? [...keptBack(), ...also] : entries) };
		const store = createMemoryStore(before);
		await using device = await openDevice(server.origin, { store });
		const view = await device.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code: 'withheld', stops: false, ring: 'close', who: null }]);
		expect(textsOf(view)).toEqual(['nyheten']);
		await using again = await openDevice(server.origin, { store: createMemoryStore(store), follow: false });
		expect(wrongHere(await again.view())).toMatchObject([{ code: 'withheld' }]);
		server.lies = {};
	},
	30_000
);

test('who had read them keeps them, whatever somebody says who may not take them back', async () => {
	const theirs = said(await (await as.malik())({ type: 'erase', target, targetHash }));
	const news = said(await (await as.ingrid())({ type: 'erase', target: people.to, targetHash: circleOf(people.noor).fold.told.get(people.to)?.hash ?? '' }));
	server.lies = { ring: (entries, ring) => (ring === 'close' ? [...close, theirs, news] : entries) };
	await using device = await openDevice(server.origin, { store: createMemoryStore(people.noor.store) });
	await expect.poll(() => circleOf(device).rings.get('close')?.stretch.last, { timeout: 8_000 }).toBe(close.length + 2);
	const view = await device.view();
	expect([textsOf(view).sort(), view.wrong]).toEqual([['Ingrids ord', 'nyheten'], []]);
	server.lies = {};
}, 30_000);

test.each([
	['kept back', null],
	['altered', (body: Bytes) => flip(body, 777)]
] as const)(
	'Ingrid’s words were %s, and come after all as she sealed them: they are there, in their place, and nothing is wrong any more; anything else changes nothing',
	async (_, lie) => {
		const [envelope, body] = close[at] as Entry;
		// Hers as well, and rightly sealed; only it does not stand there.
		const another = said(await (await takeImage(people.ingrid, 'close'))({ type: 'answer', ...people.answer('andra ord') }));
		server.lies = { ring: (entries, ring) => (ring === 'close' ? close.with(at, [envelope, lie === null ? null : lie(body as Bytes)]) : entries) };
		const store = createMemoryStore(before);
		const device = await openDevice(server.origin, { store });
		await device.sees((view) => wrongHere(view).length > 0);
		await device[Symbol.asyncDispose]();
		// Asked again, the server gives another's body, then another's entry whole; then it is set right.
		for (const given of [[envelope, another[1]] as const, another]) {
			let asked = 0;
			server.lies = {
				afterwards({ path, query }, answer) {
					if (!path.endsWith('/close/entries') || query.get('limit') !== '1') return undefined;
					asked += 1;
					const [first, head, , ...rest] = readMessage(entryPage, answer.body);
					return new Response(writeMessage([first, head, [given as [Bytes, Bytes]], ...rest]), { headers: { 'content-type': 'application/cbor' } });
				}
			};
			await using again = await openDevice(server.origin, { store });
			await expect.poll(() => asked).toBe(1);
			const view = await again.sees(({ connection }) => connection === 'live');
			expect([textsOf(view), wrongHere(view).length]).toEqual([['nyheten'], 1]);
		}
		server.lies = {};
		await using right = await openDevice(server.origin, { store });
		const view = await right.sees((seen) => textsOf(seen).includes('Ingrids ord'));
		expect([view.wrong, circleOf(right).rings.get('close')?.withheld.size]).toEqual([[], 0]);
		await using restarted = await openDevice(server.origin, { store: createMemoryStore(store), follow: false });
		expect(textsOf(await restarted.view()).sort()).toEqual(['Ingrids ord', 'nyheten']);
	},
	30_000
);

test('taken back by Ingrid, or away by a parent, and named by its hash, nothing is missed', async () => {
	for (const who of ['ingrid', 'noor'] as const) {
		const erase = said(await (await as[who]())({ type: 'erase', target, targetHash }));
		server.lies = { ring: (entries, ring) => (ring === 'close' ? [...keptBack(), erase] : entries) };
		await using device = await openDevice(server.origin, { store: createMemoryStore(before) });
		await expect.poll(() => circleOf(device).rings.get('close')?.stretch.last, { timeout: 8_000 }).toBe(close.length + 1);
		const view = await device.view();
		expect([textsOf(view), view.wrong]).toEqual([['nyheten'], []]);
		server.lies = {};
	}
}, 30_000);
