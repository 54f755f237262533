/**
 * The server is killed (SIGKILL) at ten moments while files are sent to it in pieces, and started again on the same folder. A part that
 * was said to be here is here; a file that was said to be whole is, byte for byte; and whatever was not, goes on from where it was.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bytes } from '#crypto/bytes.ts';
import { partSize } from '#wire/api.ts';
import { freeSite, startKvar } from '../support/kvar-process.ts';
import { newChain, RawCircle } from '../support/raw-circle.ts';
import { begin, login, ProblemAnswer, type RawSession, type Site } from '../support/raw-client.ts';
import { appendWithFiles, askForFile, beginFile, newFile, sendPart, type RawFile } from '../support/raw-file.ts';

const kills = 10;
const piece = 300_000;

let data: string;
let site: Site;
let server: ChildProcess;
let circle: RawCircle;
const chain = newChain();
/** Said to be whole, and spoken of by an entry. */
const whole: RawFile[] = [];
/** Under way: which of its parts were said to be here. */
let now: { file: RawFile; here: Set<number>; entry: [Bytes, Bytes] | null } | null = null;

beforeAll(async () => {
	data = mkdtempSync(join(tmpdir(), 'kvar-kill-files-'));
	site = await freeSite();
	server = await startKvar(site, data);
	circle = await RawCircle.begin();
	await begin(site, circle);
});
afterAll(() => {
	server.kill('SIGKILL');
	rmSync(data, { recursive: true, force: true });
});

test(`${kills} times killed while files are sent`, { timeout: 300_000 }, async () => {
	for (let round = 0; round < kills; round++) {
		let killed = false;
		const sending = send(() => killed);
		// From the first request on to many parts later.
		await wait(round * 40 + Math.random() * 150);
		const dead = new Promise((resolve) => server.once('exit', resolve));
		server.kill('SIGKILL');
		killed = true;
		await dead;
		await sending;
		server = await startKvar(site, data);
		await check();
		console.log(`round ${round + 1}: ${whole.length} whole, ${now?.here.size ?? 0} parts of the next`);
	}
	let done = false;
	const last = whole.length + 1;
	void wait(60_000).then(() => (done = true));
	await send(() => done || whole.length >= last);
	expect(whole.length).toBe(last);
	await check();
	// Nothing lies there but what is whole or under way.
	expect(readdirSync(join(data, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length).toBeLessThanOrEqual(last + 1);
});

async function send(stopped: () => boolean): Promise<void> {
	try {
		const session = await login(site, circle.id, circle.founder);
		while (!stopped()) await sendOne(session, stopped);
	} catch (error) {
		if (error instanceof ProblemAnswer || !stopped()) throw error;
	}
}

async function sendOne(session: RawSession, stopped: () => boolean): Promise<void> {
	now ??= { file: await newFile(3 * partSize + 100_000), here: new Set(), entry: null };
	const { file, here } = now;
	let [missing, begun] = await beginFile(session, file);
	for (const part of here) expect(missing).not.toContain(part);
	while (missing[0] !== undefined) {
		if (stopped()) return;
		const part = missing[0];
		const at = begun.find(([one]) => one === part)?.[1] ?? 0;
		[missing, begun] = await sendPart(session, file, part, at, (file.parts[part] as Bytes).slice(at, at + piece));
		file.parts.forEach((_, i) => !missing.includes(i) && here.add(i));
	}
	// The same bytes again, should the answer be lost.
	now.entry ??= await circle.entry('all', circle.founder, chain);
	await appendWithFiles(session, 'all', now.entry, [file]);
	whole.push(file);
	now = null;
}

async function check(): Promise<void> {
	const session = await login(site, circle.id, circle.founder);
	for (const file of whole) expect(Buffer.compare((await askForFile(session, file)).bytes, file.bytes)).toBe(0);
	if (now === null || now.here.size === 0) return;
	const [missing] = await beginFile(session, now.file);
	for (const part of now.here) expect(missing).not.toContain(part);
}
