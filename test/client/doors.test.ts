/** Ways back: whoever has lost every device comes back by each, finds everything, and nobody else does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import type { DoorKind } from '#domain/door.ts';
import { doorKeys } from '#identity/door.ts';
import { keyOf } from '#replica/circle.ts';
import { addToOutbox } from '#replica/outbox.ts';
import type { Key } from '../../src/actions/door-key.ts';
import type { ShownDoor } from '../../src/actions/doors.ts';
import type { OpenCircle } from '../../src/actions/home.ts';
import { writeMessage } from '#wire/api.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openDevice, type DeviceOptions, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { startServer } from '../support/start-server.ts';
import { memberOf, settled, textsOf } from '../support/seen.ts';

let server: DishonestServer;
const open: TestDevice[] = [];
const device = async (options: DeviceOptions = {}): Promise<TestDevice> => {
	const one = await openDevice(server.origin, options);
	open.push(one);
	return one;
};
const isSent = ({ home }: TestDevice) => [...home.circles.values()].every(({ circle }) => circle.outbox.length === 0);
const doorsOf = async (one: TestDevice) => (await one.snapshot()).doors ?? [];
const byWords = ({ words }: ShownDoor, lang: 'sv' | 'en' = 'sv'): Key => ({ kind: 'words', typed: words[lang].join(' ') });
const byLink = ({ fragment }: ShownDoor): Key => ({ kind: 'link', fragment });
const card = async (one: TestDevice) => {
	const made = await one.does('makeDoor', { kind: 'card' });
	await one.does('keepSafe', { id: made.id });
	return made;
};
const sealedAs = (bytes: Uint8Array) => new Response(writeMessage([bytes as Bytes]), { headers: { 'content-type': 'application/cbor' } });
/** Everything that any device of Noor's must find. */
async function isNoor(one: TestDevice): Promise<void> {
	const view = await one.sees((seen) => textsOf(seen).length === 2);
	expect([view.me.name, view.me.memberId, view.childName, view.standing, view.wrong]).toEqual(['Noor', noor, 'Liv', 'member', []]);
}

let phone: TestDevice;
let noor: string;
beforeEach(async () => {
	server = await startDishonestServer();
	phone = await device();
	await phone.does('start', { name: 'Noor', title: 'Noors plats', childName: 'Liv' });
	await phone.does('tellNews', { ring: 'us', text: 'bara vi', asking: null });
	await phone.does('tellNews', { ring: 'all', text: 'till alla', asking: null });
	await phone.sees(settled);
	await expect.poll(() => isSent(phone)).toBe(true);
	noor = memberOf(phone);
});
afterEach(async () => {
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

test.each<[string, (one: TestDevice) => Promise<Key>]>([
	['a card, typed in Swedish', async (one) => byWords(await card(one))],
	['a card, typed in English', async (one) => byWords(await card(one), 'en')],
	['a card, its picture read', async (one) => byLink(await card(one))],
	['a personal link', async (one) => byLink(await one.does('makeDoor', { kind: 'link' }))],
	[
		'a passkey',
		async (one) => {
			const secret = randomBytes(32);
			await card(one);
			await one.does('addPasskey', { secret });
			return { kind: 'passkey', secret };
		}
	]
])('everything lost, one comes back by %s: everything is there', async (_, make) => {
	const key = await make(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	await phone[Symbol.asyncDispose]();
	const tablet = await device();
	await tablet.does('comeByDoor', key);
	await isNoor(tablet);
	await tablet.does('tellNews', { ring: 'us', text: 'tillbaka', asking: null });
	await tablet.sees(settled);
	await expect.poll(async () => (await doorsOf(tablet)).filter(({ used }) => used !== null).length).toBe(1);
});

test('what opens a door is on the device until it is said to be kept, through a restart, and nowhere after that', async () => {
	const made = await phone.does('makeDoor', { kind: 'card' });
	expect(await phone.does('makeDoor', { kind: 'card' })).toEqual(made);
	expect((await doorsOf(phone)).map(({ kind, kept, here }) => [kind, kept, here])).toEqual([['card', false, true]]);
	const again = await phone.restart();
	open.push(again);
	expect(await again.does('showDoor', { id: made.id })).toEqual(made);
	await again.does('keepSafe', { id: made.id });
	expect(await again.does('showDoor', { id: made.id })).toBeNull();
	expect((await doorsOf(again)).map(({ kept, here }) => [kept, here])).toEqual([[true, false]]);
	expect([...again.store.tables.sealed.keys()].filter((key) => key.startsWith(keyOf.doorSecret()))).toEqual([]);
	expect((await again.does('makeDoor', { kind: 'card' })).id).not.toBe(made.id);
});

test('doors are named, and taken away: what is taken away opens nothing, on any device', async () => {
	const [first, second] = [await card(phone), await card(phone)];
	await phone.does('renameDoor', { id: first.id, name: ' Hos mamma ' });
	await expect.poll(() => isSent(phone)).toBe(true);
	const tablet = await device();
	await tablet.does('comeByDoor', byWords(second));
	expect((await doorsOf(tablet)).map(({ name }) => name)).toEqual(['Hos mamma', '']);
	await tablet.does('removeDoor', { id: first.id });
	await expect.poll(async () => (await doorsOf(phone)).map(({ id }) => id)).toEqual([second.id]);
	const other = await device();
	await expect(other.does('comeByDoor', byWords(first))).rejects.toMatchObject({ code: 'door-none' });
	// Named on one device while it is taken away on another: it stays away.
	await expect(phone.does('renameDoor', { id: first.id, name: 'Igen' })).rejects.toMatchObject({ code: 'not-found' });
	await expect(phone.does('renameDoor', { id: second.id, name: 'x'.repeat(201) })).rejects.toMatchObject({ code: 'too-long' });
});

test('a passkey is never left as the only way back', async () => {
	const made = await card(phone);
	await phone.does('addPasskey', { secret: randomBytes(32) });
	await expect(phone.does('removeDoor', { id: made.id })).rejects.toMatchObject({ code: 'door-last' });
	const next = await card(phone);
	await phone.does('removeDoor', { id: made.id });
	const passkey = (await doorsOf(phone)).find(({ kind }) => kind === 'passkey');
	await phone.does('removeDoor', { id: passkey?.id ?? '' });
	expect((await doorsOf(phone)).map(({ id }) => id)).toEqual([next.id]);
	// The last of all may go: then there is none, and that is said.
	await phone.does('removeDoor', { id: next.id });
	expect(await doorsOf(phone)).toEqual([]);
});

test('a guest who has said a name has a way back too', async () => {
	const ingrid = await letIn(server.origin, phone, 'Ingrid', 'close');
	open.push(ingrid);
	await ingrid.sees(({ standing }) => standing === 'member');
	const link = await ingrid.does('makeDoor', { kind: 'link' });
	await expect.poll(() => isSent(ingrid)).toBe(true);
	const [name, member] = [(await ingrid.view()).me.name, memberOf(ingrid)];
	await ingrid[Symbol.asyncDispose]();
	const other = await device();
	await other.does('comeByDoor', byLink(link));
	const view = await other.sees((seen) => textsOf(seen).length === 1);
	expect([view.me.name, view.me.memberId, view.me.parent]).toEqual([name, member, false]);
});

test('after a lost device was signed out every door leads on; with all that it held none opens', async () => {
	const [paper, secret] = [await card(phone), randomBytes(32)];
	await phone.does('addPasskey', { secret });
	await expect.poll(() => isSent(phone)).toBe(true);
	const tablet = await device();
	await tablet.does('comeByDoor', byWords(paper));
	// The server keeps what it was given before, and gives it to whoever has the lost device.
	const before = new Map<string, Uint8Array>();
	for (const { id } of await doorsOf(tablet)) before.set(id, await tablet.home.api.door(Uint8Array.from(Buffer.from(id, 'hex'))));
	const image = createMemoryStore(phone.store);
	await phone[Symbol.asyncDispose]();
	await tablet.does('signOutOthers', {});
	await tablet.does('tellNews', { ring: 'us', text: 'efteråt', asking: null });
	await expect.poll(() => isSent(tablet)).toBe(true);

	for (const key of [byWords(paper), { kind: 'passkey', secret } as const]) {
		const fresh = await device();
		await fresh.does('comeByDoor', key);
		expect(textsOf(await fresh.sees((seen) => textsOf(seen).length === 3))).toContain('efteråt');
	}
	const thief = await device({ store: image });
	await thief.sees(({ standing }) => standing === 'ended');
	await expect.poll(() => doorsOf(thief)).toEqual([]);
	// Even shown the old doors, with what opens them: they lead to a root that is nobody's any more.
	server.lies = {
		instead: ({ method, path }) => {
			const id = method === 'GET' && path.startsWith('/api/doors/') ? Buffer.from(path.slice('/api/doors/'.length), 'base64url').toString('hex') : '';
			const old = before.get(id);
			return old === undefined ? undefined : sealedAs(old);
		}
	};
	const fooled = await device();
	await expect(fooled.does('comeByDoor', byWords(paper))).rejects.toMatchObject({ code: 'door-old' });
	expect(fooled.home.circles.size).toBe(0);
});

test('a signing out that is broken off anywhere leaves every door leading in, and whoever comes back goes on with it', async () => {
	// Each from an address of its own: an attempt with what was replaced is taken for guessing.
	await using honest = await startServer({ proxies: 1 });
	const from =
		(address: string): typeof fetch =>
		(input, init) =>
			fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), 'x-forwarded-for': address } });
	const began = await openDevice(honest.origin, { fetch: from('10.0.0.0') });
	open.push(began);
	await began.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await began.does('tellNews', { ring: 'us', text: 'bara vi', asking: null });
	const paper = await card(began);
	await expect.poll(() => isSent(began)).toBe(true);
	const rootIn = ({ circle: { state, keys } }: OpenCircle) => hex(state.members.get(keys?.member.id ?? '')?.root as Uint8Array);
	/** How many seeds the own log knows of for the place, and the root in the place. */
	const seedsOf = ({ home }: TestDevice) => [...home.circles.values()].flatMap(({ circle }) => [...circle.own.earlier.values()].flat()).length;
	const rootOf = ({ home }: TestDevice) => [...home.circles.values()].filter(({ circle }) => !circle.record.own).map(rootIn)[0];
	let went = 0;
	for (let broken = 1; ; broken++) {
		let writes = 0;
		let [on, cut] = [false, false];
		const way = from(`10.0.0.${broken}`);
		const failing: typeof fetch = async (input, init) => {
			if (cut) throw new TypeError('no way');
			const response = await way(input, init);
			if (on && (init?.method === 'POST' || init?.method === 'PUT') && ++writes === broken) {
				cut = true;
				throw new TypeError('lost');
			}
			return response;
		};
		const tablet = await openDevice(honest.origin, { fetch: failing, follow: false });
		await tablet.does('comeByDoor', byWords(paper));
		const before = [seedsOf(tablet), rootOf(tablet)];
		on = true;
		const done = await tablet.does('signOutOthers', {}).then(
			() => true,
			() => false
		);
		// It is never opened again.
		await tablet[Symbol.asyncDispose]();
		const fresh = await openDevice(honest.origin, { fetch: way });
		await fresh.does('comeByDoor', byWords(paper));
		await fresh.sees((seen) => textsOf(seen).length === 1);
		// Once the next seed is safe in the own log it takes the place of the one before, whoever does it.
		const noted = seedsOf(fresh) !== before[0];
		expect(rootOf(fresh) !== before[1]).toBe(noted);
		if (!done && noted) went += 1;
		await fresh[Symbol.asyncDispose]();
		if (done) break;
		if (broken > 40) throw new Error('it never ends');
	}
	expect(went).toBeGreaterThan(1);
}, 90_000);

test('a link that nobody has said is put away may lie on the lost device: it leads nowhere any more; nor is a door filled whose key was exchanged', async () => {
	const unsaid = await phone.does('makeDoor', { kind: 'link' });
	const kept = await card(phone);
	const swapped = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const tablet = await device();
	await tablet.does('comeByDoor', byWords(kept));
	// Whoever has the phone says in Noor's own log that another key is the door's.
	const own = [...phone.home.circles.values()].find(({ circle }) => circle.record.own) as OpenCircle;
	const mine = await doorKeys('card', randomBytes(16));
	const body = { type: 'door', door: swapped.id, kind: 'card', name: '', kem: mine.kem.publicKey, plate: randomBytes(64) } as const;
	await addToOutbox(phone.home.store, own.circle, { ring: 'us', body, time: Date.now() + 1_000 });
	own.following?.push();
	await expect.poll(() => isSent(phone)).toBe(true);
	const image = createMemoryStore(phone.store);
	await tablet.does('signOutOthers', {});
	await expect.poll(async () => (await doorsOf(tablet)).map(({ id }) => id)).toEqual([kept.id]);
	for (const gone of [byLink(unsaid), byWords(swapped)]) {
		const other = await device();
		await expect(other.does('comeByDoor', gone)).rejects.toMatchObject({ code: 'door-none' });
	}
	const fresh = await device();
	await fresh.does('comeByDoor', byWords(kept));
	await isNoor(fresh);
	// The phone, once it hears of it, shows no word of the card any more.
	await phone.sees(({ standing }) => standing === 'ended');
	await expect.poll(() => [...phone.store.tables.sealed.keys()].filter((key) => key.startsWith(keyOf.doorSecret()))).toEqual([]);
	expect(image.tables.sealed.size).toBeGreaterThan(0);
});

test('a place that was erased, or joined on the lost device alone, keeps one neither from coming back nor from shutting it out', async () => {
	const first = memberOf(phone);
	await phone.does('eraseCircle', { yes: true });
	await phone.sees(({ standing }) => standing === 'ended');
	await phone.does('start', { name: 'Noor', title: 'En plats till', childName: null });
	await phone.does('tellNews', { ring: 'us', text: 'här är vi nu', asking: null });
	await phone.sees(settled);
	const paper = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const tablet = await device();
	await tablet.does('comeByDoor', byWords(paper));
	const seen = await tablet.sees((view) => textsOf(view).includes('här är vi nu') && view.title !== '');
	expect([seen.title, seen.me.memberId === first]).toEqual(['En plats till', false]);

	// Joined later, on the phone alone.
	await phone.does('start', { name: 'Noor', title: 'En tredje', childName: null });
	await phone.sees(settled);
	await expect.poll(() => isSent(phone)).toBe(true);
	expect((await tablet.snapshot()).circles).toHaveLength(1);
	await tablet.does('signOutOthers', {});
	await phone.sees(({ standing }) => standing === 'ended');
	expect((await tablet.snapshot()).circles.map(({ title }) => title).sort()).toEqual(['En plats till', 'En tredje']);
}, 20_000);

test('a coming back that is broken off, and the app closed, goes on by itself when it is opened next', async () => {
	const paper = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	for (const broken of [4, 6, 8, 10, 13]) {
		let asked = 0;
		const failing: typeof fetch = (input, init) => (++asked > broken ? Promise.reject(new TypeError('no way')) : fetch(input, init));
		const store = createMemoryStore();
		const tablet = await openDevice(server.origin, { fetch: failing, store });
		await tablet.does('comeByDoor', byWords(paper)).catch(() => undefined);
		await tablet[Symbol.asyncDispose]();
		const again = await device({ store });
		// Nothing was kept yet: then the card is asked for again; else it goes on.
		if ((await again.home.store.read(keyOf.comingBack)) === undefined && again.home.circles.size === 0) await again.does('comeByDoor', byWords(paper));
		await expect.poll(async () => (await again.snapshot()).view?.told.length, { timeout: 10_000 }).toBe(2);
	}
}, 60_000);

test('whoever was signed out comes back by the card on the same device', async () => {
	const paper = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const tablet = await device();
	await tablet.does('comeByDoor', byWords(paper));
	await tablet.does('signOutOthers', {});
	await phone.sees(({ standing }) => standing === 'ended');
	await phone.does('comeByDoor', byWords(paper));
	await isNoor(phone);
});

test('who reads through an invitation comes back as who they are', async () => {
	const paper = await card(phone);
	const invitation = await phone.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	const { invitations } = await phone.sees(({ unsent }) => unsent === 0);
	await expect.poll(() => isSent(phone)).toBe(true);
	const other = await device();
	await other.does('openInvitation', { text: invitations.find((one) => one.invitation === invitation)?.share ?? '' });
	await other.sees(({ standing }) => standing === 'reader');
	await other.does('comeByDoor', byWords(paper));
	await isNoor(other);
});

test('a device that is somebody else’s is not made into this person’s; nothing on it changes', async () => {
	const paper = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const other = await device();
	await other.does('start', { name: 'Elias', title: 'Elias plats', childName: null });
	await other.sees(settled);
	const before = [...other.home.circles.keys()];
	await expect(other.does('comeByDoor', byWords(paper))).rejects.toMatchObject({ code: 'somebody-here' });
	expect([...other.home.circles.keys()]).toEqual(before);
	// By the door of the person who is here already nothing happens, and nothing is wrong.
	await phone.does('comeByDoor', byWords(paper));
	await isNoor(phone);
});

test('a coming back that is broken off anywhere goes on when it is asked for again', async () => {
	const paper = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	for (let broken = 1; ; broken++) {
		let asked = 0;
		let cut = false;
		const failing: typeof fetch = async (input, init) => {
			if (!cut && ++asked === broken) {
				cut = true;
				// Half of them are done, and the answer lost.
				if (broken % 2 === 0) await fetch(input, init);
				throw new TypeError('lost');
			}
			return fetch(input, init);
		};
		const tablet = await openDevice(server.origin, { fetch: failing });
		const done = await tablet.does('comeByDoor', byWords(paper)).then(
			() => true,
			() => false
		);
		if (!done) await tablet.does('comeByDoor', byWords(paper));
		await tablet.sees((seen) => textsOf(seen).length === 2 && seen.me.memberId === noor);
		await tablet[Symbol.asyncDispose]();
		if (done && !cut) break;
		if (broken > 60) throw new Error('it never ends');
	}
}, 90_000);

const problem = JSON.stringify({ type: 'about:blank', title: 'x', status: 507, code: 'storage', remedy: 'x' });
test.each([
	['is away', 503, 'text/plain', 'Unreachable'],
	['refuses', 507, 'application/problem+json', 'Problem']
] as const)('no door is said to be there that is not: the server %s', async (_, status, type, name) => {
	const no = () => new Response(status === 503 ? 'away' : problem, { status, headers: { 'content-type': type } });
	server.lies = { instead: ({ method, path }) => (method === 'PUT' && path.includes('/doors/') ? no() : undefined) };
	await expect(phone.does('makeDoor', { kind: 'card' })).rejects.toMatchObject({ name });
	expect(await doorsOf(phone)).toEqual([]);
	expect([...phone.store.tables.sealed.keys()].filter((key) => key.startsWith(keyOf.doorSecret()))).toEqual([]);
});

test.each<[string, string, (mine: Uint8Array, theirs: Uint8Array) => Uint8Array]>([
	['another person’s door', 'door-wrong', (_, theirs) => theirs],
	['a lower version', 'door-wrong', (mine) => Buffer.concat([mine.subarray(0, 1), Buffer.from([0]), mine.subarray(2)])],
	['a higher version', 'door-newer', (mine) => Buffer.concat([mine.subarray(0, 1), Buffer.from([9]), mine.subarray(2)])],
	['half of each', 'door-wrong', (mine, theirs) => Buffer.concat([mine.subarray(0, 70), theirs.subarray(70)])],
	['nothing of sense', 'door-wrong', () => randomBytes(150)]
])('a server that shows %s is not believed, and nothing is made of it', async (_, code, lie) => {
	const paper = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const other = await device();
	await other.does('start', { name: 'Elias', title: 'Elias plats', childName: null });
	const theirs = await card(other);
	const keptOf = ({ id }: ShownDoor) => other.home.api.door(Uint8Array.from(Buffer.from(id, 'hex')));
	const [mineKept, theirsKept] = [await keptOf(paper), await keptOf(theirs)];
	server.lies = { instead: ({ method, path }) => (method === 'GET' && path.startsWith('/api/doors/') ? sealedAs(lie(mineKept, theirsKept)) : undefined) };
	const fresh = await device();
	await expect(fresh.does('comeByDoor', byWords(paper))).rejects.toMatchObject({ code });
	expect(fresh.home.circles.size).toBe(0);
	expect(await fresh.home.store.read(keyOf.identity)).toBeUndefined();
});

test('what is typed wrongly is said to be; nothing is asked of the server', async () => {
	const paper = await card(phone);
	const fresh = await device();
	const asked = server.sent.length;
	const typed = paper.words.sv;
	for (const wrong of ['', typed.slice(1).join(' '), [...typed, 'katt'].join(' '), ['xyzzy', ...typed.slice(1)].join(' ')])
		await expect(fresh.does('comeByDoor', { kind: 'words', typed: wrong })).rejects.toMatchObject({ code: 'door-words' });
	await expect(fresh.does('comeByDoor', { kind: 'link', fragment: 'nonsense' })).rejects.toMatchObject({ code: 'door-none' });
	expect(server.sent.slice(asked).filter(({ path }) => path.includes('door'))).toEqual([]);
	// Sixteen words that are on no card.
	await expect(fresh.does('comeByDoor', { kind: 'words', typed: typed.toReversed().join(' ') })).rejects.toMatchObject({ code: 'door-none' });
});

test.each<DoorKind>(['card', 'link', 'passkey'])('nothing that leaves the device holds what opens a %s', async (kind) => {
	const secret = randomBytes(32);
	const secrets: Uint8Array[] = [];
	if (kind === 'passkey') {
		await phone.does('addPasskey', { secret });
		secrets.push(secret);
	} else {
		const made = await phone.does('makeDoor', { kind });
		const { fragment, words } = made;
		secrets.push(Buffer.from(fragment), Buffer.from(words.sv.join(' ')));
		const kept = await phone.home.store.read<{ secret: Uint8Array }>(keyOf.doorSecret(made.id));
		secrets.push(kept?.secret as Uint8Array);
	}
	await expect.poll(() => isSent(phone)).toBe(true);
	const { root } = (await phone.home.store.read<{ root: Uint8Array }>(keyOf.identity)) as { root: Uint8Array };
	const left = server.sent.map(({ path, body }) => `${path} ${hex(body)}`).join('\n');
	expect(left).toContain('/doors/');
	for (const one of [...secrets, root]) {
		expect(left).not.toContain(hex(one));
		expect(left).not.toContain(Buffer.from(one).toString('base64url'));
	}
});
