/** What a newer version of Kvar has made, or somebody says it has: left out, said where it is signed, and never shown as words. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { sealOnce } from '#crypto/aead.ts';
import { deriveAeadKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey, sign } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { pad } from '#log/padding.ts';
import { entryKeyContext } from '#log/seal.ts';
import { ringKeys } from '#replica/apply.ts';
import type { RingReplica } from '#replica/circle.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { controlContext } from '#wire/control-entry.ts';
import { encodeSign1, toBeAuthenticated, toBeSigned } from '#wire/cose.ts';
import { encodeHeader, encodePayload, envelopeContext, type EnvelopeHeader } from '#wire/envelope.ts';
import { startDishonestServer, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { openDevice } from '../support/home.ts';
import { beginHousehold, keysOf, type Household } from '../support/household.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { circleOf, memberOf, textsOf } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;
beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['ingrid']);
	const { noor, ingrid } = people;
	await ingrid.sees(() => circleOf(ingrid).state.n === circleOf(noor).state.n);
	await people[Symbol.asyncDispose]();
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const words = 'inte att läsa';
/** The next entry of Noor's device in `close`; what it says, what its header is, and who signs it are as one likes. */
async function made(body: Cbor, change: (header: Cbor[]) => Cbor[] = (header) => header, key = keysOf(people.noor).device): Promise<Entry> {
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
		deviceSeq: replica.accepted.seq + 1,
		devicePrev: replica.accepted.hash,
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
/** Ingrid is shown that after everything else. */
async function shownTo(entry: Entry) {
	server.lies = { ring: (entries, ring) => (ring === 'close' ? [...entries, entry] : entries) };
	const store = createMemoryStore(people.ingrid.store);
	const before = circleOf(people.ingrid).rings.get('close')?.stretch.last ?? 0;
	await using device = await openDevice(server.origin, { store });
	await expect.poll(() => circleOf(device).rings.get('close')?.stretch.last ?? 0, { timeout: 8_000 }).toBeGreaterThan(before);
	const view = await device.view();
	server.lies = {};
	await using again = await openDevice(server.origin, { store: createMemoryStore(store), follow: false });
	expect([(await again.view()).newer, (await again.view()).wrong]).toEqual([view.newer, view.wrong]);
	expect(JSON.stringify([view, await again.view()])).not.toContain(words);
	expect(textsOf(view)).toEqual(['nyheten']);
	return view;
}

test.each([
	['of a type that is not known', ['letter', 1, 1, words]],
	['of a schema that is not known', ['announcement', 2, 1, words, 0]],
	['of a schema that is not known, with other fields', ['answer', 2, 1, words]]
] as [string, Cbor][])('an entry %s: it is newer, nothing is wrong, and one goes on writing', async (_, body) => {
	const view = await shownTo(await made(body));
	expect([view.newer, view.wrong]).toEqual([true, []]);
});

test('an entry that its signature does not prove is not newer, but wrong', async () => {
	const view = await shownTo(await made(['letter', 1, 1, words], (header) => header, (await newSigningKey()).privateKey));
	expect(view.newer).toBe(false);
	expect(view.wrong).toMatchObject([{ code: 'wrong-signature', stops: false, ring: 'close', who: null }]);
});

test.each([
	['version 2', 0],
	['suite 2', 1]
] as const)('an envelope of %s is left out, and named, even signed', async (_, field) => {
	const view = await shownTo(await made(['announcement', 1, 1, words, 0], (header) => header.with(field, 2)));
	expect(view.newer).toBe(false);
	expect(view.wrong).toMatchObject([{ code: 'malformed', stops: false, ring: 'close', who: null }]);
});

test.each([
	['of a known type, with fields that are not its own', ['announcement', 1, 1, words]],
	['without a type', [1, 1, 1, words]],
	['that is no list', words]
] as [string, Cbor][])('a body %s is not newer: it cannot be opened, and that is named', async (_, body) => {
	const view = await shownTo(await made(body));
	expect(view.newer).toBe(false);
	expect(view.wrong).toMatchObject([{ code: 'cannot-open', stops: false, ring: 'close', who: 'Noor' }]);
});

const control = async (change: (fields: Cbor[]) => Cbor[]): Promise<Bytes> => {
	const { state } = circleOf(people.noor);
	const { deviceId, device } = keysOf(people.noor);
	const payload = encodeCbor(change([1, 1, state.circleId, state.n + 1, state.head, 1, 99, [1, fromHex(memberOf(people.noor)), deviceId], [words]]));
	return encodeSign1(payload, await sign(device, toBeSigned(controlContext(state.circleId), payload)));
};
test.each([
	['of a kind that is not known stops the place, as newer', (fields: Cbor[]) => fields, null],
	['of version 2 stops it', (fields: Cbor[]) => fields.with(0, 2), 'control-malformed'],
	['of suite 2 stops it', (fields: Cbor[]) => fields.with(1, 2), 'control-malformed']
] as const)('a control entry %s: nothing is taken in or written from there on', async (_, change, code) => {
	const entry = await control(change);
	server.lies = { control: (entries) => [...entries, entry] };
	await using device = await openDevice(server.origin, { store: createMemoryStore(people.ingrid.store) });
	await expect.poll(() => circleOf(device).record.trouble?.code, { timeout: 8_000 }).toBe(code ?? 'control-unknown-kind');
	const view = await device.view();
	expect(view.newer).toBe(code === null);
	expect(view.wrong.map((one) => one.code)).toEqual(code === null ? [] : [code]);
	expect(circleOf(device).state.n).toBe(circleOf(people.noor).state.n);
	await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
	server.lies = {};
});
