import { describe, expect, test } from 'vitest';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { challenge, loginStatement, opened, readMessage } from '#wire/api.ts';
import type { Cbor } from '#wire/cbor.ts';
import { join, settle } from '../support/family.ts';
import { newChain, newPerson } from '../support/raw-circle.ts';
import { call, codeOf, login, RawSession, type Site } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

const nonceOf = async (site: Site) => readMessage(challenge, await call(site, 'POST', '/api/challenges', []))[0];

describe('a session opens', () => {
	test('for a device and for an open invitation', async () => {
		await using site = await startServer();
		const { circle, open, as } = await settle(site);
		expect(as.founder.circle).toBe(circle.name);
		expect((await login(site, circle.id, open)).circle).toBe(circle.name);
	});

	test('for an invitation that does not know its circle: the answer says it', async () => {
		await using site = await startServer();
		const { circle, open } = await settle(site);
		expect((await login(site, null, open)).circle).toBe(circle.name);
	});

	test('not twice by one challenge, nor by one that was never given', async () => {
		await using site = await startServer();
		const { circle, founder } = await settle(site);
		const attempt = async (nonce: Uint8Array<ArrayBuffer>) => {
			const mine = randomBytes(32);
			const signature = await sign(founder.device.privateKey, loginStatement(site.origin, circle.id, founder.deviceId, nonce, mine));
			return codeOf(call(site, 'POST', '/api/sessions', [circle.id, ['device', founder.deviceId], nonce, mine, signature]));
		};
		const nonce = await nonceOf(site);
		expect(await attempt(nonce)).toBe('ok');
		expect(await attempt(nonce)).toBe('no-session');
		expect(await attempt(randomBytes(32))).toBe('no-session');
	});

	test('not for a signature for another origin, circle, id or by another key; all wrong attempts look the same', { timeout: 20_000 }, async () => {
		await using site = await startServer();
		const { circle, founder, guest, open } = await settle(site);
		const problems = new Set<string>();
		const attempt = async (origin: string, signed: Uint8Array<ArrayBuffer>, id: Uint8Array<ArrayBuffer>, key = founder.device, by = 'device') => {
			const nonce = await nonceOf(site);
			const mine = randomBytes(32);
			const signature = await sign(key.privateKey, loginStatement(origin, signed, id, nonce, mine));
			const body: Cbor = [circle.id, [by, id], nonce, mine, signature];
			await call(site, 'POST', '/api/sessions', body).then(
				() => problems.add('ok'),
				(error: { problem: object }) => problems.add(JSON.stringify(error.problem))
			);
		};
		await Promise.all([
			attempt('https://elsewhere.example', circle.id, founder.deviceId),
			attempt(site.origin, randomBytes(32), founder.deviceId),
			attempt(site.origin, circle.id, founder.deviceId, guest.device),
			attempt(site.origin, circle.id, randomBytes(16)),
			attempt(site.origin, circle.id, open.id, founder.device, 'invitation'),
			attempt(site.origin, circle.id, randomBytes(16), open.key, 'invitation')
		]);
		expect([...problems]).toHaveLength(1);
		expect([...problems][0]).toContain('no-session');
	});

	test('not by a closed invitation, and it says so to its holder alone', async () => {
		await using site = await startServer();
		const { circle, open, as } = await settle(site);
		const { link: once, entry } = await circle.invite('all');
		await as.founder.control(entry);
		await join(site, circle, once);
		expect(await codeOf(login(site, circle.id, once))).toBe('not-yours');
		await as.founder.control(await circle.revoke(open));
		expect(await codeOf(login(site, circle.id, open))).toBe('not-yours');
		expect(await codeOf(login(site, circle.id, { ...open, key: (await newPerson()).device }))).toBe('no-session');
	});
});

describe('guessing', () => {
	test('is answered later each time, then not at all for a while', { timeout: 60_000 }, async () => {
		await using site = await startServer();
		const { circle } = await settle(site);
		const stranger = async () => codeOf(login(site, circle.id, await newPerson()));
		const began = performance.now();
		const codes = await Promise.all(Array.from({ length: 30 }, stranger));
		expect(codes.filter((code) => code === 'no-session').length).toBeGreaterThan(0);
		expect(performance.now() - began).toBeGreaterThan(1000);
		await expect(login(site, circle.id, await newPerson())).rejects.toMatchObject({ problem: { code: 'too-many' } });
		const error = (await login(site, circle.id, await newPerson()).catch((problem: unknown) => problem)) as { headers: Headers };
		expect(Number(error.headers.get('retry-after'))).toBeGreaterThan(0);
	});
});

describe('a session ends', () => {
	test('when there is none, or it is of another circle', async () => {
		await using site = await startServer();
		const { circle, founder } = await settle(site);
		const other = await settle(site);
		for (const token of [Buffer.from(randomBytes(32)).toString('base64url'), 'nonsense', '']) {
			expect(await codeOf(new RawSession(site, circle.name, token).readControl())).toBe('no-session');
		}
		const foreign = await login(site, circle.id, founder);
		expect(await codeOf(new RawSession(site, other.circle.name, foreign.token).readControl())).toBe('not-found');
		expect(await codeOf(new RawSession(site, Buffer.from(randomBytes(32)).toString('base64url'), foreign.token).readControl())).toBe('not-found');
		expect(await codeOf(call(site, 'GET', `/api/circles/${circle.name}/control`))).toBe('no-session');
	});

	test('with the invitation it was opened by', async () => {
		await using site = await startServer();
		const { circle, open, as } = await settle(site);
		const holder = await login(site, circle.id, open);
		expect(await codeOf(holder.page('all'))).toBe('ok');
		await as.founder.control(await circle.revoke(open));
		for (const attempt of [holder.page('all'), holder.readControl(), holder.call('GET', '/live')]) expect(await codeOf(attempt)).toBe('no-session');
	});

	test('with the server, and another opens', async () => {
		const first = await startServer();
		const { circle, founder, as } = await settle(first);
		await as.founder.append('all', await circle.entry('all', founder, newChain()));
		await first.stop();
		await using site = await startServer({ data: first.data });
		expect(await codeOf(new RawSession(site, circle.name, as.founder.token).readControl())).toBe('no-session');
		expect((await (await login(site, circle.id, founder)).page('all'))[3]).toBe(1);
	});
});

test('a session that asks too often is told how long to wait', async () => {
	await using site = await startServer({ ratePerSession: 1 });
	const { as } = await settle(site);
	const codes = await Promise.all(Array.from({ length: 15 }, () => codeOf(as.guest.readControl())));
	expect(codes.filter((code) => code === 'ok').length).toBeLessThanOrEqual(11);
	expect(codes).toContain('too-many');
	expect(await codeOf(as.near.readControl())).toBe('ok');
});

test('an address that asks too often is told how long to wait', async () => {
	await using site = await startServer({ ratePerAddress: 1 });
	const codes = await Promise.all(Array.from({ length: 15 }, () => codeOf(call(site, 'POST', '/api/challenges', []))));
	expect(codes.filter((code) => code === 'ok').length).toBeLessThanOrEqual(11);
	expect(codes).toContain('too-many');
});

test('the answer to a login is a token and the circle, of 32 bytes each', async () => {
	await using site = await startServer();
	const { circle, founder } = await settle(site);
	const nonce = await nonceOf(site);
	const mine = randomBytes(32);
	const signature = await sign(founder.device.privateKey, loginStatement(site.origin, circle.id, founder.deviceId, nonce, mine));
	const [token, circleId] = readMessage(opened, await call(site, 'POST', '/api/sessions', [circle.id, ['device', founder.deviceId], nonce, mine, signature]));
	expect(token).toHaveLength(32);
	expect(circleId).toEqual(circle.id);
});
