/** Attacks by who was moved outward, from `close` to `all`, together with the server: on who is in, and in the ring they have lost. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed } from '#crypto/hpke.ts';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey, sign, type SigningKey } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { writeControl } from '#log/control.ts';
import { open } from '#log/open.ts';
import { NoKey, openRingKeys } from '#log/ring-key.ts';
import { applyControl } from '#membership/apply.ts';
import { entitled } from '#membership/entitled.ts';
import { rollStatement } from '#membership/root-statement.ts';
import { copyState, currentEpoch, type CircleState } from '#membership/state.ts';
import type { CircleView } from '#domain/view.ts';
import { ringKeys } from '#replica/ring-replica.ts';
import { deviceAuthor, type RingReplica } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import type { ControlBody, ControlKind } from '#wire/control-entry.ts';
import { writeMessage } from '#wire/api.ts';
import type { EnvelopeHeader } from '#wire/envelope.ts';
import { startDishonestServer, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { takeImage } from '../support/disk-image.ts';
import { openDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, headersSent, keysOf, type Household } from '../support/household.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { circleOf, lineOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';
import { writesOn } from '../support/writes-on.ts';

let server: DishonestServer;
let people: Household;
/** What Malik's device had before it knew. */
let keys: DeviceKeys;
let oldKeys: Map<number, CryptoKey>;
/** Who was in before he was moved, and who is now. */
let then: CircleState;
let now: CircleState;
/** Ingrid's device before she knew. */
let ingridThen: MemoryStore;
/** How far all had read then. */
let common: { close: number; all: number };
let close: Entry[];
const said = ['efteråt', 'nyheten', 'ärligt sagt'];
/** Every word that can be read, in no order of theirs. */
const textsIn = (view: CircleView): string[] => textsOf(view).sort();

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['ingrid', 'malik']);
	const { noor, ingrid, malik } = people;
	await malik.does('answer', people.answer('ärligt sagt'));
	// Noor's receipt for it is there as well: from here on nobody writes anything by themselves.
	await malik.sees(({ told }) => told.some(({ answers }) => answers.some(({ text, arrived }) => text === 'ärligt sagt' && arrived)));
	const there = { close: await server.entriesOf(deviceOf(noor), 'close'), all: await server.entriesOf(deviceOf(noor), 'all') };
	for (const one of [noor, ingrid, malik]) {
		await one.sees((view) => settled(view) && circleOf(one).outbox.length === 0 && circleOf(one).state.n === circleOf(noor).state.n);
		await one.sees(() => (['close', 'all'] as const).every((ring) => (circleOf(one).rings.get(ring)?.stretch.last ?? 0) === there[ring].length));
	}
	await malik[Symbol.asyncDispose]();
	await ingrid[Symbol.asyncDispose]();
	keys = keysOf(malik);
	then = circleOf(malik).state;
	oldKeys = new Map(await ringKeys(circleOf(malik), 'close', circleOf(malik).rings.get('close') as RingReplica));
	ingridThen = createMemoryStore(ingrid.store);
	common = { close: there.close.length, all: there.all.length };
	// What she writes now cites what all have read: were it to cite her own word on the moving, nothing could be put in before it unnoticed.
	server.lies = { ring: (honest, ring, who) => (ring === 'close' && who === deviceOf(noor) ? honest.slice(0, common.close) : honest) };
	await noor.does('moveTo', { memberId: memberOf(malik), ring: 'all' });
	await noor.does('answer', people.answer('efteråt'));
	await noor.sees(settled);
	server.lies = {};
	server.breakOff();
	await using reader = await openDevice(server.origin, { store: ingrid.store });
	await reader.sees((view) => settled(view) && textsOf(view).includes('efteråt'));
	await using moved = await openDevice(server.origin, { store: malik.store });
	// It has forgotten what it signed in the ring it had, so it makes itself another key: the last that is decided here.
	await moved.sees(({ me }) => me.ring === 'all' && circleOf(moved).record.behind === false);
	await noor.sees(() => circleOf(noor).state.n === circleOf(moved).state.n);
	await reader.sees(() => circleOf(reader).state.n === circleOf(moved).state.n);
	now = circleOf(noor).state;
	await noor.sees(() => circleOf(noor).outbox.length === 0);
	await noor[Symbol.asyncDispose]();
	close = await server.entriesOf(deviceOf(noor), 'close');
}, 60_000);
afterEach(() => void (server.lies = {}));
afterAll(() => server[Symbol.asyncDispose]());

const id = (who: 'noor' | 'ingrid' | 'malik') => fromHex(memberOf(people[who]));
const byDevice = <K extends ControlKind>(state: CircleState, kind: K, body: ControlBody<K>): Promise<Bytes> =>
	writeControl(state, deviceAuthor(keys), kind, body, Date.now());
const byRoot = <K extends ControlKind>(state: CircleState, kind: K, body: ControlBody<K>, memberId = id('malik')): Promise<Bytes> =>
	writeControl(state, { author: { by: 'root', memberId }, key: keys.member.root.privateKey }, kind, body, Date.now());

async function invitation(): Promise<ControlBody<'invite'>> {
	const [{ publicKey }, kem] = [await newSigningKey(), await kemKeyFromSeed(randomBytes(32))];
	return [randomBytes(16), publicKey, kem.publicKey, 1, 1, true, false, null];
}
const epoch = (state: CircleState, ring: 'close' | 'all'): ControlBody<'epoch'> => [
	ring === 'close' ? 1 : 2,
	(currentEpoch(state, ring)?.epoch ?? 0) + 1,
	randomBytes(32),
	randomBytes(48),
	[...entitled(state, ring).keys()].sort().map((one) => [fromHex(one), randomBytes(80)])
];
async function endsIngrids(state: CircleState): Promise<ControlBody<'device-'>> {
	const [root, kem] = [await newSigningKey(), await kemKeyFromSeed(randomBytes(32))];
	const rootSignature = await sign(root.privateKey, rollStatement(state.circleId, id('malik'), root.publicKey, kem.publicKey));
	return [[keysOf(people.ingrid).deviceId], root.publicKey, kem.publicKey, rootSignature, [[2, currentEpoch(state, 'all')?.epoch ?? 0, randomBytes(80)]]];
}

const decisions: [what: string, entry: (state: CircleState) => Promise<Bytes>, code: string][] = [
	['invites into the ring he had', async (state) => byDevice(state, 'invite', await invitation()), 'control-no-authority'],
	[
		'moves himself back in',
		(state) => byDevice(state, 'ring', [id('malik'), 1, [[1, currentEpoch(state, 'close')?.epoch ?? 0, randomBytes(80)]]]),
		'control-no-authority'
	],
	['moves Ingrid outward as well', (state) => byDevice(state, 'ring', [id('ingrid'), 2, []]), 'control-no-authority'],
	['lets Ingrid go', (state) => byDevice(state, 'remove', [id('ingrid')]), 'control-no-authority'],
	['makes himself a parent', (state) => byDevice(state, 'parent+', [id('malik')]), 'control-no-authority'],
	['lets himself speak for the parents', (state) => byDevice(state, 'grant+', [id('malik'), 0]), 'control-no-authority'],
	['begins an epoch of the ring he had', (state) => byDevice(state, 'epoch', epoch(state, 'close')), 'control-no-authority'],
	['begins an epoch of his own ring, which is not due', (state) => byDevice(state, 'epoch', epoch(state, 'all')), 'control-no-authority'],
	['says yes to erasing everything', (state) => byDevice(state, 'erase-circle', [true]), 'control-no-authority'],
	['ends a device of Ingrid’s', async (state) => byRoot(state, 'device-', await endsIngrids(state)), 'control-wrong-state'],
	['certifies a device of Noor’s', async (state) => byRoot(state, 'device+', [(await newSigningKey()).publicKey], id('noor')), 'control-wrong-signature']
];
test.each(decisions)(
	'Malik, moved outward, %s: nobody who knows takes it, and it is said',
	async (_, entry, code) => {
		const made = await entry(now);
		server.lies = { control: (entries) => [...entries, made] };
		for (const store of [people.ingrid.store, people.noor.store]) {
			await using device = await openDevice(server.origin, { store: createMemoryStore(store) });
			const view = await device.sees((view) => wrongHere(view).length > 0);
			expect(wrongHere(view)).toMatchObject([{ code, stops: true, ring: null, who: null }]);
			expect([circleOf(device).state.n, textsIn(view), view.members.length]).toEqual([now.n, said, 3]);
			await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
		}
		server.lies = {};
	},
	30_000
);

/** Ingrid is shown all as it was before, and `made` after it. */
const hidden = (control: readonly Bytes[], made: readonly Entry[] = []) => ({
	control: (entries: Bytes[]) => [...entries.slice(0, then.n + 1), ...control],
	ring: (entries: Entry[], ring: string) => (ring === 'close' ? [...entries.slice(0, common.close), ...made] : entries.slice(0, common.all))
});

test.each(decisions)(
	'Malik, moved outward, %s, shown to Ingrid from whom the moving is kept: she does not take it either',
	async (_, entry, code) => {
		server.lies = hidden([await entry(then)]);
		await using device = await openDevice(server.origin, { store: createMemoryStore(ingridThen) });
		const view = await device.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code, stops: true, ring: null, who: null }]);
		expect([circleOf(device).state.n, textsIn(view), view.members.length]).toEqual([then.n, ['nyheten', 'ärligt sagt'], 3]);
		await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
		server.lies = {};
	},
	30_000
);

/** What Malik signs in the ring he had; with his own device, or with another. */
async function signs(lie: Partial<EnvelopeHeader> = {}, device?: CryptoKey): Promise<Entry> {
	const write = await takeImage(people.malik, 'close');
	const { envelope, body } = await write({ type: 'answer', ...people.answer('inte längre') }, lie, device);
	return [envelope, body];
}
const asOf = ({ n, head }: CircleState): Partial<EnvelopeHeader> => ({ controlN: n, controlHead: head });

const entries: [what: string, entry: () => Promise<Entry>, code: string, who: string | null][] = [
	['as of now', () => signs(asOf(now)), 'not-in-ring', null],
	['as of now, under the number of a key he has not', () => signs({ ...asOf(now), epoch: currentEpoch(now, 'close')?.epoch as number }), 'not-in-ring', null],
	['as of before, under the number of a key he has not', () => signs({ epoch: currentEpoch(now, 'close')?.epoch as number }), 'wrong-epoch', null],
	['as of the moment he was moved', () => signs({ controlN: then.n + 1, controlHead: now.heads[then.n + 1] as Bytes }), 'not-in-ring', null],
	['as of before', () => signs(), 'control-fell', 'Malik']
];
test.each(entries)(
	'Malik, moved outward, writes on in the ring he had, %s: it is left out and named, and one goes on writing',
	async (_, entry, code, who) => {
		const made = await entry();
		for (const store of [people.ingrid.store, people.noor.store]) {
			const { view } = await writesOn(server, store, { entries: [made] }, people.answer('skrivet sedan'));
			expect(wrongHere(view)).toMatchObject([{ code, stops: false, ring: 'close', who }]);
			expect([textsIn(view), view.stopped]).toEqual([[...said, 'skrivet sedan'].sort(), false]);
		}
	},
	30_000
);

/** Another device of Malik's, and the entry by which he certifies it. */
async function another(state: CircleState): Promise<{ device: SigningKey; certificate: Bytes; after: CircleState; ofIt: Partial<EnvelopeHeader> }> {
	const device = await newSigningKey();
	const certificate = await byRoot(state, 'device+', [device.publicKey]);
	const after = await applyControl(copyState(state), certificate);
	const deviceId = (await sha256(device.publicKey)).slice(0, 16);
	return { device, certificate, after, ofIt: { deviceId, deviceSeq: 1, devicePrev: new Uint8Array(32) } };
}

test.each([
	['as of now', 'not-in-ring', (after: CircleState) => asOf(after)],
	['as of before', 'not-a-device', () => ({})]
] as const)(
	'a device that Malik certifies, as he may, writes in the ring he had, %s: it is left out, and one goes on writing',
	async (_, code, cites) => {
		const { device, certificate, after, ofIt } = await another(now);
		const made = await signs({ ...ofIt, ...cites(after) }, device.privateKey);
		for (const store of [people.ingrid.store, people.noor.store]) {
			const { view } = await writesOn(server, store, { control: [certificate], entries: [made] }, people.answer('skrivet sedan'));
			expect(wrongHere(view)).toMatchObject([{ code, stops: false, ring: 'close', who: null }]);
			expect([textsIn(view), view.stopped]).toEqual([[...said, 'skrivet sedan'].sort(), false]);
		}
	},
	30_000
);

test('Malik says in the ring he had that he was shown another log of who is in: it is a doubt that names him, as of anybody, until one goes on', async () => {
	const made = await signs({ controlHead: randomBytes(32) });
	server.lies = { ring: (honest, ring) => (ring === 'close' ? [...honest, made] : honest) };
	const store = createMemoryStore(people.ingrid.store);
	await using device = await openDevice(server.origin, { store });
	const view = await device.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'control-fork', stops: true, ring: 'close', who: 'Malik' }]);
	expect(textsIn(view)).toEqual(said);
	await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'doubt' });
	await device.does('settleDoubt', { memberId: memberOf(people.malik) });
	expect((await device.view()).stopped).toBe(false);
	server.lies = {};
}, 30_000);

test('the moving is kept from Ingrid, and Malik writes as before: once she is shown the truth it is gone, named, and she goes on writing', async () => {
	const theirs = await signs();
	server.lies = hidden([], [theirs]);
	const store = createMemoryStore(ingridThen);
	const first = await openDevice(server.origin, { store });
	// She cannot know.
	expect(wrongHere(await first.sees((seen) => textsOf(seen).includes('inte längre')))).toEqual([]);
	await first[Symbol.asyncDispose]();
	const from = server.sent.length;
	server.lies = {
		ring: (honest, ring) => (ring === 'close' ? honest.toSpliced(common.close, 0, theirs) : honest),
		instead: ({ method, path }) =>
			method === 'POST' && path.endsWith('/close/entries')
				? new Response(writeMessage([[close.length + 2]]), { headers: { 'content-type': 'application/cbor' } })
				: undefined
	};
	await using second = await openDevice(server.origin, { store });
	const view = await second.sees((seen) => textsOf(seen).includes('efteråt') && !textsOf(seen).includes('inte längre') && wrongHere(seen).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'cut-off', stops: false, ring: 'close', who: 'Malik' }]);
	expect([textsIn(view), view.stopped]).toEqual([said, false]);
	await second.does('answer', people.answer('skrivet sedan'));
	await second.sees(settled);
	const sent = headersSent(server.sent.slice(from), deviceOf(second)).filter(({ ring }) => ring === 1);
	expect(sent.map(({ controlN, epoch }) => [controlN, epoch])).toEqual([[now.n, currentEpoch(now, 'close')?.epoch]]);
	server.lies = {};
}, 30_000);

test('the moving is kept from Ingrid, and a device that Malik certifies then writes: what others say tells her, and she is not joined to the true log', async () => {
	const { device, certificate, after, ofIt } = await another(then);
	const made = await signs({ ...ofIt, ...asOf(after) }, device.privateKey);
	server.lies = hidden([certificate], [made]);
	const store = createMemoryStore(ingridThen);
	const first = await openDevice(server.origin, { store });
	// She cannot know; but what she seals as of that log the true server does not take.
	expect(wrongHere(await first.sees((seen) => textsOf(seen).includes('inte längre')))).toEqual([]);
	await first.does('answer', people.answer('skrivet i villfarelsen'));
	await expect
		.poll(() => headersSent(server.sent, deviceOf(first)).filter(({ controlN, ring }) => controlN === after.n && ring === 1).length, { timeout: 8_000 })
		.toBeGreaterThan(0);
	await first[Symbol.asyncDispose]();
	// Noor's words come through: they cite a log in which that number is another.
	server.lies = {
		...hidden([certificate]),
		ring: (honest, ring) => (ring === 'close' ? honest.toSpliced(common.close, 0, made) : honest.slice(0, common.all))
	};
	const second = await openDevice(server.origin, { store: createMemoryStore(store) });
	const told = await second.sees((view) => wrongHere(view).length > 0);
	expect([wrongHere(told).every(({ stops }) => stops), ['control-fork', 'control-ahead'].includes(wrongHere(told)[0]?.code ?? '')]).toEqual([true, true]);
	expect([textsOf(told).includes('efteråt'), told.unsent]).toEqual([false, 1]);
	await expect(second.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: expect.stringMatching(/^(doubt|trouble)$/) as string });
	await second[Symbol.asyncDispose]();
	server.lies = {};
	await using third = await openDevice(server.origin, { store });
	const view = await third.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'control-wrong-predecessor', stops: true, ring: null, who: null }]);
	expect([view.unsent, textsOf(view).includes('skrivet i villfarelsen')]).toEqual([1, true]);
}, 30_000);

test('with every key Malik had nothing opens that was said after, and the true server gives him none of it', async () => {
	await expect(openRingKeys(now, 'close', { id: memberOf(people.malik), kem: keys.member.kem })).rejects.toThrow(NoKey);
	const opened = async (some: readonly Entry[]) => Promise.all(some.map(async ([envelope, body]) => (await open(now, 'close', envelope, body, oldKeys)).ok));
	expect(await opened(close.slice(0, common.close))).toContain(true);
	const after = await opened(close.slice(common.close));
	expect([after.length > 1, after.includes(true)]).toEqual([true, false]);
	await using malik = await openDevice(server.origin, { store: createMemoryStore(people.malik.store) });
	await malik.sees(({ connection }) => connection === 'live');
	const { api, session } = lineOf(malik);
	const [envelope, body] = (await signs(asOf(now))) as [Bytes, Bytes];
	const tries = [
		() => api.newer(session, 'close', 0),
		() => api.older(session, 'close', null, 10),
		() => api.beacons(session, 'close'),
		() => api.append(session, 'close', [[envelope, body]], false)
	];
	for (const one of tries) await expect(one()).rejects.toMatchObject({ code: 'not-yours' });
}, 30_000);

test('what Malik says in the ring he is still in is taken, and nothing is wrong', async () => {
	await using malik = await openDevice(server.origin, { store: people.malik.store });
	await malik.does('rename', { name: 'Malik i all' });
	await malik.sees(settled);
	for (const store of [people.ingrid.store, people.noor.store]) {
		await using device = await openDevice(server.origin, { store: createMemoryStore(store) });
		const view = await device.sees(({ members }) => members.some(({ name }) => name === 'Malik i all'));
		expect(wrongHere(view)).toEqual([]);
	}
}, 30_000);
