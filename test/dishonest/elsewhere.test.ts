/** Two places in which the same people are, and the rings of one of them: what was truly said, decided or shown in one is shown in the other. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openOnce, sealOnce } from '#crypto/aead.ts';
import { concat, equal, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { deriveAeadKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { readLink } from '#identity/invitation-link.ts';
import { openCard } from '#log/card.ts';
import { pad, unpad } from '#log/padding.ts';
import { currentEpoch, type CircleState } from '#membership/state.ts';
import { ringKeys } from '#replica/ring-replica.ts';
import type { CircleReplica, RingReplica } from '#replica/circle.ts';
import { exchangeBeacons, putBeacon, readBeacons } from '#sync/beacons.ts';
import type { Line } from '#sync/pull.ts';
import { card as cardMessage, readMessage, writeMessage } from '#wire/api.ts';
import { decodeCbor, encodeCbor } from '#wire/cbor.ts';
import { context } from '#wire/context.ts';
import { encodeSign1, toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope, encodePayload, envelopeContext, type EnvelopeHeader } from '#wire/envelope.ts';
import { startDishonestServer, type Call, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, type Household } from '../support/household.ts';
import { letIn } from '../support/let-in.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { circleOf, lineOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';
import { writesOn } from '../support/writes-on.ts';

let server: DishonestServer;
let people: Household;
/** What each place is to Noor's device and Ingrid's, what its logs hold, and a link to its `all`. `here` is what is on screen. */
interface Place {
	noor: CircleReplica;
	ingrid: CircleReplica;
	state: CircleState;
	logs: Record<Ring, Entry[]>;
	control: Bytes[];
	link: string;
}
let here: Place;
let there: Place;
/** Another link to `all` here. */
let otherLink: string;
const said = ['för alla', 'nyheten'];
const elsewhere = ['sagt där för alla', 'sagt i den andra'];

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['ingrid', 'malik']);
	const { noor, ingrid, malik } = people;
	const first = circleOf(noor).id;
	await noor.does('tellNews', { ring: 'all', text: 'för alla', asking: null });
	const link = await linkOf(noor, 'alla', 'hej alla');
	otherLink = await linkOf(noor, 'arbetet', 'hej kollegor');
	for (const one of [noor, ingrid, malik]) await one.sees((view) => settled(view) && textsOf(view).includes('för alla'));
	const second = await noor.does('start', { name: 'Noor', title: 'Den andra platsen', childName: null });
	await noor.does('tellNews', { ring: 'close', text: 'sagt i den andra', asking: null });
	await noor.does('tellNews', { ring: 'all', text: 'sagt där för alla', asking: null });
	await noor.sees(settled);
	await letIn(server.origin, noor, 'Ingrid', 'close', { by: ingrid });
	const thereLink = await linkOf(noor, 'alla', 'hej där');
	// Longer than here, so that there is an entry there whose number would be the next one here.
	while (circleOf(noor).state.n <= lineIn(noor, first).circle.state.n) await linkOf(noor, 'en till', '');
	await ingrid.sees((view) => settled(view) && textsOf(view).includes('sagt i den andra') && circleOf(ingrid).state.n === circleOf(noor).state.n);
	await noor.sees(settled);
	there = await placeOf(second, thereLink);
	for (const one of [noor, ingrid]) await one.does('goTo', { circleId: first });
	for (const one of [noor, ingrid, malik]) await one.sees((view) => settled(view) && circleOf(one).state.n === circleOf(noor).state.n);
	here = await placeOf(first, link);
	for (const ring of ['close', 'all'] as const) for (const one of [noor, ingrid]) await putBeacon(lineOf(one), ring);
	await putBeacon(lineIn(noor, second), 'close');
	await ingrid.sees(settled);
	await people[Symbol.asyncDispose]();
}, 60_000);
afterEach(() => void (server.lies = {}));
afterAll(() => server[Symbol.asyncDispose]());

async function linkOf(noor: TestDevice, label: string, greeting: string): Promise<string> {
	const invitation = await noor.does('invite', { ring: 'all', label, many: true, form: 'link', parent: false, greeting });
	const { invitations } = await noor.sees(settled);
	return invitations.find((one) => one.invitation === invitation)?.share ?? '';
}
const lineIn = ({ home }: TestDevice, id: string): Line => home.circles.get(id)?.line as Line;
async function placeOf(id: string, link: string): Promise<Place> {
	const [noor, ingrid] = [lineIn(people.noor, id).circle, lineIn(people.ingrid, id).circle];
	const hers = hex(noor.keys?.deviceId as Bytes);
	const logs = { us: await server.entriesOf(hers, 'us'), close: await server.entriesOf(hers, 'close'), all: await server.entriesOf(hers, 'all') };
	return { noor, ingrid, state: noor.state, logs, control: await server.controlOf(hers), link };
}

/** What Noor said there, as it stands in that log. */
function wordsOf(place: Place, ring: Ring): Entry {
	const told = [...place.noor.fold.told.values()].find((one) => one.ring === ring);
	return place.logs[ring].find(([envelope]) => hex(decodeEnvelope(envelope).header.entryId) === told?.id) as Entry;
}
/** With other fields in its header, and the signature it had. */
function renamed([envelope, body]: Entry, change: Partial<EnvelopeHeader>): Entry {
	const { header, bodyHash, signature } = decodeEnvelope(envelope);
	return [encodeSign1(encodePayload({ ...header, ...change }, bodyHash), signature), body];
}
/** Where Noor's next entry in a ring here would stand. */
function nextHere(ring: Ring): Partial<EnvelopeHeader> {
	const { state, keys, rings } = here.noor;
	const accepted = rings.get(ring)?.accepted;
	return {
		circleId: state.circleId,
		ring: ringNumber(ring) as 0 | 1 | 2,
		epoch: currentEpoch(state, ring)?.epoch ?? 0,
		memberId: fromHex(keys?.member.id ?? ''),
		deviceId: keys?.deviceId as Bytes,
		deviceSeq: (accepted?.seq ?? 0) + 1,
		devicePrev: accepted?.hash as Bytes,
		voids: [],
		controlN: state.n,
		controlHead: state.head,
		seenSeq: 0,
		seenHead: rings.get(ring)?.stretch.headBefore as Bytes
	};
}

const moves: [what: string, ring: Ring, entry: () => Entry, code: string][] = [
	['out of the other place', 'close', () => wordsOf(there, 'close'), 'wrong-circle'],
	['out of the other place, into another ring', 'all', () => wordsOf(there, 'close'), 'wrong-circle'],
	['out of the other place, as if it were of this one', 'close', () => renamed(wordsOf(there, 'close'), { circleId: here.state.circleId }), 'not-a-device'],
	['out of the other place, as if she had said it here', 'close', () => renamed(wordsOf(there, 'close'), nextHere('close')), 'wrong-signature'],
	['out of `all`', 'close', () => wordsOf(here, 'all'), 'wrong-ring'],
	['out of `all`, as if it were of `close`', 'close', () => renamed(wordsOf(here, 'all'), { ring: 1 }), 'wrong-signature'],
	['out of `all`, as if it were her next in `close`', 'close', () => renamed(wordsOf(here, 'all'), nextHere('close')), 'wrong-signature'],
	['out of `close`', 'all', () => wordsOf(here, 'close'), 'wrong-ring'],
	['out of `close`, as if it were her next in `all`', 'all', () => renamed(wordsOf(here, 'close'), nextHere('all')), 'wrong-signature'],
	['out of `us`', 'close', () => here.logs.us.at(-1) as Entry, 'wrong-ring'],
	['out of `us`, as if it were her next in `close`', 'close', () => renamed(here.logs.us.at(-1) as Entry, nextHere('close')), 'wrong-signature']
];
test.each(moves)(
	'what Noor said, taken %s and put into `%s`: it is left out and named, nobody is, and one goes on writing',
	async (_, ring, entry, code) => {
		for (const one of [people.ingrid, people.malik]) {
			const { view } = await writesOn(server, one.store, { ring, entries: [entry()] }, people.answer('skrivet sedan'));
			expect(wrongHere(view)).toMatchObject([{ code, stops: false, ring, who: null, member: null }]);
			expect([textsOf(view).sort(), view.stopped]).toEqual([[...said, 'skrivet sedan'].sort(), false]);
		}
	},
	30_000
);

/** Ingrid, who is in both, signs that what Noor has sealed is her own, as near to it as she likes. */
async function ingridSigns(entry: Entry, change: Partial<EnvelopeHeader> = {}): Promise<Entry> {
	const [envelope, body] = entry as [Bytes, Bytes];
	const { header } = decodeEnvelope(envelope);
	const { keys, rings, state } = here.ingrid;
	const accepted = rings.get('close')?.accepted;
	const own: EnvelopeHeader = {
		...(nextHere('close') as EnvelopeHeader),
		entryId: header.entryId,
		salt: header.salt,
		memberId: fromHex(keys?.member.id ?? ''),
		deviceId: keys?.deviceId as Bytes,
		deviceSeq: (accepted?.seq ?? 0) + 1,
		devicePrev: accepted?.hash as Bytes,
		controlN: state.n,
		controlHead: state.head,
		...change
	};
	const payload = encodePayload(own, await sha256(body));
	return [encodeSign1(payload, await sign(keys?.device as CryptoKey, toBeSigned(envelopeContext(own), payload))), body];
}
test.each([
	['of the other place', () => wordsOf(there, 'close')],
	['of another ring', () => wordsOf(here, 'all')],
	['of this very ring', () => wordsOf(here, 'close')],
	['of this very ring, under another id', () => wordsOf(here, 'close'), () => ({ entryId: randomBytes(16) })]
] as [string, () => Entry, (() => Partial<EnvelopeHeader>)?][])(
	'what Noor has sealed, %s, with Ingrid’s signature round it: it does not open, and Ingrid is named, not Noor',
	async (_, entry, change) => {
		const made = await ingridSigns(entry(), change?.());
		for (const one of [people.noor, people.malik]) {
			const { view } = await writesOn(server, one.store, { entries: [made] }, people.answer('skrivet sedan'));
			expect(wrongHere(view)).toMatchObject([{ code: 'cannot-open', stops: false, ring: 'close', who: 'Ingrid' }]);
			expect([textsOf(view).sort(), view.stopped]).toEqual([[...said, 'skrivet sedan'].sort(), false]);
		}
	},
	30_000
);

test.each([
	['the next number', () => there.control[here.state.n + 1] as Bytes, 'control-wrong-circle'],
	['another number', () => there.control[5] as Bytes, 'control-wrong-number']
] as const)(
	'what Noor decided in the other place, of %s, is not taken in here: the place stops and says so, the other goes on',
	async (_, entry, code) => {
		const ours = new Set([here.noor, here.ingrid].map(({ keys }) => hex(keys?.deviceId as Bytes)));
		server.lies = { control: (entries, who) => (ours.has(who) ? [...entries, entry()] : entries) };
		for (const one of [people.ingrid, people.noor]) {
			await using device = await openDevice(server.origin, { store: createMemoryStore(one.store) });
			const view = await device.sees((view) => wrongHere(view).length > 0);
			expect(wrongHere(view)).toMatchObject([{ code, stops: true, ring: null, who: null }]);
			expect([circleOf(device).state.n, textsOf(view).sort(), view.members.length]).toEqual([here.state.n, said, 3]);
			await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
			await device.does('goTo', { circleId: there.noor.id });
			const other = await device.sees(({ connection }) => connection === 'live');
			expect([other.wrong, textsOf(other).sort()]).toEqual([[], elsewhere]);
		}
		server.lies = {};
	},
	30_000
);

type Beacons = [device: Bytes, sealed: Bytes][];
/** What the server has of that device in that ring. */
async function beaconOf(place: Place, device: Bytes, ring: Ring): Promise<Bytes> {
	const { api, session } = lineIn(people.noor, place.noor.id);
	return (await api.beacons(session, ring)).find(([id]) => equal(id, device))?.[1] as Bytes;
}
/** A beacon sealed anew as that of another device, or in another ring, here: what Ingrid, who reads both, can make of it. */
async function resealed(sealed: Bytes, from: { place: Place; ring: Ring; device: Bytes }, to: { ring: Ring; device: Bytes }): Promise<Bytes> {
	const about = (circleId: Bytes, ring: Ring, epoch: number, device: Bytes) => context('beacon', circleId, ringNumber(ring), epoch, device);
	const keyOf = async ({ ingrid }: Place, ring: Ring, epoch: number) =>
		(await ringKeys(ingrid, ring, ingrid.rings.get(ring) as RingReplica)).get(epoch) as CryptoKey;
	const [epoch, salt, ct] = decodeCbor(sealed) as [number, Bytes, Bytes];
	const before = about(from.place.state.circleId, from.ring, epoch, from.device);
	const signed = unpad(await openOnce(await deriveAeadKey(await keyOf(from.place, from.ring, epoch), before, ['decrypt'], salt), before, ct));
	const newest = currentEpoch(here.state, to.ring)?.epoch ?? 0;
	const after = about(here.state.circleId, to.ring, newest, to.device);
	const fresh = randomBytes(16);
	const key = await deriveAeadKey(await keyOf(here, to.ring, newest), after, ['encrypt'], fresh);
	return encodeCbor([newest, fresh, await sealOnce(key, after, pad(signed))]);
}
const noors = ({ noor }: Place = here): Bytes => noor.keys?.deviceId as Bytes;
const ingrids = (): Bytes => here.ingrid.keys?.deviceId as Bytes;
const again = async (place: Place, ring: Ring, device = noors(place)): Promise<Bytes> =>
	resealed(await beaconOf(place, device, ring), { place, ring, device }, { ring: 'close', device: noors() });

const beacons: [what: string, sealed: () => Promise<Bytes>][] = [
	['hers of `all`', () => beaconOf(here, noors(), 'all')],
	['hers of the other place', () => beaconOf(there, noors(there), 'close')],
	['Ingrid’s', () => beaconOf(here, ingrids(), 'close')],
	['hers of `all`, which Ingrid has sealed anew', () => again(here, 'all')],
	['hers of the other place, which Ingrid has sealed anew', () => again(there, 'close')],
	['Ingrid’s own, which she has sealed anew', () => again(here, 'close', ingrids())]
];
test.each(beacons)(
	'a beacon shown as Noor’s in `close`: %s: it says nothing, nothing is wrong, and one goes on writing',
	async (_, sealed) => {
		const shown: Beacons = [[noors(), await sealed()]];
		const hers = [await beaconOf(here, noors(), 'close'), await again(here, 'close')];
		server.lies = {
			instead: ({ method, path }: Call) =>
				method === 'GET' && path.endsWith('/rings/close/beacons')
					? new Response(writeMessage([shown]), { headers: { 'content-type': 'application/cbor' } })
					: undefined
		};
		await using device = await openDevice(server.origin, { store: createMemoryStore(people.malik.store) });
		await device.sees(({ connection }) => connection === 'live');
		expect(await readBeacons(lineOf(device), 'close')).toEqual([]);
		await exchangeBeacons(lineOf(device));
		await device.does('answer', people.answer('skrivet sedan'));
		const view = await device.sees(settled);
		expect([wrongHere(view), view.stopped, [...new Set(textsOf(view))].sort()]).toEqual([[], false, [...said, 'skrivet sedan'].sort()]);
		// Her own, in its place, is heeded: and so it is by whoever seals it anew as it was.
		for (const one of hers) {
			shown[0] = [noors(), one];
			expect((await readBeacons(lineOf(device), 'close')).map(({ member }) => member)).toEqual([memberOf(people.noor)]);
		}
		server.lies = {};
	},
	30_000
);

/** A card as the server has it, and what its link makes of it. */
async function cardOf({ circleId, link }: { circleId: Bytes; link: string }) {
	const keys = await invitationKeys(readLink(link.slice(link.lastIndexOf('#') + 1))?.secret as Bytes);
	let sealed: Bytes | undefined;
	server.lies = {
		afterwards: ({ method, path }, { body }) => (method === 'GET' && path.includes('/cards/') && ([sealed] = readMessage(cardMessage, body)), undefined)
	};
	await using device = await openDevice(server.origin);
	await device.does('openInvitation', { text: link });
	server.lies = {};
	const { signed } = await openCard(sealed as Bytes, circleId, keys.id, keys.card);
	return { keys, sealed: sealed as Bytes, signed };
}
const cards: [what: string, of: () => { circleId: Bytes; link: string }, resealed: boolean][] = [
	['of another link', () => ({ circleId: here.state.circleId, link: otherLink }), false],
	['of the other place', () => ({ circleId: there.state.circleId, link: there.link }), false],
	['of another link, sealed anew by who has both', () => ({ circleId: here.state.circleId, link: otherLink }), true],
	['of the other place, sealed anew by who has both', () => ({ circleId: there.state.circleId, link: there.link }), true]
];
test.each(cards)(
	'the card %s, shown for a link: the link is not opened, and nothing of it is kept',
	async (_, of, anew) => {
		const own = await cardOf({ circleId: here.state.circleId, link: here.link });
		const other = await cardOf(of());
		const seal = async (signed: Bytes): Promise<Bytes> => {
			const about = context('card', here.state.circleId, own.keys.id);
			const salt = randomBytes(16);
			return concat(salt, await sealOnce(await deriveAeadKey(own.keys.card, about, ['encrypt'], salt), about, pad(signed)));
		};
		let shown = anew ? await seal(other.signed) : other.sealed;
		server.lies = {
			instead: ({ method, path }) =>
				method === 'GET' && path.includes('/cards/') ? new Response(writeMessage([shown]), { headers: { 'content-type': 'application/cbor' } }) : undefined
		};
		await using device = await openDevice(server.origin);
		await expect(device.does('openInvitation', { text: here.link })).rejects.toMatchObject({ code: 'false-circle' });
		expect(device.home.circles.size).toBe(0);
		// Its own, as it is or sealed anew as it was, is believed.
		shown = anew ? await seal(own.signed) : own.sealed;
		await device.does('openInvitation', { text: here.link });
		expect((await device.sees(({ told }) => told.length === 1)).card).toMatchObject({ title: 'Noors plats', greeting: 'hej alla' });
		server.lies = {};
	},
	30_000
);
