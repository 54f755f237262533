/** Attacks on who is in: the server invents, hides, rolls back, and hands out what it has not. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomBytes } from '#crypto/random.ts';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { sign } from '#crypto/sign.ts';
import { joinStatement } from '#membership/root-statement.ts';
import { currentEpoch } from '#membership/state.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { controlContext, decodeControlEntry } from '#wire/control-entry.ts';
import { encodeSign1, toBeSigned } from '#wire/cose.ts';
import { writeMessage } from '#wire/api.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { beginCircle, newPerson, type Person } from '../support/circle.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { deviceOf } from '../support/household.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { flip } from '../support/property.ts';
import { circleOf, settled, wrongHere } from '../support/seen.ts';

let server: DishonestServer;
let noor: TestDevice;
let link: string;
let control: Bytes[];

beforeAll(async () => {
	server = await startDishonestServer();
	noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	await noor.does('tellNews', { ring: 'all', text: 'nyheten', asking: null });
	link = (await noor.sees(settled)).invitations[0]?.share ?? '';
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: link });
	await malik.does('comeIn', { name: 'Malik' });
	await malik.sees((view) => settled(view) && view.told.length === 1);
	await noor.sees(({ members }) => members.some(({ name }) => name === 'Malik'));
	await noor[Symbol.asyncDispose]();
	control = await server.controlOf(deviceOf(noor));
	expect(control).toHaveLength(circleOf(noor).state.n + 1);
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

/** A further entry that the server makes up, signed by whoever it likes. */
async function madeUp(person: Person, change: (fields: Cbor[]) => Cbor[]): Promise<Bytes> {
	const { payload } = decodeControlEntry(control.at(-1) as Bytes);
	const fields = change((decodeCbor(payload) as Cbor[]).with(3, control.length).with(4, new Uint8Array(circleOf(noor).state.head)));
	const bytes = encodeCbor(fields);
	return encodeSign1(bytes, await sign(person.device.privateKey, toBeSigned(controlContext(circleOf(noor).state.circleId), bytes)));
}
const noorsName = () => [1, Uint8Array.from(Buffer.from(circleOf(noor).keys?.member.id ?? '', 'hex')), circleOf(noor).keys?.deviceId as Bytes];

/** Who is not there, joins by `invitation`: all of it as it has to be, but that it is not signed with the invitation's key. */
async function joins(invitation: Bytes): Promise<Bytes> {
	const person = await newPerson();
	const { circleId } = circleOf(noor).state;
	const name = randomBytes(40);
	const keys = [person.keys.root.publicKey, person.keys.kem.publicKey, person.device.publicKey] as const;
	const rootSignature = await sign(person.keys.root.privateKey, joinStatement(circleId, invitation, ...keys, name));
	const box = [currentEpoch(circleOf(noor).state, 'all')?.epoch ?? 0, randomBytes(80)];
	return madeUp(person, (f) =>
		f
			.with(6, 3)
			.with(7, [2, invitation])
			.with(8, [...keys, name, rootSignature, box])
	);
}

const attacks: [what: string, entries: () => Promise<Bytes[]>, code: string][] = [
	[
		'a device of the server’s own, in Noor’s name',
		async () => [
			...control,
			await madeUp(await newPerson(), (f) =>
				f
					.with(6, 7)
					.with(7, [0, noorsName()[1] as Bytes])
					.with(8, [randomBytes(32)])
			)
		],
		'control-wrong-signature'
	],
	[
		'Malik let go of in Noor’s name',
		async () => [
			...control,
			await madeUp(await newPerson(), (f) =>
				f
					.with(6, 6)
					.with(7, noorsName())
					.with(8, [randomBytes(16)])
			)
		],
		'control-wrong-signature'
	],
	[
		'everything erased in Noor’s name',
		async () => [...control, await madeUp(await newPerson(), (f) => f.with(6, 15).with(7, noorsName()).with(8, [true]))],
		'control-wrong-signature'
	],
	[
		'an entry by a device nobody certified',
		async () => [
			...control,
			await madeUp(await newPerson(), (f) =>
				f
					.with(6, 6)
					.with(7, [1, randomBytes(16), randomBytes(16)])
					.with(8, [randomBytes(16)])
			)
		],
		'control-no-authority'
	],
	[
		'an invitation of the server’s own, in Noor’s name',
		async () => [
			...control,
			await madeUp(await newPerson(), (f) =>
				f
					.with(6, 1)
					.with(7, noorsName())
					.with(8, [randomBytes(16), randomBytes(32), randomBytes(32), 1, 1, true, false, null])
			)
		],
		'control-wrong-signature'
	],
	['a member who comes by no invitation there ever was', async () => [...control, await joins(randomBytes(16))], 'control-no-authority'],
	[
		'a member of the server’s own by a true invitation',
		async () => [...control, await joins(fromHex([...circleOf(noor).state.invitations.keys()][0] as string))],
		'control-wrong-signature'
	],
	['an entry sent twice', async () => [...control, control.at(-1) as Bytes], 'control-wrong-number'],
	[
		'a kind of a newer version',
		async () => [...control, await madeUp(await newPerson(), (f) => f.with(6, 99).with(7, noorsName()).with(8, []))],
		'control-unknown-kind'
	],
	['a bit turned over', async () => [...control, flip(await madeUp(await newPerson(), (f) => f.with(7, noorsName())), 99)], 'control-malformed'],
	['the log as it was before', () => Promise.resolve(control.slice(0, -1)), 'rolled-back'],
	['nothing of the log but its beginning', () => Promise.resolve(control.slice(0, 1)), 'rolled-back']
];
test.each(attacks)(
	'%s: nothing is taken, nothing more is written, and it is said',
	async (_, entries, code) => {
		const shown = await entries();
		server.lies = { control: () => shown };
		await using device = await openDevice(server.origin, { store: createMemoryStore(noor.store) });
		await expect.poll(() => circleOf(device).record.trouble?.code, { timeout: 8_000 }).toBe(code);
		const view = await device.view();
		expect([view.standing, view.members.map(({ name }) => name).sort(), view.told.map(({ text }) => text)]).toEqual(['member', ['Malik', 'Noor'], ['nyheten']]);
		if (code === 'control-unknown-kind') expect([wrongHere(view), view.newer]).toEqual([[], true]);
		else expect(wrongHere(view)).toMatchObject([{ code, stops: true, ring: null, who: null }]);
		await expect(device.does('letGo', { memberId: 'x' })).rejects.toMatchObject({ code: 'trouble' });
		expect(circleOf(device).state.n).toBe(circleOf(noor).state.n);
		server.lies = {};
	},
	30_000
);

test('a circle of the server’s own behind a link is no circle of that link', async () => {
	const founder = await newPerson();
	const own = await beginCircle(founder);
	server.lies = { control: () => own.control };
	await using reader = await openDevice(server.origin);
	await expect(reader.does('openInvitation', { text: link })).rejects.toMatchObject({ code: 'false-circle' });
	server.lies = {};
	expect(reader.home.circles.size).toBe(0);
}, 30_000);

test('an older circle than the card was made in, and a card that was swapped, are not opened', async () => {
	server.lies = { control: (entries) => entries.slice(0, 3) };
	await using reader = await openDevice(server.origin);
	await expect(reader.does('openInvitation', { text: link })).rejects.toMatchObject({ code: 'false-circle' });
	server.lies = { instead: ({ path, method }) => (method === 'GET' && path.includes('/cards/') ? new Response(writeMessage([randomBytes(400)])) : undefined) };
	await expect(reader.does('openInvitation', { text: link })).rejects.toMatchObject({ code: 'false-circle' });
	server.lies = {};
	await reader.does('openInvitation', { text: link });
	expect((await reader.sees(({ told }) => told.length === 1)).card?.title).toBe('Noors plats');
}, 30_000);

test('a server that says of a member that they are out, and cannot show who said so, is not believed', async () => {
	const refusal = { type: 'about:blank', title: 'x', status: 403, code: 'not-yours', remedy: '' };
	let said = 0;
	server.lies = {
		instead: ({ path }) =>
			path === '/api/sessions' ? (said++, Response.json(refusal, { status: 403, headers: { 'content-type': 'application/problem+json' } })) : undefined
	};
	await using device = await openDevice(server.origin, { store: createMemoryStore(noor.store) });
	// Asked again and again, and not once taken for an answer.
	await expect.poll(() => said, { timeout: 8_000 }).toBeGreaterThan(2);
	const view = await device.view();
	expect([view.standing, view.ended, view.told.length]).toEqual(['member', null, 1]);
	server.lies = {};
}, 30_000);
