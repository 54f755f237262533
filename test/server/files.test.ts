/** Files on the server: sent part by part, read by whom an entry speaks of them to, gone when nobody needs them. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join as pathOf } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { collectFiles } from '#server/jobs/collect-files.ts';
import { openStore } from '#server/store/open-store.ts';
import { partSize } from '#wire/api.ts';
import { settle } from '../support/family.ts';
import { newChain } from '../support/raw-circle.ts';
import { codeOf, login, type RawSession } from '../support/raw-client.ts';
import { appendWithFiles, askForFile, beginFile, dropFile, newFile, sendFile, sendPart, stateOfFile, type RawFile } from '../support/raw-file.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

const day = 24 * 60 * 60 * 1000;
/** Names of everything that lies on the disk beside the database. */
const onDisk = ({ data }: Pick<StartedServer, 'data'>): string[] =>
	readdirSync(pathOf(data, 'blobs'), { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => name);
const erase = (as: RawSession, ring: string, entryId: Bytes): Promise<unknown> => as.call('POST', `/rings/${ring}/erasures`, [[entryId]]);

describe('a file is sent', () => {
	test('in parts, in any order, and is there from its first byte to its last', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const file = await newFile(2 * partSize + 1000);
		expect(await beginFile(as.founder, file)).toEqual([[0, 1, 2], []]);
		expect(await sendPart(as.founder, file, 2)).toEqual([[0, 1], []]);
		expect(await sendPart(as.founder, file, 0)).toEqual([[1], []]);
		expect(await codeOf(askForFile(as.founder, file))).toBe('not-found');
		expect(await sendPart(as.founder, file, 1)).toEqual([[], []]);
		const { status, headers, bytes } = await askForFile(as.founder, file);
		expect([status, Buffer.compare(bytes, file.bytes), headers.get('cache-control')]).toEqual([200, 0, 'no-store']);
	});

	test('a part comes in pieces, and goes on from where the line broke', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const file = await newFile(partSize + 10);
		await beginFile(as.founder, file);
		const first = file.parts[0] as Bytes;
		expect(await sendPart(as.founder, file, 0, 0, first.slice(0, 1000))).toEqual([[0, 1], [[0, 1000]]]);
		expect(await codeOf(sendPart(as.founder, file, 0, 0, first.slice(0, 1000)))).toBe('part-order');
		expect(await codeOf(sendPart(as.founder, file, 0, 1001))).toBe('part-order');
		await cutOff(as.founder, file, 0, 1000, first.slice(1000, 300_000), first.length - 1000);
		const received = (await stateOfFile(as.founder, file))[1][0]?.[1] ?? 0;
		expect(received).toBeGreaterThanOrEqual(1000);
		expect(received).toBeLessThanOrEqual(300_000);
		expect(await sendPart(as.founder, file, 0, received)).toEqual([[1], []]);
		await sendPart(as.founder, file, 1);
		expect(Buffer.compare((await askForFile(as.founder, file)).bytes, file.bytes)).toBe(0);
	});

	test('what hangs on a dead line is taken over by who comes again', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const file = await newFile(partSize);
		await beginFile(as.founder, file);
		const hanging = hang(as.founder, file, 0, 0, file.bytes.slice(0, 5000), file.bytes.length);
		let received = 0;
		while (received === 0) received = (await stateOfFile(as.founder, file))[1][0]?.[1] ?? 0;
		expect(await sendPart(as.founder, file, 0, received)).toEqual([[], []]);
		expect(Buffer.compare((await askForFile(as.founder, file)).bytes, file.bytes)).toBe(0);
		hanging.destroy();
	});

	test('what is not what its digest names is not taken, and the right part is, after it', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const file = await newFile(partSize + 10);
		await beginFile(as.founder, file);
		const wrong = (file.parts[0] as Bytes).slice();
		wrong[70_000] = (wrong[70_000] as number) ^ 1;
		expect(await codeOf(sendPart(as.founder, file, 0, 0, wrong))).toBe('part-broken');
		expect(await stateOfFile(as.founder, file)).toEqual([[0, 1], []]);
		await sendFile(as.founder, file);
		expect(Buffer.compare((await askForFile(as.founder, file)).bytes, file.bytes)).toBe(0);
	});

	test('what has come is there after the server was started anew, a part that was not full begins again', async () => {
		await using first = await startServer();
		const { circle, founder, as } = await settle(first);
		const file = await newFile(2 * partSize);
		await beginFile(as.founder, file);
		await sendPart(as.founder, file, 1);
		await sendPart(as.founder, file, 0, 0, (file.parts[0] as Bytes).slice(0, 100));
		await first.stop();
		await using second = await startServer({ data: first.data, origin: first.origin });
		const again = await login(second, circle.id, founder);
		expect(await stateOfFile(again, file)).toEqual([[0], []]);
		await sendFile(again, file);
		expect(Buffer.compare((await askForFile(again, file)).bytes, file.bytes)).toBe(0);
	});

	test('dropped and begun anew it begins from nothing, whatever had come of it', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const file = await newFile(partSize);
		await beginFile(as.founder, file);
		await sendPart(as.founder, file, 0, 0, file.bytes.slice(0, 100_000));
		const hanging = hang(as.founder, file, 0, 100_000, file.bytes.slice(100_000, 200_000), file.bytes.length - 100_000);
		while (((await stateOfFile(as.founder, file))[1][0]?.[1] ?? 0) <= 100_000);
		await dropFile(as.founder, file);
		expect(await beginFile(as.founder, file)).toEqual([[0], []]);
		hanging.write(file.bytes.slice(200_000));
		expect(await codeOf(sendPart(as.founder, file, 0, 100_000))).toBe('part-order');
		await sendFile(as.founder, file);
		expect(Buffer.compare((await askForFile(as.founder, file)).bytes, file.bytes)).toBe(0);
		hanging.destroy();
	});

	test('sent again it is there already; a part that is there is not taken twice', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const file = await newFile(partSize + 10);
		await beginFile(as.founder, file);
		await sendPart(as.founder, file, 0);
		expect(await sendPart(as.founder, file, 0)).toEqual([[1], []]);
		await sendPart(as.founder, file, 1);
		expect(await sendPart(as.founder, file, 1)).toEqual([[], []]);
		expect(await beginFile(as.founder, file)).toEqual([[], []]);
	});

	test('only under the id that its digests have, of a size that its parts have, by somebody who is in', async () => {
		await using site = await startServer();
		const { circle, open, as } = await settle(site);
		const file = await newFile(1000);
		const other = await newFile(1000);
		expect(await codeOf(beginFile(as.founder, { ...file, id: other.id }))).toBe('malformed');
		expect(await codeOf(beginFile(as.founder, { ...file, bytes: new Uint8Array(partSize + 1) }))).toBe('malformed');
		expect(await codeOf(as.founder.call('POST', '/files/AAAA', [1, randomBytes(32)]))).toBe('malformed');
		expect(await codeOf(beginFile(await login(site, circle.id, open), file))).toBe('not-yours');
		await beginFile(as.founder, file);
		expect(await codeOf(sendPart(as.founder, file, 0, 0, new Uint8Array(1001)))).toBe('malformed');
		expect(await codeOf(sendPart(as.founder, { ...file, parts: [file.bytes, file.bytes] }, 1))).toBe('malformed');
		// Another's is as if it were not there.
		for (const ask of [stateOfFile, (by: RawSession) => sendPart(by, file, 0), askForFile]) expect(await codeOf(ask(as.guest, file))).toBe('not-found');
		expect(await codeOf(beginFile(as.guest, file))).toBe('not-yours');
		expect(onDisk(site)).toEqual([hex(file.id)]);
	});

	test('within the quota, counted from when it is begun and given back when it is not sent after all', async () => {
		await using site = await startServer({ quotaMb: 2 });
		const { as, circle, guest } = await settle(site);
		const [one, two] = [await newFile(1_500_000), await newFile(1_500_000)];
		await beginFile(as.founder, one);
		expect(await codeOf(beginFile(as.guest, two))).toBe('circle-full');
		expect(await codeOf(dropFile(as.guest, one))).toBe('not-yours');
		await dropFile(as.founder, one);
		await dropFile(as.founder, one);
		await sendFile(as.guest, two);
		expect(await codeOf(dropFile(as.founder, two))).toBe('not-yours');
		expect(onDisk(site)).toEqual([hex(two.id)]);
		// Whole, and spoken of by something said: whose it is takes it out all the same.
		const chain = newChain();
		await appendWithFiles(as.guest, 'all', await circle.entry('all', guest, chain), [two]);
		await dropFile(as.guest, two);
		await dropFile(as.guest, two);
		expect(onDisk(site)).toEqual([]);
		expect(await codeOf(askForFile(as.near, two))).toBe('not-found');
	});
});

describe('a file is read', () => {
	test('by ranges, as HTTP has them', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const file = await sendFile(as.founder, await newFile(100_000));
		const asked = async (range: string) => {
			const { status, headers, bytes } = await askForFile(as.founder, file, range);
			return [status, headers.get('content-range'), hex(bytes)];
		};
		const slice = (from: number, to: number) => hex(file.bytes.slice(from, to));
		expect(await asked('bytes=10-19')).toEqual([206, 'bytes 10-19/100000', slice(10, 20)]);
		expect(await asked('bytes=99990-')).toEqual([206, 'bytes 99990-99999/100000', slice(99_990, 100_000)]);
		expect(await asked('bytes=-5')).toEqual([206, 'bytes 99995-99999/100000', slice(99_995, 100_000)]);
		expect(await asked('bytes=99990-200000')).toEqual([206, 'bytes 99990-99999/100000', slice(99_990, 100_000)]);
		for (const whole of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=-']) expect(await asked(whole)).toEqual([200, null, hex(file.bytes)]);
		for (const beyond of ['bytes=100000-', 'bytes=5-2']) expect(await codeOf(askForFile(as.founder, file, beyond))).toBe('no-such-range');
	});

	test('by many at once, by one who takes their time, and when others have gone in the middle: each has their own bytes', async () => {
		await using site = await startServer();
		const { as } = await settle(site);
		const files: RawFile[] = [];
		for (let count = 0; count < 3; count++) files.push(await sendFile(as.founder, await newFile(2 * partSize)));
		const [file] = files as [RawFile];
		const slow = askRaw(as.founder, file);
		const gone = Array.from({ length: 8 }, () => askRaw(as.founder, file));
		await Promise.all([slow, ...gone].map(({ begun }) => begun));
		for (const { socket } of gone) socket.destroy();
		for (let round = 0; round < 3; round++) {
			const all = await Promise.all([...files, ...files].map(async (one) => Buffer.compare((await askForFile(as.founder, one)).bytes, one.bytes)));
			expect(all).toEqual([0, 0, 0, 0, 0, 0]);
		}
		expect(Buffer.compare(await slow.rest(), file.bytes)).toBe(0);
	});

	test('by whoever reads an entry that speaks of it, and by nobody else', async () => {
		await using site = await startServer();
		const { circle, founder, open, as } = await settle(site);
		const chain = newChain();
		const link = await login(site, circle.id, open);
		const file = await sendFile(as.founder, await newFile(1000));
		for (const other of [as.near, as.guest, link]) expect(await codeOf(askForFile(other, file))).toBe('not-found');
		await appendWithFiles(as.founder, 'close', await circle.entry('close', founder, chain), [file]);
		expect((await askForFile(as.near, file)).bytes).toEqual(file.bytes);
		for (const other of [as.guest, link]) expect(await codeOf(askForFile(other, file))).toBe('not-found');
		await appendWithFiles(as.founder, 'all', await circle.entry('all', founder, newChain()), [file]);
		for (const other of [as.near, as.guest, link]) expect((await askForFile(other, file)).bytes).toEqual(file.bytes);
	});

	test('an entry can only speak of files that are here whole, and are its writer’s or readable to them', async () => {
		await using site = await startServer();
		const { circle, founder, guest, as } = await settle(site);
		const half = await newFile(partSize + 1);
		await beginFile(as.founder, half);
		await sendPart(as.founder, half, 0);
		const there = await sendFile(as.founder, await newFile(10));
		const [mine, theirs] = [newChain(), newChain()];
		const first = await circle.entry('close', founder, mine);
		expect(await codeOf(appendWithFiles(as.founder, 'close', first, [there, half]))).toBe('file-missing');
		expect(await codeOf(appendWithFiles(as.founder, 'close', first, [await newFile(10)]))).toBe('file-missing');
		const answer = await circle.entry('all', guest, theirs);
		expect(await codeOf(appendWithFiles(as.guest, 'all', answer, [there]))).toBe('file-missing');
		expect(await appendWithFiles(as.founder, 'close', first, [there])).toEqual([1]);
		// Whoever does not read it cannot make it readable further out.
		expect(await codeOf(appendWithFiles(as.guest, 'all', answer, [there]))).toBe('file-missing');
		expect((await as.founder.page('all'))[3]).toBe(0);
	});
});

describe('a file goes', () => {
	test('with the last entry that speaks of it', async () => {
		await using site = await startServer({ quotaMb: 1 });
		const { circle, founder, as } = await settle(site);
		const chain = newChain();
		const [file, other] = [await sendFile(as.founder, await newFile(400_000)), await sendFile(as.founder, await newFile(400_000))];
		const [first, second] = [randomBytes(16), randomBytes(16)];
		const one = await circle.entry('all', founder, chain, { entryId: first });
		const two = await circle.entry('all', founder, chain, { entryId: second });
		await appendWithFiles(as.founder, 'all', one, [file, other]);
		await appendWithFiles(as.founder, 'all', two, [file]);
		expect(await codeOf(beginFile(as.founder, await newFile(400_000)))).toBe('circle-full');
		await erase(as.founder, 'all', first);
		expect(onDisk(site)).toEqual([hex(file.id)]);
		expect((await askForFile(as.guest, file)).bytes).toEqual(file.bytes);
		expect(await codeOf(askForFile(as.founder, other))).toBe('not-found');
		await erase(as.founder, 'all', second);
		expect(onDisk(site)).toEqual([]);
		expect(await codeOf(askForFile(as.founder, file))).toBe('not-found');
		// And its room is free again.
		await sendFile(as.founder, await newFile(800_000));
	});

	test('a week after anything came of it, where no entry speaks of it; and what no row speaks of, at start', async () => {
		await using first = await startServer();
		const { circle, founder, as } = await settle(first);
		const [spoken, unspoken, half] = [
			await sendFile(as.founder, await newFile(10)),
			await sendFile(as.founder, await newFile(10)),
			await newFile(partSize + 1)
		];
		await beginFile(as.founder, half);
		await sendPart(as.founder, half, 1);
		await appendWithFiles(as.founder, 'all', await circle.entry('all', founder, newChain()), [spoken]);
		await first.stop();
		const folder = readdirSync(pathOf(first.data, 'blobs'))[0] as string;
		const orphan = pathOf(first.data, 'blobs', folder, 'ab'.repeat(32));
		writeFileSync(orphan, 'what a crash has left');
		{
			await using store = await openStore(first.data, 0, () => undefined);
			using collecting = collectFiles(store, pino({ level: 'silent' }));
			await collecting.collect(Date.now() + 6 * day);
			expect(existsSync(orphan)).toBe(false);
			expect(onDisk(first).sort()).toEqual([spoken, unspoken, half].map(({ id }) => hex(id)).sort());
			await collecting.collect(Date.now() + 8 * day);
			expect(onDisk(first)).toEqual([hex(spoken.id)]);
			expect(store.reader.file(1, unspoken.id)).toBeNull();
			expect(store.reader.partsOf(1, half.id)).toEqual([]);
		}
		expect(readFileSync(pathOf(first.data, 'blobs', folder, hex(spoken.id)))).toHaveLength(10);
	});
});

/** Asks for a file, and takes no more of it than comes by itself until `rest`, which gives all of it. */
function askRaw(as: RawSession, file: RawFile) {
	const url = new URL(as.site.url);
	const socket = connect(Number(url.port), url.hostname);
	socket.on('error', () => undefined);
	const path = `/api/circles/${as.circle}/files/${Buffer.from(file.id).toString('base64url')}`;
	socket.write([`GET ${path} HTTP/1.1`, `host: ${url.host}`, `authorization: Kvar ${as.token}`, 'connection: close'].join('\r\n') + '\r\n\r\n');
	const begun = once(socket, 'readable');
	const rest = async (): Promise<Buffer> => {
		const answer = Buffer.concat(await Array.fromAsync(socket as AsyncIterable<Buffer>));
		return answer.subarray(answer.indexOf('\r\n\r\n') + 4);
	};
	return { socket, begun, rest };
}

/** Sends the beginning of a piece that says it is longer, and breaks off. */
async function cutOff(as: RawSession, file: RawFile, part: number, at: number, bytes: Bytes, length: number): Promise<void> {
	const socket = hang(as, file, part, at, bytes, length);
	await new Promise((resolve) => setTimeout(resolve, 200));
	socket.destroy();
	await new Promise((resolve) => setTimeout(resolve, 100));
}

function hang(as: RawSession, file: RawFile, part: number, at: number, bytes: Bytes, length: number) {
	const url = new URL(as.site.url);
	const socket = connect(Number(url.port), url.hostname);
	socket.on('error', () => undefined);
	const path = `/api/circles/${as.circle}/files/${Buffer.from(file.id).toString('base64url')}/parts/${part}?at=${at}`;
	socket.write(
		[
			`PUT ${path} HTTP/1.1`,
			`host: ${url.host}`,
			`authorization: Kvar ${as.token}`,
			'content-type: application/octet-stream',
			`content-length: ${length}`
		].join('\r\n') + '\r\n\r\n'
	);
	socket.write(bytes);
	return socket;
}
