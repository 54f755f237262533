/** What waits for its day: said in its own place, by a device that can say all of it, by somebody who may still say it; and by nobody before. */
import { expect, test } from 'vitest';
import { sayWhatIsDue } from '../../src/actions/ready.ts';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import type { Picture } from '#domain/enclosed.ts';
import type { Said } from '#domain/ready.ts';
import type { CircleView } from '#domain/view.ts';
import { keyOf, type Chunk } from '#replica/circle.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { drawing, drawn } from '../support/drawn.ts';
import { beginHousehold } from '../support/household.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { secondDevice } from '../support/second-device.ts';
import { circleOf, memberOf, settled, textsOf } from '../support/seen.ts';
import { startServer } from '../support/start-server.ts';
import { goesLive, stillDevice } from '../support/still-line.ts';
import { bytesOf } from '../support/two-who-show.ts';

const newId = () => hex(randomBytes(16));
const news = (text: string) => ({ type: 'announcement', text, asking: null }) as const;
const shows = (text: string) => (view: CircleView) => textsOf(view).includes(text);
const rests = (view: CircleView) => view.drafts.map(({ says }) => says.text).sort();
/** Near enough to be waited for, and far enough that what comes before it has been seen. */
const soon = () => Date.now() + 4_000;
const waits = (device: TestDevice, says: Said, release: number, entry = newId()) => device.does('letRest', { entry, ring: 'close', says, release });

test('what has a picture that lies on another device waits for that one, which says it whole; what has none is said meanwhile', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const phone = await secondDevice(server.origin, noor, { media: drawing });
	const file = drawn(20_000);
	const picture = await phone.does('enclosePicture', { file, whole: false });
	const says = { ...news('med bild'), enclosed: [picture] };
	const [entry, day] = [newId(), soon()];
	await waits(phone, news('utan bild'), day);
	await waits(phone, says, day, entry);
	await noor.sees(({ drafts }) => drafts.length === 2);
	await phone[Symbol.asyncDispose]();
	await elias.sees(shows('utan bild'), 20_000);
	const left = await noor.sees((view) => settled(view) && view.drafts.length === 1);
	expect([rests(left), textsOf(left).includes('med bild')]).toEqual([['med bild'], false]);
	// Nor is it said, or asked, from there without its picture by hand: it is said why, and nothing of it is lost.
	const wish = { ring: 'close', id: entry } as const;
	await expect(noor.does('tellNews', { ...wish, ...says })).rejects.toMatchObject({ code: 'file-elsewhere' });
	await expect(noor.does('propose', { entry, ring: 'close', says })).rejects.toMatchObject({ code: 'file-elsewhere' });
	expect(rests(await noor.view())).toEqual(['med bild']);
	await using again = await openDevice(server.origin, { store: phone.store, media: drawing });
	const view = await elias.sees(shows('med bild'), 20_000);
	const shown = view.told.find(({ text }) => text === 'med bild')?.enclosed[0] as Picture;
	expect(await bytesOf(await elias.does('openFile', { file: shown.screen }))).toBe(await bytesOf(file));
	for (const one of [noor, again]) await one.sees((seen) => settled(seen) && seen.drafts.length === 0 && shows('med bild')(seen));
}, 60_000);

test('put away, what was enclosed goes from the device too; but for what was said with it', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin, { media: drawing });
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	const pictures = [
		await noor.does('enclosePicture', { file: drawn(20_000), whole: false }),
		await noor.does('enclosePicture', { file: drawn(20_000), whole: false })
	];
	const entry = newId();
	await noor.does('letRest', { entry, ring: 'us', says: { ...news('vilar'), enclosed: pictures }, release: null });
	await noor.does('tellNews', { ring: 'us', ...news('sägs'), enclosed: pictures.slice(1) });
	await noor.does('putAwayDraft', { entry });
	expect([...circleOf(noor).files.keys()].sort()).toEqual([pictures[1]?.thumbnail.id, pictures[1]?.screen.id].sort());
	expect((await noor.view()).drafts).toEqual([]);
	await noor.sees(settled);
}, 30_000);

test('whoever may speak for the parents no longer when the day comes does not; it rests on with them, and what they said while they might stands', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	const grant = { memberId: memberOf(ingrid), grant: 'spokesperson' } as const;
	await noor.does('entrust', { ...grant, yes: true });
	await ingrid.sees(({ members, me }) => members.find(({ memberId }) => memberId === me.memberId)?.grants.length === 1);
	await ingrid.does('tellNews', { ring: 'close', text: 'de orkar inte svara', asking: null });
	await noor.sees(shows('de orkar inte svara'));
	const day = soon();
	// The one she may say whatever comes: that it is there shows that she has looked.
	await waits(ingrid, { type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title: 'Samma väg hem', text: '', link: null }, day);
	await waits(ingrid, news('begravningen är på lördag'), day);
	await noor.does('entrust', { ...grant, yes: false });
	await ingrid.sees(({ members }) => members.every(({ grants }) => grants.length === 0));
	expect(Date.now()).toBeLessThan(day);
	await elias.sees(({ kept }) => kept.length === 1, 20_000);
	const view = await ingrid.sees((seen) => settled(seen) && seen.drafts.length === 1);
	expect(rests(view)).toEqual(['begravningen är på lördag']);
	// Nor is it tried over and over.
	expect(await sayWhatIsDue(ingrid.home, Date.now())).toBeNull();
	for (const one of [noor, elias, ingrid]) {
		const seen = await one.sees(shows('de orkar inte svara'));
		expect(textsOf(seen)).not.toContain('begravningen är på lördag');
		expect(seen.told.find(({ text }) => text === 'de orkar inte svara')).toMatchObject({ spokeFor: true, author: { name: 'Ingrid' } });
	}
	// Asked to again, she says it.
	await noor.does('entrust', { ...grant, yes: true });
	await elias.sees(shows('begravningen är på lördag'), 20_000);
}, 60_000);

test('a day that is over is refused, and what was typed is still there; one to come takes it', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	const typed = { text: 'på dagen' };
	await noor.does('keepDraft', { name: 'tell', draft: typed });
	const wish = { entry: newId(), ring: 'us', says: news('på dagen'), draft: 'tell' } as const;
	for (const release of [Date.now() - 86_400_000, Date.now(), 1])
		await expect(noor.does('letRest', { ...wish, release })).rejects.toMatchObject({ code: 'no-day' });
	// Nor is nothing at all kept for a day.
	await expect(noor.does('letRest', { ...wish, says: news(' \n'), release: Date.now() + 86_400_000 })).rejects.toMatchObject({ code: 'empty' });
	expect([await noor.does('readDraft', { name: 'tell' }), (await noor.view()).drafts, textsOf(await noor.view())]).toEqual([typed, [], []]);
	await noor.does('letRest', { ...wish, release: Date.now() + 86_400_000 });
	expect(await noor.does('readDraft', { name: 'tell' })).toBeNull();
	expect(rests(await noor.view())).toEqual(['på dagen']);
}, 30_000);

test('it is said in the place it was written in, by who one is there, whichever place is on the screen', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const hers = noor.home.current as string;
	await using ingrid = await openDevice(server.origin);
	await ingrid.does('start', { name: 'Ingrid', title: 'Ingrids plats', childName: null });
	await letIn(server.origin, ingrid, 'Noor', 'close', { by: noor });
	const ingrids = noor.home.current as string;
	expect(ingrids).not.toBe(hers);
	await noor.does('goTo', { circleId: hers });
	await waits(noor, news('på dagen'), soon());
	await noor.does('propose', { entry: newId(), ring: 'close', says: news('tillsammans') });
	const asked = await elias.sees(({ proposals }) => proposals.length === 1);
	await noor.sees(settled);
	// There she is no parent, and has nothing that rests.
	await noor.does('goTo', { circleId: ingrids });
	expect((await noor.view()).drafts).toEqual([]);
	await elias.does('answerProposal', { id: asked.proposals[0]?.id ?? '', yes: true });
	await elias.sees(shows('tillsammans'), 20_000);
	await elias.sees(shows('på dagen'), 20_000);
	expect([textsOf(await noor.view()), textsOf(await ingrid.view())]).toEqual([[], []]);
	await noor.does('goTo', { circleId: hers });
	await noor.sees((view) => settled(view) && view.drafts.length === 0 && view.proposals.length === 0);
}, 60_000);

test('what another device has changed or put away just before the day is read first; where it cannot be, nothing is said', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor } = people;
	const day = Date.now() + 86_400_000;
	const [changed, put] = [newId(), newId()];
	await waits(noor, news('gamla ord'), day, changed);
	await waits(noor, news('ångrat'), day, put);
	const tablet = await secondDevice(server.origin, noor);
	await tablet.sees(({ drafts, unsent }) => drafts.length === 2 && unsent === 0);
	await tablet[Symbol.asyncDispose]();
	const line = { there: true };
	await using still = await stillDevice(server.origin, {
		store: tablet.store,
		fetch: (input, init) => (line.there ? fetch(input, init) : Promise.reject(new TypeError('no signal')))
	});
	goesLive(still);
	await waits(noor, news('nya ord'), day + 1, changed);
	await noor.does('putAwayDraft', { entry: put });
	await expect.poll(() => [...noor.home.circles.values()].every(({ circle }) => circle.outbox.length === 0)).toBe(true);
	line.there = false;
	// It is looked again before long.
	const again = await sayWhatIsDue(still.home, day);
	expect(again).toBeGreaterThan(day);
	expect(again).toBeLessThanOrEqual(day + 60_000);
	expect([textsOf(await still.view()), rests(await still.view())]).toEqual([['nyheten'], ['gamla ord', 'ångrat']]);
	line.there = true;
	// Nor is it said before the day it has now.
	expect(await sayWhatIsDue(still.home, day)).toBe(day + 1);
	expect(rests(await still.view())).toEqual(['nya ord']);
	expect(await sayWhatIsDue(still.home, day + 1)).toBeNull();
	const view = await still.view();
	expect([textsOf(view).sort(), rests(view)]).toEqual([['nya ord', 'nyheten'], []]);
}, 30_000);

test('of several that wait, in several places, the next is looked for in time', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	const now = Date.now();
	const places: string[] = [];
	for (const title of ['Noors plats', 'En plats till']) {
		await noor.does('start', { name: 'Noor', title, childName: null });
		places.push(noor.home.current as string);
		await noor.sees((view) => settled(view) && view.connection === 'live');
	}
	const wait = async (place: number, days: number | null) => {
		await noor.does('goTo', { circleId: places[place] as string });
		await noor.does('letRest', { entry: newId(), ring: 'us', says: news(`om ${days}`), release: days === null ? null : now + days * 86_400_000 });
	};
	await wait(1, null);
	expect(await sayWhatIsDue(noor.home, now)).toBeNull();
	for (const [place, days] of [
		[0, 3],
		[1, 5],
		[1, 2],
		[0, 4]
	] as const)
		await wait(place, days);
	expect(await sayWhatIsDue(noor.home, now)).toBe(now + 2 * 86_400_000);
	expect(await sayWhatIsDue(noor.home, now + 2 * 86_400_000)).toBe(now + 3 * 86_400_000);
	expect(await sayWhatIsDue(noor.home, now + 9 * 86_400_000)).toBeNull();
	await noor.sees((view) => textsOf(view).sort().join() === 'om 3,om 4');
}, 30_000);

test('with nothing else going on the device looks when the day comes, and anew where something came while it looked', async () => {
	await using server = await startServer();
	const places: string[] = [];
	const noor = await openDevice(server.origin);
	for (const title of ['Noors plats', 'En plats till']) {
		await noor.does('start', { name: 'Noor', title, childName: null });
		places.push(noor.home.current as string);
	}
	await noor.does('letRest', { entry: newId(), ring: 'us', says: news('vilar'), release: null });
	await expect.poll(() => [...noor.home.circles.values()].every(({ circle }) => circle.outbox.length === 0), { timeout: 8_000 }).toBe(true);
	await noor[Symbol.asyncDispose]();
	let ahead = 0;
	let held: Promise<void> | null = null;
	let asked = () => undefined as void;
	await using still = await stillDevice(server.origin, {
		store: noor.store,
		now: () => Date.now() + ahead,
		async fetch(input, init) {
			asked();
			await held;
			return fetch(input, init);
		}
	});
	goesLive(still);
	const [first, second] = places as [string, string];
	const on = (circleId: string) => still.does('goTo', { circleId });
	const rest = (text: string, release: number) => still.does('letRest', { entry: newId(), ring: 'us', says: news(text), release });
	await on(second);
	await rest('strax', Date.now() + 1_500);
	await still.sees(shows('strax'), 6_000);
	// The second place is looked at, and that takes its time; meanwhile something is due in the first.
	await rest('i den andra', Date.now() + 86_400_000);
	await on(first);
	const { promise, resolve: goOn } = Promise.withResolvers<void>();
	const looking = new Promise<void>((resolve) => (asked = () => void resolve()));
	[held, ahead] = [promise, 2 * 86_400_000];
	still.home.changed();
	await looking;
	await rest('i den första', Date.now() + 86_400_000);
	goOn();
	await still.sees(shows('i den första'), 6_000);
	await on(second);
	await still.sees(shows('i den andra'));
}, 30_000);

test('what somebody else says as it does not put it away', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	const entry = newId();
	await noor.does('letRest', { entry, ring: 'us', says: news('mina ord'), release: null });
	await addToOutbox(elias.home.store, circleOf(elias), { ring: 'us', id: entry, body: news('hans ord'), time: Date.now() });
	await elias.does('wake', {});
	await noor.sees(shows('hans ord'));
	await noor.does('tellNews', { ring: 'us', text: 'sedan', asking: null });
	await noor.sees(settled);
	expect(rests(await noor.view())).toEqual(['mina ord']);
	// Said after all, they are said as something of their own.
	await noor.does('tellNews', { ring: 'us', text: 'mina ord', asking: null, id: entry });
	await elias.sees((view) => shows('mina ord')(view) && shows('hans ord')(view));
}, 30_000);

test('words written on while another device said the earlier rest as something of their own', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias']);
	const { noor, elias } = people;
	await using tablet = await secondDevice(server.origin, noor);
	const [said, put] = [newId(), newId()];
	for (const [entry, text] of [
		[said, 'först'],
		[put, 'annat']
	] as const)
		await noor.does('letRest', { entry, ring: 'close', says: news(text), release: null });
	await tablet.sees(({ drafts }) => drafts.length === 2);
	await tablet.does('tellNews', { ring: 'close', text: 'först', asking: null, id: said });
	await tablet.does('putAwayDraft', { entry: put });
	await noor.sees((view) => view.drafts.length === 0 && shows('först')(view));
	// The form on this device is still open with both.
	await noor.does('letRest', { entry: said, ring: 'close', says: news('först, och mer'), release: null });
	await noor.does('letRest', { entry: put, ring: 'us', says: news('annat, och mer'), release: null });
	for (const one of [noor, tablet]) expect(rests(await one.sees(({ drafts }) => drafts.length === 2))).toEqual(['annat, och mer', 'först, och mer']);
	expect(textsOf(await elias.sees(shows('först')))).not.toContain('först, och mer');
}, 30_000);

test('kept by a version that did not ask who speaks for them, it is read on: who was asked to is shown so, who was not is not', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['ingrid', 'malik']);
	const { noor, ingrid, malik } = people;
	await noor.does('entrust', { memberId: memberOf(ingrid), grant: 'spokesperson', yes: true });
	await ingrid.sees(({ members, me }) => members.find(({ memberId }) => memberId === me.memberId)?.grants.length === 1);
	await ingrid.does('tellNews', { ring: 'close', text: 'för dem', asking: null });
	await addToOutbox(malik.home.store, circleOf(malik), { ring: 'close', body: news('utan att ha fått'), time: Date.now() });
	await malik.does('wake', {});
	await malik.sees(settled);
	await noor.does('entrust', { memberId: memberOf(ingrid), grant: 'spokesperson', yes: false });
	await noor.sees(shows('för dem'));
	await noor.does('tellNews', { ring: 'close', text: 'sist', asking: null });
	await malik.sees(shows('sist'));
	const { id } = circleOf(malik);
	const { store } = malik.home;
	for (const key of await store.list(`${keyOf.ring(id, 'close')}/`)) {
		const chunk = (await store.read<Chunk>(key)) ?? [];
		await store.write([
			store.change(
				key,
				chunk.map(({ speaks: _, ...entry }) => entry)
			)
		]);
	}
	await malik[Symbol.asyncDispose]();
	await using again = await openDevice(server.origin, { store: malik.store, follow: false });
	const view = await again.view();
	expect(view.told.map(({ text, spokeFor }) => [text, spokeFor])).toEqual([
		['sist', false],
		['för dem', true],
		['nyheten', false]
	]);
}, 30_000);
