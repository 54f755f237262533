/** Attacks on a person’s own log: it is shown as it was, as somebody else’s, or with bits turned over; alone, and with everything else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hex, type Bytes } from '#crypto/bytes.ts';
import type { CircleReplica } from '#replica/circle.ts';
import { ownCircle } from '../../src/actions/home.ts';
import { startDishonestServer, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, type Household } from '../support/household.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { flip } from '../support/property.ts';
import { circleOf, settled, textsOf } from '../support/seen.ts';

let server: DishonestServer;
let people: Household;
let other: Household;
let own: Entry[];
let others: Entry[];
let othersControl: Bytes[];
let all: Record<'us' | 'close' | 'all', number>;

const ownOf = ({ home }: TestDevice): CircleReplica => ownCircle(home)?.circle as CircleReplica;
const ownDevice = (device: TestDevice): string => hex(ownOf(device).keys?.deviceId as Bytes);
const asideIn = async (device: TestDevice): Promise<boolean | undefined> => (await device.view()).told.find(({ id }) => id === people.to)?.aside;

beforeAll(async () => {
	server = await startDishonestServer();
	people = await beginHousehold(server.origin, []);
	other = await beginHousehold(server.origin, []);
	for (const { noor, to } of [people, other]) {
		await noor.does('layAside', { target: to, aside: true });
		await noor.sees((view) => settled(view) && ownOf(noor).outbox.length === 0);
	}
	all = Object.fromEntries((['us', 'close', 'all'] as const).map((ring) => [ring, circleOf(people.noor).rings.get(ring)?.stretch.last ?? 0])) as typeof all;
	own = await server.entriesOf(ownDevice(people.noor), 'us');
	others = await server.entriesOf(ownDevice(other.noor), 'us');
	server.lies = { control: (entries, who) => (who === ownDevice(other.noor) ? (othersControl = entries) : entries) };
	await other[Symbol.asyncDispose]();
	await using again = await openDevice(server.origin, { store: other.noor.store });
	await again.sees(() => othersControl !== undefined);
	server.lies = {};
	await people[Symbol.asyncDispose]();
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const hers = (who: string): boolean => who === ownDevice(people.noor);
const show = (entries: () => Entry[]): void => {
	server.lies = { ring: (honest, ring, who) => (hers(who) && ring === 'us' ? entries() : honest) };
};

test('the logs that are shown here are not empty', () => {
	expect([own.length > 1, others.length > 1]).toEqual([true, true]);
});

const stops: [what: string, lie: () => void, code: string, ring: 'us' | null][] = [
	['as it was before', () => show(() => own.slice(0, -1)), 'rolled-back', 'us'],
	['empty', () => show(() => []), 'rolled-back', 'us'],
	['with another past', () => show(() => [others[0] as Entry, ...own]), 'fork', 'us'],
	[
		'with the log of who is in as it was before',
		() => (server.lies = { control: (entries, who) => (hers(who) ? entries.slice(0, -1) : entries) }),
		'rolled-back',
		null
	],
	[
		'with somebody else’s log of who is in behind it',
		() => (server.lies = { control: (entries, who) => (hers(who) ? [...entries, othersControl.at(-1) as Bytes] : entries) }),
		'control-wrong-number',
		null
	],
	[
		'with a bit turned over in what is new in who is in',
		() => (server.lies = { control: (entries, who) => (hers(who) ? [...entries, flip(othersControl.at(-1) as Bytes, 1234)] : entries) }),
		'control-',
		null
	]
];
test.each(stops)('the own log %s: it stops, keeps what it has, and the place goes on', async (_, lie, code, ring) => {
	lie();
	await using device = await openDevice(server.origin, { store: createMemoryStore(people.noor.store) });
	await expect.poll(() => ownOf(device).record.trouble?.code ?? '', { timeout: 8_000 }).toContain(code);
	expect(ownOf(device).record.trouble?.ring).toBe(ring);
	expect(await asideIn(device)).toBe(true);
	const view = await device.sees(({ connection }) => connection === 'live');
	// It is named where one is, and stops nothing there.
	expect(view.wrong).toMatchObject([{ code: ownOf(device).record.trouble?.code, stops: false, ring: 'own', who: null }]);
	expect([textsOf(view), view.stopped]).toEqual([['nyheten'], false]);
	server.lies = {};
});

const leftOut: [what: string, entries: () => Entry[], code: string][] = [
	['somebody else’s entries after its own', () => [...own, ...others], 'wrong-circle'],
	['a bit turned over in an envelope put after it', () => [...own, [flip((own.at(-1) as Entry)[0], 4001), (own.at(-1) as Entry)[1]]], 'wrong-signature'],
	['one of its own entries once more', () => [...own, own[0] as Entry], 'replayed']
];
test.each(leftOut)('the own log with %s: they are left out, and what was laid aside stays so', async (_, entries, code) => {
	show(entries);
	await using device = await openDevice(server.origin, { store: createMemoryStore(people.noor.store) });
	await expect
		.poll(
			() =>
				ownOf(device)
					.rings.get('us')
					?.refused.map((one) => one.code),
			{ timeout: 8_000 }
		)
		.toContain(code);
	expect([await asideIn(device), ownOf(device).own.circles.size, ownOf(device).record.trouble]).toEqual([true, 1, null]);
	server.lies = {};
});

test('everything rolled back at once, the own log, who is in and what was said: all of it stops, nothing is lost, what is typed before waits', async () => {
	const store = createMemoryStore(people.noor.store);
	const away = await openDevice(server.origin, { store, follow: false });
	await away.does('answer', people.answer('skrivet innan'));
	await away[Symbol.asyncDispose]();
	server.lies = { control: (entries) => entries.slice(0, -1), ring: (entries) => entries.slice(0, -1) };
	await using device = await openDevice(server.origin, { store });
	const view = await device.sees(({ wrong }) => wrong.length > 0);
	expect(view.wrong.filter(({ ring }) => ring !== 'own')).toMatchObject([{ code: 'rolled-back', stops: true, ring: null, who: null }]);
	await expect.poll(() => ownOf(device).record.trouble?.code, { timeout: 8_000 }).toBe('rolled-back');
	expect([view.unsent, textsOf(view).sort(), await asideIn(device)]).toEqual([1, ['nyheten', 'skrivet innan'], true]);
	expect(circleOf(device).rings.get('close')?.stretch.last).toBe(all.close);
	expect(deviceOf(device)).toBe(deviceOf(people.noor));
	server.lies = {};
});
