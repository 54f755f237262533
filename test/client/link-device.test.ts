/** One more device of the same person: a picture shown by either, read by the other; what lies between them learns nothing and changes nothing. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { linkKeys, newLinkKey, readTicket, sealHand } from '#identity/link-device.ts';
import { keyOf } from '#replica/circle.ts';
import { writeMessage } from '#wire/api.ts';
import { startDishonestServer, type Call, type DishonestServer } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { memberOf, settled, textsOf } from '../support/seen.ts';

let server: DishonestServer;
const open: TestDevice[] = [];
const device = async (): Promise<TestDevice> => {
	const one = await openDevice(server.origin);
	open.push(one);
	return one;
};
let phone: TestDevice;
beforeEach(async () => {
	server = await startDishonestServer();
	phone = await device();
	await phone.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await phone.does('tellNews', { ring: 'us', text: 'bara vi', asking: null });
	await phone.sees(settled);
	await expect.poll(() => [...phone.home.circles.values()].every(({ circle }) => circle.outbox.length === 0)).toBe(true);
});
afterEach(async () => {
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

/** The picture is shown by one and read by the other; both have the words after this. */
async function meet(shows: TestDevice, reads: TestDevice, side: 'new' | 'in') {
	const fragment = await shows.does('showLink', { side });
	const words = side === 'in' ? await shows.does('linkWords', {}) : null;
	expect(words).toBeNull();
	expect(await reads.does('readLink', { fragment })).toBe(side === 'in' ? 'new' : 'in');
	return { fragment, words: [await shows.does('linkWords', {}), await reads.does('linkWords', {})] };
}
const isMailbox = ({ path }: Call) => path.startsWith('/api/mailboxes/');

test.each(['new', 'in'] as const)('shown by the one that is %s: the same words on both, and everything is there', async (side) => {
	const tablet = await device();
	const [shows, reads] = side === 'new' ? [tablet, phone] : [phone, tablet];
	const { fragment, words } = await meet(shows, reads, side);
	expect(words[0]).toEqual(words[1]);
	expect(words[0]?.sv).toHaveLength(2);
	expect(await tablet.does('takeOver', {})).toBe(false);
	const again = await phone.does('handOver', {});
	const taken = await tablet.does('takeOver', {});
	// Where the new one shows the picture, whoever has photographed it could have been first: a person looks once more.
	if (side === 'new') {
		expect(again?.sv).toHaveLength(2);
		expect(taken).toEqual(again);
		expect(tablet.home.circles.size).toBe(0);
		await tablet.does('acceptPerson', {});
	} else expect([again, taken]).toEqual([null, true]);
	const view = await tablet.sees((seen) => textsOf(seen).includes('bara vi') && seen.me.name !== '');
	expect([view.me.name, view.me.memberId, view.wrong]).toEqual(['Noor', memberOf(phone), []]);
	await tablet.does('tellNews', { ring: 'us', text: 'från plattan', asking: null });
	await phone.sees((seen) => textsOf(seen).includes('från plattan'));
	// Nothing that left either holds the picture's secret or the root.
	const ticket = readTicket(fragment);
	const { root } = (await phone.home.store.read<{ root: Bytes }>(keyOf.identity)) as { root: Bytes };
	const left = server.sent.map(({ path, body }) => `${path} ${hex(body)}`).join('\n');
	expect(server.sent.some(isMailbox)).toBe(true);
	for (const one of [ticket?.secret as Bytes, root]) for (const form of [hex(one), Buffer.from(one).toString('base64url')]) expect(left).not.toContain(form);
	// Over once it is done.
	await expect(phone.does('handOver', {})).rejects.toMatchObject({ code: 'link-none' });
	await expect(tablet.does('takeOver', {})).rejects.toMatchObject({ code: 'link-none' });
});

test('of two that have read the same picture the second is told so; the words show which one is first', async () => {
	const [mine, thiefs] = [await device(), await device()];
	const fragment = await phone.does('showLink', { side: 'in' });
	await thiefs.does('readLink', { fragment });
	await expect(mine.does('readLink', { fragment })).rejects.toMatchObject({ code: 'link-taken' });
	await expect(mine.does('linkWords', {})).rejects.toMatchObject({ code: 'link-none' });
	expect(await phone.does('linkWords', {})).toEqual(await thiefs.does('linkWords', {}));
	// Nobody hands over: nobody comes in.
	expect(await thiefs.does('takeOver', {})).toBe(false);
});

test('whoever has photographed a new device’s picture and is first makes it nobody else’s: the words are others than on the person’s own', async () => {
	const tablet = await device();
	const thief = await device();
	await thief.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	const fragment = await tablet.does('showLink', { side: 'new' });
	await thief.does('readLink', { fragment });
	await phone.does('readLink', { fragment });
	// Up to here all three have the same.
	expect(await thief.does('linkWords', {})).toEqual(await phone.does('linkWords', {}));
	const theirs = await thief.does('handOver', {});
	expect(await tablet.does('takeOver', {})).toEqual(theirs);
	await expect(phone.does('handOver', {})).rejects.toMatchObject({ code: 'link-taken' });
	expect(tablet.home.circles.size).toBe(0);
	// Nobody has said yes: it is nobody's, and begins anew.
	const fresh = await tablet.does('showLink', { side: 'new' });
	await expect(tablet.does('acceptPerson', {})).rejects.toMatchObject({ code: 'link-none' });
	await phone.does('readLink', { fragment: fresh });
	const mine = await phone.does('handOver', {});
	expect(mine).not.toEqual(theirs);
	expect(await tablet.does('takeOver', {})).toEqual(mine);
	await tablet.does('acceptPerson', {});
	expect((await tablet.sees((seen) => textsOf(seen).includes('bara vi'))).me.memberId).toBe(memberOf(phone));
});

const answer = (bytes: Uint8Array) => new Response(writeMessage([bytes as Bytes]), { headers: { 'content-type': 'application/cbor' } });
test.each<[string, (kept: Bytes) => Promise<Uint8Array> | Uint8Array]>([
	['turns a bit over', (kept) => kept.with(40, (kept[40] as number) ^ 1)],
	['gives less of it', (kept) => kept.slice(0, -1)],
	['makes one up', () => randomBytes(150)]
])('a server that %s is not believed by the one that is asked, nor by the one that is handed over to', async (_, lie) => {
	for (const step of ['ask', 'hand'] as const) {
		const tablet = await device();
		const fragment = await phone.does('showLink', { side: 'in' });
		await tablet.does('readLink', { fragment });
		const lying = async () => {
			const box = (await linkKeys(readTicket(fragment)?.secret as Bytes))[step];
			const kept = (await phone.home.api.mailbox(box)) as Bytes;
			const said = await lie(kept);
			server.lies = { instead: (call) => (call.method === 'GET' && isMailbox(call) ? answer(said) : undefined) };
		};
		if (step === 'ask') {
			await lying();
			await expect(phone.does('linkWords', {})).rejects.toMatchObject({ code: 'link-wrong' });
		} else {
			await phone.does('linkWords', {});
			await phone.does('handOver', {});
			await lying();
			await expect(tablet.does('takeOver', {})).rejects.toMatchObject({ code: 'link-wrong' });
			expect(tablet.home.circles.size).toBe(0);
		}
		server.lies = {};
	}
});

test('whoever has not seen the picture hands over nothing, not even with the keys of both; a false person is not taken on', async () => {
	const tablet = await device();
	const fragment = await tablet.does('showLink', { side: 'new' });
	const ticket = readTicket(fragment);
	const guessed = await linkKeys(randomBytes(32));
	const { hand } = await linkKeys(ticket?.secret as Bytes);
	const false_ = await sealHand({ ...guessed, hand }, ticket?.key as Bytes, { roots: [randomBytes(32)], own: randomBytes(32), member: randomBytes(16) });
	server.lies = { instead: (call) => (call.method === 'GET' && isMailbox(call) ? answer(false_) : undefined) };
	await expect(tablet.does('takeOver', {})).rejects.toMatchObject({ code: 'link-wrong' });
	// Handed to another key than the picture's.
	const other = await newLinkKey();
	const toOther = await sealHand(await linkKeys(ticket?.secret as Bytes), other.publicKey, {
		roots: [randomBytes(32)],
		own: randomBytes(32),
		member: randomBytes(16)
	});
	server.lies = { instead: (call) => (call.method === 'GET' && isMailbox(call) ? answer(toOther) : undefined) };
	await expect(tablet.does('takeOver', {})).rejects.toMatchObject({ code: 'link-wrong' });
	expect(tablet.home.circles.size).toBe(0);
});

test('who is nobody yet hands over nothing, who is somebody becomes nobody else, and nonsense is said to be', async () => {
	const [fresh, other] = [await device(), await device()];
	await expect(fresh.does('showLink', { side: 'in' })).rejects.toMatchObject({ code: 'not-a-member' });
	await expect(phone.does('showLink', { side: 'new' })).rejects.toMatchObject({ code: 'somebody-here' });
	await other.does('start', { name: 'Elias', title: 'En annan plats', childName: null });
	const fragment = await phone.does('showLink', { side: 'in' });
	await expect(other.does('readLink', { fragment })).rejects.toMatchObject({ code: 'somebody-here' });
	await expect(fresh.does('readLink', { fragment: 'nonsense' })).rejects.toMatchObject({ code: 'link-none' });
	const shown = await fresh.does('showLink', { side: 'new' });
	await expect((await device()).does('readLink', { fragment: shown })).rejects.toMatchObject({ code: 'not-a-member' });
	await expect(phone.does('takeOver', {})).rejects.toMatchObject({ code: 'link-none' });
});
