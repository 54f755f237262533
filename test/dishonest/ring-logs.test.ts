/** Attacks on a ring's log: each is shown to someone who reads by the link, or to a device that has read before. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeMessage } from '#wire/api.ts';
import { startDishonestServer, type DishonestServer, type Entry } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { flip } from '../support/property.ts';
import { circleOf, settled, textsOf, wrongHere } from '../support/seen.ts';

/** Everything that was truly said in `all`. */
const said = ['ett', 'svar på ett', 'två', 'svar på två', 'tre', 'svar på tre'];
let server: DishonestServer;
let noor: TestDevice;
let malik: TestDevice;
let link: string;
/** What the honest log of `all` is, and of `close`. */
let all: Entry[];
let close: Entry[];
/** Numbers (from 0) of the entries with these words, as they stand in `all`. */
let at: Record<string, number>;

beforeAll(async () => {
	server = await startDishonestServer();
	noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	await noor.does('tellNews', { ring: 'close', text: 'bara för de nära', asking: null });
	link = (await noor.sees(settled)).invitations[0]?.share ?? '';
	malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: link });
	await malik.does('comeIn', { name: 'Malik' });
	for (const text of ['ett', 'två', 'tre']) {
		const to = await noor.does('tellNews', { ring: 'all', text, asking: null });
		await malik.sees((view) => settled(view) && textsOf(view).includes(text));
		await malik.does('answer', { to, kind: 'words', text: `svar på ${text}`, motif: null });
		await noor.sees((view) => settled(view) && textsOf(view).includes(`svar på ${text}`));
	}
	await malik.sees((view) => settled(view) && said.every((text) => textsOf(view).includes(text)));
	await noor[Symbol.asyncDispose]();
	await malik[Symbol.asyncDispose]();
	const noorsDevice = Buffer.from(circleOf(noor).keys?.deviceId as Uint8Array).toString('hex');
	all = await server.entriesOf(noorsDevice, 'all');
	close = await server.entriesOf(noorsDevice, 'close');
	at = Object.fromEntries([...circleOf(noor).fold.told.values()].filter(({ ring }) => ring === 'all').map(({ n, body }) => [body.text, (n ?? 0) - 1]));
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const show = (entries: () => Entry[]) => {
	server.lies = { ring: (honest, ring) => (ring === 'all' ? entries() : honest) };
};
const changed = (n: number, change: (entry: Entry) => Entry): Entry[] => all.with(n, change(all[n] as Entry));

/** The first code is what it is; the others may follow from it, in what comes after. */
type Attack = [what: string, entries: () => Entry[], codes: string[]];
const attacks: Attack[] = [
	[
		'a bit turned over in an envelope',
		() => changed(at['två'] as number, ([envelope, body]) => [flip(envelope, 4001), body]),
		['wrong-signature', 'left-out', 'fork']
	],
	['a bit turned over in a sealed body', () => changed(at['två'] as number, ([envelope, body]) => [envelope, flip(body as never, 777)]), ['wrong-body']],
	['a body of another entry', () => changed(at['två'] as number, ([envelope]) => [envelope, (all[at['ett'] as number] as Entry)[1]]), ['wrong-body']],
	['a body kept back', () => changed(at['två'] as number, ([envelope]) => [envelope, null]), ['withheld']],
	['an entry left out', () => all.toSpliced(at['två'] as number, 1), ['left-out', 'fork']],
	['an entry shown twice', () => all.toSpliced(at['tre'] as number, 0, all[at['ett'] as number] as Entry), ['replayed', 'fork']],
	[
		'an answer put before what it answers',
		() => all.with(at['två'] as number, all[at['svar på två'] as number] as Entry).with(at['svar på två'] as number, all[at['två'] as number] as Entry),
		['fork', 'left-out']
	],
	['an entry of a ring further in', () => [...all, close[0] as Entry], ['wrong-ring']],
	['noise', () => [...all, [new Uint8Array(300).fill(7), new Uint8Array(300)]], ['malformed']]
];

test.each(attacks)(
	'%s: nothing false is shown, and it is named',
	async (_, entries, codes) => {
		show(entries);
		await using reader = await openDevice(server.origin);
		await reader.does('openInvitation', { text: link });
		const view = await reader.sees((view) => wrongHere(view).length > 0);
		expect(said).toEqual(expect.arrayContaining(textsOf(view)));
		expect(wrongHere(view).map(({ code }) => code)).toContain(codes[0]);
		expect(codes).toEqual(expect.arrayContaining(wrongHere(view).map(({ code }) => code)));
		expect(wrongHere(view).every(({ ring }) => ring === 'all')).toBe(true);
		// And it is there when the place is opened again, honest server or not.
		server.lies = {};
		await using again = await openDevice(server.origin, { store: createMemoryStore(reader.store), follow: false });
		expect(wrongHere(await again.view())).not.toEqual([]);
	},
	30_000
);

const onKnown: [what: string, entries: () => Entry[], code: string][] = [
	['the newest entries taken back', () => all.slice(0, -2), 'rolled-back'],
	['everything taken back', () => [], 'rolled-back'],
	['another past, as long as the known one', () => all.toSpliced(0, 1, all.at(-1) as Entry), 'fork'],
	['another past, longer than the known one', () => [all.at(-1) as Entry, ...all], 'fork']
];

test.each(onKnown)(
	'a device that has read before is shown %s: it stops, keeps what it has and says so',
	async (_, entries, code) => {
		show(entries);
		await using device = await openDevice(server.origin, { store: createMemoryStore(malik.store) });
		await device.does('answer', { to: circleOf(malik).fold.told.keys().next().value ?? '', kind: 'words', text: 'väntar', motif: null }).catch(() => undefined);
		const view = await device.sees(({ wrong }) => wrong.some(({ stops }) => stops));
		expect(wrongHere(view).filter(({ stops }) => stops)).toMatchObject([{ code, ring: 'all', who: null }]);
		expect(textsOf(view)).toEqual(expect.arrayContaining(said));
		await expect(device.does('answer', { to: 'x', kind: 'words', text: 'y', motif: null })).rejects.toMatchObject({ code: 'trouble' });
		server.lies = {};
	},
	30_000
);

test('a log that is said to begin before its beginning is not of the form agreed on', async () => {
	const page = writeMessage([0, new Uint8Array(32).fill(7), all.slice(1).map(([envelope, body]) => [envelope, body]), all.length, new Uint8Array(32)]);
	let asked = 0;
	const false0 = () => (asked++, new Response(page, { headers: { 'content-type': 'application/cbor' } }));
	server.lies = { instead: ({ method, path }) => (method === 'GET' && path.endsWith('/rings/all/entries') ? false0() : undefined) };
	await using reader = await openDevice(server.origin);
	await reader.does('openInvitation', { text: link });
	await expect.poll(() => asked, { timeout: 8_000 }).toBeGreaterThan(1);
	const view = await reader.view();
	expect([view.told, view.wrong]).toEqual([[], []]);
	server.lies = {};
	await reader.does('wake', {});
	expect(wrongHere(await reader.sees((seen) => said.every((text) => textsOf(seen).includes(text))))).toEqual([]);
}, 30_000);

test('what the stream brings of a ring that somebody does not read leaves nothing on their device', async () => {
	const event = Buffer.from(writeMessage([1, 70, new Uint8Array(32).fill(7), close.map(([envelope, body]) => [envelope, body])])).toString('base64url');
	server.lies = {
		answer: async (_, ask) => {
			const honestly = await ask();
			if (!honestly.type.includes('event-stream')) return honestly;
			return { ...honestly, body: Buffer.concat([honestly.body, Buffer.from(`event: entries\ndata: ${event}\n\n`)]) };
		}
	};
	await using device = await openDevice(server.origin, { store: createMemoryStore(malik.store) });
	await device.sees(({ connection }) => connection === 'live');
	await device.does('answer', { to: circleOf(malik).fold.told.keys().next().value ?? '', kind: 'words', text: 'svar på allt', motif: null });
	await device.sees(settled);
	expect([...circleOf(device).rings.keys()]).toEqual(['all']);
	server.lies = {};
}, 30_000);
