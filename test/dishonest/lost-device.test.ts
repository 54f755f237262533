/** Attacks by who has a full image of a lost device, which its owner has signed out, together with the server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { newSigningKey } from '#crypto/sign.ts';
import { randomBytes } from '#crypto/random.ts';
import { writeControl } from '#log/control.ts';
import { open } from '#log/open.ts';
import { NoKey, openRingKeys } from '#log/ring-key.ts';
import type { Sealed } from '#log/seal.ts';
import { ringKeys } from '#replica/ring-replica.ts';
import { keyOf, type CircleReplica, type RingReplica } from '#replica/circle.ts';
import { comeBack } from '../../src/actions/come-back.ts';
import { ownCircle, type IdentityRecord } from '../../src/actions/home.ts';
import { startDishonestServer, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { takeImage } from '../support/disk-image.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, keysOf, type Household } from '../support/household.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { circleOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;
/** What was lost, and what the thief can write with it. */
let phone: TestDevice;
let image: Record<'close' | 'own', (body: Parameters<Awaited<ReturnType<typeof takeImage>>>[0]) => Promise<Sealed>>;
let oldKeys: Map<number, CryptoKey>;
let oldOwnKeys: Map<number, CryptoKey>;
/** Ingrid's device as it was before, and as it is after. */
let ingridBefore: MemoryStore;
let tablet: TestDevice;
let identity: IdentityRecord;
/** What they had in common before Noor signed the phone out. */
let common: { control: number; close: number; all: number; own: number };
let close: Entry[];
/** What the thief has signed, with a date from before. */
let theirs: Entry;

const ownOf = ({ home }: TestDevice): CircleReplica => ownCircle(home)?.circle as CircleReplica;
const identityOf = async ({ home }: TestDevice): Promise<IdentityRecord> => (await home.store.read<IdentityRecord>(keyOf.identity)) as IdentityRecord;

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['ingrid']);
	phone = people.noor;
	await phone.does('answer', people.answer('från telefonen'));
	await phone.sees(settled);
	await people.ingrid.sees((view) => textsOf(view).includes('från telefonen'));
	tablet = await openDevice(server.origin);
	await comeBack(tablet.home, await identityOf(phone));
	await tablet.sees((view) => textsOf(view).includes('från telefonen'));
	await people.ingrid.sees(() => circleOf(people.ingrid).state.n === circleOf(tablet).state.n);
	await phone.sees((view) => settled(view) && circleOf(phone).state.n === circleOf(tablet).state.n);
	ingridBefore = createMemoryStore(people.ingrid.store);
	image = { close: await takeImage(phone, 'close'), own: (await takeImage(phone, 'us', ownOf(phone))) as never };
	const { envelope, body } = await image.close({ type: 'answer', to: people.to, kind: 'words', text: 'inte Noor', motif: null });
	theirs = [envelope, body];
	oldKeys = new Map(await ringKeys(circleOf(phone), 'close', circleOf(phone).rings.get('close') as RingReplica));
	oldOwnKeys = new Map(await ringKeys(ownOf(phone), 'us', ownOf(phone).rings.get('us') as RingReplica));
	common = {
		control: circleOf(phone).state.n + 1,
		close: circleOf(people.ingrid).rings.get('close')?.stretch.last ?? 0,
		all: circleOf(people.ingrid).rings.get('all')?.stretch.last ?? 0,
		own: ownOf(phone).rings.get('us')?.stretch.last ?? 0
	};
	await people[Symbol.asyncDispose]();
	await tablet.does('signOutOthers', {});
	await tablet.does('answer', people.answer('efteråt'));
	await tablet.sees(settled);
	identity = await identityOf(tablet);
	await using ingrid = await openDevice(server.origin, { store: people.ingrid.store });
	await ingrid.sees((view) => textsOf(view).includes('efteråt'));
	await tablet[Symbol.asyncDispose]();
	close = await server.entriesOf(deviceOf(tablet), 'close');
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

test('what the thief signs with a date from before, shown to who has read on, is refused and named', async () => {
	server.lies = { ring: (entries, ring) => (ring === 'close' ? [...entries, theirs] : entries) };
	await using ingrid = await openDevice(server.origin, { store: createMemoryStore(people.ingrid.store) });
	const view = await ingrid.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'control-fell', stops: false, ring: 'close', who: 'Noor' }]);
	expect(textsOf(view)).not.toContain('inte Noor');
	server.lies = {};
}, 30_000);

test('put in before the device was signed out, it is cut off for who reads the log so: now and from the beginning', async () => {
	server.lies = { ring: (entries, ring) => (ring === 'close' ? entries.toSpliced(common.close, 0, theirs) : entries) };
	await using ingrid = await openDevice(server.origin, { store: createMemoryStore(ingridBefore) });
	const view = await ingrid.sees((seen) => wrongHere(seen).some(({ code }) => code === 'cut-off'));
	expect(wrongHere(view).find(({ code }) => code === 'cut-off')).toMatchObject({ ring: 'close', who: 'Noor' });
	expect(textsOf(view)).not.toContain('inte Noor');
	expect(textsOf(view)).toContain('från telefonen');
	server.lies = {};
}, 30_000);

const certify = async (): Promise<Bytes> => {
	const { publicKey } = await newSigningKey();
	const by = { author: { by: 'root' as const, memberId: fromHex(memberOf(phone)) }, key: keysOf(phone).member.root.privateKey };
	const { circleId, n, head } = circleOf(tablet).state;
	return writeControl({ circleId, n, head }, by, 'device+', [publicKey], Date.now());
};

test('the old root certifies nothing any more', async () => {
	const certificate = await certify();
	server.lies = { control: (entries) => [...entries, certificate] };
	for (const store of [people.ingrid.store, tablet.store]) {
		await using device = await openDevice(server.origin, { store: createMemoryStore(store) });
		const known = circleOf(device).state.n;
		const view = await device.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code: 'control-wrong-signature', stops: true, ring: null, who: null }]);
		expect(circleOf(device).state.n).toBe(known);
	}
	server.lies = {};
}, 30_000);

test('a device that the old root certified on a log shown to one person: what others write tells them, and the true log is not joined to it', async () => {
	const { publicKey } = await newSigningKey();
	const { circleId, n, head } = circleOf(phone).state;
	const by = { author: { by: 'root' as const, memberId: fromHex(memberOf(phone)) }, key: keysOf(phone).member.root.privateKey };
	const certificate = await writeControl({ circleId, n, head }, by, 'device+', [publicKey], Date.now());
	// As long as the true one would be seen to be another, it is shown as far as the thief's own entry.
	server.lies = {
		control: (entries) => [...entries.slice(0, common.control), certificate],
		ring: (entries, ring) => entries.slice(0, ring === 'close' ? common.close : common.all)
	};
	const store = createMemoryStore(ingridBefore);
	const first = await openDevice(server.origin, { store });
	await expect.poll(() => circleOf(first).state.n, { timeout: 8_000 }).toBe(common.control);
	await first[Symbol.asyncDispose]();
	// Then what Noor says comes through: it cites a log in which that number is another.
	server.lies = { control: (entries) => [...entries.slice(0, common.control), certificate] };
	const second = await openDevice(server.origin, { store: createMemoryStore(store) });
	const view = await second.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view).every(({ stops }) => stops)).toBe(true);
	expect(['control-fork', 'control-ahead']).toContain(wrongHere(view)[0]?.code);
	expect(textsOf(view)).not.toContain('efteråt');
	await second[Symbol.asyncDispose]();
	server.lies = {};
	await using third = await openDevice(server.origin, { store });
	expect(wrongHere(await third.sees((view) => wrongHere(view).length > 0))).toMatchObject([
		{ code: 'control-wrong-predecessor', stops: true, ring: null, who: null }
	]);
}, 30_000);

test('with every key of the image nothing opens that came after, whatever the server shows', async () => {
	const { state } = circleOf(tablet);
	const { kem } = keysOf(phone).member;
	for (const ring of ['us', 'close', 'all'] as const) {
		await expect(openRingKeys(state, ring, { id: memberOf(phone), kem })).rejects.toThrow();
	}
	await expect(openRingKeys(state, 'close', { id: hex(randomBytes(16)), kem })).rejects.toThrow(NoKey);
	const opened = async (entries: readonly Entry[], keys: Map<number, CryptoKey>, circle: CircleReplica, ring: 'us' | 'close') =>
		Promise.all(entries.map(async ([envelope, body]) => (await open(circle.state, ring, envelope, body, keys)).ok));
	expect(await opened(close.slice(0, common.close), oldKeys, circleOf(tablet), 'close')).toContain(true);
	const after = await opened(close.slice(common.close), oldKeys, circleOf(tablet), 'close');
	expect([after.length > 1, after.includes(true)]).toEqual([true, false]);
	const own = await server.entriesOf(hex(ownOf(tablet).keys?.deviceId as Bytes), 'us');
	const ownAfter = await opened(own.slice(common.own), oldOwnKeys, ownOf(tablet), 'us');
	expect([ownAfter.length > 0, ownAfter.includes(true)]).toEqual([true, false]);
}, 30_000);

test('written into the own log, it sends nobody elsewhere: who comes back by the new root finds the same places, and names it', async () => {
	const { envelope, body } = await image.own({ type: 'circle', circleId: circleOf(phone).state.circleId, seed: randomBytes(32) });
	server.lies = { ring: (entries, ring, who) => (ring === 'us' && ownDevices.has(who) ? entries.toSpliced(common.own, 0, [envelope, body]) : entries) };
	const ownDevices = { has: (who: string) => ownOf(third)?.keys !== null && who === hex(ownOf(third)?.keys?.deviceId ?? randomBytes(16)) };
	await using third = await openDevice(server.origin);
	await comeBack(third.home, identity);
	const view = await third.sees((seen) => textsOf(seen).includes('efteråt') && seen.me.name !== '');
	expect([view.me.memberId, view.me.name]).toEqual([memberOf(tablet), 'Noor']);
	await expect
		.poll(
			() =>
				ownOf(third)
					.rings.get('us')
					?.refused.map(({ code, signed }) => [code, signed]),
			{ timeout: 8_000 }
		)
		.toContainEqual(['cut-off', true]);
	server.lies = {};
}, 30_000);
