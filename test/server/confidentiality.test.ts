import { expect, test } from 'vitest';
import { rings, type Ring } from '#domain/ring.ts';
import { settle, join } from '../support/family.ts';
import { followLive, numbersOf } from '../support/live-reader.ts';
import { newChain } from '../support/raw-circle.ts';
import { codeOf, login, type RawSession } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

/** What each kind of session may read. Whoever is not named reads nothing but control. */
const reach: Record<string, Ring[]> = {
	founder: ['us', 'close', 'all'],
	near: ['close', 'all'],
	guest: ['all'],
	'a link that joins at once': ['all'],
	'a link to compare by': [],
	'someone who waits': []
};

test('a ring’s log is served to those whose ring reaches it, by pages and live, and to nobody else', async () => {
	await using site = await startServer();
	const { circle, founder, open, as } = await settle(site);
	const { link: compared, entry: first } = await circle.invite('us');
	const { link: used, entry: second } = await circle.invite('close');
	await as.founder.control(first, second);
	const waiting = await join(site, circle, used);
	const sessions: Record<string, RawSession> = {
		...as,
		'a link that joins at once': await login(site, circle.id, open),
		'a link to compare by': await login(site, circle.id, compared),
		'someone who waits': await login(site, circle.id, waiting)
	};
	const chains = { us: newChain(), close: newChain(), all: newChain() };
	for (const ring of rings) await as.founder.append(ring, await circle.entry(ring, founder, chains[ring]));
	for (const [who, session] of Object.entries(sessions)) {
		for (const ring of rings) expect([who, ring, await codeOf(session.page(ring))]).toEqual([who, ring, reach[who]?.includes(ring) ? 'ok' : 'not-yours']);
		expect(await codeOf(session.readControl())).toBe('ok');
	}
	const streams = await Promise.all(Object.entries(sessions).map(async ([who, session]) => [who, await followLive(session, 'c-1.u0.l0.a0')] as const));
	for (const [who, stream] of streams) {
		const filled = await stream.until('caught-up');
		for (const ring of rings) expect([who, ring, numbersOf(filled, ring)]).toEqual([who, ring, reach[who]?.includes(ring) ? [1] : []]);
	}
	for (const ring of rings) await as.founder.append(ring, await circle.entry(ring, founder, chains[ring]));
	// The last thing everybody hears: until then nobody has heard of more than their rings.
	await as.founder.control((await circle.invite('close')).entry);
	for (const [who, stream] of streams) {
		const heard = await stream.until('control');
		for (const ring of rings) expect([who, ring, numbersOf(heard, ring)]).toEqual([who, ring, reach[who]?.includes(ring) ? [2] : []]);
		const letters = rings.filter((ring) => reach[who]?.includes(ring)).map((ring) => ({ us: 'u', close: 'l', all: 'a' })[ring]);
		for (const { id } of heard) expect(id.replaceAll(/\d+/g, '')).toBe(['c', ...letters].join('.'));
		await stream[Symbol.asyncDispose]();
	}
});

test('a ring is written by those who reach it, and by nobody who only holds a link or waits', async () => {
	await using site = await startServer();
	const { circle, near, guest, open, as } = await settle(site);
	const holder = await login(site, circle.id, open);
	expect(await codeOf(as.guest.append('close', await circle.entry('close', guest, newChain())))).toBe('not-yours');
	expect(await codeOf(as.near.append('us', await circle.entry('us', near, newChain())))).toBe('not-yours');
	expect(await codeOf(as.near.append('close', await circle.entry('close', near, newChain())))).toBe('ok');
	expect(await codeOf(holder.append('all', await circle.entry('all', guest, newChain())))).toBe('not-yours');
});
