import { expect, test } from 'vitest';
import { randomBytes } from '#crypto/random.ts';
import { Mailboxes } from '#server/services/keep-mailboxes.ts';
import { inMailbox, readMessage } from '#wire/api.ts';
import { call, codeOf, type Site } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

const named = (id: Uint8Array) => Buffer.from(id).toString('base64url');
const put = (site: Site, id: Uint8Array, sealed: Uint8Array<ArrayBuffer>) => call(site, 'PUT', `/api/mailboxes/${named(id)}`, [sealed]);
const read = async (site: Site, id: Uint8Array) => readMessage(inMailbox, await call(site, 'GET', `/api/mailboxes/${named(id)}`))[0];

test('what is left under an id is there for whoever knows it, and nobody puts something else in its place', async () => {
	await using site = await startServer();
	const [id, sealed] = [randomBytes(16), randomBytes(200)];
	expect(await read(site, id)).toBeNull();
	await put(site, id, sealed);
	// The answer was lost: the very same again.
	await put(site, id, sealed);
	expect(await codeOf(put(site, id, randomBytes(200)))).toBe('id-taken');
	expect(await read(site, id)).toEqual(sealed);
	expect(await codeOf(put(site, randomBytes(15), sealed))).toBe('malformed');
	expect(await codeOf(put(site, randomBytes(16), randomBytes(1025)))).toBe('malformed');
	expect(await codeOf(put(site, randomBytes(16), randomBytes(10)))).toBe('malformed');
});

test('it is there for ten minutes, and there is room for so many', () => {
	let now = 1_000_000;
	const boxes = new Mailboxes(3, () => now);
	const ids = [1, 2, 3, 4].map(() => randomBytes(16));
	const put = (i: number) => boxes.put(ids[i] as Uint8Array<ArrayBuffer>, randomBytes(80));
	const look = (i: number) => boxes.look(ids[i] as Uint8Array<ArrayBuffer>);
	put(0);
	now += 5 * 60_000;
	put(1);
	put(2);
	expect(() => put(3)).toThrow(expect.objectContaining({ code: 'too-many' }) as Error);
	now += 5 * 60_000 - 1;
	expect(look(0)).toHaveLength(80);
	now += 1;
	expect(look(0)).toBeNull();
	put(3);
	expect(look(1)).toHaveLength(80);
	// Long after, under the same id again.
	now += 60 * 60_000;
	put(0);
	expect(look(3)).toBeNull();
});
