/** Quiet notices: what a person's devices ask of the server, and what makes others' ring; the rest of it in test/server/notices.test.ts. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { startDishonestServer } from '../support/dishonest-server.ts';
import { beginHousehold, deviceOf } from '../support/household.ts';
import type { TestDevice } from '../support/home.ts';
import { openPushService, type PushService } from '../support/push-service.ts';
import { circleOf, memberOf, settled, textsOf } from '../support/seen.ts';
import { startServer } from '../support/start-server.ts';

const news = (text: string) => ({ type: 'announcement', text, asking: null }) as const;
const wish = { rings: ['us', 'close', 'all'], people: [], quiet: null, ahead: 0 } satisfies Partial<Parameters<typeof ask>[1]>;
const ask = (device: TestDevice, asked: Parameters<typeof device.does<'askForNotices'>>[1]) => device.does('askForNotices', asked);
/** Who was told by what is done; they look afterwards. */
async function told(service: PushService, devices: readonly TestDevice[], done: () => Promise<unknown>): Promise<string[]> {
	const before = service.pushed.length;
	await done();
	for (const one of devices) await one.sees((view) => settled(view) && view.connection === 'live');
	await wait(250);
	for (const one of devices) await one.does('lookAt', { looked: true }).then(() => one.does('lookAt', { looked: false }));
	return service.pushed
		.slice(before)
		.map(({ path }) => path.slice('/push/'.length))
		.sort();
}

test('what is said to others tells them, from whom and where they wished; what is set right, laid aside, tied or has arrived does not', async () => {
	await using service = await openPushService();
	await using server = await startServer({ pushHosts: [service.host] });
	await using people = await beginHousehold(server.origin);
	const { noor, elias, ingrid, malik, answer } = people;
	const all = [noor, elias, ingrid, malik];
	expect((await noor.does('pushKey', {}))?.length).toBe(65);
	await ask(noor, { ...wish, endpoint: service.endpoint('noor') });
	await ask(elias, { ...wish, rings: ['us'], endpoint: service.endpoint('elias') });
	await ask(ingrid, { ...wish, rings: ['us', 'close'], people: [memberOf(noor)], endpoint: service.endpoint('ingrid') });
	expect((await ingrid.view()).notices).toEqual({ rings: ['close'], people: [memberOf(noor)], quiet: null, ahead: 0, endpoint: service.endpoint('ingrid') });
	expect((await malik.view()).notices).toBeNull();
	const tells = (done: () => Promise<unknown>) => told(service, all, done);

	let said = '';
	expect(await tells(async () => (said = await malik.does('answer', answer('jag tänker på er'))))).toEqual(['noor']);
	expect(await tells(() => noor.does('answer', answer('tack')))).toEqual(['ingrid']);
	// It arrives with a parent, is laid aside, set right, taken back; somebody is called something else.
	expect(await tells(() => elias.sees((view) => textsOf(view).includes('jag tänker på er')))).toEqual([]);
	expect(await tells(() => noor.does('layAside', { target: said, aside: true }))).toEqual([]);
	expect(await tells(() => malik.does('correct', { target: said, text: 'jag tänker på er båda', asking: null }))).toEqual([]);
	expect(await tells(() => malik.does('takeBack', { target: said }))).toEqual([]);
	expect(await tells(() => ingrid.does('rename', { name: 'Ingrid, mormor' }))).toEqual([]);
	// What rests is nobody's to know of. What waits for the other parent is told to them, and then to whom it is for.
	expect(await tells(() => noor.does('letRest', { entry: hex(randomBytes(16)), ring: 'close', says: news('inte än'), release: null }))).toEqual([]);
	let proposal = '';
	expect(
		await tells(async () => {
			proposal = await noor.does('propose', { entry: hex(randomBytes(16)), ring: 'close', says: news('vår son') });
			await elias.sees(({ proposals }) => proposals.length === 1);
		})
	).toEqual(['elias']);
	expect(
		await tells(async () => {
			await elias.does('answerProposal', { id: proposal, yes: true });
			await ingrid.sees((view) => textsOf(view).includes('vår son'));
		})
	).toEqual(['ingrid']);
	// No more of it.
	expect(await ingrid.does('endNotices', {})).toBe(false);
	expect((await ingrid.view()).notices).toBeNull();
	expect(await tells(() => noor.does('answer', answer('till er')))).toEqual([]);
}, 90_000);

test('a device that asked says whether somebody looks, again once the line was broken off; one that did not says nothing', async () => {
	await using service = await openPushService();
	await using server = await startDishonestServer({ pushHosts: [service.host] });
	await using people = await beginHousehold(server.origin, ['ingrid', 'malik']);
	const { noor, ingrid, malik, answer } = people;
	await ask(ingrid, { ...wish, rings: ['close'], endpoint: service.endpoint('ingrid') });
	for (const one of [noor, ingrid, malik]) await one.does('lookAt', { looked: true });
	const looks = () => server.sent.filter(({ path }) => path.endsWith('/looking'));
	const last = () => [...(looks().at(-1)?.body ?? [])];
	// At once where the line is open, else as soon as it is.
	await expect.poll(last, { timeout: 10_000 }).toEqual([0x81, 0xf5]);
	expect(new Set(looks().map(({ who }) => who))).toEqual(new Set([deviceOf(ingrid)]));
	await noor.does('answer', answer('medan hon ser'));
	await ingrid.sees((view) => textsOf(view).includes('medan hon ser'));
	await wait(250);
	expect(service.pushed).toEqual([]);
	const before = looks().length;
	server.breakOff();
	await expect.poll(() => looks().length, { timeout: 20_000 }).toBeGreaterThan(before);
	expect(last()).toEqual([0x81, 0xf5]);
	await ingrid.sees(({ connection }) => connection === 'live');
	await ingrid.does('lookAt', { looked: false });
	await noor.does('answer', answer('medan hon sover'));
	await service.until(1);
	expect(service.pushed[0]?.path).toBe('/push/ingrid');
	expect(last()).toEqual([0x81, 0xf4]);
	expect(new Set(looks().map(({ who }) => who))).toEqual(new Set([deviceOf(ingrid)]));
}, 60_000);

test('quiet hours are kept by the clock of who asked; and a host that sends none, or not there, is said', async () => {
	await using service = await openPushService();
	await using server = await startServer({ pushHosts: [service.host] });
	await using people = await beginHousehold(server.origin, ['ingrid']);
	const { noor, ingrid, answer } = people;
	const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
	// Nine hours ahead of the server, it is now in the middle of the quiet hours there.
	const there = (minute + 540) % 1440;
	const quiet = { from: (there + 1440 - 30) % 1440, to: (there + 30) % 1440 };
	await ask(ingrid, { ...wish, rings: ['close'], quiet, ahead: 540, endpoint: service.endpoint('ingrid') });
	expect((await ingrid.view()).notices?.quiet).toEqual(quiet);
	expect(await told(service, [noor, ingrid], () => noor.does('answer', answer('om natten')))).toEqual([]);
	await ask(ingrid, { ...wish, rings: ['close'], quiet, ahead: 0, endpoint: service.endpoint('ingrid') });
	expect(await told(service, [noor, ingrid], () => noor.does('answer', answer('om dagen')))).toEqual(['ingrid']);
	await expect(ask(ingrid, { ...wish, endpoint: 'https://elsewhere.example/x' })).rejects.toMatchObject({ code: 'no-push' });
	await expect(ask(ingrid, { ...wish, rings: ['us'], endpoint: service.endpoint('ingrid') })).rejects.toMatchObject({ code: 'no-rings' });
	const many = Array.from({ length: 201 }, () => hex(randomBytes(16)));
	await expect(ask(ingrid, { ...wish, people: many, endpoint: service.endpoint('ingrid') })).rejects.toMatchObject({ code: 'too-many-named' });
	// What was asked before holds.
	expect(circleOf(ingrid).record.notices).toMatchObject({ rings: ['close'], endpoint: service.endpoint('ingrid') });
}, 60_000);
