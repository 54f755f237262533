/** When they are ready, and the device is closed in the middle of it, wherever that is: said once, asked once, and no words are lost. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import type { CircleView } from '#domain/view.ts';
import { beginHousehold, type Household } from '../support/household.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { settled, wrongHere } from '../support/seen.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

const newId = () => hex(randomBytes(16));
const news = (text: string) => ({ type: 'announcement', text, asking: null }) as const;
const count = (view: CircleView, text: string) => view.told.filter((one) => one.text === text).length;
const resting = (view: CircleView, text: string) => view.drafts.filter(({ says }) => says.text === text).length;
const asking = (view: CircleView, text: string) => view.proposals.filter(({ says }) => says.text === text).length;

let server: StartedServer;
let people: Household;
let elias: TestDevice;
let store: MemoryStore;
beforeEach(async () => {
	server = await startServer();
	people = await beginHousehold(server.origin, ['elias']);
	({ elias } = people);
	await people.noor[Symbol.asyncDispose]();
	({ store } = people.noor);
});
afterEach(async () => {
	await people[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

/** Noor's device, whose power goes with the write that comes after `last` more of them have been kept; her clock is `ahead`. */
async function closing(ahead = { ms: 0 }) {
	const power = { last: Infinity, gone: false };
	const { write } = store;
	const kept = store;
	store.write = (changes) => {
		if (power.last-- <= 0) power.gone = true;
		return power.gone ? Promise.reject(new Error('the power is gone')) : write.call(kept, changes);
	};
	const device = await openDevice(server.origin, {
		store,
		now: () => Date.now() + ahead.ms,
		fetch: (input, init) => (power.gone ? Promise.reject(new TypeError('the power is gone')) : fetch(input, init))
	});
	return { device, power };
}
/** The same device as it is opened next, with all that was kept. */
async function opened(before: TestDevice, ahead = 0): Promise<TestDevice> {
	await before[Symbol.asyncDispose]();
	store = createMemoryStore(store);
	return openDevice(server.origin, { store, now: () => Date.now() + ahead });
}
const day = 86_400_000;

test('saying what was due, and putting it away, closed after any step: it is said once and rests no longer', async () => {
	for (let steps = 0; ; steps++) {
		const text = `på dagen ${steps}`;
		const ahead = { ms: 0 };
		const { device, power } = await closing(ahead);
		await device.does('letRest', { entry: newId(), ring: 'close', says: news(text), release: Date.now() + day });
		await device.sees((view) => view.connection === 'live' && settled(view) && resting(view, text) === 1);
		await expect.poll(() => [...device.home.circles.values()].every(({ circle }) => circle.outbox.length === 0)).toBe(true);
		power.last = steps;
		ahead.ms = 2 * day;
		device.home.changed();
		await expect.poll(async () => power.gone || ((view) => settled(view) && resting(view, text) === 0)(await device.view()), { timeout: 8_000 }).toBe(true);
		const broken = power.gone;
		const again = await opened(device, 2 * day);
		const view = await again.sees((seen) => settled(seen) && resting(seen, text) === 0 && count(seen, text) === 1);
		expect(wrongHere(view)).toEqual([]);
		expect(count(await elias.sees((seen) => count(seen, text) > 0), text)).toBe(1);
		await again[Symbol.asyncDispose]();
		store = createMemoryStore(store);
		if (!broken && steps > 2) break;
	}
}, 120_000);

test('asking what had rested and had a day, closed after any step: it is asked or rests, never said without a yes', async () => {
	for (let steps = 0; ; steps++) {
		const text = `vår son ${steps}`;
		const { device, power } = await closing();
		const entry = newId();
		await device.does('letRest', { entry, ring: 'close', says: news(text), release: Date.now() + day });
		await device.sees((view) => view.connection === 'live' && settled(view) && resting(view, text) === 1);
		power.last = steps;
		const done = await device.does('propose', { entry, ring: 'close', says: news(text) }).then(
			() => true,
			() => false
		);
		const again = await opened(device);
		// Rests as if nothing had been, or is asked and rests no longer.
		const view = await again.sees((seen) => settled(seen) && resting(seen, text) + asking(seen, text) === 1);
		expect(count(view, text)).toBe(0);
		if (asking(view, text) === 1) {
			// On the day it had, nothing comes of it.
			const then = await opened(again, 2 * day);
			await then.does('tellNews', { ring: 'close', text: `sist ${steps}`, asking: null });
			const seen = await elias.sees((one) => count(one, `sist ${steps}`) === 1);
			expect([count(seen, text), asking(seen, text)]).toEqual([0, 1]);
			expect(resting(await then.view(), text)).toBe(0);
			await then[Symbol.asyncDispose]();
		} else {
			await again.does('putAwayDraft', { entry });
			await again[Symbol.asyncDispose]();
		}
		store = createMemoryStore(store);
		if (done) break;
	}
}, 120_000);

test('taking back what was asked, closed after any step: asked or resting still, and once it is taken back it rests once', async () => {
	for (let steps = 0; ; steps++) {
		const text = `inte än ${steps}`;
		const { device, power } = await closing();
		const id = await device.does('propose', { entry: newId(), ring: 'close', says: news(text) });
		await device.sees((view) => view.connection === 'live' && settled(view) && asking(view, text) === 1);
		await elias.sees((view) => asking(view, text) === 1);
		power.last = steps;
		const done = await device.does('withdraw', { id }).then(
			() => true,
			() => false
		);
		const again = await opened(device);
		const view = await again.sees(settled);
		expect(asking(view, text) + resting(view, text), `${steps}`).toBeGreaterThan(0);
		if (asking(view, text) === 1) await again.does('withdraw', { id });
		const after = await again.sees((seen) => settled(seen) && asking(seen, text) === 0);
		expect([resting(after, text), count(after, text)]).toEqual([1, 0]);
		await elias.sees((seen) => asking(seen, text) === 0);
		await again[Symbol.asyncDispose]();
		store = createMemoryStore(store);
		if (done) break;
	}
}, 120_000);

test('taking back, closed in the middle, and the other says yes: it is said once, and rests no longer', async () => {
	const text = 'vår son';
	const { device, power } = await closing();
	const id = await device.does('propose', { entry: newId(), ring: 'close', says: news(text) });
	await device.sees((view) => settled(view) && view.connection === 'live');
	await elias.sees((view) => asking(view, text) === 1);
	// The words rest; the taking back is not kept.
	power.last = 1;
	await expect(device.does('withdraw', { id })).rejects.toThrow();
	await device[Symbol.asyncDispose]();
	await elias.does('answerProposal', { id, yes: true });
	await elias.sees(settled);
	await using again = await opened(device);
	const view = await again.sees((seen) => settled(seen) && count(seen, text) === 1 && resting(seen, text) === 0 && asking(seen, text) === 0);
	expect(wrongHere(view)).toEqual([]);
	expect(count(await elias.sees((seen) => count(seen, text) > 0), text)).toBe(1);
}, 60_000);

test('saying what the other said yes to, closed after any step: it is said once and waits no longer', async () => {
	for (let steps = 0; ; steps++) {
		const text = `tillsammans ${steps}`;
		const { device, power } = await closing();
		const id = await device.does('propose', { entry: newId(), ring: 'close', says: news(text) });
		await device.sees((view) => view.connection === 'live' && settled(view) && asking(view, text) === 1);
		await elias.sees((view) => asking(view, text) === 1);
		power.last = steps;
		await elias.does('answerProposal', { id, yes: true });
		await expect
			.poll(async () => power.gone || ((view) => settled(view) && asking(view, text) === 0 && count(view, text) === 1)(await device.view()), { timeout: 8_000 })
			.toBe(true);
		const broken = power.gone;
		const again = await opened(device);
		const view = await again.sees((seen) => settled(seen) && count(seen, text) === 1 && asking(seen, text) === 0);
		expect(wrongHere(view)).toEqual([]);
		expect(count(await elias.sees((seen) => count(seen, text) > 0), text)).toBe(1);
		await again[Symbol.asyncDispose]();
		store = createMemoryStore(store);
		if (!broken && steps > 2) break;
	}
}, 120_000);
