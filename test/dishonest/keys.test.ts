/** Attacks with wrong keys: a parent who begins an epoch badly, and a server that shows an old one or exchanges boxes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { writeControl } from '#log/control.ts';
import { newEpoch } from '#log/ring-key.ts';
import { applyControl } from '#membership/apply.ts';
import { copyState, currentEpoch } from '#membership/state.ts';
import { deviceAuthor } from '#replica/circle.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { decodeSign1, encodeSign1 } from '#wire/cose.ts';
import { boxesOf, falseBox, withBoxes, type Boxes, type EpochBody } from '../support/boxes.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, headersSent, keysOf, signs, type Household } from '../support/household.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { flip } from '../support/property.ts';
import { circleOf, lineOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;
/** Waits to be let into `close`. */
let saga: TestDevice;

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin);
	const { noor, elias, ingrid, malik } = people;
	saga = await waits(noor);
	for (const one of [noor, elias, ingrid, malik]) await one.sees(({ members }) => members.some(({ waiting }) => waiting));
	await people[Symbol.asyncDispose]();
	await saga[Symbol.asyncDispose]();
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

/** Somebody who has come by an invitation of that parent's and waits to be let in. */
async function waits(parent: TestDevice): Promise<TestDevice> {
	const invitation = await parent.does('invite', { ring: 'close', label: 'Saga', many: false, form: 'link', parent: false, greeting: '' });
	const { invitations } = await parent.sees(settled);
	const device = await openDevice(server.origin);
	await device.does('openInvitation', { text: invitations.find((one) => one.invitation === invitation)?.share ?? '' });
	await device.does('comeIn', { name: 'Saga' });
	await parent.sees(({ members }) => members.some(({ memberId, waiting }) => waiting && memberId === memberOf(device)));
	return device;
}

const close = 'close';
const epochNow = () => currentEpoch(circleOf(people.elias).state, close)?.epoch as number;
/** What Elias would write, were he honest; `change` is what he writes instead. */
async function badEpoch(change: (body: EpochBody) => EpochBody | Promise<EpochBody>): Promise<Bytes[]> {
	const { state, holder } = circleOf(people.elias);
	const batch = signs(people.elias);
	await batch.add('epoch', await change(await newEpoch(state, close, holder)));
	return batch.entries;
}
const otherBox = (victim: TestDevice) => falseBox(people.elias, memberOf(victim), close);

/** A copy of that person's device, on which something was written while there was no way. */
async function withSomethingTyped(device: TestDevice): Promise<TestDevice> {
	const store = createMemoryStore(device.store);
	const away = await openDevice(server.origin, { store, follow: false });
	await away.does('answer', people.answer('skrivet innan'));
	await away[Symbol.asyncDispose]();
	return openDevice(server.origin, { store });
}

const attacks: [what: string, entries: () => Promise<Bytes[]>, victims: ('ingrid' | 'malik' | 'noor')[]][] = [
	[
		'a box with another key for Ingrid alone',
		async () => {
			const box = await otherBox(people.ingrid);
			return badEpoch((body) => withBoxes(body, (id, sealed) => (id === memberOf(people.ingrid) ? box : sealed)));
		},
		['ingrid']
	],
	[
		'noise instead of a box for Ingrid',
		() => badEpoch((body) => withBoxes(body, (id, sealed) => (id === memberOf(people.ingrid) ? randomBytes(80) : sealed))),
		['ingrid']
	],
	[
		'the boxes of Ingrid and Malik exchanged',
		() =>
			badEpoch((body) => {
				const boxOf = (one: TestDevice) => body[4].find(([id]) => Buffer.from(id).toString('hex') === memberOf(one))?.[1] as Bytes;
				const [hers, his] = [boxOf(people.ingrid), boxOf(people.malik)];
				return withBoxes(body, (id, sealed) => (id === memberOf(people.ingrid) ? his : id === memberOf(people.malik) ? hers : sealed));
			}),
		['ingrid', 'malik']
	],
	['a commitment to another key', () => badEpoch(([ring, epoch, , edge, boxes]) => [ring, epoch, randomBytes(32), edge, boxes]), ['ingrid', 'malik', 'noor']],
	[
		'a way back that opens nothing',
		() => badEpoch(([ring, epoch, commitment, edge, boxes]) => [ring, epoch, commitment, flip(edge as Bytes, 17), boxes]),
		['ingrid', 'malik', 'noor']
	]
];

test.each(attacks)(
	'a parent begins an epoch with %s: whom it wrongs stops, seals nothing, and keeps what was typed',
	async (_, entries, victims) => {
		const made = await entries();
		server.lies = { control: (honest) => [...honest, ...made] };
		for (const one of ['ingrid', 'malik', 'noor'] as const) {
			const before = server.sent.length;
			await using device = await withSomethingTyped(people[one]);
			if (victims.includes(one)) {
				const view = await device.sees((view) => wrongHere(view).length > 0);
				expect(wrongHere(view)).toMatchObject([{ code: 'wrong-key', stops: true, ring: 'close', who: 'Elias', member: null }]);
				expect([view.standing, view.unsent, textsOf(view).sort()]).toEqual(['member', 1, ['nyheten', 'skrivet innan']]);
				await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
				expect(headersSent(server.sent.slice(before), deviceOf(device))).toEqual([]);
			} else {
				// Whoever was given the true key cannot know of it, and goes on.
				await expect.poll(() => headersSent(server.sent.slice(before), deviceOf(device)).at(-1)?.epoch).toBe(epochNow() + 1);
				expect(wrongHere(await device.view())).toEqual([]);
			}
		}
		server.lies = {};
	},
	30_000
);

const boxesFor = (person: TestDevice, parent = people.elias): Promise<Boxes> => boxesOf(parent, memberOf(person));

test('somebody is let in with boxes that say themselves that their epoch is over: nobody takes it', async () => {
	const old = await boxesFor(saga);
	const batch = signs(people.elias);
	await batch.add('epoch', await newEpoch(circleOf(people.elias).state, close, circleOf(people.elias).holder));
	const after = await applyControl(copyState(circleOf(people.elias).state), batch.entries[0] as Bytes);
	const bad = await writeControl(after, deviceAuthor(keysOf(people.elias)), 'admit', [fromHex(memberOf(saga)), old], Date.now());
	server.lies = { control: (honest) => [...honest, ...batch.entries, bad] };
	for (const one of [saga, people.ingrid]) {
		await using device = await openDevice(server.origin, { store: createMemoryStore(one.store) });
		const view = await device.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code: 'control-wrong-epoch', stops: true, ring: null, who: null }]);
	}
	server.lies = {};
}, 30_000);

test('a server exchanges two boxes in an epoch that is true: the signature no longer holds, and nothing is sealed under it', async () => {
	const [entry] = (await badEpoch((body) => body)) as [Bytes];
	const { payload, signature } = decodeSign1(entry);
	const fields = decodeCbor(payload) as Cbor[];
	const [ring, epoch, commitment, edge, boxes] = fields[8] as [Cbor, Cbor, Cbor, Cbor, [Cbor, Cbor][]];
	const turned = boxes.map(([id], i) => [id, boxes[(i + 1) % boxes.length]?.[1] as Cbor]);
	const swapped = encodeSign1(encodeCbor(fields.with(8, [ring, epoch, commitment, edge, turned])), signature);
	server.lies = { control: (honest) => [...honest, swapped] };
	const before = server.sent.length;
	await using device = await withSomethingTyped(people.ingrid);
	const view = await device.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'control-wrong-signature', stops: true, ring: null, who: null }]);
	expect([view.unsent, textsOf(view)]).toEqual([1, ['nyheten', 'skrivet innan']]);
	expect(headersSent(server.sent.slice(before), deviceOf(device))).toEqual([]);
	server.lies = {};
}, 30_000);

test('a server shows the log from before a new epoch as the newest: nothing is sealed under the old key again', async () => {
	const made = await badEpoch((body) => body);
	const knows = circleOf(people.ingrid).state.n + made.length;
	server.lies = { control: (honest) => [...honest, ...made] };
	const store = createMemoryStore(people.ingrid.store);
	const first = await openDevice(server.origin, { store });
	await expect.poll(() => circleOf(first).state.n).toBe(knows);
	await first[Symbol.asyncDispose]();
	server.lies = { control: (honest) => honest };
	const away = await openDevice(server.origin, { store, follow: false });
	await away.does('answer', people.answer('skrivet innan'));
	await away[Symbol.asyncDispose]();
	const before = server.sent.length;
	await using device = await openDevice(server.origin, { store });
	const view = await device.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'rolled-back', stops: true, ring: null, who: null }]);
	expect([view.unsent, textsOf(view)]).toEqual([1, ['nyheten', 'skrivet innan']]);
	expect(headersSent(server.sent.slice(before), deviceOf(device))).toEqual([]);
	server.lies = {};
}, 30_000);

// These are taken by the true server, which sees no difference; so they come last here.
const badAdmits: [what: string, entries: (parent: TestDevice, person: TestDevice) => Promise<Bytes[]>][] = [
	[
		'the boxes of two rings exchanged',
		async (parent, person) => {
			const [close, all] = (await boxesFor(person, parent)) as [Boxes[0], Boxes[0]];
			return admit(parent, person, [
				[1, close[1], all[2]],
				[2, all[1], close[2]]
			]);
		}
	],
	[
		'boxes that are somebody else’s',
		async (parent, person) => {
			const sealedFor = (ring: string) => circleOf(parent).state.boxes.get(`${memberOf(people.ingrid)} ${ring}`)?.sealed as Bytes;
			const boxes = await boxesFor(person, parent);
			return admit(
				parent,
				person,
				boxes.map(([ring, epoch]) => [ring, epoch, sealedFor(ring === 1 ? 'close' : 'all')])
			);
		}
	],
	[
		'the box of an epoch that is over, as one of the newest',
		async (parent, person) => {
			const { state, holder } = circleOf(parent);
			const old = await boxesFor(person, parent);
			const batch = signs(parent);
			await batch.add('epoch', await newEpoch(state, close, holder));
			await batch.add('admit', [fromHex(memberOf(person)), old.map(([ring, epoch, sealed]) => [ring, ring === 1 ? epoch + 1 : epoch, sealed])]);
			return batch.entries;
		}
	]
];
async function admit(parent: TestDevice, person: TestDevice, boxes: Boxes): Promise<Bytes[]> {
	const batch = signs(parent);
	await batch.add('admit', [fromHex(memberOf(person)), boxes]);
	return batch.entries;
}
test.each(badAdmits)(
	'somebody is let in with %s: they are told that something is wrong, and nothing of them is sealed under it',
	async (what, entries) => {
		await using parent = await openDevice(server.origin, { store: createMemoryStore(people.elias.store) });
		await using person = await waits(parent);
		const before = server.sent.length;
		await lineOf(parent).api.appendControl(lineOf(parent).session, await entries(parent, person));
		const view = await person.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code: 'wrong-key', stops: true, who: 'Elias', member: null }]);
		expect([view.standing, view.told]).toEqual(['member', []]);
		// Their name goes to `all`, where that key is true.
		expect(headersSent(server.sent.slice(before), deviceOf(person)).filter(({ ring }) => ring === 1 || !what.includes('epoch'))).toEqual([]);
		// Nobody else is wronged by it.
		await using other = await openDevice(server.origin, { store: createMemoryStore(people.ingrid.store) });
		await other.does('answer', people.answer('skrivet sedan'));
		expect(wrongHere(await other.sees(settled))).toEqual([]);
	},
	30_000
);
