import { expect, test } from 'vitest';
import { randomBytes } from '#crypto/random.ts';
import { card as cardShape, readMessage } from '#wire/api.ts';
import { settle } from '../support/family.ts';
import { codeOf, login, type RawSession } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

const path = (id: Uint8Array) => `/cards/${Buffer.from(id).toString('base64url')}`;
const put = (session: RawSession, id: Uint8Array, card: Uint8Array) => session.call('PUT', path(id), [card]);
const read = async (session: RawSession, id: Uint8Array) => readMessage(cardShape, await session.call('GET', path(id)))[0];

test('a card is put by a parent and read by its invitation, and by nobody else', async () => {
	await using site = await startServer();
	const { circle, open, as } = await settle(site);
	const { link: other, entry } = await circle.invite('close');
	await as.founder.control(entry);
	const [holder, stranger] = [await login(site, circle.id, open), await login(site, circle.id, other)];
	expect(await codeOf(read(holder, open.id))).toBe('not-found');
	const card = randomBytes(700);
	await put(as.founder, open.id, randomBytes(80));
	await put(as.founder, open.id, card);
	expect(await read(holder, open.id)).toEqual(card);
	for (const session of [stranger, as.founder, as.guest]) expect(await codeOf(read(session, open.id))).toBe('not-yours');
	for (const session of [as.near, as.guest, holder]) expect(await codeOf(put(session, open.id, card))).toBe('not-yours');
	expect(await codeOf(put(as.founder, randomBytes(16), card))).toBe('not-found');
	expect(await codeOf(put(as.founder, randomBytes(15), card))).toBe('malformed');
	expect(await codeOf(put(as.founder, open.id, randomBytes(8193)))).toBe('malformed');
	expect(await codeOf(put(as.founder, open.id, new Uint8Array(20_000)))).toBe('too-large');
	await as.founder.control(await circle.revoke(open));
	expect(await codeOf(read(holder, open.id))).toBe('no-session');
});
