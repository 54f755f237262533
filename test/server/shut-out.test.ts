/** What the server still gives to whoever is out, and what it takes away for good. */
import { DatabaseSync } from 'node:sqlite';
import { join as pathOf } from 'node:path';
import { expect, test } from 'vitest';
import { newSigningKey } from '#crypto/sign.ts';
import { randomBytes } from '#crypto/random.ts';
import { beacons as beaconsShape, readMessage } from '#wire/api.ts';
import { join, settle } from '../support/family.ts';
import { followLive } from '../support/live-reader.ts';
import { newChain } from '../support/raw-circle.ts';
import { newFile, sendFile } from '../support/raw-file.ts';
import { begin, codeOf, login, type RawSession } from '../support/raw-client.ts';
import { newPerson, RawCircle } from '../support/raw-circle.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

const count = ({ data }: StartedServer, table: string): number => {
	const db = new DatabaseSync(pathOf(data, 'kvar.db'), { readOnly: true });
	try {
		return (db.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { count: number }).count;
	} finally {
		db.close();
	}
};

/** Reads nothing, writes nothing, follows nothing, but is told up to number `n` of control by whom. */
async function isOut(session: RawSession, n: number, write: () => Promise<unknown>): Promise<void> {
	const { entries, newest } = await session.readControl();
	expect([entries.length, newest]).toEqual([n + 1, n]);
	expect((await session.readControl(n)).entries).toEqual([]);
	expect(await codeOf(session.page('all'))).toBe('not-yours');
	expect(await codeOf(session.call('GET', '/rings/all/beacons'))).toBe('not-yours');
	expect(await codeOf(session.call('PUT', '/rings/all/beacon', [randomBytes(100)]))).toBe('not-yours');
	expect(await codeOf(followLive(session))).toBe('not-yours');
	expect(await codeOf(write())).toBe('not-yours');
}

test('who is let go of reads and writes nothing more, at once and ever after, but is told who said so', async () => {
	await using site = await startServer();
	const { circle, founder, guest, as } = await settle(site);
	const chain = newChain();
	await as.guest.append('all', await circle.entry('all', guest, chain));
	await using live = await followLive(as.guest);
	await live.until('caught-up');
	await as.founder.control(await circle.remove(guest));
	const removedAt = circle.state.n;
	expect(await live.next()).toMatchObject({ event: 'control', first: removedAt });
	expect(await live.next()).toBeUndefined();
	await as.founder.control(await circle.renew('all'));
	await as.founder.append('all', await circle.entry('all', founder, newChain()));
	const write = async () => as.guest.append('all', await circle.entry('all', guest, chain));
	await isOut(as.guest, removedAt, write);
	await isOut(await login(site, circle.id, guest), removedAt, write);
	expect(await codeOf(login(site, circle.id, guest, 'root'))).toBe('not-yours');
	const another = await circle.make(guest.device, circle.by(guest), { kind: 'epoch', body: await circle.epochBody('all') });
	expect(await codeOf(as.guest.control(another))).toBe('not-yours');
});

test('a device that was signed out reads and writes nothing more; another of the same member does', async () => {
	await using site = await startServer();
	const { circle, near, as } = await settle(site);
	const asRoot = await login(site, circle.id, near, 'root');
	const tablet = { ...near, device: await newSigningKey(), deviceId: randomBytes(16) };
	const added = await circle.add(near.root, { by: 'root', memberId: near.memberId }, { kind: 'device+', body: [tablet.device.publicKey] });
	await asRoot.control(added);
	tablet.deviceId = new Uint8Array(Buffer.from([...circle.state.devices.keys()].at(-1) as string, 'hex'));
	const asTablet = await login(site, circle.id, tablet);
	await asTablet.control(await circle.endDevice(near, near.deviceId));
	const endedAt = circle.state.n;
	for (const ring of ['close', 'all'] as const) await as.founder.control(await circle.renew(ring));
	await isOut(as.near, endedAt, async () => as.near.append('all', await circle.entry('all', near, newChain())));
	await asTablet.append('close', await circle.entry('close', tablet, newChain()));
	// The root that went opens no session, the one that came does.
	expect(await codeOf(asRoot.readControl())).toBe('ok');
	expect(await codeOf(login(site, circle.id, { ...near, root: await newSigningKey() }, 'root'))).toBe('no-session');
});

test('a root sees who is in, certifies one device of its own, and does nothing else', async () => {
	await using site = await startServer();
	const { circle, founder, guest, as } = await settle(site);
	const session = await login(site, circle.id, guest, 'root');
	expect((await session.readControl()).newest).toBe(circle.state.n);
	expect(await codeOf(session.page('all'))).toBe('not-yours');
	expect(await codeOf(session.append('all', await circle.entry('all', guest, newChain())))).toBe('not-yours');
	const foreign = await circle.make(founder.root, { by: 'root', memberId: founder.memberId }, { kind: 'device+', body: [randomBytes(32)] });
	expect(await codeOf(session.control(foreign))).toBe('not-yours');
	const revoke = await circle.make(founder.device, circle.by(founder), { kind: 'remove', body: [guest.memberId] });
	expect(await codeOf(session.control(revoke))).toBe('not-yours');
	expect(
		await codeOf(session.control(await circle.make(guest.root, { by: 'root', memberId: guest.memberId }, { kind: 'device+', body: [randomBytes(32)] })))
	).toBe('ok');
	expect(await codeOf(as.founder.readControl())).toBe('ok');
});

test('a body is dropped for its writer or a parent, and for nobody else; the envelope and the log stay', async () => {
	await using site = await startServer();
	const { circle, guest, near, as } = await settle(site);
	const chain = newChain();
	const ids = [randomBytes(16), randomBytes(16)] as const;
	for (const entryId of ids) await as.guest.append('all', await circle.entry('all', guest, chain, { entryId }));
	const secret = randomBytes(16);
	await as.near.append('close', await circle.entry('close', near, newChain(), { entryId: secret }));
	const before = await as.guest.page('all');
	const erase = (session: RawSession, ring: string, ...entryIds: Uint8Array<ArrayBuffer>[]) => session.call('POST', `/rings/${ring}/erasures`, [entryIds]);
	expect(await codeOf(erase(as.near, 'all', ids[0]))).toBe('not-yours');
	expect(await codeOf(erase(as.guest, 'close', secret))).toBe('not-yours');
	expect(await codeOf(erase(as.guest, 'all', secret))).toBe('not-found');
	expect(await codeOf(erase(as.guest, 'all', ids[0], randomBytes(16)))).toBe('not-found');
	expect((await as.guest.page('all'))[2]).toEqual(before[2]);
	await erase(as.guest, 'all', ids[0]);
	await erase(as.guest, 'all', ids[0]);
	await erase(as.founder, 'all', ids[1]);
	const after = await as.guest.page('all');
	expect(after[2]).toEqual(before[2].map(([envelope]) => [envelope, null]));
	expect([after[3], after[4]]).toEqual([before[3], before[4]]);
});

test('a parent has nothing of another parent’s dropped, but for what they said before they were one', async () => {
	await using site = await startServer();
	const { circle, founder, as } = await settle(site);
	const { link, entry } = await circle.invite('us');
	await as.founder.control(entry);
	const elias = await join(site, circle, link);
	await as.founder.control(await circle.admit(elias));
	const asElias = await login(site, circle.id, elias);
	const chain = newChain();
	const [before, after] = [randomBytes(16), randomBytes(16)];
	await asElias.append('all', await circle.entry('all', elias, chain, { entryId: before }));
	await as.founder.control(await circle.add(founder.device, circle.by(founder), { kind: 'parent+', body: [elias.memberId] }));
	await asElias.append('all', await circle.entry('all', elias, chain, { entryId: after }));
	const erase = (session: RawSession, entryId: Uint8Array<ArrayBuffer>) => session.call('POST', '/rings/all/erasures', [[entryId]]);
	expect(await codeOf(erase(as.founder, after))).toBe('not-yours');
	expect(await codeOf(erase(as.founder, before))).toBe('ok');
	const page = await asElias.page('all');
	expect(page[2].map(([, body]) => body === null)).toEqual([true, false]);
	expect(await codeOf(erase(asElias, after))).toBe('ok');
});

test('what is erased leaves its room free', async () => {
	await using site = await startServer({ quotaMb: 1 });
	const { circle, guest, as } = await settle(site);
	const chain = newChain();
	const ids: Uint8Array<ArrayBuffer>[] = [];
	const fill = async (): Promise<string> => {
		const entryId = randomBytes(16);
		const mark = { ...chain };
		const code = await codeOf(as.guest.append('all', await circle.entry('all', guest, chain, { entryId }, 200_000)));
		if (code === 'ok') ids.push(entryId);
		else Object.assign(chain, mark);
		return code;
	};
	while ((await fill()) === 'ok');
	expect(await fill()).toBe('circle-full');
	await as.guest.call('POST', '/rings/all/erasures', [[ids[0] as Uint8Array<ArrayBuffer>]]);
	expect(await fill()).toBe('ok');
});

test('a circle that its parent erases is gone but for the log that says so', async () => {
	await using site = await startServer();
	const other = await settle(site);
	await other.as.guest.append('all', await other.circle.entry('all', other.guest, newChain()));
	const kept = ['entries', 'chains', 'invitations', 'cards', 'beacons', 'circles'].map((table) => count(site, table));
	const { circle, founder, guest, open, as } = await settle(site);
	await as.guest.append('all', await circle.entry('all', guest, newChain()));
	await as.guest.call('PUT', '/rings/all/beacon', [randomBytes(100)]);
	await as.founder.call('PUT', `/cards/${Buffer.from(open.id).toString('base64url')}`, [randomBytes(100)]);
	await using live = await followLive(as.guest);
	await live.until('caught-up');
	await as.founder.control(await circle.add(founder.device, circle.by(founder), { kind: 'erase-circle', body: [true] }));
	expect(circle.state.erased?.n).toBe(circle.state.n);
	expect(await live.next()).toMatchObject({ event: 'control', first: circle.state.n });
	expect(await live.next()).toBeUndefined();
	expect(['entries', 'chains', 'invitations', 'cards', 'beacons'].map((table) => count(site, table))).toEqual(kept.slice(0, -1));
	expect((await as.guest.readControl()).newest).toBe(circle.state.n);
	expect(await codeOf(as.guest.page('all'))).toBe('not-yours');
	expect(await codeOf(as.founder.append('all', await circle.entry('all', founder, newChain())))).toBe('not-yours');
	expect(await codeOf(as.founder.control(await circle.make(founder.device, circle.by(founder), { kind: 'remove', body: [guest.memberId] })))).toBe('not-yours');
	expect(await codeOf(other.as.guest.page('all'))).toBe('ok');
});

test('a beacon takes the place of the one before, and goes to those who reach its ring', async () => {
	await using site = await startServer();
	const { circle, near, guest, as } = await settle(site);
	const read = async (session: RawSession, ring: string) => readMessage(beaconsShape, await session.call('GET', `/rings/${ring}/beacons`))[0];
	const [first, second, third] = [randomBytes(100), randomBytes(100), randomBytes(100)];
	await as.near.call('PUT', '/rings/close/beacon', [first]);
	await as.near.call('PUT', '/rings/close/beacon', [second]);
	await as.guest.call('PUT', '/rings/all/beacon', [third]);
	expect(await read(as.founder, 'close')).toEqual([[near.deviceId, second]]);
	expect(await read(as.near, 'all')).toEqual([[guest.deviceId, third]]);
	expect(await codeOf(read(as.guest, 'close'))).toBe('not-yours');
	expect(await codeOf(as.guest.call('PUT', '/rings/close/beacon', [first]))).toBe('not-yours');
	expect(await codeOf(as.near.call('PUT', '/rings/close/beacon', [randomBytes(2000)]))).toBe('malformed');
	await as.founder.control(await circle.remove(guest));
	expect(await read(as.founder, 'all')).toEqual([]);
});

test('a circle of the first version is read and written on, and has room for beacons and files', async () => {
	await using site = await startServer();
	const circle = await RawCircle.begin();
	await begin(site, circle);
	await site.stop();
	// As version 1 left it.
	const db = new DatabaseSync(pathOf(site.data, 'kvar.db'));
	db.exec(
		'DROP TABLE beacons; DROP TABLE files; DROP TABLE file_parts; DROP TABLE file_refs; DROP TABLE doors; DROP TABLE notices; DROP TABLE push_key; DELETE FROM schema_version WHERE version > 1'
	);
	db.close();
	await using later = await startServer({ data: site.data });
	const session = await login(later, circle.id, circle.founder);
	await session.append('us', await circle.entry('us', circle.founder, newChain()));
	await session.call('PUT', '/rings/us/beacon', [randomBytes(100)]);
	await sendFile(session, await newFile(100));
	expect(await codeOf(login(later, circle.id, await newPerson()))).toBe('no-session');
});
