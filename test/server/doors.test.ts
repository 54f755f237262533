import { expect, test } from 'vitest';
import { randomBytes } from '#crypto/random.ts';
import { door as doorShape, readMessage } from '#wire/api.ts';
import { settle } from '../support/family.ts';
import { call, codeOf, type RawSession, type Site } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

const named = (id: Uint8Array) => Buffer.from(id).toString('base64url');
const put = (session: RawSession, id: Uint8Array, sealed: Uint8Array) => session.call('PUT', `/doors/${named(id)}`, [sealed]);
const drop = (session: RawSession, id: Uint8Array) => session.call('DELETE', `/doors/${named(id)}`);
const read = async (site: Site, id: Uint8Array) => readMessage(doorShape, await call(site, 'GET', `/api/doors/${named(id)}`))[0];

test('a door is put, put anew and taken away by whose log it is, and read by whoever knows its id', async () => {
	await using site = await startServer();
	const { as } = await settle(site);
	const id = randomBytes(16);
	expect(await codeOf(read(site, id))).toBe('not-found');
	const [first, second] = [randomBytes(200), randomBytes(200)];
	await put(as.founder, id, first);
	expect(await read(site, id)).toEqual(first);
	await put(as.founder, id, second);
	expect(await read(site, id)).toEqual(second);
	for (const session of [as.near, as.guest]) {
		expect(await codeOf(put(session, id, first))).toBe('not-yours');
		expect(await codeOf(drop(session, id))).toBe('not-yours');
	}
	expect(await codeOf(put(as.founder, randomBytes(15), first))).toBe('malformed');
	expect(await codeOf(put(as.founder, id, randomBytes(513)))).toBe('malformed');
	expect(await codeOf(put(as.founder, id, randomBytes(5000)))).toBe('too-large');
	expect(await read(site, id)).toEqual(second);
	await drop(as.founder, id);
	await drop(as.founder, id);
	expect(await codeOf(read(site, id))).toBe('not-found');
});

test('nobody puts theirs in the place of another’s, takes another’s away, or puts more than there is room for', async () => {
	await using site = await startServer();
	const [{ as: mine }, { as: theirs }] = [await settle(site), await settle(site)];
	const id = randomBytes(16);
	const sealed = randomBytes(100);
	await put(mine.founder, id, sealed);
	expect(await codeOf(put(theirs.founder, id, randomBytes(100)))).toBe('id-taken');
	await drop(theirs.founder, id);
	expect(await read(site, id)).toEqual(sealed);
	for (let n = 1; n < 40; n++) await put(mine.founder, randomBytes(16), sealed);
	expect(await codeOf(put(mine.founder, randomBytes(16), sealed))).toBe('circle-full');
	await put(mine.founder, id, sealed);
	await put(theirs.founder, randomBytes(16), sealed);
});

test('whoever tries ids is slowed, and is not told more by the wait', async () => {
	await using site = await startServer();
	await settle(site);
	const codes: string[] = [];
	for (let n = 0; n < 20 && !codes.includes('too-many'); n++) codes.push(...(await Promise.all([1, 2, 3, 4].map(() => codeOf(read(site, randomBytes(16)))))));
	expect(codes.at(0)).toBe('not-found');
	expect(codes).toContain('too-many');
}, 60_000);
