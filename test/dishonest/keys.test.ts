/** Attacks with wrong keys: a parent who begins an epoch badly, and a server that shows an old one or exchanges boxes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { sealTo } from '#crypto/hpke.ts';
import { randomBytes } from '#crypto/random.ts';
import { newEpoch } from '#log/ring-key.ts';
import { currentEpoch, type Member } from '#membership/state.ts';
import type { ControlBody } from '#wire/control-entry.ts';
import { context } from '#wire/context.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { decodeSign1, encodeSign1 } from '#wire/cose.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, headersSent, signs, type Household } from '../support/household.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { flip } from '../support/property.ts';
import { circleOf, memberOf, textsOf } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin);
	await people[Symbol.asyncDispose]();
	// Noor has read nothing of it: what she wrote while there was no way waits on Ingrid's and Malik's devices in each attack.
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

type EpochBody = ControlBody<'epoch'>;
const close = 'close';
const epochNow = () => currentEpoch(circleOf(people.elias).state, close)?.epoch as number;
/** What Elias would write, were he honest; `change` is what he writes instead. */
async function badEpoch(change: (body: EpochBody) => EpochBody | Promise<EpochBody>): Promise<Bytes[]> {
	const { state, holder } = circleOf(people.elias);
	const batch = signs(people.elias);
	await batch.add('epoch', await change(await newEpoch(state, close, holder)));
	return batch.entries;
}
/** A true box with another key in it than the others have. */
const otherBox = async (victim: TestDevice): Promise<Bytes> => {
	const { circleId, members } = circleOf(people.elias).state;
	const id = memberOf(victim);
	return sealTo((members.get(id) as Member).kem, context('box', circleId, 1, epochNow() + 1, fromHex(id)), randomBytes(32));
};
const withBoxes = ([ring, epoch, commitment, edge, boxes]: EpochBody, change: (id: string, sealed: Bytes) => Bytes): EpochBody => [
	ring,
	epoch,
	commitment,
	edge,
	boxes.map(([id, sealed]): [Bytes, Bytes] => [id, change(Buffer.from(id).toString('hex'), sealed)])
];

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
	[
		'a commitment to another key',
		() => badEpoch(([ring, epoch, , edge, boxes]) => [ring, epoch, randomBytes(32), edge, boxes]),
		['ingrid', 'malik', 'noor']
	],
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
				const view = await device.sees(({ wrong }) => wrong.length > 0);
				expect(view.wrong).toMatchObject([{ code: 'wrong-key', stops: true, who: null }]);
				expect([view.standing, view.unsent, textsOf(view).sort()]).toEqual(['member', 1, ['nyheten', 'skrivet innan']]);
				await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
				expect(headersSent(server.sent.slice(before), deviceOf(device))).toEqual([]);
			} else {
				// Whoever was given the true key cannot know of it, and goes on.
				await expect.poll(() => headersSent(server.sent.slice(before), deviceOf(device)).at(-1)?.epoch).toBe(epochNow() + 1);
				expect((await device.view()).wrong).toEqual([]);
			}
		}
		server.lies = {};
	},
	30_000
);
