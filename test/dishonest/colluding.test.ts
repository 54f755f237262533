/** Attacks on who is in by those who are out of it, or were moved outward, together with the server: with true keys. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey } from '#crypto/sign.ts';
import { kemKeyFromSeed } from '#crypto/hpke.ts';
import { writeControl } from '#log/control.ts';
import type { CircleState } from '#membership/state.ts';
import { currentEpoch } from '#membership/state.ts';
import { entitled } from '#membership/entitled.ts';
import { deviceAuthor } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import type { ControlBody, ControlKind } from '#wire/control-entry.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { openDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, headersSent, keysOf, signs, type Household } from '../support/household.ts';
import { letIn } from '../support/let-in.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { circleOf, memberOf, textsOf, wrongHere } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;
/** Who has been replaced, and who has been let go of: what their devices had before they knew. */
let keys: Record<'elias' | 'malik', DeviceKeys>;
/** What Elias and everyone knew before that, and what Ingrid's device was then. */
let then: CircleState;
let ingridThen: MemoryStore;
/** What is true now. */
let now: CircleState;
let batchThen: Bytes[];

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin);
	const { noor, elias, ingrid, malik } = people;
	for (const one of [elias, ingrid, malik]) await one.sees(() => circleOf(one).state.n === circleOf(noor).state.n);
	keys = { elias: keysOf(elias), malik: keysOf(malik) };
	then = circleOf(elias).state;
	// Elias signs this while he still may, so that nothing is wrong with it but where it stands; longer than what comes instead.
	const batch = signs(elias);
	for (let i = 0; i < 12; i++) await batch.add('invite', await invitation());
	batchThen = batch.entries;
	await elias[Symbol.asyncDispose]();
	await malik[Symbol.asyncDispose]();
	await ingrid[Symbol.asyncDispose]();
	ingridThen = createMemoryStore(ingrid.store);
	await noor.does('letGo', { memberId: memberOf(malik) });
	await using again = await letIn(server.origin, noor, 'Elias', 'us', { parent: true, insteadOf: memberOf(elias) });
	await using reader = await openDevice(server.origin, { store: ingrid.store });
	await reader.sees(() => circleOf(reader).state.n === circleOf(noor).state.n && circleOf(again).state.n === circleOf(noor).state.n);
	now = circleOf(noor).state;
	await noor[Symbol.asyncDispose]();
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const invitation = async (): Promise<ControlBody<'invite'>> => {
	const [{ publicKey }, kem] = [await newSigningKey(), await kemKeyFromSeed(randomBytes(32))];
	return [randomBytes(16), publicKey, kem.publicKey, 1, 1, true, false, null];
};
const byNow = <K extends ControlKind>(who: 'elias' | 'malik', kind: K, body: ControlBody<K>): Promise<Bytes> =>
	writeControl(now, deviceAuthor(keys[who]), kind, body, Date.now());
const epoch = (): ControlBody<'epoch'> => [
	1,
	(currentEpoch(now, 'close')?.epoch ?? 0) + 1,
	randomBytes(32),
	randomBytes(48),
	[...entitled(now, 'close').keys()].sort().map((id) => [fromHex(id), randomBytes(80)])
];

const attacks: [what: string, entry: () => Promise<Bytes>][] = [
	['a replaced parent invites', async () => byNow('elias', 'invite', await invitation())],
	['a replaced parent lets Ingrid go', () => byNow('elias', 'remove', [fromHex(memberOf(people.ingrid))])],
	['a replaced parent moves Ingrid', () => byNow('elias', 'ring', [fromHex(memberOf(people.ingrid)), 2, []])],
	['a replaced parent lets in who was let go of', () => byNow('elias', 'admit', [fromHex(memberOf(people.malik)), []])],
	['a replaced parent begins an epoch', () => byNow('elias', 'epoch', epoch())],
	['a replaced parent says yes to erasing everything', () => byNow('elias', 'erase-circle', [true])],
	['who was let go of begins an epoch', () => byNow('malik', 'epoch', epoch())],
	[
		'who was let go of certifies a device',
		async () => {
			const by = { author: { by: 'root' as const, memberId: fromHex(memberOf(people.malik)) }, key: keys.malik.member.root.privateKey };
			return writeControl(now, by, 'device+', [(await newSigningKey()).publicKey], Date.now());
		}
	]
];
test.each(attacks)(
	'%s after they were out: nobody takes it, and it is said',
	async (_, entry) => {
		const made = await entry();
		server.lies = { control: (entries) => [...entries, made] };
		for (const store of [people.ingrid.store, people.noor.store]) {
			await using device = await openDevice(server.origin, { store: createMemoryStore(store) });
			const view = await device.sees((view) => wrongHere(view).length > 0);
			expect(wrongHere(view)).toMatchObject([{ code: 'control-no-authority', stops: true, ring: null, who: null }]);
			expect([circleOf(device).state.n, textsOf(view)]).toEqual([now.n, ['nyheten']]);
			await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
		}
		server.lies = {};
	},
	30_000
);

test('signed while they still might, on a log as it was then: it does not follow what one knows, and nobody who knows takes it', async () => {
	server.lies = { control: (entries) => [...entries.slice(0, then.n + 1), ...batchThen] };
	for (const store of [people.ingrid.store, people.noor.store]) {
		await using device = await openDevice(server.origin, { store: createMemoryStore(store) });
		const view = await device.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code: 'control-wrong-predecessor', stops: true, ring: null, who: null }]);
		expect([circleOf(device).state.n, view.members.map(({ name }) => name).includes('Malik')]).toEqual([now.n, false]);
	}
	server.lies = { control: (entries) => [...entries.slice(0, then.n + 1), batchThen[0] as Bytes] };
	await using device = await openDevice(server.origin, { store: createMemoryStore(people.ingrid.store) });
	expect(wrongHere(await device.sees((view) => wrongHere(view).length > 0))).toMatchObject([{ code: 'rolled-back', stops: true, ring: null, who: null }]);
	server.lies = {};
}, 30_000);

test('shown that other log alone, a device cannot know; but what it writes the true server does not take, and the true log stops it', async () => {
	const lies = { control: (entries: Bytes[]) => [...entries.slice(0, then.n + 1), batchThen[0] as Bytes], ring: () => [] as never[] };
	const known = { us: 0, close: 0, all: 0 };
	const store = createMemoryStore(ingridThen);
	const asItWas = await openDevice(server.origin, { store: createMemoryStore(store), follow: false });
	for (const [ring, { stretch }] of circleOf(asItWas).rings) known[ring] = stretch.last;
	await asItWas[Symbol.asyncDispose]();
	server.lies = { ...lies, ring: (entries, ring) => entries.slice(0, known[ring]) };
	const first = await openDevice(server.origin, { store });
	await expect.poll(() => circleOf(first).state.n, { timeout: 8_000 }).toBe(then.n + 1);
	await first.does('answer', people.answer('skrivet i villfarelsen'));
	await expect
		.poll(() => headersSent(server.sent, deviceOf(first)).filter(({ controlN }) => controlN === then.n + 1).length, { timeout: 8_000 })
		.toBeGreaterThan(0);
	expect((await first.view()).unsent).toBe(1);
	await first[Symbol.asyncDispose]();
	server.lies = {};
	await using second = await openDevice(server.origin, { store });
	const view = await second.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'control-wrong-predecessor', stops: true, ring: null, who: null }]);
	expect([view.unsent, textsOf(view).includes('skrivet i villfarelsen')]).toEqual([1, true]);
}, 30_000);
