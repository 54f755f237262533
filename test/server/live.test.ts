import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { join, settle } from '../support/family.ts';
import { followLive, numbersOf, type LiveEvent } from '../support/live-reader.ts';
import { headAfter, newChain } from '../support/raw-circle.ts';
import { codeOf, login } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

test('a stream fills up, says it is caught up, then tells what happens', async () => {
	await using site = await startServer();
	const { circle, founder, as } = await settle(site);
	const chain = newChain();
	const old = await circle.entry('all', founder, chain);
	await as.founder.append('all', old);
	await using live = await followLive(as.guest);
	const filled = await live.until('caught-up');
	expect(filled[0]).toEqual({ event: 'control', id: `c${circle.state.n}.a0`, first: 0, entries: circle.log });
	expect(filled[1]).toMatchObject({ event: 'entries', id: `c${circle.state.n}.a1`, ring: 'all', first: 1, entries: [old] });
	expect(filled[2]).toEqual({ event: 'caught-up', id: `c${circle.state.n}.a1` });
	const now = [await circle.entry('all', founder, chain), await circle.entry('all', founder, chain)];
	await as.founder.append('all', ...now);
	const headBefore = (await as.guest.page('all', '?after=1'))[1];
	expect(await live.next()).toEqual({ event: 'entries', id: `c${circle.state.n}.a3`, ring: 'all', first: 2, headBefore, entries: now });
	const { entry } = await circle.invite('close');
	await as.founder.control(entry);
	expect(await live.next()).toEqual({ event: 'control', id: `c${circle.state.n}.a3`, first: circle.state.n, entries: [entry] });
	await as.founder.append('all', now[0] as never);
	await expect(live.next(300)).rejects.toThrow('Nothing came');
});

test('who reads on from an id misses nothing and gets nothing twice, while many write', { timeout: 30_000 }, async () => {
	await using site = await startServer();
	const { circle, founder, near, guest, as } = await settle(site);
	let writing = true;
	const writers = [
		[as.founder, founder],
		[as.near, near],
		[as.guest, guest]
	] as const;
	const written = writers.map(async ([session, person]) => {
		const chain = newChain();
		const other = newChain();
		for (let i = 0; writing && i < 300; i++) {
			await session.append('all', await circle.entry('all', person, chain), await circle.entry('all', person, chain));
			if (person !== guest) await session.append('close', await circle.entry('close', person, other));
		}
	});
	const heard: LiveEvent[] = [];
	let id: string | undefined;
	for (let round = 0; round < 12; round++) {
		await using live = await followLive(as.near, undefined, id);
		for (let i = 0; i < 1 + round * 2; i++) {
			const event = await live.next();
			if (event === undefined) break;
			heard.push(event);
			id = event.id;
		}
	}
	writing = false;
	await Promise.all(written);
	await using live = await followLive(as.near, undefined, id);
	heard.push(...(await live.until('caught-up')));
	for (const ring of ['all', 'close'] as const) {
		const newest = (await as.near.page(ring))[3];
		expect(newest).toBeGreaterThan(10);
		expect(numbersOf(heard, ring)).toEqual(Array.from({ length: newest }, (_, i) => i + 1));
		const events = heard.filter((event) => event.event === 'entries').filter((event) => event.ring === ring);
		for (const [i, event] of events.entries()) {
			const before = events[i - 1];
			if (before !== undefined)
				expect(event.headBefore).toEqual(
					await headAfter(
						before.headBefore,
						before.entries.map(([envelope]) => envelope)
					)
				);
		}
	}
	expect(heard.filter((event) => event.event === 'control')).toHaveLength(1);
});

test(
	'from filling up to live nothing is told twice and nothing left out, however often one arrives in the middle of a commit',
	{ timeout: 30_000 },
	async () => {
		await using site = await startServer();
		const { circle, founder, near, guest, as } = await settle(site);
		let writing = true;
		const written = (
			[
				[as.founder, founder],
				[as.near, near],
				[as.guest, guest]
			] as const
		).map(async ([session, person]) => {
			const chain = newChain();
			while (writing) await session.append('all', await circle.entry('all', person, chain));
		});
		let id: string | undefined;
		for (let round = 0; round < 80; round++) {
			await using live = await followLive(as.near, undefined, id);
			const heard = await live.until('caught-up');
			for (let i = 0; i < 3; i++) {
				const event = await live.next();
				if (event !== undefined) heard.push(event);
			}
			const numbers = numbersOf(heard, 'all');
			expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] as number) + i));
			id = heard.at(-1)?.id;
		}
		writing = false;
		await Promise.all(written);
	}
);

test('a reader that takes too little is told to pull, and then hears what happens again', { timeout: 30_000 }, async () => {
	await using site = await startServer();
	const { circle, founder, as } = await settle(site);
	const chain = newChain();
	const { port } = new URL(site.url);
	const socket = connect(Number(port), '127.0.0.1');
	socket.write(`GET /api/circles/${circle.name}/live?cursor=c${circle.state.n}.a0 HTTP/1.1\r\nhost: x\r\nauthorization: Kvar ${as.guest.token}\r\n\r\n`);
	let text = '';
	socket.on('data', (chunk) => (text += chunk.toString()));
	while (!text.includes('caught-up')) await wait(10);
	socket.pause();
	for (let i = 0; i < 60; i++) await as.founder.append('all', await circle.entry('all', founder, chain, {}, 250_000));
	expect(text).not.toContain('event: pull');
	socket.resume();
	while (!text.includes('event: pull')) await wait(10);
	const before = text.split('event: entries').length - 1;
	expect(before).toBeGreaterThan(0);
	expect(before).toBeLessThan(60);
	expect(text.split('event: pull')).toHaveLength(2);
	await as.founder.append('all', await circle.entry('all', founder, chain));
	while (!text.includes('.a61')) await wait(10);
	expect(text.split('event: entries').length - 1).toBe(before + 1);
	socket.destroy();
});

test('who is too far behind is told to pull, and caught up', { timeout: 60_000 }, async () => {
	await using site = await startServer();
	const { circle, founder, as } = await settle(site);
	const chain = newChain();
	for (let i = 0; i < 26; i++) {
		const batch = [];
		for (let k = 0; k < 200; k++) batch.push(await circle.entry('all', founder, chain, {}, 16));
		await as.founder.append('all', ...batch);
	}
	await using live = await followLive(as.guest, `c${circle.state.n}.a10`);
	expect((await live.until('caught-up')).map(({ event }) => event)).toEqual(['pull', 'caught-up']);
	await using near = await followLive(as.guest, `c${circle.state.n}.a4990`);
	expect(numbersOf(await near.until('caught-up'), 'all')).toEqual(Array.from({ length: 210 }, (_, i) => 4991 + i));
});

test('a stream ends when its access ends', async () => {
	await using site = await startServer();
	const { circle, open, as } = await settle(site);
	const holder = await login(site, circle.id, open);
	await using ending = await followLive(holder);
	await using staying = await followLive(as.guest);
	await ending.until('caught-up');
	await staying.until('caught-up');
	await as.founder.control(await circle.revoke(open));
	expect(await ending.next()).toBeUndefined();
	expect((await staying.next())?.event).toBe('control');
});

test('who is let in opens another stream, which reaches further', async () => {
	await using site = await startServer();
	const { circle, as } = await settle(site);
	const { link, entry } = await circle.invite('close');
	await as.founder.control(entry);
	const person = await join(site, circle, link);
	const session = await login(site, circle.id, person);
	await using waiting = await followLive(session);
	expect((await waiting.until('caught-up')).at(-1)?.id).toBe(`c${circle.state.n}`);
	await as.founder.control(await circle.admit(person));
	expect(await waiting.next()).toMatchObject({ event: 'control', id: `c${circle.state.n}` });
	expect(await waiting.next()).toBeUndefined();
	await using inside = await followLive(session, undefined, `c${circle.state.n}`);
	expect(await inside.next()).toEqual({ event: 'caught-up', id: `c${circle.state.n}.l0.a0` });
});

test('a session has four streams at most; a stream that is closed makes room', async () => {
	await using site = await startServer();
	const { as } = await settle(site);
	const streams = [];
	for (let i = 0; i < 4; i++) streams.push(await followLive(as.guest));
	expect(await codeOf(followLive(as.guest))).toBe('too-many');
	await streams[0]?.[Symbol.asyncDispose]();
	let code = '';
	for (let i = 0; i < 100 && code !== 'ok'; i++) {
		await wait(20);
		code = await codeOf(followLive(as.guest).then((stream) => streams.push(stream)));
	}
	expect(code).toBe('ok');
	expect(await codeOf(followLive(as.near))).toBe('ok');
	for (const stream of streams) await stream[Symbol.asyncDispose]();
});

test('a cursor that is none is refused', async () => {
	await using site = await startServer();
	const { as } = await settle(site);
	expect(await codeOf(followLive(as.guest, 'nonsense'))).toBe('malformed');
	expect(await codeOf(followLive(as.guest, undefined, 'c1.x2'))).toBe('malformed');
});
