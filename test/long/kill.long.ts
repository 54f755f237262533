/**
 * The server is killed (SIGKILL) at a random moment, again and again on one folder, while many write. Whatever was answered is
 * there exactly once, at the number that was answered, and the heads follow; whatever was not is sent again, byte for byte.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';
import type { Ring } from '#domain/ring.ts';
import { headStart } from '#wire/ring-head.ts';
import { freeSite, startKvar } from '../support/kvar-process.ts';
import { headAfter, newChain, newPerson, RawCircle, type Chain, type Person } from '../support/raw-circle.ts';
import { begin, login, ProblemAnswer, type RawSession, type Site } from '../support/raw-client.ts';

const rounds = 20;
const writers = 64;
const ring: Ring = 'all';

interface Writer {
	person: Person;
	chain: Chain;
	session: RawSession | null;
	/** Sent, and not answered yet. */
	pending: [Bytes, Bytes][];
}

let data: string;
let site: Site;
let server: ChildProcess;
let circle: RawCircle;
const writing: Writer[] = [];
/** By number: the hash of the envelope that was answered with it. */
const answered = new Map<number, string>();
const begun: RawCircle[] = [];

beforeAll(async () => {
	data = mkdtempSync(join(tmpdir(), 'kvar-kill-'));
	site = await freeSite();
	server = await startKvar(site, data);
	circle = await RawCircle.begin();
	await begin(site, circle);
	const { link, entry } = await circle.invite('all', { uses: 0 });
	await (await login(site, circle.id, circle.founder)).control(entry);
	const holder = await login(site, circle.id, link);
	for (let i = 0; i < writers; i++) {
		const person = await newPerson();
		const join = await circle.makeJoin(link, person);
		await holder.control(join);
		await circle.take([join]);
		writing.push({ person, chain: newChain(), session: null, pending: [] });
	}
}, 120_000);

afterAll(() => {
	server.kill('SIGKILL');
	rmSync(data, { recursive: true, force: true });
});

test(`${rounds} times killed while ${writers} write`, { timeout: 600_000 }, async () => {
	for (let round = 0; round < rounds; round++) {
		const before = answered.size;
		let killed = false;
		const all = writing.map((writer) => write(writer, () => killed));
		const others = beginCircles(() => killed);
		await wait(300 + Math.random() * 1500);
		const dead = new Promise((resolve) => server.once('exit', resolve));
		server.kill('SIGKILL');
		killed = true;
		await dead;
		await Promise.all([...all, others]);
		server = await startKvar(site, data);
		await check();
		console.log(`round ${round + 1}: ${answered.size - before} answered, ${answered.size} in all`);
	}
	expect(answered.size).toBeGreaterThan(rounds * writers);
});

/** Until the server dies. What was sent and not answered is sent again first, as it was. */
async function write(writer: Writer, killed: () => boolean): Promise<void> {
	try {
		writer.session = await login(site, circle.id, writer.person);
		for (;;) {
			if (writer.pending.length === 0) {
				const size = 1 + Math.floor(Math.random() * 3);
				for (let i = 0; i < size; i++) writer.pending.push(await circle.entry(ring, writer.person, writer.chain, {}, 600));
			}
			const numbers = await writer.session.append(ring, ...writer.pending);
			for (const [i, number] of numbers.entries()) {
				expect(answered.has(number)).toBe(false);
				answered.set(number, hex(await sha256((writer.pending[i] as [Bytes, Bytes])[0])));
			}
			writer.pending = [];
		}
	} catch (error) {
		if (error instanceof ProblemAnswer || !killed()) throw error;
	}
}

async function beginCircles(killed: () => boolean): Promise<void> {
	while (!killed()) {
		const another = await RawCircle.begin();
		try {
			await begin(site, another);
			begun.push(another);
		} catch (error) {
			if (error instanceof ProblemAnswer || !killed()) throw error;
		}
	}
}

async function check(): Promise<void> {
	const reader = await login(site, circle.id, circle.founder);
	const hashes: string[] = [];
	let head = await sha256(headStart(circle.id, 2));
	for (let after = 0; ;) {
		const [first, headBefore, entries, newest, newestHead] = await reader.page(ring, `?after=${after}`);
		expect(first).toBe(after + 1);
		expect(headBefore).toEqual(head);
		head = await headAfter(
			head,
			entries.map(([envelope]) => envelope)
		);
		for (const [envelope] of entries) hashes.push(hex(await sha256(envelope)));
		after += entries.length;
		if (after < newest) continue;
		expect(head).toEqual(newestHead);
		break;
	}
	expect(new Set(hashes).size).toBe(hashes.length);
	for (const [number, hash] of answered) expect(hashes[number - 1]).toBe(hash);
	const last = begun.at(-1);
	if (last !== undefined) expect((await (await login(site, last.id, last.founder)).readControl()).entries).toEqual(last.log);
}
