/** A yes holds for the very words, ring, entry and place it was given to, by a parent's own device while it was theirs; each lie here is about one thing alone. */
import { beforeAll, expect, test } from 'vitest';
import {
	addDevice,
	admit,
	beginCircle,
	beginFamily,
	byDevice,
	control,
	endDevices,
	invite,
	join,
	newPerson,
	remove,
	type Family,
	type Person
} from '../../test/support/circle.ts';
import { fromHex, hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { verifySignature } from '#crypto/verify.ts';
import { firstChild } from '#domain/child.ts';
import type { Said } from '#domain/ready.ts';
import type { Yes } from '#domain/yes.ts';
import { encodeCbor } from '#wire/cbor.ts';
import { hashOf, isTheirYes, sayYes, type YesTo } from './yes.ts';

const news: Said = { type: 'announcement', text: 'Vår son Ture föddes i tisdags.', asking: 'ask' };
const entry = hex(randomBytes(16));
const deviceOf = (person: Person) => hex(person.deviceId);

let family: Family;
let noor: Person, elias: Person, ingrid: Person;
/** What Elias is asked, and his true yes to it. */
let to: YesTo;
let yes: Yes;
const now = () => family.circle.state.n;
const saysYes = (person: Person, about: YesTo = to, by: Partial<Omit<Yes, 'signature'>> = {}, key = person.device.privateKey) =>
	sayYes(about, { member: person.keys.id, device: deviceOf(person), controlN: now(), ...by }, key);
const holds = (said: Yes, about: YesTo = to, author = noor.keys.id, controlN = now()) => isTheirYes(family.circle.state, about, said, author, controlN);

beforeAll(async () => {
	family = await beginFamily();
	({ noor, elias, ingrid } = family);
	to = { circleId: family.circle.state.circleId, ring: 'close', entry, says: news };
	yes = await saysYes(elias);
});

test('what the other parent has said yes to holds, with or without the yes itself beside the words', async () => {
	expect(await holds(yes)).toBe(true);
	expect(await holds(yes, { ...to, says: { ...news, yes } as Said })).toBe(true);
});

test.each<[string, Partial<YesTo>]>([
	['other words', { says: { ...news, text: 'Vår son Ture föddes i tisdags!' } }],
	['the same words, asked otherwise about', { says: { ...news, asking: null } }],
	['the same words as a letter', { says: { type: 'letter', child: firstChild, text: news.text } }],
	['a wider ring', { ring: 'all' }],
	['a ring further in', { ring: 'us' }],
	['another entry', { entry: hex(randomBytes(16)) }],
	['another place', { circleId: randomBytes(32) }]
])('it is no yes to %s, nor is one to that a yes to this', async (_, other) => {
	const about = { ...to, ...other };
	expect(await holds(yes, about)).toBe(false);
	const theirs = await saysYes(elias, about);
	expect(await holds(theirs, about)).toBe(true);
	expect(await holds(theirs)).toBe(false);
});

test('nobody says it for another: not the writer, nor a guest, nor with another’s device or key', async () => {
	// Noor's own, true in everything, to her own words; and the same one to what Elias would say.
	const hers = await saysYes(noor);
	expect([await holds(hers), await holds(hers, to, elias.keys.id)]).toEqual([false, true]);
	// Ingrid's own, true in everything.
	expect(await holds(await saysYes(ingrid))).toBe(false);
	// In his name and of his device, by her key.
	expect(await holds(await saysYes(elias, to, {}, noor.device.privateKey))).toBe(false);
	// In his name, by her own device and key.
	expect(await holds(await saysYes(elias, to, { device: deviceOf(noor) }, noor.device.privateKey))).toBe(false);
	// His own, said to be somebody else's: a third's words carry it, so that she is not their writer.
	expect(await holds({ ...yes, member: noor.keys.id }, to, ingrid.keys.id)).toBe(false);
	// A device that nobody has.
	expect(await holds({ ...yes, device: hex(randomBytes(16)) })).toBe(false);
	for (const at of [0, 63]) {
		const signature = fromHex(yes.signature);
		signature[at] = (signature[at] ?? 0) ^ 1;
		expect(await holds({ ...yes, signature: hex(signature) })).toBe(false);
	}
});

test('his other device says it under its own name alone', async () => {
	const tablet = await addDevice(family.circle, elias);
	expect(await holds(await saysYes(tablet))).toBe(true);
	// Both his: the one's key under the other's name.
	expect(await holds(await saysYes(tablet, to, { device: deviceOf(elias) }))).toBe(false);
	expect(await holds({ ...yes, device: deviceOf(tablet), controlN: now() })).toBe(false);
});

test('it is believed of the time that is signed: not another, not after what carries it, not before the device or the parent was there', async () => {
	const { circle } = family;
	expect(await holds({ ...yes, controlN: yes.controlN - 1 })).toBe(false);
	// What carries it cites a control entry before the yes: whoever reads it then cannot judge it.
	expect([await holds(yes, to, noor.keys.id, yes.controlN), await holds(yes, to, noor.keys.id, yes.controlN - 1)]).toEqual([true, false]);
	const phone = await addDevice(circle, elias);
	const came = now();
	expect(await holds(await saysYes(phone, to, { controlN: came }))).toBe(true);
	expect(await holds(await saysYes(phone, to, { controlN: came - 1 }))).toBe(false);
	// Ture's aunt is made one of the parents; of the time before, her yes is none.
	const aunt = await parentToBe();
	const before = now();
	await control(circle, byDevice(noor), 'parent+', [fromHex(aunt.keys.id)]);
	expect(await holds(await saysYes(aunt, to, { controlN: before }))).toBe(false);
	expect(await holds(await saysYes(aunt, to, { controlN: before + 1 }))).toBe(true);
});

async function parentToBe(): Promise<Person> {
	const aunt = await newPerson();
	await join(family.circle, aunt, await invite(family.circle, noor, 'us'));
	await admit(family.circle, noor, aunt);
	return aunt;
}

test('of a device that has ended, and of a parent who has gone, what they said before holds on; nothing after', async () => {
	const { circle } = family;
	const lost = await addDevice(circle, elias);
	const early = await saysYes(lost);
	await endDevices(circle, elias, [lost.deviceId]);
	expect(await holds(early)).toBe(true);
	expect(await holds(await saysYes(lost))).toBe(false);
	// At the very entry that ends it, it is over.
	expect(await holds(await saysYes(lost, to, { controlN: circle.state.devices.get(deviceOf(lost))?.ended?.n ?? 0 }))).toBe(false);
	const own = await saysYes(elias);
	await remove(circle, elias, elias);
	expect(await holds(own)).toBe(true);
	expect(await holds(await saysYes(elias))).toBe(false);
});

test('a true yes of another place is none here', async () => {
	const other = await newPerson();
	const elsewhere = await beginCircle(other);
	const about = { ...to, circleId: elsewhere.state.circleId };
	const said = await sayYes(about, { member: other.keys.id, device: deviceOf(other), controlN: elsewhere.state.n }, other.device.privateKey);
	expect(await holds(said)).toBe(false);
	expect(await isTheirYes(elsewhere.state, about, said, noor.keys.id, elsewhere.state.n)).toBe(true);
});

test('what is signed is what the protocol’s page says, byte for byte: by whom, with which device, after what, over what, where and as what', async () => {
	const payload = encodeCbor([fromHex(yes.member), fromHex(yes.device), yes.controlN, ['announcement', 1, 'Vår son Ture föddes i tisdags.', 1]]);
	const about = encodeCbor(['kvar/1', 'yes', to.circleId, 1, fromHex(entry)]);
	const statement = encodeCbor(['Signature1', encodeCbor(new Map([[1, -19]])), about, payload]);
	expect(await verifySignature(elias.device.publicKey, fromHex(yes.signature), statement)).toBe(true);
});

test('what is answered is named by words and ring together', async () => {
	const same = await hashOf({ ring: 'close', says: { ...news } });
	expect(same).toMatch(/^[0-9a-f]{64}$/);
	expect(await hashOf({ ring: 'close', says: { ...news, yes } as Said })).toBe(same);
	expect(await hashOf({ ring: 'all', says: news })).not.toBe(same);
	expect(await hashOf({ ring: 'close', says: { ...news, asking: null } })).not.toBe(same);
	expect(await hashOf({ ring: 'close', says: { ...news, text: 'annat' } })).not.toBe(same);
});
