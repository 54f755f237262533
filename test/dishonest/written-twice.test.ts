/**
 * The server refuses, cuts off, lies about what it has taken, again and again, so that something might be sealed or signed a second time.
 * Over every byte that left: no number is signed over two envelopes, no key seals two bodies; and what was typed arrives once, or is kept.
 */
import { expect, test } from 'vitest';
import { codeOf } from '../../src/actions/code-of.ts';
import { appendControl } from '#sync/append-control.ts';
import { maxBatch } from '#wire/api.ts';
import type { ProblemCode } from '#wire/problem.ts';
import { startDishonestServer, type Call, type DishonestServer } from '../support/dishonest-server.ts';
import type { TestDevice } from '../support/home.ts';
import { beginHousehold, deviceOf, type Household } from '../support/household.ts';
import { circleOf, lineOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';
import { controlSent, envelopesSent, sealedTwice, signedTwice } from '../support/what-was-sent.ts';

const typed = ['ett', 'två', 'tre', 'fyra'];
const isWrite = ({ method, path }: Call): boolean => method === 'POST' && /\/rings\/(us|close|all)\/entries$/.test(path);
const refusal = (code: ProblemCode, status: number): Response =>
	Response.json({ type: 'about:blank', title: 'x', status, code, remedy: '' }, { status, headers: { 'content-type': 'application/problem+json' } });

/** Gives `lie` for the first `times` writes of Noor's, and the truth from then on. */
function lieAbout(server: DishonestServer, noor: TestDevice, times: number, when: 'instead' | 'afterwards', lie: () => Response): () => number {
	const hers = deviceOf(noor);
	let told = 0;
	const next = (call: Call) => (isWrite(call) && call.who === hers && told < times ? (told++, lie()) : undefined);
	server.lies = when === 'instead' ? { instead: next } : { afterwards: next };
	return () => told;
}
async function type(noor: TestDevice): Promise<void> {
	for (const text of typed) await noor.does('tellNews', { ring: text === 'tre' ? 'all' : 'close', text, asking: null });
}
async function expectNothingTwice(server: DishonestServer): Promise<void> {
	const sent = await envelopesSent(server.sent);
	expect(sent.length).toBeGreaterThan(0);
	expect([signedTwice(sent), sealedTwice(sent)]).toEqual([[], []]);
}
/** Everything that was typed stands in the true log once, and Ingrid reads it so. */
async function expectArrivedOnce(people: Household, noor: TestDevice = people.noor): Promise<void> {
	await noor.sees(settled, 20_000);
	const there = (texts: string[]) => texts.filter((text) => typed.includes(text)).sort();
	const view = await people.ingrid.sees((seen) => typed.every((text) => textsOf(seen).includes(text)));
	expect([wrongHere(view), there(textsOf(view))]).toEqual([[], [...typed].sort()]);
	expect([(await noor.view()).wrong, there(textsOf(await noor.view()))]).toEqual([[], [...typed].sort()]);
}

const passing: [what: string, times: number, when: 'instead' | 'afterwards', lie: () => Response][] = [
	['says that control has gone on', 6, 'instead', () => refusal('control-behind', 409)],
	['says that the key is due', 6, 'instead', () => refusal('epoch-due', 409)],
	['cannot answer now', 2, 'instead', () => new Response('', { status: 503 })],
	['cuts the connection before it has taken anything', 2, 'instead', () => Response.error()],
	['takes it and cuts the connection', 2, 'afterwards', () => Response.error()],
	['takes it and says that control has gone on', 3, 'afterwards', () => refusal('control-behind', 409)],
	['takes it and says that the key is due', 3, 'afterwards', () => refusal('epoch-due', 409)],
	['takes it and says that another of that number stands there', 2, 'afterwards', () => refusal('device-order', 409)],
	['takes it and says that this id was there before', 2, 'afterwards', () => refusal('id-taken', 409)],
	['takes it and answers in no form agreed on', 2, 'afterwards', () => new Response('x', { headers: { 'content-type': 'application/cbor' } })]
];
test.each(passing)(
	'a server that %s: it arrives once, and nothing was sealed or signed twice',
	async (_, times, when, lie) => {
		await using server = await startDishonestServer();
		await using people = await beginHousehold(server.origin, ['ingrid']);
		const told = lieAbout(server, people.noor, times, when, lie);
		await type(people.noor);
		await expectArrivedOnce(people);
		expect(told()).toBeGreaterThan(0);
		await expectNothingTwice(server);
	},
	40_000
);

test.each(['device-order', 'id-taken'] as const)(
	'a server that says %s of what it has not taken and does not show: it stops, signs nothing over, and keeps what was typed',
	async (code) => {
		await using server = await startDishonestServer();
		await using people = await beginHousehold(server.origin, ['ingrid']);
		lieAbout(server, people.noor, Infinity, 'instead', () => refusal(code, 409));
		await type(people.noor);
		const view = await people.noor.sees((view) => wrongHere(view).length > 0);
		expect(wrongHere(view)).toMatchObject([{ code, stops: true, ring: 'close', who: null }]);
		expect([view.unsent, textsOf(view)]).toEqual([4, expect.arrayContaining(typed)]);
		await expectNothingTwice(server);
	},
	30_000
);

test('a server that says it has taken what it has not: nothing is signed over, and what was typed stays on the device', async () => {
	await using server = await startDishonestServer();
	await using people = await beginHousehold(server.origin, ['ingrid']);
	const { noor } = people;
	// An answer to another request, from before.
	let kept: Uint8Array<ArrayBuffer> | null = null;
	const hers = deviceOf(noor);
	server.lies.afterwards = (call, { body }) => (isWrite(call) && call.who === hers && (kept ??= body), undefined);
	await noor.does('tellNews', { ring: 'all', text: 'före', asking: null });
	await noor.sees(settled);
	await people.ingrid.sees((view) => textsOf(view).includes('före'));
	let swallowed = 0;
	server.lies = {
		instead: (call) =>
			isWrite(call) && call.who === hers && swallowed++ === 0
				? new Response(kept as Uint8Array<ArrayBuffer>, { headers: { 'content-type': 'application/cbor' } })
				: undefined
	};
	await noor.does('tellNews', { ring: 'close', text: 'ett', asking: null });
	await noor.sees(settled);
	await noor.does('tellNews', { ring: 'close', text: 'två', asking: null });
	const view = await noor.sees((view) => wrongHere(view).length > 0);
	expect(wrongHere(view)).toMatchObject([{ code: 'device-order', stops: true, ring: 'close', who: null }]);
	const again = await noor.restart();
	expect(textsOf(await again.view())).toEqual(expect.arrayContaining(['före', 'ett', 'två']));
	expect(circleOf(again).outbox.map(({ body }) => ('text' in body ? body.text : body.type))).toEqual(expect.arrayContaining(['ett', 'två']));
	await again[Symbol.asyncDispose]();
	await expectNothingTwice(server);
}, 30_000);

test('everything that was ever sent is sent to the true log once more: it stays as it is', async () => {
	await using server = await startDishonestServer();
	await using people = await beginHousehold(server.origin, ['ingrid']);
	const { noor } = people;
	await type(noor);
	await expectArrivedOnce(people);
	await noor.does('letGo', { memberId: circleOf(people.ingrid).keys?.member.id ?? '' });
	await noor.does('tellNews', { ring: 'close', text: 'efteråt', asking: null });
	await noor.sees(settled);
	const before = await server.entriesOf(deviceOf(noor), 'close');
	for (const { path, body } of [...server.sent].filter((call) => isWrite(call) && call.who === deviceOf(noor))) {
		const authorization = `Kvar ${await lineOf(noor).session.token()}`;
		if (!path.includes(Buffer.from(circleOf(noor).state.circleId).toString('base64url'))) continue;
		const response = await fetch(server.honest.url + path, { method: 'POST', headers: { authorization, 'content-type': 'application/cbor' }, body });
		// Taken already, or refused as it was the first time.
		expect([200, 409]).toContain(response.status);
	}
	expect(await server.entriesOf(deviceOf(noor), 'close')).toEqual(before);
	expect(wrongHere(await noor.view())).toEqual([]);
}, 30_000);

test.each([1, 2, 3])(
	'all of it at once, with the power cut in between (%i)',
	async (seed) => {
		await using server = await startDishonestServer();
		await using people = await beginHousehold(server.origin, ['ingrid']);
		let { noor } = people;
		const hers = deviceOf(noor);
		let dice = seed;
		const draw = (of: number) => (dice = (dice * 48271) % 2147483647) % of;
		const lies: (readonly ['instead' | 'afterwards', () => Response])[] = passing.map(([, , when, lie]) => [when, lie]);
		let left = 14;
		let now: (typeof lies)[number] | null = null;
		server.lies = {
			instead: (call) => {
				if (!isWrite(call) || call.who !== hers) return undefined;
				now = left-- > 0 && draw(4) > 0 ? (lies[draw(lies.length)] ?? null) : null;
				return now?.[0] === 'instead' ? now[1]() : undefined;
			},
			afterwards: (call) => (isWrite(call) && call.who === hers && now?.[0] === 'afterwards' ? now[1]() : undefined)
		};
		for (const text of typed) {
			await noor.does('tellNews', { ring: draw(2) === 0 ? 'all' : 'close', text, asking: null });
			if (draw(2) === 0) {
				// A moment, so that it is cut in the middle of something.
				await noor.view();
				noor = await noor.restart();
			}
		}
		await expectArrivedOnce(people, noor);
		await noor[Symbol.asyncDispose]();
		await expectNothingTwice(server);
	},
	60_000
);

test.each([
	['has not taken', 'instead'],
	['has taken', 'afterwards']
] as const)('a server that says of a decision it %s that others were faster: it is decided once, and no number is signed over two', async (_, when) => {
	await using server = await startDishonestServer();
	await using people = await beginHousehold(server.origin, ['ingrid']);
	const { noor, ingrid } = people;
	let told = 0;
	const lie = ({ method, path }: Call) => (method === 'POST' && path.endsWith('/control') && told < 3 ? (told++, refusal('control-moved', 409)) : undefined);
	server.lies = when === 'instead' ? { instead: lie } : { afterwards: lie };
	server.sent.length = 0;
	await noor.does('invite', { ring: 'close', label: 'Saga', many: false, form: 'code', parent: false, greeting: '' });
	expect(told).toBeGreaterThan(0);
	const sent = await controlSent(server.sent);
	expect(sent.length).toBeGreaterThan(0);
	expect(signedTwice(sent)).toEqual([]);
	await ingrid.sees(() => circleOf(ingrid).state.n === circleOf(noor).state.n);
	expect([(await noor.view()).wrong, (await noor.view()).invitations.filter(({ label }) => label === 'Saga').length]).toEqual([[], 1]);
});

/** `shown`: how many of the entries that were taken the device is shown meanwhile. */
const unsure: [what: string, lie: 'instead' | 'afterwards', answer: () => Response, code: string, shown: number][] = [
	['has not come there, and gives no answer', 'instead', () => Response.error(), 'unanswered', 0],
	['has come there, and gives no answer', 'afterwards', () => Response.error(), 'unanswered', 0],
	['has come there, gives no answer, and is shown in part', 'afterwards', () => Response.error(), 'unanswered', 1],
	['cannot be kept', 'instead', () => refusal('storage', 503), 'storage', 0],
	['cannot be kept, and keeps it', 'afterwards', () => refusal('storage', 503), 'storage', 0]
];
test.each(unsure)(
	'a decision %s (%s): whatever is decided next, and after the power is cut, it goes first, as it was; nothing else is signed to follow that head',
	async (_, when, answer, code, shown) => {
		await using server = await startDishonestServer();
		await using people = await beginHousehold(server.origin, ['ingrid', 'malik']);
		const { noor, ingrid, malik } = people;
		const lie = ({ method, path }: Call) => (method === 'POST' && path.endsWith('/control') ? answer() : undefined);
		server.sent.length = 0;
		const hidden = (await server.controlOf(deviceOf(noor))).length;
		server.lies = { ...(when === 'instead' ? { instead: lie } : { afterwards: lie }), control: (entries) => entries.slice(0, hidden + shown) };
		server.breakOff();
		const move = (one: TestDevice) => one.does('moveTo', { memberId: memberOf(malik), ring: 'all' });
		const letGo = (one: TestDevice) => one.does('letGo', { memberId: memberOf(ingrid) });
		expect(codeOf(await move(noor).catch((error: unknown) => error))).toBe(code);
		server.breakOff();
		await noor.sees(() => circleOf(noor).state.n === hidden - 1 + shown);
		expect(codeOf(await letGo(noor).catch((error: unknown) => error))).toBe(code);
		const again = await noor.restart();
		expect(codeOf(await letGo(again).catch((error: unknown) => error))).toBe(code);
		server.lies = {};
		server.breakOff();
		await letGo(again);
		const sent = await controlSent(server.sent);
		expect(signedTwice(sent)).toEqual([]);
		expect(new Set(sent.map(({ hash }) => hash)).size).toBe((await server.controlOf(deviceOf(again))).length - hidden);
		const { members, wrong } = await again.view();
		expect([members.map(({ name, ring }) => [name, ring]).sort(), wrong]).toEqual([
			[
				['Malik', 'all'],
				['Noor', 'us']
			],
			[]
		]);
		await ingrid.sees(({ standing }) => standing === 'ended');
		await malik.sees(({ me }) => me.ring === 'all');
		await again[Symbol.asyncDispose]();
	},
	60_000
);

test('what a device decides in several places at once follows one another', { timeout: 20_000 }, async () => {
	await using server = await startDishonestServer();
	await using people = await beginHousehold(server.origin, ['ingrid', 'malik']);
	const { noor, ingrid, malik } = people;
	server.sent.length = 0;
	const invite = (label: string) => noor.does('invite', { ring: 'close', label, many: false, form: 'code', parent: false, greeting: '' });
	await Promise.all([
		invite('Saga'),
		noor.does('moveTo', { memberId: memberOf(malik), ring: 'all' }),
		noor.does('letGo', { memberId: memberOf(ingrid) }),
		invite('Alma')
	]);
	expect(signedTwice(await controlSent(server.sent))).toEqual([]);
	const view = await noor.view();
	expect([view.members.map(({ name }) => name).sort(), view.invitations.filter(({ label }) => label === 'Saga' || label === 'Alma').length]).toEqual([
		['Malik', 'Noor'],
		2
	]);
});

test('what no server takes in one is refused before it is kept: what is decided next goes', async () => {
	await using server = await startDishonestServer();
	await using people = await beginHousehold(server.origin, ['ingrid']);
	const { noor, ingrid } = people;
	const tooMuch = () => Promise.resolve(Array.from({ length: maxBatch + 1 }, () => new Uint8Array(1)));
	await expect(appendControl(lineOf(noor), tooMuch)).rejects.toThrow(RangeError);
	await noor.does('letGo', { memberId: memberOf(ingrid) });
	await ingrid.sees(({ standing }) => standing === 'ended');
});
