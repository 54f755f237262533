import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Ring } from '#domain/ring.ts';
import { pushKey, readMessage } from '#wire/api.ts';
import { giveOwedNotices } from '#server/jobs/give-owed-notices.ts';
import { Hub } from '#server/live/hub.ts';
import { noticeGiver } from '#server/services/give-notice.ts';
import { HeldCircles } from '#server/services/hold-circles.ts';
import { pushKeyKeeper } from '#server/services/keep-push-key.ts';
import { mayPushTo, pushSender } from '#server/services/send-push.ts';
import { openStore } from '#server/store/open-store.ts';
import { join as joinBy, settle } from '../support/family.ts';
import { followLive } from '../support/live-reader.ts';
import { openPushService } from '../support/push-service.ts';
import { newChain, type Person, type RawCircle } from '../support/raw-circle.ts';
import { call, codeOf, login, type RawSession } from '../support/raw-client.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

const us = 0;
const close = 1;
const all = 2;
type Wish = [endpoint: string, rings: number[], people: Uint8Array[], quiet: [number, number] | null];
const wish = (session: RawSession, ...asked: Wish) => session.call('PUT', '/notices', asked);
const look = (session: RawSession, looking: boolean) => session.call('PUT', '/looking', [looking]);

/** Entries of one person's device, each in a ring; `said` to others or not. */
function voice(circle: RawCircle, person: Person, session: RawSession) {
	const chains = { us: newChain(), close: newChain(), all: newChain() };
	return async (ring: Ring, said = true) => {
		const entry = await circle.entry(ring, person, chains[ring]);
		await session.call('POST', `/rings/${ring}/entries`, said ? [[entry], true] : [[entry]]);
		return entry;
	};
}
/** Long enough for what would be sent to have come. */
const aMoment = () => wait(150);
const minuteNow = () => Math.floor(Date.now() / 60_000) % 1440;
const around = (minute: number, by: number): [number, number] => [(minute - by + 1440) % 1440, (minute + by) % 1440];

test('who asked is told once that something has arrived, with nothing in it; after they have looked, once more', async () => {
	await using service = await openPushService();
	await using site = await startServer({ pushHosts: [service.host] });
	const { circle, founder, as } = await settle(site);
	const [key] = readMessage(pushKey, await call(site, 'GET', '/api/push-key'));
	await wish(as.guest, service.endpoint('guest'), [all], [], null);
	const says = voice(circle, founder, as.founder);
	await says('all', false);
	await aMoment();
	expect(service.pushed).toEqual([]);
	await says('all');
	await service.until(1);
	await says('all');
	await says('all');
	await aMoment();
	expect(service.pushed).toMatchObject([
		{ path: '/push/guest', size: 0, key: Buffer.from(key as Uint8Array).toString('base64url'), contact: 'mailto:nobody@localhost' }
	]);
	expect(service.pushed[0]?.headers).toMatchObject({ ttl: '172800', urgency: 'normal', topic: 'arrived' });
	await look(as.guest, true);
	await look(as.guest, false);
	await says('all');
	await service.until(2);
	await aMoment();
	expect(service.pushed).toHaveLength(2);
	// What was sent again was told when it came first.
	await look(as.guest, true);
	const again = await says('all');
	await service.until(3);
	await look(as.guest, true);
	await as.founder.call('POST', '/rings/all/entries', [[again], true]);
	await aMoment();
	expect(service.pushed).toHaveLength(3);
});

test('of the rings and from the people one asked for, never of one’s own, and never what one does not read', async () => {
	await using service = await openPushService();
	await using site = await startServer({ pushHosts: [service.host] });
	const { circle, founder, near, guest, as } = await settle(site);
	const at = service.endpoint;
	expect(await codeOf(wish(as.guest, at('guest'), [close], [], null))).toBe('not-yours');
	expect(await codeOf(wish(as.near, at('near'), [us, close], [], null))).toBe('not-yours');
	await wish(as.founder, at('founder'), [us, all], [guest.memberId], null);
	await wish(as.near, at('near'), [close], [], null);
	await wish(as.guest, at('guest'), [all], [near.memberId], null);
	const told = async (saying: Promise<unknown>) => {
		const before = service.pushed.length;
		await saying;
		await aMoment();
		for (const session of Object.values(as)) await look(session, true).then(() => look(session, false));
		return service.pushed
			.slice(before)
			.map(({ path }) => path.slice('/push/'.length))
			.sort();
	};
	const [founderSays, nearSays, guestSays] = [voice(circle, founder, as.founder), voice(circle, near, as.near), voice(circle, guest, as.guest)];
	expect(await told(founderSays('us'))).toEqual([]);
	expect(await told(founderSays('close'))).toEqual(['near']);
	expect(await told(founderSays('all'))).toEqual([]);
	expect(await told(nearSays('close'))).toEqual([]);
	expect(await told(nearSays('all'))).toEqual(['guest']);
	expect(await told(guestSays('all'))).toEqual(['founder']);
	// Another wish stands in the place of the one before; and none is none.
	await wish(as.guest, at('guest'), [all], [], null);
	expect(await told(founderSays('all'))).toEqual(['guest']);
	await as.guest.call('DELETE', '/notices');
	await as.guest.call('DELETE', '/notices');
	expect(await told(founderSays('all'))).toEqual([]);
});

test('who waits to be let in is told of to the parents, and to nobody else; who comes in at once is not', async () => {
	await using service = await openPushService();
	await using site = await startServer({ pushHosts: [service.host] });
	const { circle, open, as } = await settle(site);
	const at = service.endpoint;
	await wish(as.founder, at('founder'), [us, close, all], [], null);
	await wish(as.near, at('near'), [close, all], [], null);
	await wish(as.guest, at('guest'), [all], [], null);
	const { link, entry } = await circle.invite('close');
	await as.founder.control(entry);
	await joinBy(site, circle, open);
	await aMoment();
	expect(service.pushed).toEqual([]);
	const waits = await joinBy(site, circle, link);
	await service.until(1);
	await aMoment();
	expect(service.pushed.map(({ path }) => path)).toEqual(['/push/founder']);
	await look(as.founder, true);
	await look(as.founder, false);
	// Letting in is no arrival.
	await as.founder.control(await circle.admit(waits));
	await aMoment();
	expect(service.pushed).toHaveLength(1);
});

test('a device that shows it to somebody is not told; one that has only a stream open is', async () => {
	await using service = await openPushService();
	await using site = await startServer({ pushHosts: [service.host] });
	const { circle, founder, as } = await settle(site);
	await wish(as.guest, service.endpoint('guest'), [all], [], null);
	const says = voice(circle, founder, as.founder);
	{
		await using live = await followLive(as.guest);
		await live.until('caught-up');
		await look(as.guest, true);
		await says('all');
		await live.until('entries');
		await aMoment();
		expect(service.pushed).toEqual([]);
		await look(as.guest, false);
		await says('all');
		await service.until(1);
		await look(as.guest, true);
	}
	// It said that it looks, and then was gone.
	await aMoment();
	await says('all');
	await service.until(2);
});

test('what falls into quiet hours is told after them, once, also by a server that was started anew', async () => {
	await using service = await openPushService();
	const first = await startServer({ pushHosts: [service.host] });
	const { circle, founder, near, as } = await settle(first);
	await wish(as.guest, service.endpoint('guest'), [all], [], around(minuteNow(), 30));
	await wish(as.near, service.endpoint('near'), [all], [], around(minuteNow() + 720, 30));
	const says = voice(circle, founder, as.founder);
	await says('all');
	await says('all');
	await service.until(1);
	await aMoment();
	expect(service.pushed.map(({ path }) => path)).toEqual(['/push/near']);
	await first.stop();

	const store = await openStore(first.data, 0, (reason) => expect.unreachable(reason));
	try {
		const { reader, writer } = store;
		let now = Date.now();
		const circles = new HeldCircles(reader, 10);
		const hub = new Hub(reader);
		const keys = pushKeyKeeper(reader, writer);
		const notices = noticeGiver({
			reader,
			writer,
			hub,
			send: () => keys().then((pair) => pushSender(pair, 'https://kvar.example')),
			now: () => now,
			onError: (error) => expect.unreachable(String(error))
		});
		using owed = giveOwedNotices(reader, circles, notices, (error) => expect.unreachable(String(error)));
		await owed.give();
		expect(service.pushed).toHaveLength(1);
		now += 25 * 60_000;
		await owed.give();
		expect(service.pushed).toHaveLength(1);
		now += 10 * 60_000;
		await owed.give();
		expect(service.pushed.map(({ path }) => path)).toEqual(['/push/near', '/push/guest']);
		// Known by the same key as before.
		expect(service.pushed[1]?.key).toBe(service.pushed[0]?.key);
		await owed.give();
		expect(service.pushed).toHaveLength(2);

		// A service that cannot take it now is asked again, no sooner than it says; one that knows nobody of that name, never.
		const circleNow = await circles.get(Buffer.from(circle.id).toString('base64url'));
		if (circleNow === null) throw new Error('It is there');
		const state = (who: Person) => reader.noticesOf(circleNow.key, who.deviceId)?.state;
		await writer.write({ kind: 'notices-state', circle: circleNow.key, device: near.deviceId, from: 2, to: 0 });
		service.answer = { status: 429, headers: { 'retry-after': '600' } };
		const author = Buffer.from(founder.memberId).toString('hex');
		notices.arrived(circleNow, 'all', author);
		await service.until(3);
		await aMoment();
		expect(state(near)).toBe(1);
		now += 9 * 60_000;
		await owed.give();
		expect(service.pushed).toHaveLength(3);
		now += 2 * 60_000;
		service.answer = { status: 410 };
		await owed.give();
		expect(service.pushed).toHaveLength(4);
		expect(state(near)).toBeUndefined();
		hub.close();
	} finally {
		await store[Symbol.asyncDispose]();
	}
});

test('a host asks only the services it knows of; and where it knows none there are no notices', async () => {
	const hosts = ['push.example', '*.deeper.example', 'localhost:4443'];
	for (const endpoint of [
		'https://push.example/x',
		'https://a.deeper.example/',
		'https://b.a.deeper.example/',
		'https://localhost:4443/x',
		'https://PUSH.example:443/'
	])
		expect([endpoint, mayPushTo(endpoint, hosts)]).toEqual([endpoint, true]);
	for (const endpoint of [
		'http://push.example/x',
		'https://push.example:444/x',
		'https://deeper.example/',
		'https://notdeeper.example/',
		'https://push.example.evil.example/',
		'https://push.example@evil.example/',
		'https://someone:secret@push.example/',
		'https://localhost/x',
		'https://127.0.0.1:4443/x',
		'https://xpush.example/x',
		'file:///etc/passwd',
		'push.example'
	])
		expect([endpoint, mayPushTo(endpoint, hosts)]).toEqual([endpoint, false]);
	await using service = await openPushService();
	await using site = await startServer({ pushHosts: ['push.example'] });
	const { as } = await settle(site);
	expect(await codeOf(wish(as.guest, service.endpoint('guest'), [all], [], null))).toBe('no-push');
	for (const wrong of [
		['https://push.example/', [], [], null],
		['https://push.example/', [3], [], null],
		['https://push.example/', [all], [new Uint8Array(15)], null],
		['https://push.example/', [all], [], [0, 1440]],
		['https://push.example/', [all], []]
	])
		expect(await codeOf(as.guest.call('PUT', '/notices', wrong as never))).toBe('malformed');
	await using none = await startServer();
	expect(readMessage(pushKey, await call(none, 'GET', '/api/push-key'))).toEqual([null]);
	const { as: there } = await settle(none);
	expect(await codeOf(wish(there.guest, 'https://push.example/', [all], [], null))).toBe('no-push');
});

test('who is let go of is told nothing, and nothing of them stays: neither in the database nor beside it, nor in what is logged', async () => {
	await using service = await openPushService();
	await using site = await startServer({ pushHosts: [service.host] });
	const { circle, founder, guest, near, as } = await settle(site);
	await wish(as.guest, service.endpoint('of-the-guest'), [all], [], null);
	await wish(as.near, service.endpoint('of-the-near'), [all], [], null);
	expect(lying(site, 'of-the-guest')).toBe(true);
	await as.founder.control(await circle.remove(guest), await circle.renew('all'));
	await voice(circle, founder, as.founder)('all');
	await service.until(1);
	await aMoment();
	expect(service.pushed.map(({ path }) => path)).toEqual(['/push/of-the-near']);
	await wait(1500);
	expect(lying(site, 'of-the-guest')).toBe(false);
	expect(lying(site, 'of-the-near')).toBe(true);
	expect(site.logged()).not.toContain('of-the');
	// And whoever leaves of themselves, or turns it off.
	await (await login(site, circle.id, near)).call('DELETE', '/notices');
	await wait(1500);
	expect(lying(site, 'of-the-near')).toBe(false);
});

const lying = ({ data }: StartedServer, words: string): boolean =>
	readdirSync(data, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(words));
