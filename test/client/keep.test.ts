/** What is kept and given: each its own writer's, never wider than what it belongs to, the same for everybody; and all of it however far back. */
import { expect, test } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { firstChild } from '#domain/child.ts';
import { exactDay } from '#domain/day.ts';
import type { Kept, KeptType } from '#domain/kept.ts';
import { keyOf } from '#replica/circle.ts';
import { newestShown } from '#replica/load-circle.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { drawing, drawn } from '../support/drawn.ts';
import { beginHousehold } from '../support/household.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { secondDevice } from '../support/second-device.ts';
import { circleOf, memberOf, settled } from '../support/seen.ts';
import { startServer } from '../support/start-server.ts';

const keep = (device: TestDevice) => device.does('readKeep', {});
const seesKept = (device: TestDevice, is: (kept: Awaited<ReturnType<typeof keep>>) => boolean) =>
	expect.poll(async () => is(await keep(device)), { timeout: 10_000 }).toBe(true);
const bodies = async (device: TestDevice, type: KeptType) => (await keep(device)).kept.filter(({ body }) => body.type === type).map(({ body }) => body);

const song = (to: string[]): Kept => ({ type: 'dedication', kind: 'song', to, toWords: '', title: 'Samma väg hem', text: 'En sång till dig.', link: null });
const moment = (title: string, height = 0): Kept => ({ type: 'moment', day: exactDay('2019-09-14'), height, title, text: '' });
const promise: Kept = { type: 'promise', text: 'Att gå hem tillsammans', day: exactDay('2019-09-14'), gave: 'Noor och Elias' };

test('a dedication, its lines and what they mean to each parent; nothing of it wider than what it belongs to', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	const to = await elias.does('keepThis', { ring: 'close', body: song([memberOf(noor)]) });
	await seesKept(noor, ({ kept }) => kept.length === 1);
	const line = await elias.does('keepThis', { ring: 'close', body: { type: 'line', to, text: ' du bar lyktan ', place: 1 } });
	await elias.does('keepThis', { ring: 'close', body: { type: 'note', to: line, text: 'Din hand.' } });
	await seesKept(noor, ({ kept }) => kept.length === 3);
	await noor.does('keepThis', { ring: 'us', body: { type: 'note', to: line, text: 'Bara för dig.' } });
	await expect(noor.does('keepThis', { ring: 'all', body: { type: 'note', to: line, text: 'för alla' } })).rejects.toMatchObject({
		code: 'wider-than-what-it-answers'
	});
	await expect(ingrid.does('keepThis', { ring: 'close', body: { type: 'note', to: line, text: 'min' } })).rejects.toMatchObject({ code: 'not-a-parent' });
	// Their own programs may say so all the same: further out than the line, or without being asked to, it is shown to nobody.
	await addToOutbox(noor.home.store, circleOf(noor), { ring: 'all', body: { type: 'note', to: line, text: 'för alla' }, time: Date.now() });
	await addToOutbox(ingrid.home.store, circleOf(ingrid), { ring: 'close', body: { type: 'note', to: line, text: 'min' }, time: Date.now() });
	for (const one of [noor, ingrid]) {
		await one.does('wake', {});
		await one.sees(settled);
	}
	for (const one of [noor, elias, ingrid])
		await expect
			.poll(() =>
				[...circleOf(one).rings].filter(([ring]) => ring !== 'us').every(([ring, { stretch }]) => stretch.last === circleOf(noor).rings.get(ring)?.stretch.last)
			)
			.toBe(true);
	await seesKept(elias, ({ kept }) => kept.length === 4);
	await seesKept(ingrid, ({ kept }) => kept.length === 3);
	expect((await bodies(ingrid, 'line')).map(({ text }) => text)).toEqual(['du bar lyktan']);
	expect((await bodies(ingrid, 'note')).map(({ text }) => text)).toEqual(['Din hand.']);
	// Taken back, what belongs to it is shown no more either.
	await elias.does('takeBack', { target: to });
	for (const one of [noor, elias, ingrid]) await seesKept(one, ({ kept }) => kept.length === 0);
}, 40_000);

test('what one parent has said the other cannot change or take back; their own they can, and a guest’s may be taken away', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	const his = await elias.does('keepThis', { ring: 'us', body: moment('vi möttes', 60) });
	await seesKept(noor, ({ kept }) => kept.length === 1);
	await expect(noor.does('changeThis', { target: his, body: moment('vi träffades') })).rejects.toMatchObject({ code: 'not-yours' });
	await expect(noor.does('takeBack', { target: his })).rejects.toMatchObject({ code: 'not-yours' });
	await expect(elias.does('changeThis', { target: his, body: promise })).rejects.toMatchObject({ code: 'not-found' });
	// Her program may say so all the same: it changes nothing.
	await addToOutbox(noor.home.store, circleOf(noor), { ring: 'us', body: { type: 'changed', target: his, body: moment('ändrat') as never }, time: Date.now() });
	await elias.does('changeThis', { target: his, body: moment('vi möttes i Lund', 70) });
	await seesKept(noor, ({ kept }) => kept[0]?.edited === true);
	for (const one of [noor, elias]) expect(await bodies(one, 'moment')).toMatchObject([{ title: 'vi möttes i Lund', height: 70 }]);
	// Once it is taken back, nothing is said of it anew.
	const gone = await elias.does('keepThis', { ring: 'us', body: promise });
	await elias.does('takeBack', { target: gone });
	await expect(elias.does('changeThis', { target: gone, body: promise })).rejects.toMatchObject({ code: 'not-found' });
	// What a guest may give, and what they may not say at all.
	const hers = await ingrid.does('keepThis', { ring: 'close', body: { ...song([]), toWords: 'Ture' } as Kept });
	for (const body of [
		moment('inte din'),
		promise,
		{ type: 'letter', child: firstChild, text: 'kära' },
		{ type: 'given', kind: 'food', from: 'a', day: null, text: '' }
	] satisfies Kept[])
		await expect(ingrid.does('keepThis', { ring: 'close', body })).rejects.toMatchObject({ code: 'not-a-parent' });
	await seesKept(noor, ({ kept }) => kept.some(({ id }) => id === hers));
	await noor.does('takeBack', { target: hers });
	await seesKept(ingrid, ({ kept }) => kept.length === 0);
}, 40_000);

test('two parents on two devices each say what they know of the child, each while the others are away: all four come to the same', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	await using hers = await secondDevice(server.origin, noor);
	await using his = await secondDevice(server.origin, elias);
	const second = hex(randomBytes(16));
	await Promise.all([
		noor.does('sayOfChild', { child: firstChild, ring: 'us', says: { name: 'Ture', weight: '310 g' } }),
		elias.does('sayOfChild', { child: firstChild, ring: 'close', says: { name: 'Ture', length: '24 cm' } }),
		hers.does('sayOfChild', { child: firstChild, ring: 'us', says: { weight: '312 g' }, dates: [{ what: 'Föddes', day: exactDay('2026-09-14') }] }),
		his.does('sayOfChild', { child: second, ring: 'us', says: { words: 'den andra' } })
	]);
	await hers.does('keepThis', { ring: 'us', body: { type: 'letter', child: firstChild, text: 'Kära Ture' } });
	const all = [noor, elias, hers, his];
	for (const one of all) {
		await one.sees(settled);
		await seesKept(
			one,
			({ children, kept }) =>
				children.length === 2 &&
				kept.length === 1 &&
				['name', 'length', 'weight'].every((field) => field in (children.find(({ child }) => child === firstChild)?.says ?? {}))
		);
	}
	const shown = await Promise.all(all.map(async (one) => (await keep(one)).children));
	for (const other of shown) expect(other).toEqual(shown[0]);
	expect(shown[0]?.find(({ child }) => child === firstChild)).toMatchObject({ says: { length: { value: '24 cm', ring: 'close' } }, dates: { ring: 'us' } });
	// Ingrid is shown what was said to her ring, and nothing else.
	await seesKept(ingrid, (seen) => seen.children[0]?.says.length !== undefined);
	const { children, kept } = await keep(ingrid);
	expect(children.map(({ says }) => says)).toEqual([{ name: { value: 'Ture', ring: 'close' }, length: { value: '24 cm', ring: 'close' } }]);
	expect(kept).toEqual([]);
	// Taken away where it stands.
	await elias.does('sayOfChild', { child: firstChild, ring: 'close', says: { length: '' } });
	await seesKept(ingrid, ({ children: left }) => left[0]?.says.length === undefined);
}, 60_000);

test('what is left out of something kept when it is changed goes from the server too; what is left in stays', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin, { media: drawing });
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await using elias = await letIn(server.origin, noor, 'Elias', 'us', { parent: true, media: drawing });
	const [stays, goes] = [
		await noor.does('enclosePicture', { file: drawn(20_000), whole: false }),
		await noor.does('enclosePicture', { file: drawn(20_000), whole: false })
	];
	const letter = { type: 'letter', child: firstChild, text: 'Kära Ture' } as const;
	const target = await noor.does('keepThis', { ring: 'us', body: { ...letter, enclosed: [stays, goes] } });
	await noor.sees(settled);
	await noor.does('changeThis', { target, body: { ...letter, enclosed: [stays] } });
	await seesKept(elias, ({ kept }) => kept[0]?.enclosed.length === 1);
	await expect.poll(() => noor.home.store.list(`c/${noor.home.current}/drop`), { timeout: 8_000 }).toEqual([]);
	await elias.does('openFile', { file: stays.screen });
	await expect(elias.does('openFile', { file: goes.screen })).rejects.toThrow();
}, 30_000);

test('what is tied to a promise is so for both, wherever each may read both; and no further out than the inner of the two', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	const word = await noor.does('keepThis', { ring: 'close', body: promise });
	const [near, far] = [
		await noor.does('keepThis', { ring: 'us', body: moment('Ture', -90) }),
		await noor.does('keepThis', { ring: 'close', body: moment('bröllopet', 90) })
	];
	await seesKept(elias, ({ kept }) => kept.length === 3);
	await elias.does('tie', { promise: word, target: near, tied: true });
	await noor.does('tie', { promise: word, target: far, tied: true });
	for (const one of [noor, elias]) await seesKept(one, ({ ties }) => ties.length === 2);
	await seesKept(ingrid, ({ ties }) => ties.length === 1);
	expect((await keep(ingrid)).ties).toEqual([{ promise: word, target: far }]);
	// Of the inner tie nothing at all was sent to her.
	expect([...circleOf(ingrid).fold.ties.keys()].join()).not.toContain(near);
	await noor.does('tie', { promise: word, target: near, tied: false });
	await seesKept(elias, ({ ties }) => ties.length === 1);
	await expect(noor.does('tie', { promise: near, target: word, tied: true })).rejects.toMatchObject({ code: 'not-found' });
}, 40_000);

test('however far back it lies, all of it is there: on the device that read it, after a restart, and on a new one; the stream stays as short as it was', async () => {
	await using server = await startServer();
	const noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: 'Ture' });
	await noor.does('keepThis', { ring: 'all', body: promise });
	for (let i = 0; i < newestShown + 120; i++) await noor.does('tellNews', { ring: 'all', text: `Rad ${i}`, asking: null });
	await noor.sees(settled, 30_000);
	await using again = await noor.restart();
	expect((await again.view()).told.length).toBeLessThanOrEqual(newestShown + 100);
	const before = (await again.view()).told.length;
	expect(await bodies(again, 'promise')).toEqual([promise]);
	expect((await keep(again)).whole).toBe(true);
	const view = await again.view();
	expect([view.told.length, view.more, view.kept]).toEqual([before, true, []]);
	await again.does('showEarlier', {});
	expect((await again.view()).told.length).toBe(newestShown + 120);
	expect((await again.view()).more).toBe(false);
	await using malik = await letIn(server.origin, again, 'Malik', 'close');
	await seesKept(malik, ({ whole, kept }) => whole && kept.length === 1);
	// What comes after it has all been read is there too.
	await again.does('keepThis', { ring: 'all', body: { ...promise, text: 'ett till' } as Kept });
	await seesKept(malik, ({ kept }) => kept.length === 2);
	// And the child that was named when the place was begun has a page without being named again.
	expect((await keep(again)).children).toMatchObject([{ child: firstChild, says: { name: { value: 'Ture', ring: 'us' } } }]);
}, 90_000);

test('what cannot be kept says why, and changes nothing', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	const not: [Kept, string][] = [
		[{ type: 'letter', child: firstChild, text: '  \n' }, 'empty'],
		[{ type: 'line', to: '00'.repeat(16), text: 'x'.repeat(501), place: 1 }, 'too-long'],
		[{ type: 'line', to: '00'.repeat(16), text: 'rad', place: 1 }, 'not-found'],
		[{ type: 'moment', day: exactDay('2026-02-30'), height: 0, title: 'den dagen', text: '' }, 'no-day'],
		[{ type: 'dedication', kind: 'song', to: [], toWords: ' ', title: 'sång', text: '', link: null }, 'nobody'],
		[{ type: 'dedication', kind: 'song', to: [], toWords: 'dig', title: 'sång', text: '', link: 'javascript:alert(1)' }, 'no-link'],
		[{ type: 'thanks', to: { kinds: [] }, text: 'tack' }, 'nobody'],
		[{ type: 'given', kind: 'food', from: ' ', day: null, text: '' }, 'empty']
	];
	for (const [body, code] of not) await expect(noor.does('keepThis', { ring: 'us', body }), JSON.stringify(body)).rejects.toMatchObject({ code });
	expect((await keep(noor)).kept).toEqual([]);
	await noor.does('keepThis', {
		ring: 'us',
		body: { type: 'dedication', kind: 'song', to: [], toWords: 'dig', title: '', text: '', link: ' exempel.se/sång ' }
	});
	expect(await bodies(noor, 'dedication')).toMatchObject([{ link: 'https://exempel.se/s%C3%A5ng' }]);
}, 30_000);

test('what a device of before kept of the child, and of one’s own, is read on', async () => {
	await using server = await startServer();
	const noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: 'Ture' });
	await noor.sees(settled);
	const { id } = circleOf(noor);
	const { store } = noor.home;
	const facts = (await store.read<Record<string, unknown>>(keyOf.facts(id))) ?? {};
	// As it stood there: one child, of whom a name was known; nothing of promises, nothing that waits; and an own log without drafts.
	for (const part of ['children', 'ties', 'proposals', 'consents']) delete facts[part];
	await store.write([store.change(keyOf.facts(id), { ...facts, child: { time: 1, id: 'ab', value: 'Ture' } })]);
	for (const key of await store.list(`${keyOf.ring(id, 'us')}/`)) await store.write([store.change(key, [])]);
	for (const { circle } of noor.home.circles.values()) {
		const own = (await store.read<Record<string, unknown>>(keyOf.own(circle.id))) ?? null;
		if (own === null) continue;
		for (const part of ['drafts', 'draftsGone', 'anniversaries']) delete own[part];
		await store.write([store.change(keyOf.own(circle.id), own)]);
	}
	await using again = await noor.restart();
	expect((await again.view()).childName).toBe('Ture');
	expect((await keep(again)).children).toMatchObject([{ child: firstChild, says: { name: { value: 'Ture', ring: 'us' } } }]);
	await again.does('letRest', { entry: '11'.repeat(16), ring: 'us', says: { type: 'letter', child: firstChild, text: 'vilar' }, release: null });
	await again.does('sayOfChild', { child: firstChild, ring: 'us', says: { weeks: '20+3' } });
	expect((await again.view()).drafts).toHaveLength(1);
	expect((await keep(again)).children[0]?.says).toMatchObject({ name: { value: 'Ture' }, weeks: { value: '20+3' } });
}, 30_000);

test('lines that name themselves, or one another, are shown by nobody and hold nobody up', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['ingrid']);
	const { noor, ingrid } = people;
	const [a, b, c] = ['aa', 'bb', 'cc'].map((two) => two.repeat(16)) as [string, string, string];
	for (const [id, to] of [
		[a, a],
		[b, c],
		[c, b]
	] as const)
		await addToOutbox(ingrid.home.store, circleOf(ingrid), { ring: 'close', id, body: { type: 'line', to, text: 'i ring', place: 1 }, time: Date.now() });
	await ingrid.does('answer', { ...people.answer('efteråt'), ring: 'close' });
	await noor.sees(({ told }) => told.some(({ answers }) => answers.some(({ text }) => text === 'efteråt')));
	expect((await keep(noor)).kept).toEqual([]);
	await expect(ingrid.does('keepThis', { ring: 'close', body: { type: 'line', to: a, text: 'mer', place: 2 } })).rejects.toMatchObject({ code: 'not-found' });
}, 30_000);

test('no name at all takes the child’s name back wherever it stands, and nothing else', async () => {
	await using server = await startServer();
	await using people = await beginHousehold(server.origin, ['elias', 'ingrid']);
	const { noor, elias, ingrid } = people;
	await noor.does('nameChild', { name: ' Ture ' });
	await elias.does('sayOfChild', { child: firstChild, ring: 'close', says: { name: 'Ture', weeks: ' 20+3 ' } });
	for (const one of [noor, ingrid]) await one.sees(({ childName }) => childName === 'Ture');
	await seesKept(noor, ({ children }) => children[0]?.says.weeks !== undefined);
	const second = hex(randomBytes(16));
	await noor.does('sayOfChild', { child: second, ring: 'close', says: { name: 'Majken' } });
	await noor.does('nameChild', { name: ' ' });
	for (const one of [noor, elias, ingrid]) {
		await one.sees(({ childName }) => childName === null);
		await seesKept(one, ({ children }) => children.length === 2);
		expect((await keep(one)).children.map(({ child, says }) => [child, says])).toEqual([
			[firstChild, { weeks: { value: '20+3', ring: 'close' } }],
			[second, { name: { value: 'Majken', ring: 'close' } }]
		]);
	}
	// Where nothing is said of it nothing is taken back: not a word more is in any log.
	const ends = () => [...circleOf(noor).rings.values()].map(({ stretch }) => stretch.last);
	let before = ends();
	// What has come is still being said to have arrived, by whoever it came to.
	for (let last: number[] = []; last.join() !== before.join(); before = ends()) {
		last = ends();
		await new Promise((resolve) => setTimeout(resolve, 2_500));
	}
	await noor.does('nameChild', { name: '' });
	await noor.sees(settled);
	expect([circleOf(noor).outbox.length, ends()]).toEqual([0, before]);
	await expect(ingrid.does('nameChild', { name: 'Ture' })).rejects.toMatchObject({ code: 'not-a-parent' });
	await expect(ingrid.does('sayOfChild', { child: firstChild, ring: 'close', says: { name: 'Ture' } })).rejects.toMatchObject({ code: 'not-a-parent' });
}, 40_000);
