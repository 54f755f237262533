import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, migrations } from '#server/store/migrate.ts';
import { settle } from '../support/family.ts';
import { newChain, RawCircle } from '../support/raw-circle.ts';
import { begin, codeOf, login } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

test('a restart keeps everything, and device chains and idempotency go on', async () => {
	const first = await startServer();
	const { circle, founder, as } = await settle(first);
	const chain = newChain();
	const [a, b] = [await circle.entry('all', founder, chain), await circle.entry('us', founder, newChain())];
	await as.founder.append('all', a);
	await as.founder.append('us', b);
	const before = [await as.founder.page('all'), await as.founder.page('us'), await as.founder.readControl()];
	await first.stop();
	await using site = await startServer({ data: first.data });
	const me = await login(site, circle.id, founder);
	expect([await me.page('all'), await me.page('us'), await me.readControl()]).toEqual(before);
	expect(await me.append('all', a)).toEqual([1]);
	expect(await me.append('all', await circle.entry('all', founder, chain))).toEqual([2]);
	expect(await codeOf(me.append('all', await circle.entry('all', founder, newChain())))).toBe('device-order');
	expect(await me.control((await circle.invite('close')).entry)).toBe(circle.state.n);
});

test('when the disk is full nothing is half done, and it goes on once there is room', async () => {
	const small = await startServer({ diskMb: 1 });
	const circle = await RawCircle.begin();
	await begin(small, circle);
	const me = await login(small, circle.id, circle.founder);
	const chain = newChain();
	let code = 'ok';
	let last = { ...chain };
	let kept = 0;
	const entries: [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>][] = [];
	for (let i = 0; i < 20 && code === 'ok'; i++) {
		last = { ...chain };
		const pair = [await circle.entry('all', circle.founder, chain, {}, 100_000), await circle.entry('all', circle.founder, chain, {}, 100_000)] as const;
		code = await codeOf(me.append('all', ...pair));
		if (code === 'ok') entries.push(...pair);
	}
	kept = entries.length;
	expect(code).toBe('storage');
	expect(kept).toBeGreaterThan(2);
	expect(await me.page('all')).toMatchObject({ 2: entries, 3: kept });
	expect(await codeOf(me.append('all', await circle.entry('all', circle.founder, { ...last }, {}, 200)))).toBe('ok');
	expect(small.logged()).toContain('database or disk is full');
	await small.stop();
	await using site = await startServer({ data: small.data });
	const again = await login(site, circle.id, circle.founder);
	expect((await again.page('all', '?limit=500'))[3]).toBe(kept + 1);
});

test('a folder is served by one process at a time', async () => {
	await using site = await startServer();
	await expect(startServer({ data: site.data })).rejects.toMatchObject({ name: 'FolderInUse' });
	await site.stop();
	await using again = await startServer({ data: site.data });
	expect((await fetch(`${again.url}/api/health`)).status).toBe(200);
});

test('once it is closed, everything is in one file', async () => {
	const site = await startServer();
	await settle(site);
	await site.stop();
	expect(existsSync(join(site.data, 'kvar.db-wal'))).toBe(false);
	expect(readFileSync(join(site.data, 'kvar.db')).subarray(0, 6).toString()).toBe('SQLite');
});

test('migrations run once, in order, and not on a database of a newer Kvar', () => {
	const db = new DatabaseSync(':memory:');
	expect(migrate(db)).toBe(migrations.length);
	expect(migrate(db)).toBe(migrations.length);
	const next = { version: migrations.length + 1, name: 'more', sql: 'CREATE TABLE more (x INTEGER) STRICT' };
	expect(migrate(db, [...migrations, next])).toBe(next.version);
	expect(db.prepare('SELECT version FROM schema_version ORDER BY version').all()).toHaveLength(next.version);
	expect(() => migrate(db)).toThrow('newer Kvar');
	const broken = { version: next.version + 1, name: 'broken', sql: 'CREATE TABLE half (x INTEGER) STRICT; SELECT nonsense' };
	expect(() => migrate(db, [...migrations, next, broken])).toThrow();
	expect(() => db.prepare('SELECT * FROM half')).toThrow();
});

test('a database of before there were notices is read on, and takes them', async () => {
	const first = await startServer();
	const { circle, founder, as } = await settle(first);
	const entry = await circle.entry('all', founder, newChain());
	await as.founder.append('all', entry);
	await first.stop();
	const file = join(first.data, 'kvar.db');
	const db = new DatabaseSync(file);
	db.exec('DROP TABLE notices; DROP TABLE push_key; DELETE FROM schema_version WHERE version >= 5');
	db.close();
	await using site = await startServer({ data: first.data, pushHosts: ['push.example'] });
	const me = await login(site, circle.id, founder);
	expect((await me.page('all'))[2]).toEqual([entry]);
	await me.call('PUT', '/notices', ['https://push.example/x', [2], [], null]);
	const after = new DatabaseSync(file, { readOnly: true });
	expect(after.prepare('SELECT endpoint, rings, state FROM notices').all()).toEqual([{ endpoint: 'https://push.example/x', rings: 4, state: 0 }]);
	after.close();
});

test('a folder that cannot be written is named when it is opened', async () => {
	if (process.getuid?.() === 0) return;
	const site = await startServer();
	await site.stop();
	chmodSync(site.data, 0o500);
	await expect(startServer({ data: site.data })).rejects.toThrow();
});
