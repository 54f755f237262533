/** A locked device: no key is on it, nothing of it can be read, and each of a person's ways back opens it again, without a server. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newRestKey, openAtRest, restKeyOf, sealAtRest } from '#crypto/aead.ts';
import { hex, utf8, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { doorKeys } from '#identity/door.ts';
import { keyOf } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import type { PutAway } from '#replica/held-keys.ts';
import { lockStore, openedBy } from '#replica/lock.ts';
import { finishLocking, readRest, StoreLocked } from '#replica/rest-key.ts';
import { openSealedStore } from '#replica/sealed-store.ts';
import { context } from '#wire/context.ts';
import { readKey, type Key } from '../../src/actions/door-key.ts';
import { boxHome, clearDevice, lockIfDue, lockIfDueUnopened, stay, unlock } from '../../src/actions/lock.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { openDevice, type DeviceOptions, type TestDevice } from '../support/home.ts';
import { circleOf, settled, textsOf } from '../support/seen.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

let server: StartedServer;
const open: TestDevice[] = [];
const device = async (options: DeviceOptions = {}): Promise<TestDevice> => {
	const one = await openDevice(server.origin, options);
	open.push(one);
	return one;
};
const isSent = ({ home }: TestDevice) => [...home.circles.values()].every(({ circle }) => circle.outbox.length === 0);
const fetchNothing: typeof fetch = () => Promise.reject(new TypeError('no connection'));

async function card(one: TestDevice): Promise<Key> {
	const { id, words } = await one.does('makeDoor', { kind: 'card' });
	await one.does('keepSafe', { id });
	return { kind: 'words', typed: words.sv.join(' ') };
}
async function link(one: TestDevice): Promise<Key> {
	const { id, fragment } = await one.does('makeDoor', { kind: 'link' });
	await one.does('keepSafe', { id });
	return { kind: 'link', fragment };
}
async function passkey(one: TestDevice): Promise<Key> {
	const secret = randomBytes(32);
	await one.does('addPasskey', { secret });
	return { kind: 'passkey', secret };
}
/** As it is after its browser was closed. */
async function locked(one: TestDevice): Promise<MemoryStore> {
	await one.does('lockNow', {});
	await one[Symbol.asyncDispose]();
	return createMemoryStore(one.store);
}
const keysIn = (value: unknown): CryptoKey[] =>
	value instanceof CryptoKey
		? [value]
		: typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
			? [...(value instanceof Map ? value.values() : Object.values(value))].flatMap(keysIn)
			: [];
/** By what it is opened; null while it is open. */
const lockedBy = async (store: MemoryStore) =>
	(await openSealedStore(store).catch((error: unknown) => error)) instanceof StoreLocked ? openedBy(store) : null;
const codeOf = (act: Promise<unknown>) =>
	act.then(() => 'done').catch((error: { code?: unknown; name: string }) => (typeof error.code === 'string' ? error.code : error.name));

const minute = 60_000;
const now = Date.UTC(2026, 5, 1, 22);
const at = (time: number) => vi.setSystemTime(time);

let phone: TestDevice;
beforeEach(async () => {
	server = await startServer();
	phone = await device();
	await phone.does('start', { name: 'Noor', title: 'Noors plats', childName: 'Liv' });
	await phone.does('tellNews', { ring: 'us', text: 'bara vi', asking: null });
	await phone.does('tellNews', { ring: 'all', text: 'till alla', asking: null });
	await phone.sees(settled);
	await expect.poll(() => isSent(phone)).toBe(true);
});
afterEach(async () => {
	vi.useRealTimers();
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

test.each<[string, (one: TestDevice) => Promise<Key>]>([
	['a card', card],
	['a personal link', link],
	['a passkey', passkey]
])('locked, no key is there and nothing opens; %s opens it without a connection, as the same device', async (_, make) => {
	const key = await make(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const [before, there] = [circleOf(phone).keys as DeviceKeys, circleOf(phone).state.n];
	const store = await locked(phone);
	expect([keysIn(store.tables.keys), store.kept.size]).toEqual([[], 0]);
	const untouched = createMemoryStore(store);
	await expect(openSealedStore(store)).rejects.toThrow(StoreLocked);
	expect(store.tables).toEqual(untouched.tables);
	expect(await lockedBy(store)).toEqual([key.kind === 'words' ? 'card' : key.kind]);

	await unlock(store, key);
	const again = await device({ store, fetch: fetchNothing });
	const view = await again.view();
	expect([textsOf(view).sort(), view.me.name, view.childName]).toEqual([['bara vi', 'till alla'], 'Noor', 'Liv']);
	const after = circleOf(again).keys as DeviceKeys;
	expect([hex(after.deviceId), after.member.id, hex(after.member.root.publicKey)]).toEqual([
		hex(before.deviceId),
		before.member.id,
		hex(before.member.root.publicKey)
	]);
	expect(keysIn(store.tables.keys).every(({ extractable }) => !extractable)).toBe(true);
	// And it writes on as that device: nobody has to certify another.
	await again[Symbol.asyncDispose]();
	const on = await device({ store });
	await on.does('tellNews', { ring: 'close', text: 'öppnad igen', asking: null });
	await on.sees((seen) => settled(seen) && textsOf(seen).includes('öppnad igen'));
	expect(circleOf(on).state.n - there).toBeLessThanOrEqual(0);
	expect((await on.view()).wrong).toEqual([]);
});

test('what waited to be sent, and what was half written, is there once it is open, and goes', async () => {
	const key = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const offline = await device({ store: createMemoryStore(phone.store), follow: false, fetch: fetchNothing });
	await phone[Symbol.asyncDispose]();
	await offline.does('tellNews', { ring: 'all', text: 'sagt utan nät', asking: null });
	await offline.does('keepDraft', { name: 'tell', draft: { text: 'halva' } });
	const store = await locked(offline);
	await unlock(store, key);
	const again = await device({ store });
	expect(await again.does('readDraft', { name: 'tell' })).toEqual({ text: 'halva' });
	await again.sees((seen) => settled(seen) && textsOf(seen).includes('sagt utan nät'));
	await expect.poll(() => isSent(again)).toBe(true);
});

test('nothing else opens it: words of no card, another person’s card, one that was made after, or taken away before', async () => {
	const key = await card(phone);
	const gone = await phone.does('makeDoor', { kind: 'link' });
	await phone.does('keepSafe', { id: gone.id });
	await phone.does('removeDoor', { id: gone.id });
	await expect.poll(() => isSent(phone)).toBe(true);
	const malik = await device();
	await malik.does('start', { name: 'Malik', title: 'En annan plats', childName: null });
	const his = await card(malik);
	const later = createMemoryStore(phone.store);
	const store = await locked(phone);
	const copy = await device({ store: later });
	const after = await link(copy);
	const kept = createMemoryStore(store);
	const tried: [Key, string][] = [
		[{ kind: 'words', typed: 'ingenting alls' }, 'door-words'],
		[{ kind: 'link', fragment: 'abc' }, 'door-none'],
		[his, 'lock-other'],
		[after, 'lock-other'],
		[{ kind: 'link', fragment: gone.fragment }, 'lock-other'],
		[{ kind: 'passkey', secret: randomBytes(32) }, 'lock-other']
	];
	for (const [wrong, code] of tried) expect(await codeOf(unlock(store, wrong))).toBe(code);
	expect(store.tables).toEqual(kept.tables);
	await unlock(store, key);
});

test('a box put in another door’s place, or altered, opens nothing and changes nothing', async () => {
	const [one, other] = [await card(phone), await link(phone)];
	const store = await locked(phone);
	const record = store.tables.keys.get('boxes') as { doors: { id: string; box: Bytes }[] };
	const [first, second] = record.doors as [{ id: string; box: Bytes }, { id: string; box: Bytes }];
	const swapped = {
		doors: [
			{ ...first, box: second.box },
			{ ...second, box: first.box }
		]
	};
	const bent = { doors: record.doors.map((door) => ({ ...door, box: door.box.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) })) };
	for (const wrong of [swapped, bent]) {
		store.tables.keys.set('boxes', wrong);
		const before = createMemoryStore(store);
		for (const key of [one, other]) expect(await codeOf(unlock(store, key))).toBe('lock-other');
		expect(store.tables).toEqual(before.tables);
	}
	store.tables.keys.set('boxes', record);
	await unlock(store, other);
});

test('a door whose key is not the one its id names is passed over', async () => {
	const key = await card(phone);
	const own = [...phone.home.circles.values()].find(({ circle }) => circle.record.own)?.circle;
	const { kind, secret } = readKey(key);
	const { id, kem } = await doorKeys(kind, secret);
	const stranger = (await doorKeys('card', randomBytes(16))).kem.publicKey;
	const false_ = {
		time: Date.now(),
		id: 'ff',
		made: 0,
		value: { door: 'ab'.repeat(16), kind: 'link' as const, name: '', kem: stranger, plate: new Uint8Array(64) }
	};
	own?.own.doors.set(false_.value.door, false_);
	own?.own.doorsKept.add(false_.value.door);
	await phone.does('lockNow', {});
	const { doors } = phone.store.tables.keys.get('boxes') as { doors: { id: string }[] };
	expect(doors.map((door) => door.id)).toEqual([hex(id)]);
	expect(kem.publicKey).not.toEqual(stranger);
});

test('where there is no way back it does not lock: none, or one that nobody has said is kept', async () => {
	expect(await codeOf(phone.does('lockNow', {}))).toBe('lock-no-door');
	expect(await codeOf(phone.does('lockAfter', { minutes: 15 }))).toBe('lock-no-door');
	await phone.does('makeDoor', { kind: 'card' });
	expect(await codeOf(phone.does('lockNow', {}))).toBe('lock-no-door');
	expect(await lockedBy(phone.store)).toBeNull();
	expect((await phone.view()).me.name).toBe('Noor');
});

test('the disk is full while it is being locked: it stays open, and can be written to', async () => {
	await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	phone.store.failing = true;
	expect(await codeOf(phone.does('lockNow', {}))).toBe('QuotaExceededError');
	phone.store.failing = false;
	await phone.does('tellNews', { ring: 'us', text: 'fortfarande öppen', asking: null });
	await phone.sees((seen) => settled(seen) && textsOf(seen).includes('fortfarande öppen'));
	expect(await lockedBy(phone.store)).toBeNull();
});

test('what is under way while it is being locked brings no key back, and is said or is not, once', async () => {
	const key = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const said = [1, 2, 3, 4, 5, 6].map((n) => codeOf(phone.does('tellNews', { ring: 'us', text: `nummer ${n}`, asking: null })));
	const locking = phone.does('lockNow', {});
	said.push(codeOf(phone.does('tellNews', { ring: 'us', text: 'nummer 7', asking: null })));
	await locking;
	const done = await Promise.all(said);
	await phone[Symbol.asyncDispose]();
	expect(keysIn(phone.store.tables.keys)).toEqual([]);
	await unlock(phone.store, key);
	const again = await device({ store: createMemoryStore(phone.store) });
	const view = await again.sees((seen) => settled(seen));
	for (const [at, how] of done.entries()) {
		const times = textsOf(view).filter((text) => text === `nummer ${at + 1}`).length;
		expect(times).toBe(how === 'done' ? 1 : 0);
		expect(['done', 'StoreLocked']).toContain(how);
	}
	await expect(phone.does('tellNews', { ring: 'us', text: 'efteråt', asking: null })).rejects.toThrow(StoreLocked);
});

test('a signing out that was broken off goes on by the keys that were made for it', async () => {
	const key = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	let left = Infinity;
	const breaking: typeof fetch = (...args) => (left-- > 0 ? fetch(...args) : Promise.reject(new TypeError('broken off')));
	const copy = createMemoryStore(phone.store);
	await phone[Symbol.asyncDispose]();
	const shaky = await device({ store: copy, fetch: breaking, follow: false });
	left = 7;
	expect(await codeOf(shaky.does('signOutOthers', {}))).not.toBe('done');
	expect([...copy.tables.keys.values()].some((held) => Boolean((held as Partial<PutAway>).away?.next))).toBe(true);
	const store = await locked(shaky);
	await unlock(store, key);
	const again = await device({ store });
	await expect.poll(() => store.tables.sealed.has(keyOf.rolling), { timeout: 8_000 }).toBe(false);
	await again.does('tellNews', { ring: 'us', text: 'efter det', asking: null });
	expect((await again.sees((seen) => settled(seen) && textsOf(seen).includes('efter det'))).wrong).toEqual([]);
});

test('signed out elsewhere while it was locked: opened, it learns so and keeps nothing', async () => {
	const key = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const store = await locked(phone);
	const tablet = await device();
	await tablet.does('comeByDoor', key);
	await tablet.does('signOutOthers', {});
	await unlock(store, key);
	const again = await device({ store });
	const view = await again.sees(({ standing }) => standing === 'ended');
	expect(view.told).toEqual([]);
	// The store's own is left, and nothing of a person's.
	await expect.poll(() => [...store.tables.keys.keys()].sort()).toEqual(['boxes', 'rest']);
});

test('a locking that is broken off before its last step is finished at the next start, and not while somebody opens it', async () => {
	const key = await card(phone);
	const { shares } = phone.store;
	const wipe = shares.wipe.bind(shares);
	shares.wipe = () => Promise.reject(new DOMException('gone', 'AbortError'));
	await phone.does('lockNow', {});
	await phone[Symbol.asyncDispose]();
	shares.wipe = wipe;
	const store = createMemoryStore(phone.store);
	expect(store.kept.size).toBe(1);
	await finishLocking(store);
	expect(store.kept.size).toBe(0);
	// Somebody asks how it is opened at the very moment it is being opened: that changes nothing.
	const write = store.write.bind(store);
	store.write = async (changes) => {
		expect(await openedBy(store)).toEqual(['card']);
		await write(changes);
	};
	await unlock(store, key);
	await finishLocking(store);
	expect((await (await device({ store })).view()).me.name).toBe('Noor');
});

test('opened after the time was up it stays open; so it does where a person waited for something', async () => {
	vi.useFakeTimers({ toFake: ['Date'], now });
	const key = await card(phone);
	await phone.does('lockAfter', { minutes: 15 });
	at(now + 20 * minute);
	expect(await lockIfDue(phone.home)).toBe(true);
	await phone[Symbol.asyncDispose]();
	const store = createMemoryStore(phone.store);
	at(now + 60 * minute);
	await unlock(store, key);
	await stay(await openSealedStore(store));
	const again = await device({ store });
	at(now + 74 * minute);
	expect(await lockIfDue(again.home)).toBe(false);
	at(now + 76 * minute);
	await stay(again.home.store, again.home);
	at(now + 90 * minute);
	expect(await lockIfDue(again.home)).toBe(false);
});

test('a store that has lost its share, locked or never locked, opens by a way back', async () => {
	const key = await card(phone);
	await boxHome(phone.home);
	await phone[Symbol.asyncDispose]();
	const store = createMemoryStore(phone.store);
	store.kept.clear();
	expect(await lockedBy(store)).toEqual(['card']);
	await unlock(store, key);
	expect((await (await device({ store })).view()).me.name).toBe('Noor');
	// While it is open: it says that it cannot be locked, and is left as it is.
	const other = await device();
	await other.does('start', { name: 'Elias', title: 'En plats', childName: null });
	await card(other);
	other.store.kept.clear();
	expect(await codeOf(other.does('lockNow', {}))).toBe('lock-later');
	await expect(lockStore(other.store, [])).rejects.toThrow();
});

test('cleared, nothing is left, and one comes back as on a new device', async () => {
	const key = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const store = await locked(phone);
	await clearDevice(store);
	expect([store.tables.keys.size, store.tables.sealed.size, store.files.bytes.size]).toEqual([0, 0, 0]);
	const again = await device({ store });
	await again.does('comeByDoor', key);
	await again.sees((seen) => textsOf(seen).length === 2);
});

test('what opens it lies in two places, and either alone opens nothing; a store that has lost one is not begun anew over what it holds', async () => {
	await phone[Symbol.asyncDispose]();
	expect(keysIn(phone.store.tables.keys)).toHaveLength(1);
	const before = createMemoryStore(phone.store);
	const [without, other] = [createMemoryStore(before), createMemoryStore(before)];
	without.kept.clear();
	for (const name of other.kept.keys()) other.kept.set(name, randomBytes(32));
	await expect(openSealedStore(without)).rejects.toThrow(StoreLocked);
	await expect(openSealedStore(other)).rejects.toThrow();
	const keyless = createMemoryStore(before);
	keyless.tables.keys.delete('rest');
	await expect(openSealedStore(keyless)).rejects.toThrow(StoreLocked);
	expect(await lockedBy(keyless)).toEqual([]);
	expect([without.tables, keyless.tables.sealed]).toEqual([before.tables, before.tables.sealed]);
});

test('where the browser has no place for files it works as well, and locks', async () => {
	const store = createMemoryStore();
	store.shares.keep = () => Promise.reject(new DOMException('no', 'SecurityError'));
	store.shares.wipe = () => Promise.reject(new DOMException('no', 'SecurityError'));
	const one = await device({ store });
	await one.does('start', { name: 'Elias', title: 'En plats', childName: null });
	const key = await card(one);
	await expect.poll(() => isSent(one)).toBe(true);
	const shut = await locked(one);
	shut.shares = store.shares;
	await unlock(shut, key);
	expect((await (await device({ store: shut })).view()).me.name).toBe('Elias');
});

test('by itself only where somebody asked for that, and only once nobody has been here for that long', async () => {
	vi.useFakeTimers({ toFake: ['Date'], now });
	await card(phone);
	at(now + 365 * 24 * 60 * minute);
	expect(await lockIfDue(phone.home)).toBe(false);
	at(now);
	await phone.does('lockAfter', { minutes: 15 });
	expect((await phone.snapshot()).lockAfter).toBe(15);
	at(now + 14 * minute);
	await phone.does('here', {});
	at(now + 28 * minute);
	expect(await lockIfDue(phone.home)).toBe(false);
	at(now + 29 * minute);
	expect(await lockIfDue(phone.home)).toBe(true);
	expect(await lockedBy(phone.store)).toEqual(['card']);
});

test('whoever touches it after that long does not keep it open by that', async () => {
	vi.useFakeTimers({ toFake: ['Date'], now });
	await card(phone);
	await phone.does('lockAfter', { minutes: 1 });
	at(now + 3 * minute);
	await phone.does('here', {});
	expect(await lockedBy(phone.store)).toEqual(['card']);
});

test.each([
	['it was closed for that long', 16 * minute, true],
	['it was closed for less', 14 * minute, false],
	['its clock was set back', -5 * minute, true]
])('opened after %s, it is locked before anything is shown, or is not', async (_, passed, due) => {
	vi.useFakeTimers({ toFake: ['Date'], now });
	await card(phone);
	await phone.does('lockAfter', { minutes: 15 });
	await phone[Symbol.asyncDispose]();
	at(now + passed);
	const store = createMemoryStore(phone.store);
	expect(await lockIfDueUnopened(await openSealedStore(store))).toBe(due);
	expect(await lockedBy(store)).toEqual(due ? ['card'] : null);
});

test('no longer asked for, it stays open; and while a film is made ready', async () => {
	vi.useFakeTimers({ toFake: ['Date'], now });
	await card(phone);
	await phone.does('lockAfter', { minutes: 15 });
	phone.home.readying = 0.5;
	at(now + 60 * minute);
	expect(await lockIfDue(phone.home)).toBe(false);
	phone.home.readying = null;
	await phone.does('lockAfter', { minutes: null });
	expect(await lockIfDue(phone.home)).toBe(false);
});

/** As a version before locks kept it: a rest key of which nobody has the bytes, and keys as they are, without what they follow from. */
async function asBefore({ home, store: from }: TestDevice): Promise<MemoryStore> {
	const store = createMemoryStore(from);
	const [rest, before] = [await restKeyOf(await readRest(store)), await newRestKey()];
	for (const [name, sealed] of store.tables.sealed) {
		const about = context('rest', name);
		store.tables.sealed.set(name, await sealAtRest(before, about, await openAtRest(rest, about, sealed as Bytes)));
	}
	store.tables.keys.clear();
	store.kept.clear();
	store.tables.keys.set('rest', before);
	for (const { circle } of home.circles.values()) {
		const { deviceSeed: _, member, ...keys } = circle.keys as DeviceKeys;
		const { seed: __, ...bare } = member;
		store.tables.keys.set(keyOf.circle(circle.id), { ...keys, member: bare });
	}
	return store;
}

test('a store of before there were locks is opened, read and written to; locked for the first time it gets keys that a lock keeps', async () => {
	const key = await card(phone);
	await expect.poll(() => isSent(phone)).toBe(true);
	const old = await asBefore(phone);
	await phone[Symbol.asyncDispose]();
	const offline = await device({ store: old, follow: false, fetch: fetchNothing });
	const before = hex((circleOf(offline).keys as DeviceKeys).deviceId);
	expect(textsOf(await offline.view()).sort()).toEqual(['bara vi', 'till alla']);
	expect([old.tables.keys.has('rest-before'), old.tables.keys.get('rest') instanceof CryptoKey]).toEqual([false, false]);
	// Its keys have to be made anew for that, which takes a connection: without one it stays open, and says so.
	expect(await codeOf(offline.does('lockNow', {}))).toBe('Unreachable');
	await offline.does('tellNews', { ring: 'us', text: 'på det gamla', asking: null });
	await offline[Symbol.asyncDispose]();

	const online = await device({ store: old });
	await online.sees((seen) => settled(seen) && textsOf(seen).includes('på det gamla'));
	const store = await locked(online);
	await unlock(store, key);
	const again = await device({ store });
	expect(hex((circleOf(again).keys as DeviceKeys).deviceId)).not.toBe(before);
	await again.does('tellNews', { ring: 'us', text: 'på det nya', asking: null });
	expect((await again.sees((seen) => settled(seen) && textsOf(seen).includes('på det nya'))).wrong).toEqual([]);
});

test.each([1, 2, 3])('an opening of such a store that breaks off at write %i goes on at the next', async (stops) => {
	const old = await asBefore(phone);
	for (let i = 0; i < 250; i++) {
		const name = keyOf.draft(`${i}`);
		old.tables.sealed.set(name, await sealAtRest(old.tables.keys.get('rest') as CryptoKey, context('rest', name), utf8(`"${i}"`)));
	}
	await phone[Symbol.asyncDispose]();
	const names = [...old.tables.sealed.keys()].sort();
	let writes = 0;
	const breaking: MemoryStore = {
		...old,
		write: (changes) => (++writes > stops ? Promise.reject(new DOMException('gone', 'AbortError')) : old.write(changes))
	};
	await expect(openSealedStore(breaking)).rejects.toThrow();
	const store = await openSealedStore(old);
	expect([...old.tables.sealed.keys()].sort()).toEqual(names);
	for (const name of names) expect(await store.read(name)).toBeDefined();
	expect(old.tables.keys.has('rest-before')).toBe(false);
});
