/** What was broken off goes on: by itself where it can, and where it cannot it says so instead of trying for ever. */
import { expect, test } from 'vitest';
import { loadCircle } from '#replica/load-circle.ts';
import { keyOf, type CircleRecord } from '#replica/circle.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { startServer } from '../support/start-server.ts';
import { circleOf } from '../support/seen.ts';

const tell = (device: TestDevice, text: string) => device.does('tellNews', { ring: 'all', text, asking: null });
const toAll = { ring: 'all', label: 'alla', many: true, form: 'link', parent: false } as const;

type Between = (url: string, init: RequestInit | undefined) => Promise<Response | undefined> | Response | undefined;
/** A network in which `between` may answer in the server's stead. */
function network() {
	const line: { between: Between; fetch: typeof fetch } = {
		between: () => undefined,
		fetch: async (input, init) => (await line.between(String(input), init)) ?? fetch(input, init)
	};
	return line;
}
const problem = (code: string, status: number) =>
	Response.json({ type: 'about:blank', title: code, status, code, remedy: '' }, { status, headers: { 'content-type': 'application/problem+json' } });
const isAppend = (url: string, init: RequestInit | undefined) => init?.method === 'POST' && url.endsWith('/entries');

test('a disk restored from an older copy goes on after what this device wrote since', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await tell(noor, 'ett');
	await noor.sees((view) => view.unsent === 0);
	const older = createMemoryStore(noor.store);
	await tell(noor, 'två');
	await tell(noor, 'tre');
	await noor.sees((view) => view.unsent === 0);
	await noor[Symbol.asyncDispose]();
	await using restored = await openDevice(server.origin, { store: older });
	await restored.sees((view) => view.told.length === 3);
	await tell(restored, 'fyra');
	const { told, wrong } = await restored.sees((view) => view.unsent === 0);
	expect(wrong).toEqual([]);
	expect(told.map(({ text }) => text)).toEqual(['fyra', 'tre', 'två', 'ett']);
}, 30_000);

test.each(['device-order', 'id-taken'])(
	'a server that says %s of what is sent is not asked for ever: what was written stays, and it is said',
	async (code) => {
		await using server = await startServer();
		const line = network();
		await using noor = await openDevice(server.origin, { fetch: line.fetch });
		await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
		await noor.sees((view) => view.unsent === 0);
		let asked = 0;
		line.between = (url, init) => (isAppend(url, init) ? (asked++, problem(code, 409)) : undefined);
		await tell(noor, 'stannar kvar');
		const view = await noor.sees(({ wrong }) => wrong.length > 0);
		expect(view.wrong).toMatchObject([{ code, stops: true, ring: 'all', who: null }]);
		expect(view.told.map(({ text, state }) => [text, state])).toEqual([['stannar kvar', 'waiting']]);
		expect(asked).toBe(1);
	},
	30_000
);

test('an append whose answer was lost, and whose entry is told by another way, is not taken for a lie', async () => {
	await using server = await startServer();
	const line = network();
	await using noor = await openDevice(server.origin, { fetch: line.fetch });
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.sees((view) => view.unsent === 0);
	line.between = async (url, init) => {
		if (!isAppend(url, init)) return undefined;
		line.between = () => undefined;
		await fetch(url, init);
		return problem('device-order', 409);
	};
	await tell(noor, 'en gång');
	const view = await noor.sees(({ told, unsent }) => unsent === 0 && told[0]?.state === 'settled');
	expect([view.wrong, view.told.length]).toEqual([[], 1]);
}, 30_000);

test('a place whose making was broken off anywhere is made once, with its name, when it is asked for again', async () => {
	await using server = await startServer();
	const founding = (url: string, init: RequestInit | undefined) => init?.method === 'POST' && url.endsWith('/api/circles');
	const wish = { name: 'Noor', title: 'Noors plats', childName: 'Ture' };
	for (const lost of [1, 2]) {
		const line = network();
		let noor = await openDevice(server.origin, { fetch: line.fetch });
		let made = 0;
		line.between = async (url, init) => {
			if (!founding(url, init) || ++made !== lost) return undefined;
			// The server does it, and its answer does not come.
			await fetch(url, init);
			throw new TypeError('no network');
		};
		await expect(noor.does('start', { ...wish, title: 'Ett annat namn', id: 'a'.repeat(32) })).rejects.toThrow();
		noor = await noor.restart();
		const circle = await noor.does('start', { ...wish, id: 'b'.repeat(32) });
		// Its answer was lost on the way to the page as well, and it is asked for once more.
		noor = await noor.restart();
		expect(await noor.does('start', { ...wish, id: 'b'.repeat(32) })).toBe(circle);
		const view = await noor.sees(({ unsent }) => unsent === 0);
		expect([view.title, view.me.name, view.childName]).toEqual(['Noors plats', 'Noor', 'Ture']);
		expect([...noor.home.circles.keys()]).toHaveLength(2);
		expect([...noor.store.tables.keys.keys(), ...noor.store.tables.sealed.keys()].filter((key) => key.startsWith('founding/'))).toEqual([]);
		await noor[Symbol.asyncDispose]();
	}
}, 30_000);

test('an invitation asked for twice, since its answer was lost with a tab, is made once', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	const wish = { ...toAll, greeting: '', id: 'c'.repeat(32) };
	const made = await noor.does('invite', wish);
	await using again = await noor.restart();
	expect(await again.does('invite', wish)).toBe(made);
	expect((await again.sees(({ unsent }) => unsent === 0)).invitations).toHaveLength(1);
}, 30_000);

test('to try now wakes a sending that rests', async () => {
	await using server = await startServer();
	const line = network();
	await using noor = await openDevice(server.origin, { fetch: line.fetch });
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.sees((view) => view.unsent === 0 && view.connection === 'live');
	let refused = 0;
	line.between = (url, init) => (isAppend(url, init) ? (refused++, problem('storage', 507)) : undefined);
	await tell(noor, 'väntar');
	// Four in vain: the next try would be some eight seconds away.
	await expect.poll(() => refused, { timeout: 20_000 }).toBe(4);
	line.between = () => undefined;
	await new Promise((resolve) => setTimeout(resolve, 50));
	await noor.does('wake', {});
	await noor.sees((view) => view.unsent === 0, 2_000);
}, 40_000);

test('an invitation whose card did not get through is not opened without it; the card follows', async () => {
	await using server = await startServer();
	const line = network();
	await using noor = await openDevice(server.origin, { fetch: line.fetch });
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.sees((view) => view.unsent === 0);
	line.between = (url, init) => (init?.method === 'PUT' && url.includes('/card') ? Promise.reject(new TypeError('no network')) : undefined);
	await noor.does('invite', { ...toAll, greeting: 'Kom in.' });
	const text = (await noor.sees((view) => view.unsent === 0)).invitations[0]?.share ?? '';
	await using early = await openDevice(server.origin);
	await expect(early.does('openInvitation', { text })).rejects.toMatchObject({ code: 'invitation-unready' });
	line.between = () => undefined;
	await using again = await noor.restart();
	await expect.poll(() => again.home.store.list(keyOf.card(circleOf(again).id, '')), { timeout: 5_000 }).toEqual([]);
	await early.does('openInvitation', { text });
	expect((await early.view()).card).toMatchObject({ title: 'Noors plats', inviter: 'Noor', greeting: 'Kom in.' });
}, 30_000);

test('a greeting that is too long is said before there is an invitation', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await expect(noor.does('invite', { ...toAll, greeting: 'x'.repeat(1001) })).rejects.toMatchObject({ code: 'too-long' });
	const { invitations } = await noor.sees((view) => view.unsent === 0);
	expect([invitations, circleOf(noor).state.invitations.size]).toEqual([[], 0]);
}, 30_000);

test('one who comes in has keys and memory of the place in one, or neither', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.does('invite', { ...toAll, greeting: '' });
	const text = (await noor.sees((view) => view.unsent === 0)).invitations[0]?.share ?? '';
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text });
	const { id } = circleOf(malik);
	let writes = 0;
	const { write } = malik.home.store;
	malik.home.store.write = async (changes) => {
		const all = await Promise.all(changes);
		const keys = all.some(({ table, key }) => table === 'keys' && key === keyOf.circle(id));
		if (keys) {
			writes += 1;
			expect(all.some(({ key }) => key.includes('/out/'))).toBe(true);
			expect(all.some(({ table, key }) => table === 'sealed' && key === keyOf.circle(id))).toBe(true);
		}
		return write(all);
	};
	await malik.does('comeIn', { name: 'Malik' });
	expect(writes).toBe(1);
}, 30_000);

test('what an older version set aside is read anew by this one, and its trouble is over', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await tell(noor, 'ett');
	await noor.sees((view) => view.unsent === 0);
	const circle = circleOf(noor);
	const all = circle.rings.get('all');
	await noor.home.circles.get(circle.id)?.following?.stop();
	// As an older version would have left it: it could not read the news, nor a control entry after it.
	await noor.home.store.write([
		noor.home.store.change(keyOf.circle(circle.id), {
			...circle.record,
			trouble: { code: 'control-unknown-kind', ring: null, at: 1 },
			reads: 0
		} satisfies CircleRecord),
		noor.home.store.change(keyOf.ring(circle.id, 'all'), {
			...all,
			keys: undefined,
			refused: [{ n: all?.stretch.last ?? 0, code: 'newer-version', memberId: null, signed: true }]
		}),
		noor.home.store.change(keyOf.chunk(circle.id, 'all', 0), [])
	]);
	expect((await loadCircle(noor.home.store, circle.id))?.fold.told.size).toBe(0);
	await using updated = await noor.restart();
	const view = await updated.sees(({ told }) => told.length === 1);
	expect([view.wrong, view.told[0]?.text, circleOf(updated).rings.get('all')?.refused]).toEqual([[], 'ett', []]);
}, 30_000);
