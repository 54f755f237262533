/** When they are ready: what rests, what waits for its day, what waits for the other parent; and that nobody else can know of it, release it, or say yes for another. */
import { expect, test } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import type { Said } from '#domain/ready.ts';
import type { Ring } from '#domain/ring.ts';
import type { CircleView } from '#domain/view.ts';
import { sayYes } from '#log/yes.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { startDishonestServer, type Call } from '../support/dishonest-server.ts';
import { beginHousehold, deviceOf, keysOf } from '../support/household.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { secondDevice } from '../support/second-device.ts';
import { circleOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';
import { startServer } from '../support/start-server.ts';

const newId = () => hex(randomBytes(16));
const news = (text: string) => ({ type: 'announcement', text, asking: null }) as const;
const shows = (text: string) => (view: CircleView) => textsOf(view).includes(text);
/** What was put in a device's outbox past its verbs goes out. */
const pushes = ({ home }: TestDevice) => home.circles.get(home.current ?? '')?.following?.push();
const ownSettled = (device: TestDevice) => [...device.home.circles.values()].every(({ circle }) => circle.outbox.length === 0);

test('what rests is on the writer’s other device, is said once by whichever says it, and nobody else has it', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias } = people;
	const entry = newId();
	await noor.does('letRest', { entry, ring: 'close', says: news('om natten'), release: null });
	await noor.sees(({ drafts }) => drafts.length === 1);
	await expect.poll(() => ownSettled(noor)).toBe(true);
	await using tablet = await secondDevice(server.origin, noor);
	const { drafts } = await tablet.sees((view) => view.drafts.length === 1, 20_000);
	expect(drafts).toMatchObject([{ entry, ring: 'close', says: { text: 'om natten' }, release: null }]);
	expect((await elias.view()).drafts).toEqual([]);
	// Written anew, the later holds; put away, it is nowhere.
	await tablet.does('letRest', { entry, ring: 'us', says: news('om natten, sedan'), release: null });
	await noor.sees((view) => view.drafts[0]?.ring === 'us');
	const other = newId();
	await noor.does('letRest', { entry: other, ring: 'us', says: news('aldrig'), release: null });
	await noor.does('putAwayDraft', { entry: other });
	await noor.does('tellNews', { ring: 'close', text: 'om natten, sagt', asking: null, id: entry });
	// What was said rests no longer, on neither.
	for (const one of [noor, tablet]) await one.sees((view) => view.drafts.length === 0 && shows('om natten, sagt')(view));
	await elias.sees(shows('om natten, sagt'));
	for (const one of [noor, tablet, elias]) expect(textsOf(await one.view())).not.toContain('aldrig');
}, 60_000);

test('what waits for its day is said by the writer’s device once it is awake, and once though two of theirs are', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	await using tablet = await secondDevice(server.origin, noor);
	const entry = newId();
	const day = Date.now() + 2_500;
	await noor.does('letRest', { entry, ring: 'close', says: news('på dagen'), release: day });
	await tablet.sees(({ drafts }) => drafts[0]?.release === day);
	expect(textsOf(await elias.view())).not.toContain('på dagen');
	const view = await elias.sees(shows('på dagen'), 20_000);
	expect(Date.now()).toBeGreaterThanOrEqual(day);
	expect(view.told.filter(({ text }) => text === 'på dagen')).toHaveLength(1);
	for (const one of [noor, tablet]) {
		const seen = await one.sees((view) => settled(view) && view.drafts.length === 0 && shows('på dagen')(view), 20_000);
		expect([seen.told.filter(({ text }) => text === 'på dagen').length, wrongHere(seen), seen.stopped]).toEqual([1, [], false]);
	}
	// And both can write on.
	for (const [one, text] of [
		[noor, 'sedan hon'],
		[tablet, 'sedan hon igen']
	] as const) {
		await one.does('tellNews', { ring: 'close', text, asking: null });
		await elias.sees(shows(text));
	}
}, 60_000);

test('a device that was away on the day says it when it wakes', async () => {
	await using server = await startServer();
	let now = Date.now();
	const noor = await openDevice(server.origin, { now: () => now });
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.does('letRest', { entry: newId(), ring: 'us', says: news('om en vecka'), release: now + 7 * 86_400_000 });
	await noor.sees((view) => settled(view) && view.drafts.length === 1);
	expect(textsOf(await noor.view())).toEqual([]);
	now += 8 * 86_400_000;
	await using later = await noor.restart();
	const view = await later.sees((seen) => settled(seen) && shows('om en vecka')(seen));
	expect(view.drafts).toEqual([]);
}, 30_000);

test('a device that slept says nothing that was changed or put away on another meanwhile', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	let now = Date.now();
	let awake = true;
	await using tablet = await secondDevice(server.origin, noor, {
		now: () => now,
		fetch: (input, init) => (awake ? fetch(input, init) : Promise.reject(new TypeError('no signal')))
	});
	const day = now + 3_600_000;
	const [changed, put, kept] = [newId(), newId(), newId()];
	for (const [entry, text] of [
		[changed, 'gamla ord'],
		[put, 'ångrat'],
		[kept, 'som det var']
	] as const)
		await noor.does('letRest', { entry, ring: 'close', says: news(text), release: day });
	await tablet.sees(({ drafts }) => drafts.length === 3);
	awake = false;
	await noor.does('letRest', { entry: changed, ring: 'close', says: news('nya ord'), release: day });
	await noor.does('putAwayDraft', { entry: put });
	await expect.poll(() => ownSettled(noor)).toBe(true);
	// The day comes while it sleeps; then it wakes.
	now = day + 1_000;
	const asleep = await tablet.restart();
	awake = true;
	await asleep.does('wake', {});
	await elias.sees((view) => shows('som det var')(view) && shows('nya ord')(view), 20_000);
	for (const one of [elias, noor]) for (const never of ['gamla ord', 'ångrat']) expect(textsOf(await one.view())).not.toContain(never);
	await asleep[Symbol.asyncDispose]();
}, 60_000);

/** What the server was shown by others than `but`, and what they were given of this circle. */
const sentBy = (calls: readonly Call[], circle: string): string[] =>
	calls.filter(({ path, method }) => method === 'POST' && path.includes(circle) && path.endsWith('/entries')).map(({ path, body }) => `${path} ${body.length}`);

test('what others are sent is the same with and without a draft', async () => {
	const seen = await Promise.all(
		[false, true].map(async (rests) => {
			await using server = await startDishonestServer();
			await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
			const { noor, elias, ingrid } = people;
			await expect.poll(() => [noor, elias, ingrid].every(ownSettled)).toBe(true);
			const from = server.sent.length;
			if (rests)
				await noor.does('letRest', {
					entry: newId(),
					ring: 'close',
					says: news('det här vilar, och är långt nog att synas'.repeat(40)),
					release: Date.now() + 86_400_000
				});
			await noor.does('tellNews', { ring: 'close', text: 'det här sägs', asking: null });
			for (const one of [elias, ingrid]) await one.sees(shows('det här sägs'));
			await expect.poll(() => ownSettled(noor)).toBe(true);
			const place = circleOf(noor).id;
			const views = await Promise.all([elias.view(), ingrid.view()]);
			for (const { circle } of elias.home.circles.values()) for (const { body } of circle.fold.proposals.values()) expect(body).toBeUndefined();
			const counts = (device: TestDevice) => [...circleOf(device).rings].map(([ring, { stretch }]) => [ring, stretch.last]);
			return {
				sent: sentBy(server.sent.slice(from), place),
				rings: [counts(elias), counts(ingrid)],
				shown: views.map((view) => [textsOf(view), view.drafts, view.proposals])
			};
		})
	);
	expect(seen[1]).toEqual(seen[0]);
}, 60_000);

test('what waits for the other parent is shown to them alone, and to nobody else before their yes; then both have said it', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	const id = await noor.does('propose', { entry: newId(), ring: 'close', says: news('vår son Ture') });
	const seen = await elias.sees(({ proposals }) => proposals.length === 1);
	expect(seen.proposals).toMatchObject([{ id, ring: 'close', mine: false, name: 'Noor', says: { text: 'vår son Ture' }, answered: null }]);
	const entry = seen.proposals[0]?.entry ?? '';
	// Not by whoever wrote it, nor by anybody who is no parent.
	await expect(noor.does('answerProposal', { id, yes: true })).rejects.toMatchObject({ code: 'not-yours' });
	await expect(ingrid.does('answerProposal', { id, yes: true })).rejects.toMatchObject({ code: 'not-a-parent' });
	await expect(elias.does('withdraw', { id })).rejects.toMatchObject({ code: 'not-yours' });
	await elias.does('answerProposal', { id, yes: false });
	await noor.sees(({ proposals }) => proposals[0]?.answered === 'not-now');
	expect([textsOf(await ingrid.view()), (await ingrid.view()).proposals]).toEqual([['nyheten'], []]);
	expect([...circleOf(ingrid).rings.keys()]).not.toContain('us');
	await elias.does('answerProposal', { id, yes: true });
	const [told] = (await ingrid.sees(shows('vår son Ture'))).told;
	expect(told).toMatchObject({ id: entry, author: { name: 'Noor' }, agreed: 'Elias' });
	for (const one of [noor, elias]) await one.sees(({ proposals }) => proposals.length === 0);
	// Corrected by one, it is theirs alone again.
	await noor.does('correct', { target: entry, text: 'vår son, Ture', asking: null });
	const corrected = (await ingrid.sees(shows('vår son, Ture'))).told.find(({ id: of }) => of === entry);
	expect(corrected?.agreed).toBeNull();
}, 60_000);

test('withdrawn, or answered in other words than it has now, nothing is said', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const id = await noor.does('propose', { entry: newId(), ring: 'close', says: news('inte än') });
	await elias.sees(({ proposals }) => proposals.length === 1);
	await noor.does('withdraw', { id });
	await elias.sees(({ proposals }) => proposals.length === 0);
	await expect(elias.does('answerProposal', { id, yes: true })).rejects.toMatchObject({ code: 'not-found' });
	// Its words are gone from everybody's device too.
	await expect.poll(() => circleOf(elias).fold.proposals.get(id)?.body.says.text).toBe('');
	// A yes to something else than what stands there: Elias's program says so, and Noor's does not take it.
	const other = newId();
	const second = await noor.does('propose', { entry: newId(), ring: 'close', says: news('de här orden') });
	const asked = await elias.sees(({ proposals }) => proposals.some((one) => one.id === second));
	const entry = asked.proposals.find((one) => one.id === second)?.entry ?? '';
	const circle = circleOf(elias);
	const by = { member: memberOf(elias), device: deviceOf(elias), controlN: circle.state.n };
	const { circleId } = circle.state;
	for (const to of [
		{ circleId, ring: 'close', entry, says: news('andra ord') },
		{ circleId, ring: 'all', entry, says: news('de här orden') },
		{ circleId, ring: 'close', entry: other, says: news('de här orden') }
	] as const) {
		const yes = await sayYes(to, by, keysOf(elias).device);
		const { hashOf } = await import('#log/yes.ts');
		const hash = await hashOf({ ring: 'close', says: news('de här orden') });
		await addToOutbox(elias.home.store, circle, { ring: 'us', body: { type: 'consent', entry, hash, yes }, time: Date.now() });
		pushes(elias);
		await elias.sees(settled);
	}
	await elias.does('tellNews', { ring: 'us', text: 'efteråt', asking: null });
	await noor.sees(shows('efteråt'));
	expect(textsOf(await noor.view())).not.toContain('de här orden');
}, 60_000);

test('a yes that the other parent has not given is refused by everybody, and named with whoever said it', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	const circle = circleOf(noor);
	const { circleId } = circle.state;
	const him = circle.state.members.get(memberOf(elias));
	// A true yes of his, to what she says; each lie is about one thing in it, and everything else is as it was.
	const trueYes = (entry: string, text: string) => ({
		to: { circleId, ring: 'close' as Ring, entry, says: news(text) as Said },
		by: { member: memberOf(elias), device: deviceOf(elias), controlN: circle.state.n },
		key: keysOf(elias).device
	});
	type Truth = ReturnType<typeof trueYes>;
	const lies: [text: string, about: (truth: Truth) => { to?: Partial<Truth['to']>; by?: Partial<Truth['by']>; key?: CryptoKey }][] = [
		// With her own device's key, in his name.
		['falskt ja', () => ({ key: keysOf(noor).device })],
		// Of her device, as if it were his.
		['ja av hennes telefon', () => ({ by: { device: deviceOf(noor) }, key: keysOf(noor).device })],
		// Her own, as if she were the other.
		['eget ja', () => ({ by: { member: memberOf(noor), device: deviceOf(noor) }, key: keysOf(noor).device })],
		// By Ingrid, who is no parent.
		['ja av en gäst', () => ({ by: { member: memberOf(ingrid), device: deviceOf(ingrid) }, key: keysOf(ingrid).device })],
		// True ones of his: to other words, for other people, as something else, in another place.
		['ja till andra ord', () => ({ to: { says: news('andra ord') } })],
		['ja för oss två', () => ({ to: { ring: 'us' } })],
		['ja till annat', () => ({ to: { entry: newId() } })],
		['ja på annat håll', () => ({ to: { circleId: randomBytes(32) } })],
		// From when his device was here, and he was not one of the parents yet; and from later than what carries it.
		['ja för tidigt', () => ({ by: { controlN: (him?.parentFrom ?? 0) - 1 } })],
		['ja för sent', () => ({ by: { controlN: circle.state.n + 1 } })]
	];
	expect(circle.state.devices.get(deviceOf(elias))?.n).toBeLessThan(him?.parentFrom ?? 0);
	const says = async (text: string, about: (typeof lies)[number][1] = () => ({})) => {
		const entry = newId();
		const truth = trueYes(entry, text);
		const { to, by, key } = about(truth);
		const yes = await sayYes({ ...truth.to, ...to }, { ...truth.by, ...by }, key ?? truth.key);
		await addToOutbox(noor.home.store, circle, { ring: 'close', id: entry, body: { ...news(text), yes }, time: Date.now() });
		pushes(noor);
		await noor.sees(settled);
	};
	for (const [text, about] of lies) await says(text, about);
	await says('sant ja');
	await noor.does('tellNews', { ring: 'close', text: 'ärligt', asking: null });
	// Read later, when more has been decided since, it is the same.
	await using fresh = await secondDevice(server.origin, elias);
	for (const one of [elias, ingrid, fresh]) {
		const view = await one.sees(shows('ärligt'));
		for (const [text] of lies) expect(textsOf(view)).not.toContain(text);
		expect(view.told.find(({ text }) => text === 'sant ja')?.agreed).toBe('Elias');
		expect(wrongHere(view).map(({ code, who, stops }) => [code, who, stops])).toEqual([['wrong-yes', 'Noor', false]]);
		expect(
			circleOf(one)
				.rings.get('close')
				?.refused.map(({ code }) => code)
		).toEqual(lies.map(() => 'wrong-yes'));
	}
}, 60_000);

test('alone there is nobody to ask; and a yes by a device that has ended since holds for what it was given to', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await expect(noor.does('propose', { entry: newId(), ring: 'close', says: news('ensam') })).rejects.toMatchObject({ code: 'no-other-parent' });
	await using elias = await letIn(server.origin, noor, 'Elias', 'us', { parent: true });
	await elias.sees(({ me }) => me.parent);
	const id = await noor.does('propose', { entry: newId(), ring: 'us', says: news('tillsammans') });
	await elias.sees(({ proposals }) => proposals.length === 1);
	await elias.does('answerProposal', { id, yes: true });
	await elias.sees((view) => settled(view) && shows('tillsammans')(view));
	await using tablet = await secondDevice(server.origin, elias);
	await tablet.does('signOutOthers', {});
	await tablet.does('tellNews', { ring: 'us', text: 'sedan', asking: null });
	const view = await noor.sees(shows('sedan'), 20_000);
	expect(view.told.find(({ text }) => text === 'tillsammans')?.agreed).toBe('Elias');
	await using fresh = await secondDevice(server.origin, noor);
	expect((await fresh.sees(shows('sedan'))).told.find(({ text }) => text === 'tillsammans')?.agreed).toBe('Elias');
}, 60_000);

test('whom the parents have asked to speaks for them, visibly, until they take that back; nobody else tells the news', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid', 'malik']);
	const { noor, elias, ingrid, malik } = people;
	await expect(ingrid.does('tellNews', { ring: 'close', text: 'för tidigt', asking: null })).rejects.toMatchObject({ code: 'not-a-parent' });
	await noor.does('entrust', { memberId: memberOf(ingrid), grant: 'spokesperson', yes: true });
	await ingrid.sees(({ members, me }) => members.find(({ memberId }) => memberId === me.memberId)?.grants.includes('spokesperson') === true);
	await ingrid.does('tellNews', { ring: 'close', text: 'de orkar inte svara', asking: null });
	for (const one of [malik, elias]) {
		const view = await one.sees(shows('de orkar inte svara'));
		expect(view.told.find(({ text }) => text === 'de orkar inte svara')).toMatchObject({ author: { name: 'Ingrid' }, spokeFor: true, agreed: null });
		expect(view.told.find(({ text }) => text === 'nyheten')?.spokeFor).toBe(false);
	}
	await elias.does('entrust', { memberId: memberOf(ingrid), grant: 'spokesperson', yes: false });
	await ingrid.sees(({ members, me }) => members.find(({ memberId }) => memberId === me.memberId)?.grants.length === 0);
	await expect(ingrid.does('tellNews', { ring: 'close', text: 'för sent', asking: null })).rejects.toMatchObject({ code: 'not-a-parent' });
	// Her own program may say it all the same, and so may somebody's who was never asked: it is not shown to anybody.
	for (const one of [ingrid, malik]) {
		await addToOutbox(one.home.store, circleOf(one), { ring: 'close', body: news('utan att ha fått'), time: Date.now() });
		pushes(one);
		await one.sees(settled);
	}
	await noor.does('tellNews', { ring: 'close', text: 'sist', asking: null });
	// Nor to who reads all of it only now.
	await using fresh = await secondDevice(server.origin, malik);
	for (const one of [elias, malik, fresh]) {
		const view = await one.sees(shows('sist'));
		expect(textsOf(view)).not.toContain('utan att ha fått');
		// What she said while she was asked to stands.
		expect(textsOf(view)).toContain('de orkar inte svara');
	}
}, 60_000);
