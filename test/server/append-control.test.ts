import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { decodeSign1, encodeSign1 } from '#wire/cose.ts';
import { join, settle } from '../support/family.ts';
import { newPerson, RawCircle } from '../support/raw-circle.ts';
import { begin, call, codeOf, login } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

describe('a circle begins', () => {
	test('once; the same batch sent again is fine, another after the same genesis is not', async () => {
		await using site = await startServer();
		const circle = await RawCircle.begin();
		expect(await begin(site, circle)).toBe(4);
		expect(await begin(site, circle)).toBe(4);
		expect(await codeOf(call(site, 'POST', '/api/circles', [circle.log.slice(0, 3)]))).toBe('ok');
		await circle.renew('us');
		expect(await codeOf(begin(site, circle))).toBe('circle-exists');
	});

	test('as an own log, with `us` alone', async () => {
		await using site = await startServer();
		expect(await begin(site, await RawCircle.begin(['us']))).toBe(2);
	});

	test('with a device and a key for `us`, from a genesis', async () => {
		await using site = await startServer();
		const circle = await RawCircle.begin();
		const send = (entries: Uint8Array[]) => codeOf(call(site, 'POST', '/api/circles', [entries]));
		expect(await send(circle.log.slice(0, 1))).toBe('wrong-state');
		expect(await send(circle.log.slice(0, 2))).toBe('wrong-state');
		expect(await send(circle.log.slice(1))).toBe('wrong-number');
		expect(await send([new Uint8Array(9)])).toBe('malformed');
		expect(await codeOf(login(site, circle.id, circle.founder))).toBe('no-session');
	});

	test('not on a host that takes none, or has as many as it takes', async () => {
		await using closed = await startServer({ open: false });
		expect(await codeOf(begin(closed, await RawCircle.begin()))).toBe('not-yours');
		await using full = await startServer({ circles: 1 });
		expect(await codeOf(begin(full, await RawCircle.begin()))).toBe('ok');
		expect(await codeOf(begin(full, await RawCircle.begin()))).toBe('too-many');
		await using slow = await startServer({ circlesPerHour: 2 });
		for (const code of ['ok', 'ok', 'too-many']) expect(await codeOf(begin(slow, await RawCircle.begin()))).toBe(code);
	});
});

describe('a control entry', () => {
	test('is stored as it was sent, and the same bytes again are fine', async () => {
		await using site = await startServer();
		const { circle, as } = await settle(site);
		const { entry } = await circle.invite('close');
		expect(await as.founder.control(entry)).toBe(circle.state.n);
		expect(await as.founder.control(entry)).toBe(circle.state.n);
		expect(await as.guest.readControl()).toEqual({ entries: circle.log, newest: circle.state.n });
		expect(await as.guest.readControl(circle.state.n - 1)).toEqual({ entries: [entry], newest: circle.state.n });
		expect(await as.guest.readControl(circle.state.n)).toEqual({ entries: [], newest: circle.state.n });
	});

	test('at a place that is taken: the log has moved on', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const late = await circle.make(founder.device, circle.by(founder), { kind: 'epoch', body: await circle.epochBody('us') });
		await as.founder.control((await circle.invite('close')).entry);
		expect(await codeOf(as.founder.control(late))).toBe('control-moved');
	});

	test('judged wrong is refused by name', async () => {
		await using site = await startServer();
		const { circle, founder, guest, as } = await settle(site);
		const epoch = async (place: object, key = founder) =>
			circle.make(key.device, circle.by(founder), { kind: 'epoch', body: await circle.epochBody('us') }, place);
		expect(await codeOf(as.founder.control(await epoch({ n: circle.state.n + 2 })))).toBe('wrong-number');
		expect(await codeOf(as.founder.control(await epoch({ prev: new Uint8Array(32) })))).toBe('wrong-predecessor');
		expect(await codeOf(as.founder.control(await epoch({ circleId: new Uint8Array(32) })))).toBe('wrong-circle');
		expect(await codeOf(as.founder.control(await epoch({}, guest)))).toBe('wrong-signature');
		expect(await codeOf(as.founder.control(new Uint8Array(20)))).toBe('malformed');
		const byGuest = await circle.make(guest.device, circle.by(guest), { kind: 'epoch', body: await circle.epochBody('all') });
		expect(await codeOf(as.guest.control(byGuest))).toBe('no-authority');
		expect((await as.guest.readControl()).newest).toBe(circle.state.n);
	});

	test('of a newer version, suite or kind is refused as that', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const entry = await circle.make(founder.device, circle.by(founder), { kind: 'epoch', body: await circle.epochBody('us') });
		const { payload, signature } = decodeSign1(entry);
		const fields = decodeCbor(payload) as Cbor[];
		for (const later of [fields.with(0, 2), fields.with(1, 2), fields.with(6, 99), [2, 1]]) {
			const made = encodeSign1(encodeCbor(later), signature);
			expect(await codeOf(as.founder.control(made))).toBe('unknown-kind');
			expect(await codeOf(call(site, 'POST', '/api/circles', [[made]]))).toBe('unknown-kind');
		}
		expect((await as.founder.readControl()).newest).toBe(circle.state.n);
	});

	test('is appended by who wrote it, and by nobody else', async () => {
		await using site = await startServer();
		const { circle, open, as } = await settle(site);
		const { n } = circle.state;
		expect(await codeOf(as.guest.control((await circle.invite('close')).entry))).toBe('not-yours');
		expect(await codeOf(as.founder.control(await circle.makeJoin(open, await newPerson())))).toBe('not-yours');
		const bystander = await login(site, circle.id, open);
		expect(await codeOf(bystander.control((await circle.invite('close')).entry))).toBe('not-yours');
		expect((await as.founder.readControl()).newest).toBe(n);
	});

	test('all of a batch or none', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const before = circle.state.n;
		const first = (await circle.invite('close')).entry;
		const wrong = await circle.make(founder.device, circle.by(founder), { kind: 'revoke-invite', body: [new Uint8Array(16)] });
		expect(await codeOf(as.founder.control(first, wrong))).toBe('not-open');
		expect((await as.founder.readControl()).newest).toBe(before);
		expect(await as.founder.control(first, await circle.renew('us'))).toBe(before + 2);
	});

	test('a device certified by its member’s root can log in', async () => {
		await using site = await startServer();
		const { circle, guest, as } = await settle(site);
		const { device, deviceId } = await newPerson();
		await as.guest.control(await circle.add(guest.root, { by: 'root', memberId: guest.memberId }, { kind: 'device+', body: [device.publicKey] }));
		const second = await login(site, circle.id, { ...guest, device, deviceId });
		expect((await second.page('all'))[3]).toBe(0);
	});
});

test('eighty people who join at once all get in, one after the other', { timeout: 30_000 }, async () => {
	await using site = await startServer();
	const { circle, open, as } = await settle(site);
	const before = circle.state.n;
	const people = await Promise.all(
		Array.from({ length: 80 }, async () => {
			const person = await newPerson();
			const session = await login(site, circle.id, open);
			const own = circle.copy();
			for (let attempt = 0; attempt < 200; attempt++) {
				const join = await own.makeJoin(open, person);
				const code = await codeOf(session.control(join));
				if (code === 'ok') return person;
				expect(code).toBe('control-moved');
				await wait(Math.random() * 400);
				await own.take((await session.readControl(own.state.n)).entries);
			}
			throw new Error('Never got in');
		})
	);
	const { entries, newest } = await as.founder.readControl(before);
	expect(newest).toBe(before + 80);
	await circle.take(entries);
	for (const person of people) expect(circle.state.members.get(Buffer.from(person.memberId).toString('hex'))?.standing).toBe('in');
});

test('who waits by a link can be let in or turned away', async () => {
	await using site = await startServer();
	const { circle, as } = await settle(site);
	const { link, entry } = await circle.invite('us', { parent: true });
	await as.founder.control(entry);
	const other = await join(site, circle, link);
	const waiting = await login(site, circle.id, other);
	expect(await codeOf(waiting.page('all'))).toBe('not-yours');
	expect((await waiting.readControl()).newest).toBe(circle.state.n);
	await as.founder.control(await circle.admit(other));
	expect((await waiting.page('us'))[3]).toBe(0);
	const { link: second, entry: invite } = await circle.invite('close');
	await as.founder.control(invite);
	const refused = await join(site, circle, second);
	const session = await login(site, circle.id, refused);
	await as.founder.control(await circle.revoke(second));
	expect(await codeOf(session.readControl())).toBe('no-session');
	expect(await codeOf(login(site, circle.id, refused))).toBe('not-yours');
});
