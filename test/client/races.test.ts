/** Things that happen at once, with an honest server: none of them may look like a lie, and none may lose a word. */
import { expect, test } from 'vitest';
import { newestShown } from '#replica/load-circle.ts';
import { pullControl, pullOlder, pullRings } from '#sync/pull.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { startServer } from '../support/start-server.ts';
import { circleOf, lineOf } from '../support/seen.ts';

/** A family of one with a link for many. */
async function begun(server: { origin: string }, options: Parameters<typeof openDevice>[1] = {}): Promise<{ noor: TestDevice; share: string }> {
	const noor = await openDevice(server.origin, options);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	const link = await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	await noor.sees((view) => view.unsent === 0);
	return { noor, share: (await noor.view()).invitations.find(({ invitation }) => invitation === link)?.share ?? '' };
}
const tell = (device: TestDevice, text: string) => device.does('tellNews', { ring: 'all', text, asking: null });

test('somebody changes who is in and writes on, between the reading of control and of the ring: it is read, and so is what follows', async () => {
	await using server = await startServer();
	const { noor, share } = await begun(server);
	await using _ = noor;
	let between: (() => Promise<void>) | null = null;
	const fetchBetween: typeof fetch = async (input, init) => {
		const response = await fetch(input, init);
		if (between === null || !String(input).includes('/control?after=')) return response;
		const happening = between;
		between = null;
		await happening();
		return response;
	};
	await using malik = await openDevice(server.origin, { fetch: fetchBetween, follow: false });
	await malik.does('openInvitation', { text: share });
	const open = malik.home.circles.get(malik.home.current ?? '');
	await open?.following?.stop();
	between = async () => {
		await noor.does('invite', { ring: 'close', label: 'Ingrid', many: false, form: 'link', parent: false, greeting: '' });
		await tell(noor, 'mitt emellan');
		await noor.sees((view) => view.unsent === 0);
	};
	const line = lineOf(malik);
	await pullControl(line);
	await pullRings(line);
	expect((await malik.view()).told.map(({ text }) => text)).toEqual(['mitt emellan']);
	await tell(noor, 'efteråt');
	await noor.sees((view) => view.unsent === 0);
	await pullRings(line);
	expect((await malik.view()).told.map(({ text }) => text).sort()).toEqual(['efteråt', 'mitt emellan']);
	expect(line.circle.rings.get('all')?.refused).toEqual([]);
}, 30_000);

test('an answer about control that was on its way while this device wrote on is not taken for a rollback', async () => {
	await using server = await startServer();
	let hold: Promise<void> | null = null;
	const slow: typeof fetch = async (input, init) => {
		const response = await fetch(input, init);
		if (String(input).includes('/control?after=')) await hold;
		return response;
	};
	const { noor } = await begun(server, { fetch: slow });
	await using _ = noor;
	let release = (): void => undefined;
	hold = new Promise((resolve) => (release = resolve));
	const pulling = pullControl(lineOf(noor));
	await new Promise((resolve) => setTimeout(resolve, 50));
	const before = circleOf(noor).state.n;
	await noor.does('invite', { ring: 'close', label: 'Ingrid', many: false, form: 'link', parent: false, greeting: '' });
	expect(circleOf(noor).state.n).toBe(before + 1);
	release();
	await pulling;
}, 30_000);

test('a page further back asked for twice at once is taken once', async () => {
	await using server = await startServer();
	const { noor, share } = await begun(server);
	await using _ = noor;
	const texts = Array.from({ length: 330 }, (_, i) => `nr ${i}`);
	for (const text of texts) await tell(noor, text);
	await noor.sees((view) => view.unsent === 0, 20_000);
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: share });
	await malik.home.circles.get(malik.home.current ?? '')?.following?.stop();
	await using fresh = await openDevice(server.origin, { store: (await keptAtTheEnd(malik)).store, follow: false });
	const line = lineOf(fresh);
	await pullControl(line);
	await pullRings(line);
	expect(line.circle.rings.get('all')?.stretch.first).toBeGreaterThan(1);
	await Promise.all([pullOlder(line, 'all'), pullOlder(line, 'all'), pullOlder(line, 'all')]);
	while (await pullOlder(line, 'all'));
	expect(line.circle.rings.get('all')?.stretch.first).toBe(1);
	// What lies further back is kept and not carried along, but for what must be known however long ago it was said.
	const { told, title, more } = await fresh.view();
	expect(told.length).toBeLessThanOrEqual(newestShown);
	expect({ title, author: told[0]?.author.name, more }).toEqual({ title: 'Noor', author: 'Noor', more: true });
	await fresh.does('showEarlier', {});
	expect(await fresh.view()).toMatchObject({ more: false });
	expect((await fresh.view()).told.map(({ text }) => text).sort()).toEqual([...texts].sort());
}, 60_000);

/** A device that knows the circle and has read nothing of its rings. */
async function keptAtTheEnd(device: TestDevice) {
	const store = createMemoryStore(device.store);
	for (const key of [...store.tables.sealed.keys()]) if (/\/ring\//.test(key) || key.endsWith('/facts')) store.tables.sealed.delete(key);
	return { store };
}

test('older words that came while the newer ones lay folded away are not lost between the two', async () => {
	await using server = await startServer();
	const { noor, share } = await begun(server);
	await using _ = noor;
	const texts = Array.from({ length: 430 }, (_, i) => `nr ${i}`);
	for (const text of texts) await tell(noor, text);
	await noor.sees((view) => view.unsent === 0, 30_000);
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: share });
	await malik.home.circles.get(malik.home.current ?? '')?.following?.stop();
	await using first = await openDevice(server.origin, { store: (await keptAtTheEnd(malik)).store, follow: false });
	await pullRings(lineOf(first));
	await pullOlder(lineOf(first), 'all');
	// The app ends there, and opens again with the newest only.
	await using again = await openDevice(server.origin, { store: createMemoryStore(first.store), follow: false });
	const line = lineOf(again);
	expect((await again.view()).told.length).toBeLessThan(300);
	while (await pullOlder(line, 'all'));
	for (let i = 0; i < 4 && (await again.view()).more; i++) await again.does('showEarlier', {});
	expect((await again.view()).told.map(({ text }) => text).sort()).toEqual([...texts].sort());
}, 60_000);

test('a full disk loses nothing that others write or decide meanwhile, nor anything of one’s own, and no number is signed anew', async () => {
	await using server = await startServer();
	const { noor, share } = await begun(server);
	await using _ = noor;
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: share });
	await malik.does('comeIn', { name: 'Malik' });
	await malik.sees((view) => view.standing === 'member' && view.unsent === 0 && view.connection === 'live');
	malik.store.failing = true;
	await expect(malik.does('rename', { name: 'M' })).rejects.toThrow('full');
	await noor.does('invite', { ring: 'close', label: 'Ingrid', many: false, form: 'link', parent: false, greeting: '' });
	await tell(noor, 'medan disken var full');
	await noor.sees((view) => view.unsent === 0);
	await new Promise((resolve) => setTimeout(resolve, 300));
	malik.store.failing = false;
	await malik.does('wake', {});
	await malik.sees((view) => view.told.length === 1 && view.connection === 'live');
	await noor.does('invite', { ring: 'close', label: 'Berg', many: false, form: 'link', parent: false, greeting: '' });
	await tell(noor, 'efteråt');
	await malik.sees((view) => view.told.length === 2);
	await using again = await malik.restart();
	expect((await again.view()).told.map(({ text }) => text).sort()).toEqual(['efteråt', 'medan disken var full']);
	expect((await again.view()).wrong).toEqual([]);
}, 30_000);

test('a disk that is full when an entry is sealed keeps it from being sent, until it is kept', async () => {
	await using server = await startServer();
	let kept = false;
	const sentWhileKept: boolean[] = [];
	const watching: typeof fetch = (input, init) => {
		if (init?.method === 'POST' && String(input).endsWith('/rings/all/entries')) sentWhileKept.push(kept);
		return fetch(input, init);
	};
	const { noor } = await begun(server, { fetch: watching });
	await using _ = noor;
	sentWhileKept.length = 0;
	const write = noor.store.write.bind(noor.store);
	let refused = 0;
	noor.store.write = async (changes) => {
		const sealing = changes.some(({ key }) => key.endsWith('/ring/all')) && changes.some(({ key, value }) => key.includes('/out/') && value !== undefined);
		if (sealing && refused++ < 1) throw new DOMException('The disk is full', 'QuotaExceededError');
		await write(changes);
		kept ||= sealing;
	};
	await tell(noor, 'ett');
	await noor.sees((view) => view.unsent === 0);
	expect(refused).toBeGreaterThan(1);
	expect(sentWhileKept).toEqual([true]);
}, 30_000);

test('a server that has to say again and again that control has moved is no reason to give up: all comes through, in order', async () => {
	await using server = await startServer();
	let refusals = 0;
	const moving: typeof fetch = (input, init) => {
		if (init?.method === 'POST' && String(input).endsWith('/rings/all/entries') && refusals > 0) {
			refusals -= 1;
			const problem = { type: 'urn:kvar:problem:control-behind', title: '', status: 409, code: 'control-behind', remedy: '' };
			return Promise.resolve(new Response(JSON.stringify(problem), { status: 409, headers: { 'content-type': 'application/problem+json' } }));
		}
		return fetch(input, init);
	};
	const { noor } = await begun(server, { fetch: moving });
	await using _ = noor;
	refusals = 7;
	const texts = Array.from({ length: 20 }, (_, i) => `nr ${i}`);
	for (const text of texts) await tell(noor, text);
	const view = await noor.sees(({ unsent, wrong }) => unsent === 0 || wrong.length > 0, 20_000);
	expect(view.wrong).toEqual([]);
	await noor.sees(({ told }) => told.every(({ state }) => state === 'settled'));
	const told = [...circleOf(noor).fold.told.values()].sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
	expect(told.map(({ body }) => body.text)).toEqual(texts);
}, 60_000);

test('who is in changes while somebody comes in: what is kept of the one does not undo the other', async () => {
	await using server = await startServer();
	const { noor, share } = await begun(server);
	await using _ = noor;
	const store = createMemoryStore();
	let keeping = (): void => undefined;
	let held: Promise<void> | null = null;
	const slow: typeof store = {
		...store,
		async write(changes) {
			if (held !== null && changes.some(({ key }) => key.startsWith(`c/${malik.home.current}/control/`))) {
				keeping();
				await held;
			}
			return store.write(changes);
		}
	};
	await using malik = await openDevice(server.origin, { store: slow });
	await malik.does('openInvitation', { text: share });
	await tell(noor, 'det här hände');
	await malik.sees((view) => view.told.length === 1);
	const taking = new Promise<void>((resolve) => (keeping = resolve));
	held = new Promise((resolve) => void taking.then(() => setTimeout(resolve, 1_000)));
	await noor.does('invite', { ring: 'close', label: 'Ingrid', many: false, form: 'link', parent: false, greeting: '' });
	await taking;
	await malik.does('comeIn', { name: 'Malik' });
	held = null;
	await malik.does('answer', { to: (await malik.view()).told[0]?.id ?? '', kind: 'candle', text: '', motif: null });
	await malik.sees((view) => view.unsent === 0);
	const seen = await noor.sees((view) => view.told[0]?.answers.length === 1);
	expect(seen.told[0]?.answers[0]?.author.name).toBe('Malik');
	await using again = await malik.restart();
	expect((await again.view()).me?.name).toBe('Malik');
}, 30_000);
