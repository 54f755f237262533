/** What was erased is in no file of the host from the moment the answer comes: not in the database, not in what SQLite keeps beside it, not among the blobs. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { settle } from '../support/family.ts';
import { newChain } from '../support/raw-circle.ts';
import { appendWithFiles, newFile, sendFile } from '../support/raw-file.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

function* filesIn(folder: string): Generator<string> {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) yield* filesIn(path);
		else yield path;
	}
}
/** Names of the files in which some stretch of `bytes` lies. A page of a database holds at least so much of a long one in a row. */
function findsIn(site: StartedServer, bytes: Bytes): string[] {
	const stretches = Array.from({ length: Math.ceil(bytes.length / 300) }, (_, i) => Buffer.from(bytes.slice(i * 300, i * 300 + 24))).filter(
		({ length }) => length === 24
	);
	return [...filesIn(site.data)].filter((path) => {
		const file = readFileSync(path);
		return stretches.some((stretch) => file.includes(stretch));
	});
}

test('bodies short and long, and a file: there until they are erased, nowhere after; the others are left as they are', async () => {
	await using site = await startServer();
	const { circle, guest, as } = await settle(site);
	const chain = newChain();
	const ids = [randomBytes(16), randomBytes(16), randomBytes(16)] as const;
	const bodies: Bytes[] = [];
	const file = await newFile(200_000);
	await sendFile(as.guest, file);
	for (const [i, entryId] of ids.entries()) {
		const [envelope, body] = await circle.entry('all', guest, chain, { entryId }, [300, 40_000, 5_000][i]);
		bodies.push(body);
		await (i === 0 ? appendWithFiles(as.guest, 'all', [envelope, body], [file]) : as.guest.append('all', [envelope, body]));
	}
	const [short, long, other] = bodies as [Bytes, Bytes, Bytes];
	for (const bytes of [short, long, other, file.bytes]) expect(findsIn(site, bytes)).not.toEqual([]);
	await as.guest.call('POST', '/rings/all/erasures', [[ids[0], ids[1]]]);
	for (const bytes of [short, long, file.bytes]) expect(findsIn(site, bytes)).toEqual([]);
	expect(findsIn(site, other)).not.toEqual([]);
	expect((await as.guest.page('all'))[2].map(([, body]) => body)).toEqual([null, null, other]);
});

test('a whole circle, once its parent has said so; and a door that is taken away', async () => {
	await using site = await startServer();
	const { circle, founder, guest, as } = await settle(site);
	const door = { id: randomBytes(16), sealed: randomBytes(300) };
	const path = `/doors/${Buffer.from(door.id).toString('base64url')}`;
	await as.founder.call('PUT', path, [door.sealed]);
	expect(findsIn(site, door.sealed)).not.toEqual([]);
	await as.founder.call('DELETE', path);
	expect(findsIn(site, door.sealed)).toEqual([]);

	const file = await newFile(100_000);
	await sendFile(as.guest, file);
	const chain = newChain();
	const said: Bytes[] = [];
	for (let i = 0; i < 30; i++) {
		const [envelope, body] = await circle.entry('all', guest, chain, {}, 100 + i * 400);
		said.push(envelope, body);
		await (i === 0 ? appendWithFiles(as.guest, 'all', [envelope, body], [file]) : as.guest.append('all', [envelope, body]));
	}
	for (const bytes of [...said, file.bytes]) expect(findsIn(site, bytes)).not.toEqual([]);
	await as.founder.control(await circle.add(founder.device, circle.by(founder), { kind: 'erase-circle', body: [true] }));
	for (const bytes of [...said, file.bytes]) expect(findsIn(site, bytes)).toEqual([]);
});
