/** Two people are shown different pasts, each writes on in theirs, and then the server brings them together again. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey } from '#crypto/sign.ts';
import type { CircleView } from '#domain/view.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, keysOf, type Household } from '../support/household.ts';
import { circleOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';
import { splitOff, type OtherWorld } from '../support/two-worlds.ts';
import { takeImage } from '../support/disk-image.ts';
import { writesOn } from '../support/writes-on.ts';

let server: DishonestServer;
let people: Household;
beforeEach(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, ['elias']);
}, 30_000);
afterEach(async () => {
	await people[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

const said = async (device: TestDevice, text: string): Promise<void> => {
	await device.does('answer', people.answer(text));
	await device.sees((view) => settled(view) && textsOf(view).includes(text));
};
/** Both read on in their own world: what one of them cites is there only. */
const readOn = async (device: TestDevice, last: number): Promise<void> =>
	void (await expect.poll(() => circleOf(device).rings.get('close')?.stretch.last, { timeout: 8_000 }).toBeGreaterThanOrEqual(last));
const closeAll = () => Promise.all([people.noor, people.elias].map((one) => one[Symbol.asyncDispose]()));
const reopen = (device: TestDevice) => openDevice(server.origin, { store: device.store });

/** Each says two things in `close`; the second cites the first. */
async function writeApart(): Promise<OtherWorld> {
	const { noor, elias } = people;
	const last = circleOf(elias).rings.get('close')?.stretch.last ?? 0;
	const world = splitOff(server, elias);
	await said(elias, 'Elias ett');
	await said(noor, 'Noor ett');
	await Promise.all([readOn(elias, last + 1), readOn(noor, last + 1)]);
	await said(elias, 'Elias två');
	await said(noor, 'Noor två');
	await Promise.all([readOn(elias, last + 2), readOn(noor, last + 2)]);
	// Neither can know of it yet.
	for (const one of [noor, elias]) expect(wrongHere(await one.view())).toEqual([]);
	await closeAll();
	return world;
}

test('a ring’s log was split: what was said in the other world is refused on both sides, named, and not shown', async () => {
	const world = await writeApart();
	const { noor, elias } = people;
	const true_ = await server.entriesOf(deviceOf(noor), 'close');
	const common = true_.length - world.rings.close.length;
	server.lies = {
		...server.lies,
		ring: (entries, ring, who) => {
			if (ring !== 'close') return entries;
			return who === deviceOf(elias) ? [...true_.slice(0, common), ...world.rings.close, ...true_.slice(common)] : [...true_, ...world.rings.close];
		}
	};
	for (const [one, other] of [
		['Noor', 'Elias'],
		['Elias', 'Noor']
	] as const) {
		await using device = await reopen(one === 'Noor' ? noor : elias);
		const view = await device.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code: 'fork', stops: true, ring: 'close', who: other, member: memberOf(one === 'Noor' ? elias : noor) }]);
		expect(textsOf(view)).toEqual(expect.arrayContaining([`${one} ett`, `${one} två`]));
		expect(textsOf(view)).not.toContain(`${other} två`);
		await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'doubt' });
	}
}, 30_000);

test('a ring’s log was split and one is now shown the true one: it stops, and keeps what was said and typed', async () => {
	await writeApart();
	const { elias } = people;
	const away = await openDevice(server.origin, { store: elias.store, follow: false });
	await away.does('answer', people.answer('skrivet sedan'));
	await away[Symbol.asyncDispose]();
	server.lies = {};
	await using device = await reopen(elias);
	const view = await device.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'fork', stops: true, ring: 'close', who: null }]);
	expect(textsOf(view)).toEqual(expect.arrayContaining(['Elias ett', 'Elias två', 'skrivet sedan']));
	expect([view.unsent, textsOf(view).filter((text) => text.startsWith('Noor'))]).toEqual([1, []]);
}, 30_000);

/** Whom one has invited since. */
const labels = ({ invitations }: CircleView) => invitations.map(({ label }) => label).filter((label) => label !== 'Elias');

/** Each invites somebody, and then says something; neither is shown the other's invitation. */
async function inviteApart(more: number): Promise<OtherWorld> {
	const { noor, elias } = people;
	const world = splitOff(server, elias);
	const invite = (label: string) => ({ ring: 'close', label, many: false, form: 'code', parent: false, greeting: '' }) as const;
	await elias.does('invite', invite('Saga'));
	for (let i = 0; i < more; i++) await noor.does('invite', invite(`Tage ${i}`));
	await said(elias, 'Elias ett');
	await said(noor, 'Noor ett');
	for (const one of [noor, elias]) expect(wrongHere(await one.view())).toEqual([]);
	await closeAll();
	return world;
}

test('the log of who is in was split, as long on both sides: what cites the other is refused, named, and not shown', async () => {
	const world = await inviteApart(1);
	const { noor, elias } = people;
	const true_ = await server.entriesOf(deviceOf(noor), 'close');
	const apart = server.lies;
	server.lies = {
		...apart,
		ring: (entries, ring, who) => {
			if (ring !== 'close') return apart.ring?.(entries, ring, who) ?? entries;
			return who === deviceOf(elias) ? [...true_.slice(0, -1), ...world.rings.close, ...true_.slice(-1)] : [...true_, ...world.rings.close];
		}
	};
	for (const [one, other] of [
		['Noor', 'Elias'],
		['Elias', 'Noor']
	] as const) {
		await using device = await reopen(one === 'Noor' ? noor : elias);
		const view = await device.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code: 'control-fork', stops: true, ring: 'close', who: other }]);
		expect([textsOf(view).includes(`${one} ett`), textsOf(view).includes(`${other} ett`)]).toEqual([true, false]);
		expect(labels(view)).toEqual([one === 'Noor' ? 'Tage 0' : 'Saga']);
	}
}, 30_000);

test('the log of who is in was split, and one is now shown the true one: it stops, and takes nothing of it', async () => {
	await inviteApart(2);
	const { elias } = people;
	const known = circleOf(elias).state.n;
	server.lies = {};
	await using device = await reopen(elias);
	const view = await device.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'control-wrong-predecessor', stops: true, ring: null, who: null }]);
	expect([circleOf(device).state.n, labels(view)]).toEqual([known, ['Saga']]);
	expect([textsOf(view).includes('Elias ett'), textsOf(view).includes('Noor ett')]).toEqual([true, false]);
	await expect(device.does('answer', people.answer('nej'))).rejects.toMatchObject({ code: 'trouble' });
}, 30_000);

test('the log of who is in was split and one side is shorter: it is rolled back for who has the longer', async () => {
	const { noor, elias } = people;
	splitOff(server, elias);
	await elias.does('invite', { ring: 'close', label: 'Saga', many: false, form: 'code', parent: false, greeting: '' });
	await said(elias, 'Elias ett');
	await closeAll();
	server.lies = {};
	await using device = await reopen(elias);
	expect(wrongHere(await device.sees((view) => wrongHere(view).length > 0))).toMatchObject([{ code: 'rolled-back', stops: true, ring: null, who: null }]);
	await using other = await reopen(noor);
	await other.does('answer', people.answer('Noor ett'));
	expect(wrongHere(await other.sees(settled))).toEqual([]);
}, 30_000);

const other = () => ({ seenSeq: 0, seenHead: randomBytes(32) });
test.each([
	['another log of who is in', () => ({ controlHead: randomBytes(32) }), 'wrong-signature'],
	['another past', other, 'wrong-signature'],
	['another log of who is in, by a device that is not hers', () => ({ controlHead: randomBytes(32), deviceId: keysOf(people.elias).deviceId }), 'not-a-device'],
	['another log of who is in, by a device that is nobody’s', () => ({ controlHead: randomBytes(32), deviceId: randomBytes(16) }), 'not-a-device']
] as const)(
	'a server makes up that Noor was shown %s: nobody is named for it, nothing stops',
	async (_, lie, code) => {
		const { noor, elias } = people;
		await Promise.all([noor, elias].map((one) => one.sees(settled)));
		await closeAll();
		const { privateKey } = await newSigningKey();
		const { envelope, body } = await (await takeImage(noor, 'close'))({ type: 'answer', ...people.answer('påhittat') }, lie(), privateKey);
		const { view } = await writesOn(server, elias.store, { entries: [[envelope, body]] }, people.answer('skrivet sedan'));
		expect(wrongHere(view)).toMatchObject([{ code, stops: false, ring: 'close', who: null, member: null }]);
		expect([textsOf(view), view.stopped]).toEqual([['nyheten', 'skrivet sedan'], false]);
	},
	30_000
);
