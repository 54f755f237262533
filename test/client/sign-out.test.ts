/** A device that was lost is signed out from another: it keeps nothing, opens nothing newer, and certifies nothing. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { comeBack } from '../../src/actions/come-back.ts';
import type { IdentityRecord, OpenCircle } from '../../src/actions/home.ts';
import { keyOf } from '#replica/circle.ts';
import type { CircleReplica } from '#replica/circle.ts';
import { addDoubt } from '#replica/doubt.ts';
import { sha256 } from '#crypto/verify.ts';
import { startDishonestServer } from '../support/dishonest-server.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openDevice, type DeviceOptions, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';
import { circleOf, memberOf, settled, textsOf } from '../support/seen.ts';

let server: StartedServer;
const open: TestDevice[] = [];
const device = async (options: DeviceOptions = {}): Promise<TestDevice> => {
	const one = await openDevice(server.origin, options);
	open.push(one);
	return one;
};
const identityOf = async ({ home }: TestDevice): Promise<IdentityRecord> => (await home.store.read<IdentityRecord>(keyOf.identity)) as IdentityRecord;
/** Another device of the same person. */
const also = async (first: TestDevice, options: DeviceOptions = {}): Promise<TestDevice> => {
	const other = await device(options);
	await comeBack(other.home, await identityOf(first));
	return other;
};

let phone: TestDevice;
let ingrid: TestDevice;
beforeEach(async () => {
	server = await startServer();
	phone = await device();
	await phone.does('start', { name: 'Noor', title: 'Noors plats', childName: 'Liv' });
	await phone.does('tellNews', { ring: 'us', text: 'bara vi', asking: null });
	await phone.does('tellNews', { ring: 'all', text: 'till alla', asking: null });
	await phone.sees(settled);
	ingrid = await letIn(server.origin, phone, 'Ingrid', 'close');
	open.push(ingrid);
	await expect.poll(() => [...phone.home.circles.values()].every(({ circle }) => circle.outbox.every(({ acknowledged }) => acknowledged))).toBe(true);
});
afterEach(async () => {
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

test('another device finds everything by the root alone, and writes as the same person', async () => {
	const tablet = await also(phone);
	const view = await tablet.sees((seen) => textsOf(seen).length === 2);
	expect([view.me.name, view.me.memberId, view.childName, view.standing]).toEqual(['Noor', memberOf(phone), 'Liv', 'member']);
	await tablet.does('tellNews', { ring: 'close', text: 'från plattan', asking: null });
	await ingrid.sees((seen) => textsOf(seen).includes('från plattan'));
	await phone.sees((seen) => textsOf(seen).includes('från plattan'));
	expect(circleOf(tablet).keys?.deviceId).not.toEqual(circleOf(phone).keys?.deviceId);
});

test('who is signed out keeps no key, no root and no word; the one that stays goes on, and others see nothing but the same person', async () => {
	const tablet = await also(phone);
	await tablet.sees((seen) => textsOf(seen).length === 2);
	await phone.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	await tablet.sees(({ invitations }) => invitations.some(({ open }) => open));
	const before = await identityOf(phone);
	await tablet.does('signOutOthers', {});
	const gone = await phone.sees(({ standing }) => standing === 'ended');
	expect([gone.ended?.why, gone.told, gone.title]).toEqual(['signed-out', [], 'Noors plats']);
	await expect.poll(() => [...phone.store.tables.keys.keys()]).toEqual(['rest']);
	expect([...phone.store.tables.sealed.keys()].filter((key) => key.includes('/ring/') || key === keyOf.identity || key.endsWith('/own'))).toEqual([]);
	// It may begin anew as somebody else.
	const restarted = await phone.restart();
	open.push(restarted);
	expect((await restarted.view()).ended?.why).toBe('signed-out');

	const after = await identityOf(tablet);
	expect(hex(after.root)).not.toBe(hex(before.root));
	// What a lost parent's phone knew of invitations is worth nothing any more.
	expect((await tablet.view()).invitations.every(({ open }) => !open)).toBe(true);
	await tablet.does('tellNews', { ring: 'us', text: 'efteråt', asking: null });
	await tablet.does('layAside', { target: (await tablet.view()).told[0]?.id ?? '', aside: true });
	await tablet.sees((view) => settled(view) && textsOf(view).includes('efteråt'));
	await ingrid.does('answer', { to: (await ingrid.view()).told[0]?.id ?? '', kind: 'words', text: 'hej igen', motif: null });
	await tablet.sees((seen) => textsOf(seen).includes('hej igen'));
	const [view, seen] = [await tablet.view(), await ingrid.view()];
	expect([view.wrong, seen.wrong]).toEqual([[], []]);
	expect(seen.members.map(({ name }) => name).sort()).toEqual(['Ingrid', 'Noor']);

	// A third one comes back by the new root, and finds what was said before and after.
	const third = await also(tablet);
	const all = await third.sees((one) => textsOf(one).includes('efteråt') && textsOf(one).includes('bara vi'));
	expect([all.me.memberId, all.told.find(({ text }) => text === 'efteråt')?.aside]).toEqual([memberOf(tablet), true]);
});

test('with everything the lost device held nothing newer opens, nothing is certified, and nobody is signed in', async () => {
	const tablet = await also(phone);
	await tablet.sees((seen) => textsOf(seen).length === 2);
	const image = createMemoryStore(phone.store);
	const root = await identityOf(phone);
	await phone[Symbol.asyncDispose]();
	await tablet.does('signOutOthers', {});
	await tablet.does('tellNews', { ring: 'all', text: 'efteråt', asking: null });
	await tablet.sees(settled);
	const thief = await device({ store: image });
	const seen = await thief.sees(({ standing }) => standing === 'ended');
	expect(textsOf(seen)).toEqual([]);
	const fresh = await device();
	await expect(comeBack(fresh.home, root)).rejects.toMatchObject({ code: 'no-session' });
});

test('a signing out that is broken off anywhere is finished, once, when the app is opened next', async () => {
	for (let broken = 1; ; broken++) {
		let posts = 0;
		let cut = false;
		/** The `broken`-th write is done and its answer lost; from then on there is no way. */
		const failing: typeof fetch = async (input, init) => {
			if (cut) throw new TypeError('no way');
			const response = await fetch(input, init);
			if (on && init?.method === 'POST' && ++posts === broken) {
				cut = true;
				throw new TypeError('lost');
			}
			return response;
		};
		let on = false;
		const store = createMemoryStore();
		const tablet = await openDevice(server.origin, { store, fetch: failing });
		await comeBack(tablet.home, await identityOf(phone));
		await tablet.sees((seen) => textsOf(seen).length >= 2);
		on = true;
		const done = await tablet.does('signOutOthers', {}).then(
			() => true,
			() => false
		);
		await tablet[Symbol.asyncDispose]();
		const again = await openDevice(server.origin, { store });
		open.push(again);
		await expect.poll(() => again.home.store.read(keyOf.rolling), { timeout: 8_000 }).toBeUndefined();
		await phone.sees(({ standing }) => standing === 'ended');
		await again.does('tellNews', { ring: 'us', text: `efter ${broken}`, asking: null });
		const view = await again.sees(settled);
		expect([view.wrong, view.standing]).toEqual([[], 'member']);
		await ingrid.sees(({ wrong }) => wrong.length === 0);
		phone = again;
		if (done) break;
	}
}, 60_000);

test('a place that is begun or joined before the own log has its new key is closed to who was signed out, like the others', async () => {
	let away = false;
	const failing: typeof fetch = (input, init) =>
		away && init?.method === 'POST' && String(input).includes('/control') ? Promise.reject(new TypeError('no way')) : fetch(input, init);
	const tablet = await also(phone, { fetch: failing });
	await tablet.sees((seen) => settled(seen) && textsOf(seen).length >= 2);
	away = true;
	await expect(tablet.does('signOutOthers', {})).rejects.toMatchObject({ name: 'Unanswered' });
	away = false;
	await tablet.does('start', { name: 'Noor', title: 'En plats till', childName: null });
	await tablet.sees(settled);
	const { circle } = tablet.home.circles.get(tablet.home.current ?? '') as OpenCircle;
	const root = circle.state.members.get(memberOf(tablet))?.root;
	await tablet.does('signOutOthers', {});
	expect(circle.state.members.get(memberOf(tablet))?.root).not.toEqual(root);
	await phone.sees(({ standing }) => standing === 'ended');
	expect(await tablet.home.store.read(keyOf.rolling)).toBeUndefined();
}, 20_000);

test('the keys that take the place of the old ones are kept before anything is sent: they are taken up by what comes from the server alone', async () => {
	let place = '';
	const cut = new AbortController();
	/** What is decided in the place is done and its answer lost; nothing else comes through any more, what is followed neither. */
	const failing: typeof fetch = async (input, init) => {
		const { signal } = cut;
		if (init?.method !== 'POST' || place === '' || !String(input).includes(`${place}/control`)) {
			return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal });
		}
		cut.abort();
		await fetch(input, init);
		throw new TypeError('lost');
	};
	const store = createMemoryStore();
	const tablet = await openDevice(server.origin, { store, fetch: failing });
	await comeBack(tablet.home, await identityOf(phone));
	await tablet.sees((seen) => settled(seen) && textsOf(seen).length >= 2);
	place = Buffer.from(circleOf(tablet).id, 'hex').toString('base64url');
	await expect(tablet.does('signOutOthers', {})).rejects.toMatchObject({ name: 'Unanswered' });
	// Opened again, the signing out cannot go on; what was decided in the place comes all the same.
	const own = [...tablet.home.circles.values()].find(({ circle }) => circle.record.own) as OpenCircle;
	await addDoubt(tablet.home.store, own.circle, 'us', own.circle.keys?.member.id ?? '', 1);
	const before = circleOf(tablet).state.n;
	expect(circleOf(tablet).keys?.next).toBeDefined();
	await tablet[Symbol.asyncDispose]();
	const again = await device({ store });
	await again.sees(() => circleOf(again).state.n > before);
	await again.does('tellNews', { ring: 'us', text: 'efteråt', asking: null });
	expect((await again.sees(settled)).wrong.filter(({ ring }) => ring !== 'own')).toEqual([]);
	const { state, keys } = circleOf(again);
	expect(keys?.member.root.publicKey).toEqual(state.members.get(keys?.member.id ?? '')?.root);
	expect(await again.home.store.read(keyOf.rolling)).toBeDefined();
}, 20_000);

test('no circle is told of a next seed before that is safe; and nothing in the own log says whose it is', async () => {
	await using lying = await startDishonestServer();
	await using first = await openDevice(lying.origin);
	await first.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await first.sees(settled);
	await using other = await openDevice(lying.origin);
	await comeBack(other.home, await identityOf(first));
	const { circle } = [...other.home.circles.values()].find(({ circle }) => circle.record.own) as { circle: CircleReplica };
	const place = circleOf(other);
	const name = (id: string) => Buffer.from(id, 'hex').toString('base64url');
	const order: string[] = [];
	lying.lies.instead = ({ method, path }) => {
		if (method === 'POST' && path.endsWith('/control')) {
			const rolls = circle.outbox.filter(({ body }) => body.type === 'roll');
			order.push(path.includes(name(circle.id)) ? 'own' : rolls.every(({ acknowledged }) => acknowledged) ? 'place, all safe' : 'place, too soon');
		}
		return undefined;
	};
	await other.does('signOutOthers', {});
	expect(order).toEqual(['own', 'place, all safe']);
	const hashOf = hex((await sha256(place.state.circleId)).slice(0, 16));
	const said = await lying.entriesOf(hex(circle.keys?.deviceId as Uint8Array), 'us');
	expect(said.length).toBeGreaterThan(1);
	for (const [envelope] of said) for (const mark of [hashOf, place.id, memberOf(other)]) expect(hex(envelope)).not.toContain(mark);
}, 20_000);

test('a place that cannot be written to does not keep the others open to whoever has the device; it follows when it can', async () => {
	let stopped = '';
	const failing: typeof fetch = (input, init) =>
		init?.method === 'POST' && stopped !== '' && String(input).includes(stopped) ? Promise.reject(new TypeError('no way')) : fetch(input, init);
	const tablet = await also(phone, { fetch: failing });
	await tablet.sees((seen) => textsOf(seen).length >= 2);
	// Comes first of the two in the plan.
	const first = circleOf(tablet);
	await tablet.does('start', { name: 'Noor', title: 'En plats till', childName: null });
	await tablet.sees(settled);
	stopped = Buffer.from(first.id, 'hex').toString('base64url');
	const rootOf = (circle: CircleReplica) => hex(circle.state.members.get(circle.keys?.member.id ?? '')?.root as Uint8Array);
	const second = circleOf(tablet);
	const before = [rootOf(first), rootOf(second)];
	await expect(tablet.does('signOutOthers', {})).rejects.toMatchObject({ name: 'Unanswered' });
	expect([rootOf(first) === before[0], rootOf(second) === before[1]]).toEqual([true, false]);
	stopped = '';
	await tablet.does('signOutOthers', {});
	expect(rootOf(first)).not.toBe(before[0]);
	await phone.sees(({ standing }) => standing === 'ended');
}, 30_000);

test.each(['trouble', 'doubt'] as const)(
	'where the own log is in %s nobody is signed out by seeds that could be lost, and nothing is changed',
	async (code) => {
		const tablet = await also(phone);
		await tablet.sees((seen) => textsOf(seen).length >= 2);
		const own = [...tablet.home.circles.values()].find(({ circle }) => circle.record.own) as OpenCircle;
		const me = own.circle.keys?.member.id ?? '';
		if (code === 'trouble') own.circle.record.trouble = { code: 'fork', ring: 'us', at: 1 };
		else await addDoubt(tablet.home.store, own.circle, 'us', me, 1);
		const before = [await identityOf(tablet), own.circle.state.n, circleOf(tablet).state.n];
		await expect(tablet.does('signOutOthers', {})).rejects.toMatchObject({ code });
		expect([await identityOf(tablet), own.circle.state.n, circleOf(tablet).state.n]).toEqual(before);
		expect(await tablet.home.store.read(keyOf.rolling)).toBeUndefined();
	}
);
