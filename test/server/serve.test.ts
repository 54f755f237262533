import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RawCircle } from '../support/raw-circle.ts';
import { begin, login } from '../support/raw-client.ts';
import { followLive } from '../support/live-reader.ts';

let data: string;
let children: ChildProcess[];
beforeEach(() => {
	data = mkdtempSync(join(tmpdir(), 'kvar-serve-'));
	children = [];
});
afterEach(() => {
	for (const child of children) child.kill('SIGKILL');
	rmSync(data, { recursive: true, force: true });
});

interface Ended {
	code: number | null;
	out: string;
	err: string;
}
function kvar(args: string[], env: Record<string, string> = {}) {
	const child = spawn(process.execPath, ['src/cli/kvar.ts', ...args], { env: { PATH: process.env.PATH, ...env } });
	children.push(child);
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk) => (out += String(chunk)));
	child.stderr.on('data', (chunk) => (err += String(chunk)));
	const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
	const address = new Promise<string>((resolve, reject) => {
		child.stdout.on('data', () => void (/Kvar is at (\S+)/.exec(out)?.[1] !== undefined && resolve(/Kvar is at (\S+)/.exec(out)?.[1] as string)));
		void ended.then(({ err: said }) => reject(new Error(said)));
	});
	address.catch(() => undefined);
	return { child, ended, address };
}
const serve = (...args: string[]) => kvar(['serve', '--port', '0', '--data', data, ...args]);

describe('kvar serve', { timeout: 20_000 }, () => {
	test.each(['SIGTERM', 'SIGINT'] as const)('ends within two seconds of %s: streams end, what was answered is there', async (signal) => {
		const { child, ended, address } = serve();
		const site = { url: await address, origin: await address };
		const circle = await RawCircle.begin();
		await begin(site, circle);
		const me = await login(site, circle.id, circle.founder);
		await using live = await followLive(me);
		await live.until('caught-up');
		const appended = begin(site, await RawCircle.begin());
		await appended;
		const told = performance.now();
		child.kill(signal);
		expect(await live.next()).toBeUndefined();
		expect(live.wasCut()).toBe(false);
		const { code, out } = await ended;
		expect(performance.now() - told).toBeLessThan(2000);
		expect(code).toBe(0);
		expect(out).toContain(data);
		const again = serve();
		const site2 = { url: await again.address, origin: await again.address };
		expect((await (await login(site2, circle.id, circle.founder)).readControl()).newest).toBe(4);
	});

	test('says plainly when the folder is served already', async () => {
		await serve().address;
		const { code, err } = await serve().ended;
		expect(code).toBe(1);
		expect(err).toBe('Another Kvar is serving this data folder: stop it first, or choose another folder with --data.\n');
	});

	test('says plainly when the port is taken', async () => {
		const { port } = new URL(await serve().address);
		const { code, err } = await kvar(['serve', '--port', port, '--data', join(data, 'other')]).ended;
		expect(code).toBe(1);
		expect(err).toContain(`Port ${port} is taken`);
	});

	test('names a wrong option in one line', async () => {
		const { code, err } = await kvar(['serve'], { KVAR_PORT: 'many' }).ended;
		expect(code).toBe(2);
		expect(err).toBe('KVAR_PORT is "many"; it should be a number from 0 to 65535; 0 takes any that is free.\n');
	});
});

test('kvar help, --version, and a command that is none', async () => {
	expect((await kvar(['help']).ended).out).toContain('--quota-mb           KVAR_QUOTA_MB');
	expect((await kvar(['--version']).ended).out).toMatch(/^\d+\.\d+\.\d+\n$/);
	expect(await kvar(['nonsense']).ended).toMatchObject({ code: 2, err: 'There is no command "nonsense". See: kvar help\n' });
});
