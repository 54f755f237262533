/** What a newer version of Kvar has made, or somebody says it has: said to be that, and never shown as words; nobody is named for it. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { sealOnce } from '#crypto/aead.ts';
import { deriveAeadKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey, sign } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { reads } from '#log/body.ts';
import { pad } from '#log/padding.ts';
import { entryKeyContext } from '#log/seal.ts';
import { ringKeys } from '#replica/ring-replica.ts';
import { keyOf, type RingReplica } from '#replica/circle.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { controlContext } from '#wire/control-entry.ts';
import { encodeSign1, toBeAuthenticated, toBeSigned } from '#wire/cose.ts';
import { encodeHeader, encodePayload, envelopeContext, type EnvelopeHeader } from '#wire/envelope.ts';
import { startDishonestServer, type Call, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, keysOf, type Household } from '../support/household.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { circleOf, lineOf, memberOf, textsOf, wrongHere } from '../support/seen.ts';
import { writesOn } from '../support/writes-on.ts';

let server: DishonestServer;
let people: Household;
beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['ingrid']);
	const { noor, ingrid } = people;
	await ingrid.sees(() => circleOf(ingrid).state.n === circleOf(noor).state.n);
	await people[Symbol.asyncDispose]();
}, 60_000);
afterEach(() => void (server.lies = {}));
afterAll(() => server[Symbol.asyncDispose]());

const words = 'inte att läsa';
/** The next entry of Noor's device in `close`, or that after it; what it says, what its header is, and who signs it are as one likes. */
async function made(
	body: Cbor,
	change: (header: Cbor[]) => Cbor[] = (header) => header,
	{ key = keysOf(people.noor).device, after = null as Entry | null } = {}
): Promise<Entry> {
	const circle = circleOf(people.noor);
	const replica = circle.rings.get('close') as RingReplica;
	const keys = await ringKeys(circle, 'close', replica);
	const epoch = Math.max(...keys.keys());
	const header: EnvelopeHeader = {
		circleId: circle.state.circleId,
		ring: 1,
		epoch,
		memberId: fromHex(memberOf(people.noor)),
		deviceId: keysOf(people.noor).deviceId,
		deviceSeq: replica.accepted.seq + (after === null ? 1 : 2),
		devicePrev: after === null ? replica.accepted.hash : await sha256(after[0]),
		voids: [],
		controlN: circle.state.n,
		controlHead: circle.state.head,
		seenSeq: 0,
		seenHead: replica.stretch.headBefore,
		entryId: randomBytes(16),
		salt: randomBytes(16)
	};
	const entryKey = await deriveAeadKey(keys.get(epoch) as CryptoKey, entryKeyContext(header), ['encrypt'], header.salt);
	const sealed = await sealOnce(entryKey, toBeAuthenticated(encodeHeader(header)), pad(encodeCbor(body)));
	const [fields, hash] = decodeCbor(encodePayload(header, await sha256(sealed))) as [Cbor[], Cbor];
	const payload = encodeCbor([change(fields), hash]);
	return [encodeSign1(payload, await sign(key, toBeSigned(envelopeContext(header), payload))), sealed];
}
const lastOf = (device: TestDevice): number => circleOf(device).rings.get('close')?.stretch.last ?? 0;
/** Ingrid is shown these after everything else. */
async function shownTo(...made: Entry[]) {
	server.lies = { ring: (entries, ring) => (ring === 'close' ? [...entries, ...made] : entries) };
	const store = createMemoryStore(people.ingrid.store);
	const before = lastOf(people.ingrid);
	await using device = await openDevice(server.origin, { store });
	await expect.poll(() => lastOf(device), { timeout: 8_000 }).toBe(before + made.length);
	const view = await device.view();
	server.lies = {};
	await using again = await openDevice(server.origin, { store: createMemoryStore(store), follow: false });
	expect([(await again.view()).newer, wrongHere(await again.view())]).toEqual([view.newer, wrongHere(view)]);
	expect(JSON.stringify([view, await again.view()])).not.toContain(words);
	expect(textsOf(view)).toContain('nyheten');
	return view;
}
/** Who is shown `entry` writes on; and everybody else, shown the same, reads on. */
async function goesOnAfter(entry: Entry): Promise<void> {
	const { view, world } = await writesOn(server, people.ingrid.store, { entries: [entry] }, people.answer('skrivet sedan'));
	expect([view.newer, view.wrong, view.stopped, textsOf(view)]).toEqual([true, [], false, ['nyheten', 'skrivet sedan']]);
	server.lies = { ring: (entries, ring) => (ring === 'close' ? [...entries, ...world.rings.close] : entries) };
	await using other = await openDevice(server.origin, { store: createMemoryStore(people.noor.store) });
	const theirs = await other.sees((seen) => textsOf(seen).includes('skrivet sedan') && seen.newer);
	expect([theirs.wrong, textsOf(theirs)]).toEqual([[], ['nyheten', 'skrivet sedan']]);
	server.lies = {};
}

test.each([
	['of a type that is not known', ['postcard', 1, 1, words]],
	['of a schema that is not known', ['announcement', 4, 1, words, 0]],
	['of a schema that is not known, with other fields', ['answer', 4, 1, words]]
] as [string, Cbor][])('an entry %s: it is newer, nothing is wrong, and one goes on writing', async (_, body) => {
	const entry = await made(body);
	const view = await shownTo(entry);
	expect([view.newer, view.wrong, textsOf(view)]).toEqual([true, [], ['nyheten']]);
	await goesOnAfter(entry);
});

test('an entry that its signature does not prove is not newer, but wrong', async () => {
	const view = await shownTo(await made(['postcard', 1, 1, words], (header) => header, { key: (await newSigningKey()).privateKey }));
	expect(view.newer).toBe(false);
	expect(wrongHere(view)).toMatchObject([{ code: 'wrong-signature', stops: false, ring: 'close', who: null }]);
});

const later = [
	['version 2', (header: Cbor[]) => header.with(0, 2)],
	['suite 2', (header: Cbor[]) => header.with(1, 2)],
	['version 3 and suite 2, of which the rest is another', () => [3, 2, words, [words]]]
] as const;
test.each(later)('an envelope of %s, by whom can not be told: it is newer, nobody is named, and one goes on writing', async (_, change) => {
	for (const key of [keysOf(people.noor).device, (await newSigningKey()).privateKey]) {
		const entry = await made(['announcement', 1, 1, words, 0], change, { key });
		const view = await shownTo(entry);
		expect([view.newer, view.wrong, textsOf(view)]).toEqual([true, [], ['nyheten']]);
		await goesOnAfter(entry);
	}
});

test('one who has written in a newer form and then in this one again is read on; without the newer one it is missed', async () => {
	const newer = await made(['announcement', 1, 1, words, 0], (header) => header.with(0, 2));
	const next = await made(['answer', 1, 1, fromHex(people.to), 0, 'igen som förr', null], (header) => header, { after: newer });
	const view = await shownTo(newer, next);
	expect([view.newer, view.wrong, textsOf(view)]).toEqual([true, [], ['nyheten', 'igen som förr']]);
	const without = await shownTo(next);
	expect([without.newer, textsOf(without)]).toEqual([false, ['nyheten']]);
	expect(without.wrong).toMatchObject([{ code: 'left-out', stops: false, ring: 'close', who: 'Noor' }]);
	// Nor does another of a newer form stand in its place.
	const other = await shownTo(await made(['announcement', 1, 1, words, 0], (header) => header.with(0, 2)), next);
	expect([other.newer, textsOf(other)]).toEqual([true, ['nyheten']]);
	expect(other.wrong).toMatchObject([{ code: 'left-out', stops: false, ring: 'close', who: 'Noor' }]);
	// Nor anything but what is of a newer form, named by its hash or not.
	for (const change of [(header: Cbor[]) => header.with(0, 0), (header: Cbor[]) => header.with(3, 2)]) {
		const nothing = await made(['announcement', 1, 1, words, 0], change);
		const after = await shownTo(nothing, await made(['answer', 1, 1, fromHex(people.to), 0, words, null], (header) => header, { after: nothing }));
		expect([after.newer, textsOf(after), after.wrong.map(({ code }) => code)]).toEqual([false, ['nyheten'], expect.arrayContaining(['left-out'])]);
	}
});

/** What `store` keeps, as if an older version had read it last. */
async function asReadBefore(device: TestDevice): Promise<void> {
	const { id, record } = circleOf(device);
	await device.home.store.write([device.home.store.change(keyOf.circle(id), { ...record, reads: reads - 1 })]);
}

test('after an update an envelope that was newer is read anew, with its log from the beginning', async () => {
	const entry = await made(['announcement', 1, 1, words, 0], (header) => header.with(0, 2));
	server.lies = { ring: (entries, ring) => (ring === 'close' ? [...entries, entry] : entries) };
	const device = await openDevice(server.origin, { store: createMemoryStore(people.ingrid.store) });
	await device.sees(({ newer }) => newer);
	const askedFromTheBeginning = (calls: readonly Call[]) =>
		calls.some(({ method, path, query }) => method === 'GET' && path.endsWith('/close/entries') && query.get('after') === '0');
	for (const updated of [false, true]) {
		await device.home.circles.get(circleOf(device).id)?.following?.stop();
		if (updated) await asReadBefore(device);
		const from = server.sent.length;
		await using again = await openDevice(server.origin, { store: createMemoryStore(device.store) });
		const view = await again.sees((seen) => seen.connection === 'live' && seen.newer && lastOf(again) === lastOf(device));
		expect([wrongHere(view), textsOf(view), askedFromTheBeginning(server.sent.slice(from))]).toEqual([[], ['nyheten'], updated]);
	}
	await device[Symbol.asyncDispose]();
	server.lies = {};
});

test.each([
	['of a known type, with fields that are not its own', ['announcement', 1, 1, words]],
	['without a type', [1, 1, 1, words]],
	['that is no list', words]
] as [string, Cbor][])('a body %s is not newer: it cannot be opened, and that is named', async (_, body) => {
	const view = await shownTo(await made(body));
	expect(view.newer).toBe(false);
	expect(wrongHere(view)).toMatchObject([{ code: 'cannot-open', stops: false, ring: 'close', who: 'Noor' }]);
});

const control = async (change: (fields: Cbor[]) => Cbor[], key = keysOf(people.noor).device): Promise<Bytes> => {
	const { state } = circleOf(people.noor);
	const { deviceId } = keysOf(people.noor);
	const payload = encodeCbor(change([1, 1, state.circleId, state.n + 1, state.head, 1, 99, [1, fromHex(memberOf(people.noor)), deviceId], [words]]));
	return encodeSign1(payload, await sign(key, toBeSigned(controlContext(state.circleId), payload)));
};
test.each([
	['of a kind that is not known', (fields: Cbor[]) => fields],
	['of version 2', (fields: Cbor[]) => fields.with(0, 2)],
	['of suite 2', (fields: Cbor[]) => fields.with(1, 2)],
	['of version 2 and of another form', () => [2, 1, words]]
] as const)('a control entry %s: nothing is taken in or written from there on, and it is newer; after an update one goes on', async (_, change) => {
	for (const key of [keysOf(people.noor).device, (await newSigningKey()).privateKey]) {
		const entry = await control(change, key);
		server.lies = { control: (entries) => [...entries, entry] };
		const device = await openDevice(server.origin, { store: createMemoryStore(people.ingrid.store) });
		await expect.poll(() => circleOf(device).record.trouble?.code, { timeout: 8_000 }).toBe('control-unknown-kind');
		const view = await device.view();
		expect([view.newer, view.wrong, view.stopped, textsOf(view)]).toEqual([true, [], true, ['nyheten']]);
		expect(circleOf(device).state.n).toBe(circleOf(people.noor).state.n);
		await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
		await device[Symbol.asyncDispose]();
		// A newer version would take it in; here it is as if it had never been.
		server.lies = {};
		await using same = await openDevice(server.origin, { store: createMemoryStore(device.store) });
		expect([(await same.view()).newer, (await same.view()).stopped]).toEqual([true, true]);
		await asReadBefore(same);
		await using updated = await openDevice(server.origin, { store: createMemoryStore(same.store) });
		const after = await updated.sees(({ connection }) => connection === 'live');
		expect([after.newer, after.wrong, after.stopped, circleOf(updated).record.trouble]).toEqual([false, [], false, null]);
	}
});

test('the true server takes in nothing of a newer form, and says why', async () => {
	await using device = await openDevice(server.origin, { store: createMemoryStore(people.noor.store) });
	const { api, session } = lineOf(device);
	const entry = await made(['announcement', 1, 1, words, 0], (header) => header.with(0, 2));
	await expect(api.append(session, 'close', [[entry[0], entry[1] as Bytes]], false)).rejects.toMatchObject({ code: 'malformed' });
	const decided = await control((fields) => fields.with(0, 2));
	await expect(api.appendControl(session, [decided])).rejects.toMatchObject({ code: 'control-refused', refusal: 'unknown-kind' });
});
