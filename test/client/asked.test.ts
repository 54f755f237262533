/** What is asked of the other parent: each asking is another, what was taken back is not said, and what was asked rests no longer. */
import { expect, test } from 'vitest';
import type { OpenCircle } from '../../src/actions/home.ts';
import { sayWhatIsDue } from '../../src/actions/ready.ts';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import type { Kept } from '#domain/kept.ts';
import type { Consent, Proposal } from '#domain/ready.ts';
import type { CircleView } from '#domain/view.ts';
import { hashOf, sayYes } from '#log/yes.ts';
import { addToOutbox } from '#replica/outbox.ts';
import type { Following } from '#sync/follow-circle.ts';
import { pullRings } from '#sync/pull.ts';
import { pushOutbox } from '#sync/push.ts';
import { drawing, drawn } from '../support/drawn.ts';
import { beginHousehold, deviceOf, keysOf, type Household } from '../support/household.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { secondDevice } from '../support/second-device.ts';
import { circleOf, lineOf, memberOf, settled, textsOf } from '../support/seen.ts';
import { startServer } from '../support/start-server.ts';
import { goesLive, stillDevice } from '../support/still-line.ts';

const newId = () => hex(randomBytes(16));
const news = (text: string) => ({ type: 'announcement', text, asking: null }) as const;
const shows = (text: string) => (view: CircleView) => textsOf(view).includes(text);
const rests = (view: CircleView) => view.drafts.map(({ says, ring }) => [says.text, ring]).sort();
const asks = (device: TestDevice, text: string, entry = newId(), ring: 'close' | 'all' = 'close') => device.does('propose', { entry, ring, says: news(text) });
/** By when everything that a device would have said by itself is said: what it says last is with the other. */
async function saysAfterwards(device: TestDevice, text: string, other: TestDevice): Promise<CircleView> {
	await device.does('tellNews', { ring: 'close', text, asking: null });
	return other.sees(shows(text));
}

test('what rested, and had a day, rests no longer once it is asked, on neither device; nor does the day release it', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	await using tablet = await secondDevice(server.origin, noor);
	const [entry, day] = [newId(), Date.now() + 4_000];
	await noor.does('letRest', { entry, ring: 'close', says: news('vår son'), release: day });
	await noor.does('letRest', { entry: newId(), ring: 'close', says: news('på samma dag'), release: day });
	await tablet.sees(({ drafts }) => drafts.length === 2);
	await asks(noor, 'vår son', entry);
	for (const one of [noor, tablet]) {
		const view = await one.sees(({ drafts, proposals }) => drafts.length === 1 && proposals.length === 1);
		expect(rests(view)).toEqual([['på samma dag', 'close']]);
	}
	await elias.sees(shows('på samma dag'), 20_000);
	await noor.sees(settled);
	const view = await saysAfterwards(tablet, 'sist', elias);
	expect([textsOf(view).includes('vår son'), view.proposals.length]).toEqual([false, 1]);
}, 60_000);

/** Noor's tablet, on which she says and asks while it has no line; it alone is awake. */
async function tabletWithout(server: { origin: string }, { noor, elias }: Household) {
	const line = { there: true };
	const tablet = await secondDevice(server.origin, noor, {
		fetch: (input, init) => (line.there ? fetch(input, init) : Promise.reject(new TypeError('no signal')))
	});
	await noor[Symbol.asyncDispose]();
	await elias.sees(settled);
	return { tablet, line };
}

test.each([
	['other words', 'andra ord', 'close'],
	['the same words for more people', 'de här orden', 'all']
] as const)(
	'a yes that was given to what has been taken back meanwhile is none to %s',
	async (_, text, ring) => {
		await using server = await startServer();
		await using people = await beginHousehold(server.origin, ['elias']);
		const { elias } = people;
		const { tablet, line } = await tabletWithout(server, people);
		const first = await asks(tablet, 'de här orden');
		await elias.sees(({ proposals }) => proposals.length === 1);
		await tablet.sees(settled);
		line.there = false;
		const asleep = await tablet.restart();
		await elias.does('answerProposal', { id: first, yes: true });
		await elias.sees(settled);
		// Not knowing of it she takes it back, and asks anew from what rests then.
		await asleep.does('withdraw', { id: first });
		const [draft] = (await asleep.view()).drafts;
		expect(draft).toMatchObject({ ring: 'close', says: { text: 'de här orden' }, release: null });
		await asks(asleep, text, draft?.entry, ring);
		// Asked, though it has not left yet: it rests no longer.
		const waiting = await asleep.view();
		expect([waiting.drafts, waiting.proposals.map((one) => one.ring)]).toEqual([[], [ring]]);
		line.there = true;
		await asleep.does('wake', {});
		const { proposals } = await elias.sees((view) => view.proposals.some((one) => one.id !== first));
		expect(proposals).toMatchObject([{ ring, says: { text }, answered: null }]);
		const view = await saysAfterwards(asleep, 'sist', elias);
		for (const never of [text, 'de här orden']) expect(textsOf(view)).not.toContain(never);
		const seen = await asleep.sees((one) => settled(one) && one.drafts.length === 0);
		expect(seen.proposals).toMatchObject([{ ring, answered: null }]);
		// A yes to it, as it is now, says it: once.
		await elias.does('answerProposal', { id: proposals[0]?.id ?? '', yes: true });
		const { told } = await elias.sees(shows(text), 20_000);
		expect(told.filter((one) => one.text === text)).toMatchObject([{ ring, agreed: 'Elias' }]);
		await asleep[Symbol.asyncDispose]();
	},
	60_000
);

test('asked anew in other words, or for other people, before the first was answered, both are asked, each by itself; pressed twice, once', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const entry = newId();
	await Promise.all([asks(noor, 'vår son', entry), asks(noor, 'vår son', entry)]);
	await asks(noor, 'vår son', entry);
	await asks(noor, 'vår son Ture', entry);
	await asks(noor, 'vår son', entry, 'all');
	const { proposals } = await elias.sees((view) => view.proposals.length === 3);
	expect(proposals.map(({ says, ring }) => [says.text, ring])).toEqual([
		['vår son', 'close'],
		['vår son Ture', 'close'],
		['vår son', 'all']
	]);
	expect(new Set(proposals.map((one) => one.entry)).size).toBe(3);
	await elias.does('answerProposal', { id: proposals[1]?.id ?? '', yes: true });
	const view = await elias.sees(shows('vår son Ture'), 20_000);
	expect(view.told.filter(({ text }) => text.startsWith('vår son')).map(({ text, ring }) => [text, ring])).toEqual([['vår son Ture', 'close']]);
	await noor.sees((seen) => seen.proposals.length === 2);
}, 30_000);

test('only what may be said may be asked: never wider than what it belongs to, nor beside what is not there', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	const song: Kept = { type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title: 'Samma väg hem', text: '', link: null };
	const to = await noor.does('keepThis', { ring: 'close', body: song });
	const line = await noor.does('keepThis', { ring: 'close', body: { type: 'line', to, text: 'du bar lyktan', place: 1 } });
	const note = (of: string) => ({ type: 'note', to: of, text: 'Din hand.' }) as const;
	const wish = { entry: newId(), ring: 'all' } as const;
	await expect(noor.does('propose', { ...wish, says: note(line) })).rejects.toMatchObject({ code: 'wider-than-what-it-answers' });
	await expect(noor.does('propose', { ...wish, says: note(to) })).rejects.toMatchObject({ code: 'not-found' });
	await expect(noor.does('propose', { ...wish, says: news(' ') })).rejects.toMatchObject({ code: 'empty' });
	await expect(ingrid.does('propose', { ...wish, says: song })).rejects.toMatchObject({ code: 'not-a-parent' });
	expect((await noor.view()).proposals).toEqual([]);
	await noor.does('propose', { ...wish, ring: 'close', says: note(line) });
	expect((await elias.sees(({ proposals }) => proposals.length > 0)).proposals).toMatchObject([{ ring: 'close', says: note(line) }]);
}, 30_000);

test('taken back, its words rest with who wrote them, where they were meant for; without what was enclosed, which goes with it', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	await using tablet = await secondDevice(server.origin, noor, { media: drawing });
	const picture = await tablet.does('enclosePicture', { file: drawn(20_000), whole: false });
	const ids = [
		await tablet.does('propose', { entry: newId(), ring: 'close', says: { ...news('med bild'), enclosed: [picture] } }),
		await tablet.does('propose', { entry: newId(), ring: 'close', says: { ...news(''), enclosed: [picture] } })
	];
	await elias.sees(({ proposals }) => proposals.length === 2);
	for (const id of ids) await tablet.does('withdraw', { id });
	// Withdrawn once more, there is nothing that could be.
	await expect(tablet.does('withdraw', { id: ids[0] ?? '' })).rejects.toMatchObject({ code: 'not-found' });
	for (const one of [noor, tablet]) {
		const view = await one.sees(({ drafts, proposals }) => drafts.length === 1 && proposals.length === 0);
		expect(rests(view)).toEqual([['med bild', 'close']]);
		expect(view.drafts[0]?.says).not.toHaveProperty('enclosed');
	}
	await elias.sees(({ proposals }) => proposals.length === 0);
	expect((await elias.view()).drafts).toEqual([]);
}, 30_000);

test('once it is said, and safe, what waited for it goes from the server at once, and from everybody’s device', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const id = await asks(noor, 'vår son');
	await elias.sees(({ proposals }) => proposals.length === 1);
	await noor.sees(settled);
	const open = noor.home.circles.get(noor.home.current ?? '') as OpenCircle;
	const { following } = open;
	const sent: boolean[] = [];
	open.following = {
		...(following as Following),
		push() {
			sent.push(open.circle.outbox.some(({ body }) => body.type === 'erase' && body.target === id));
			following?.push();
		}
	};
	await elias.does('answerProposal', { id, yes: true });
	await expect.poll(() => circleOf(elias).fold.proposals.get(id)?.body.says.text, { timeout: 10_000 }).toBe('');
	// Not only with the next that is said.
	expect(sent).toContain(true);
	expect(textsOf(await elias.view())).toContain('vår son');
}, 30_000);

test.each(['takeBack', 'withdraw'] as const)(
	'taken back (%s) after the other’s yes, before it has left, it is not said',
	async (how) => {
		await using server = await startServer();
		await using people = await beginHousehold(server.origin, ['elias']);
		const { elias } = people;
		const { tablet } = await tabletWithout(server, people);
		const id = await asks(tablet, 'vår son');
		await elias.sees(({ proposals }) => proposals.length === 1);
		await tablet.sees(settled);
		await tablet[Symbol.asyncDispose]();
		await elias.does('answerProposal', { id, yes: true });
		await elias.sees(settled);
		const still = await stillDevice(server.origin, { store: tablet.store });
		goesLive(still);
		still.home.changed();
		const { told } = await still.sees(shows('vår son'));
		expect(told.find(({ text }) => text === 'vår son')).toMatchObject({ state: 'waiting', agreed: 'Elias' });
		if (how === 'takeBack') await still.does('takeBack', { target: told.find(({ text }) => text === 'vår son')?.id ?? '' });
		else await still.does('withdraw', { id });
		const after = await still.view();
		expect([textsOf(after).includes('vår son'), after.proposals.length]).toEqual([false, 0]);
		expect(rests(after)).toEqual(how === 'withdraw' ? [['vår son', 'close']] : []);
		await still[Symbol.asyncDispose]();
		await using again = await openDevice(server.origin, { store: tablet.store });
		await again.sees(settled);
		const view = await saysAfterwards(again, 'sist', elias);
		expect([textsOf(view).includes('vår son'), view.told.every(({ takenBack }) => !takenBack), view.proposals.length]).toEqual([false, true, 0]);
	},
	30_000
);

test('taken back on another device just before the yes is met, it is not said: what is new is read first', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const { tablet } = await tabletWithout(server, people);
	const ids = [await asks(tablet, 'vår son'), await asks(tablet, 'vår son Ture')];
	await elias.sees(({ proposals }) => proposals.length === 2);
	await tablet.sees(settled);
	await tablet[Symbol.asyncDispose]();
	const [asleep, other] = [await stillDevice(server.origin, { store: tablet.store }), await stillDevice(server.origin, { store: noor.store })];
	for (const id of ids) await elias.does('answerProposal', { id, yes: true });
	await elias.sees(settled);
	await pullRings(lineOf(asleep));
	await other.does('withdraw', { id: ids[0] ?? '' });
	await pushOutbox(lineOf(other));
	expect((await asleep.view()).proposals.map(({ answered }) => answered)).toEqual(['yes', 'yes']);
	goesLive(asleep);
	await sayWhatIsDue(asleep.home, Date.now());
	const view = await asleep.view();
	expect([textsOf(view).includes('vår son'), textsOf(view).includes('vår son Ture'), view.proposals.length]).toEqual([false, true, 0]);
	for (const one of [asleep, other]) await one[Symbol.asyncDispose]();
}, 30_000);

test('where what is new cannot be read, nothing is said for a yes', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { elias } = people;
	const { tablet } = await tabletWithout(server, people);
	const id = await asks(tablet, 'vår son');
	await elias.sees(({ proposals }) => proposals.length === 1);
	await tablet.sees(settled);
	await tablet[Symbol.asyncDispose]();
	await elias.does('answerProposal', { id, yes: true });
	await elias.sees(settled);
	const line = { there: true };
	await using still = await stillDevice(server.origin, {
		store: tablet.store,
		fetch: (input, init) => (line.there ? fetch(input, init) : Promise.reject(new TypeError('no signal')))
	});
	goesLive(still);
	line.there = false;
	await sayWhatIsDue(still.home, Date.now());
	expect((await still.view()).proposals).toMatchObject([{ answered: 'yes' }]);
	line.there = true;
	await sayWhatIsDue(still.home, Date.now());
	expect(textsOf(await still.view())).toContain('vår son');
	// Before it is safe with the server, what waited for it stays.
	await sayWhatIsDue(still.home, Date.now());
	expect(circleOf(still).outbox.map(({ body }) => body.type)).toEqual(['announcement']);
}, 30_000);

test('an answer holds for what it names, by whoever gives it, and with their own yes', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	await using majken = await letIn(server.origin, noor, 'Majken', 'us', { parent: true });
	await majken.sees(({ me }) => me.parent);
	await noor.sees(({ members }) => members.filter(({ parent }) => parent).length === 3);
	const id = await asks(noor, 'vår son');
	for (const one of [elias, majken]) await one.sees(({ proposals, unsent }) => proposals.length === 1 && unsent === 0);
	const { entry, ring, says } = circleOf(elias).fold.proposals.get(id)?.body as Proposal;
	const to = { circleId: circleOf(elias).state.circleId, ring, entry, says };
	const yesOf = (device: TestDevice) =>
		sayYes(to, { member: memberOf(device), device: deviceOf(device), controlN: circleOf(elias).state.n }, keysOf(device).device);
	const hash = await hashOf(to);
	const truth = { type: 'consent', entry, hash, yes: await yesOf(elias) } as const;
	const lies = [
		{ ...truth, entry: newId() },
		{ ...truth, hash: '00'.repeat(32) },
		{ ...truth, yes: await yesOf(majken) }
	];
	const answers = async (body: Consent, then: string) => {
		await addToOutbox(elias.home.store, circleOf(elias), { ring: 'us', body, time: Date.now() });
		await elias.does('tellNews', { ring: 'us', text: then, asking: null });
		await noor.sees(shows(then));
		await sayWhatIsDue(noor.home, Date.now());
	};
	for (const [i, lie] of lies.entries()) {
		await answers(lie, `sedan ${i}`);
		expect(textsOf(await noor.view())).not.toContain('vår son');
	}
	await answers(truth, 'till sist');
	expect((await majken.sees(shows('vår son'))).told.find(({ text }) => text === 'vår son')?.agreed).toBe('Elias');
}, 30_000);

test('what the other says as what is asked neither hides it nor takes it away; and nobody answers for the other', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const id = await asks(noor, 'vår son');
	const { proposals } = await elias.sees((view) => view.proposals.length === 1);
	const entry = proposals[0]?.entry ?? '';
	// Her own program answers itself: that is no answer.
	await addToOutbox(noor.home.store, circleOf(noor), { ring: 'us', body: { type: 'consent', entry, hash: '00'.repeat(32), yes: null }, time: Date.now() });
	await addToOutbox(elias.home.store, circleOf(elias), { ring: 'us', id: entry, body: news('hans ord'), time: Date.now() });
	await noor.does('tellNews', { ring: 'us', text: 'från henne', asking: null });
	await elias.does('tellNews', { ring: 'us', text: 'från honom', asking: null });
	await elias.sees(shows('från henne'));
	const view = await noor.sees((seen) => settled(seen) && shows('hans ord')(seen) && shows('från honom')(seen));
	await sayWhatIsDue(noor.home, Date.now());
	for (const one of [view, await noor.view(), await elias.view()]) expect(one.proposals).toMatchObject([{ id, answered: null, says: { text: 'vår son' } }]);
	await noor.does('withdraw', { id });
	expect(rests(await noor.view())).toEqual([['vår son', 'close']]);
}, 30_000);

test('once it is said it is no longer a question: withdrawing comes too late, and nothing rests of it', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const id = await asks(noor, 'vår son');
	await elias.sees(({ proposals }) => proposals.length === 1);
	await elias.does('answerProposal', { id, yes: true });
	await elias.sees(shows('vår son'), 20_000);
	await noor.sees((view) => settled(view) && shows('vår son')(view));
	await expect(noor.does('withdraw', { id })).rejects.toMatchObject({ code: 'not-found' });
	expect((await noor.view()).drafts).toEqual([]);
}, 30_000);

test('said again under the same id to the same people it is said once; to others, it is said to them too', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const says = { text: 'vår son', asking: null, id: newId() };
	for (const ring of ['close', 'close', 'us'] as const) await noor.does('tellNews', { ring, ...says });
	await noor.does('tellNews', { ring: 'us', text: 'sist', asking: null });
	const sons = ({ told }: CircleView) =>
		told
			.filter(({ text }) => text === 'vår son')
			.map(({ ring }) => ring)
			.sort();
	const view = await elias.sees((seen) => shows('sist')(seen) && sons(seen).length > 1);
	expect(sons(view)).toEqual(['close', 'us']);
	// Taken back, and pressed once more by a page that has not heard of it, it is not said again.
	await noor.does('takeBack', { target: says.id });
	await elias.sees((seen) => sons(seen).length === 1);
	await noor.sees(settled);
	await noor.does('tellNews', { ring: 'close', ...says });
	await noor.does('tellNews', { ring: 'us', text: 'allra sist', asking: null });
	expect(sons(await elias.sees(shows('allra sist')))).toEqual(['us']);
	expect(sons(await noor.view())).toEqual(['us']);
}, 30_000);

test('what is asked, and then said or left to rest under the same id, is not swallowed', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const entry = newId();
	await asks(noor, 'vår son', entry);
	// The page never heard that it was asked, and tries another way.
	await noor.does('letRest', { entry, ring: 'close', says: news('vår son, på dagen'), release: Date.now() + 2_000 });
	await noor.does('tellNews', { ring: 'close', text: 'vår son, nu', asking: null, id: entry });
	await elias.sees((view) => shows('vår son, nu')(view) && view.proposals.length === 1);
	await elias.sees(shows('vår son, på dagen'), 20_000);
	await noor.sees((view) => settled(view) && view.drafts.length === 0 && view.proposals.length === 1);
	expect(circleOf(elias).fold.told.has(entry)).toBe(false);
}, 30_000);
