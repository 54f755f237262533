/** True entries at the wrong time or place: late, in another order, all once more, in another ring or another circle. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDishonestServer, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { openDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, type Household } from '../support/household.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { circleOf, settled, textsOf, wrongHere } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;
let other: Household;
/** Ingrid's device before she has read any of `said`. */
let before: MemoryStore;
let shown: number;
let close: Entry[];
let all: Entry[];
let elsewhere: Entry[];
const said = ['ett', 'två', 'tre'];

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['ingrid']);
	other = await beginHousehold(server.origin, []);
	const { noor, ingrid } = people;
	await ingrid.sees(settled);
	await noor.sees(settled);
	await ingrid[Symbol.asyncDispose]();
	before = ingrid.store;
	shown = circleOf(ingrid).rings.get('close')?.stretch.last ?? 0;
	for (const text of said) {
		const last = circleOf(noor).rings.get('close')?.stretch.last ?? 0;
		await noor.does('answer', people.answer(text));
		// Each cites the one before it.
		await noor.sees((view) => settled(view) && (circleOf(noor).rings.get('close')?.stretch.last ?? 0) > last);
	}
	close = await server.entriesOf(deviceOf(noor), 'close');
	all = await server.entriesOf(deviceOf(noor), 'all');
	elsewhere = await server.entriesOf(deviceOf(other.noor), 'close');
	await people[Symbol.asyncDispose]();
	await other[Symbol.asyncDispose]();
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

test('what is held back and then let through is shown as if nothing had been', async () => {
	let late = true;
	server.lies = { ring: (entries, ring) => (late && ring === 'close' ? entries.slice(0, shown) : entries) };
	await using ingrid = await openDevice(server.origin, { store: createMemoryStore(before) });
	await ingrid.sees(({ connection }) => connection === 'live');
	expect([textsOf(await ingrid.view()), (await ingrid.view()).wrong]).toEqual([['nyheten'], []]);
	late = false;
	await using again = await openDevice(server.origin, { store: createMemoryStore(ingrid.store) });
	const view = await again.sees((seen) => said.every((text) => textsOf(seen).includes(text)));
	expect(wrongHere(view)).toEqual([]);
	server.lies = {};
}, 30_000);

const attacks: [what: string, entries: () => Entry[], code: string, signed: boolean][] = [
	['its entries in the reverse order', () => [...close.slice(0, shown), ...close.slice(shown).reverse()], 'left-out', true],
	['its second and third exchanged', () => [...close.slice(0, shown), ...[0, 2, 1].map((i) => close[shown + i] as Entry)], 'left-out', true],
	['all of it once more after it', () => [...close, ...close], 'replayed', true],
	['with what was said in another ring after it', () => [...close, ...all], 'wrong-ring', false],
	['with what the same server has of another circle after it', () => [...close, ...elsewhere], 'wrong-circle', false]
];
test.each(attacks)(
	'a page with %s: nothing false is shown, nothing twice, and it is named',
	async (_, entries, code, signed) => {
		server.lies = { ring: (honest, ring) => (ring === 'close' ? entries() : honest) };
		await using ingrid = await openDevice(server.origin, { store: createMemoryStore(before) });
		const view = await ingrid.sees(({ wrong }) => wrong.some((one) => one.code === code));
		expect(wrongHere(view).find((one) => one.code === code)).toMatchObject({ ring: 'close', who: signed ? expect.any(String) : null });
		const texts = textsOf(view);
		expect(['nyheten', ...said]).toEqual(expect.arrayContaining(texts));
		expect(new Set(texts).size).toBe(texts.length);
		// What had been read stays, and it is the same when it is opened again.
		expect(texts).toContain('nyheten');
		server.lies = {};
	},
	30_000
);
