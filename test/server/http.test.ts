import { connect } from 'node:net';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { problemShape } from '#wire/problem.ts';
import * as v from 'valibot';
import { settle } from '../support/family.ts';
import { newChain } from '../support/raw-circle.ts';
import { codeOf } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

const send = (url: string, init: RequestInit = {}) =>
	fetch(url, { method: 'POST', headers: { 'content-type': 'application/cbor' }, body: new Uint8Array([0x80]), ...init });

test('every answer forbids keeping, guessing, framing and reading from elsewhere', async () => {
	await using site = await startServer();
	const { circle, as } = await settle(site);
	const live = await fetch(`${site.url}/api/circles/${circle.name}/live`, { headers: { authorization: `Kvar ${as.guest.token}` } });
	for (const response of [await fetch(`${site.url}/api/health`), await fetch(`${site.url}/api/nothing`), await send(`${site.url}/api/challenges`), live]) {
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(response.headers.get('x-content-type-options')).toBe('nosniff');
		expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
		expect(response.headers.get('referrer-policy')).toBe('no-referrer');
		expect(response.headers.get('access-control-allow-origin')).toBeNull();
		expect(response.headers.get('set-cookie')).toBeNull();
	}
	await live.body?.cancel();
});

test('a no is problem+json with code, sentence and remedy', async () => {
	await using site = await startServer();
	const response = await fetch(`${site.url}/api/nothing`);
	expect(response.headers.get('content-type')).toBe('application/problem+json');
	const problem = v.parse(problemShape, await response.json());
	expect(problem).toMatchObject({ status: 404, code: 'not-found', type: 'urn:kvar:problem:not-found' });
	expect(problem.remedy).not.toBe('');
});

describe('a write', () => {
	test('comes from this origin, or from no browser', async () => {
		await using site = await startServer({ origin: 'https://kvar.example' });
		const challenge = async (headers: Record<string, string>) =>
			(await send(`${site.url}/api/challenges`, { headers: { 'content-type': 'application/cbor', ...headers } })).status;
		expect(await challenge({})).toBe(200);
		expect(await challenge({ origin: 'https://kvar.example', 'sec-fetch-site': 'same-origin' })).toBe(200);
		expect(await challenge({ origin: 'https://evil.example' })).toBe(403);
		expect(await challenge({ origin: 'null' })).toBe(403);
		// fetch refuses to set this header, a browser sets it.
		const status = await new Promise((resolve) => {
			const headers = { 'content-type': 'application/cbor', 'sec-fetch-site': 'cross-site', 'content-length': '1' };
			request(`${site.url}/api/challenges`, { method: 'POST', headers }, (res) => resolve(res.resume().statusCode)).end(Buffer.from([0x80]));
		});
		expect(status).toBe(403);
	});

	test('is deterministic CBOR of the form agreed on', async () => {
		await using site = await startServer();
		const bad: RequestInit[] = [
			{ headers: { 'content-type': 'application/json' } },
			{ headers: {} },
			{ body: new Uint8Array(0) },
			{ body: new Uint8Array([0x81, 0x01]) },
			{ body: new Uint8Array([0x98, 0x00]) },
			{ body: 'hello' }
		];
		for (const init of bad) expect((await send(`${site.url}/api/challenges`, init)).status).toBe(400);
	});

	test('is within its size, also when it does not say how long it is', async () => {
		await using site = await startServer();
		expect((await send(`${site.url}/api/challenges`, { body: new Uint8Array(100_000) })).status).toBe(413);
		const stream = new ReadableStream({
			pull(controller) {
				controller.enqueue(new Uint8Array(1000));
			}
		});
		const status = await send(`${site.url}/api/challenges`, { body: stream, duplex: 'half' } as RequestInit).then(
			(response) => response.status,
			() => 'cut'
		);
		expect([413, 'cut']).toContain(status);
	});
});

test('a query that asks for what cannot be is refused', async () => {
	await using site = await startServer();
	const { as } = await settle(site);
	for (const query of ['?after=-2', '?after=x', '?after=1.5', '?after=99999999999999999', '?limit=0', '?before=-1', '?after=']) {
		expect([query, await codeOf(as.guest.page('all', query))]).toEqual([query, 'malformed']);
	}
	expect(await codeOf(as.guest.page('all', '?limit=9999'))).toBe('ok');
	expect(await codeOf(as.guest.call('GET', '/rings/others/entries'))).toBe('not-found');
	expect(await codeOf(as.guest.call('GET', '/control?after=-2'))).toBe('malformed');
});

test('headers that are too many are refused, and nonsense does no harm', async () => {
	await using site = await startServer();
	const { port } = new URL(site.url);
	const say = (text: string) =>
		new Promise<string>((resolve) => {
			let answer = '';
			const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
			socket.on('data', (chunk) => (answer += chunk.toString()));
			socket.on('close', () => resolve(answer.slice(0, 12)));
			socket.on('error', () => resolve(answer.slice(0, 12)));
		});
	expect(await say(`GET /api/health HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)).toBe('HTTP/1.1 431');
	expect(await say('nonsense\r\n\r\n')).toBe('HTTP/1.1 400');
	expect(await say('GET /api/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toBe('HTTP/1.1 404');
	expect(await (await fetch(`${site.url}/api/health`)).text()).toBe('ok');
});

test('no id, name, address, token or body is in the log', async () => {
	await using site = await startServer();
	const { circle, founder, open, near, guest, as } = await settle(site);
	const entry = await circle.entry('all', founder, newChain());
	await as.founder.append('all', entry);
	await as.guest.page('all', '?after=0');
	await codeOf(as.guest.append('us', entry));
	await codeOf(as.guest.control(circle.log[0] as never));
	await fetch(`${site.url}/api/circles/${circle.name}/live?cursor=nonsense`, {
		headers: { authorization: `Kvar ${as.guest.token}`, 'x-forwarded-for': '203.0.113.9' }
	});
	await fetch(`${site.url}/api/secret-path/${circle.name}`);
	await site.stop();
	const logged = site.logged();
	expect(logged).toContain('/api/circles/:circle/rings/:ring/entries');
	const bytes = [
		circle.id,
		open.id,
		founder.memberId,
		founder.deviceId,
		near.memberId,
		guest.deviceId,
		entry[0],
		entry[1],
		circle.log[0] as Uint8Array,
		Buffer.from(as.guest.token, 'base64url')
	];
	for (const secret of bytes)
		for (const form of ['base64url', 'hex', 'base64'] as const) expect(logged).not.toContain(Buffer.from(secret).toString(form).slice(0, 20));
	for (const word of ['127.0.0.1', '203.0.113.9', '::1', 'secret-path', 'nonsense', 'hostname', site.data]) expect(logged).not.toContain(word);
	for (const line of logged.trim().split('\n'))
		expect(Object.keys(JSON.parse(line) as object).sort()).toEqual(['level', 'method', 'ms', 'msg', 'route', 'status', 'time']);
});
