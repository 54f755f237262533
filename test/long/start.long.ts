/**
 * `npm start` as README promises it, in a folder that holds what a fresh clone holds, under whatever Node and npm this machine
 * has: it installs, builds and serves; the second time only serves; when sources have changed it builds again; and it never
 * serves what could not be built.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'kvar-clone-'));
let port: number;
let running: ChildProcess | undefined;

/** The machine's own tools, without those that the project has put in front. */
const path = (process.env.PATH ?? '')
	.split(delimiter)
	.filter((part) => !part.includes('node_modules'))
	.join(delimiter);

beforeAll(async () => {
	for (const file of execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n')) {
		if (existsSync(file)) cpSync(file, join(folder, file));
	}
	port = await new Promise((resolve) => {
		const probe = createServer().listen(0, () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
});
afterAll(() => {
	running?.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

interface Ended {
	code: number | null;
	printed: string;
}

/** Resolves once it serves, or has ended without. */
function start(): Promise<{ printed: () => string; end: () => Promise<Ended>; serves: boolean; code: number | null }> {
	const child = spawn('npm', ['start', '--', '--port', String(port)], { cwd: folder, env: { ...process.env, PATH: path } });
	running = child;
	let printed = '';
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	const end = async (): Promise<Ended> => {
		child.kill('SIGTERM');
		return { code: await ended, printed };
	};
	return new Promise((resolve) => {
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk) => {
				printed += String(chunk);
				if (/data lies in/.test(printed)) resolve({ printed: () => printed, end, serves: true, code: null });
			});
		}
		void ended.then((code) => resolve({ printed: () => printed, end, serves: false, code }));
	});
}
const page = async (): Promise<string> => (await fetch(`http://localhost:${port}/en`)).text();
const replaceIn = (file: string, from: string, to: string): void => {
	const text = readFileSync(join(folder, file), 'utf8');
	expect(text).toContain(from);
	writeFileSync(join(folder, file), text.replace(from, to));
};

test('the first start installs, builds, says where it is and where the data lies, and serves', async () => {
	const kvar = await start();
	expect(kvar.serves, kvar.printed()).toBe(true);
	expect(kvar.printed()).toContain('Installing');
	expect(kvar.printed()).toContain('Building');
	expect(kvar.printed()).toContain(`Kvar is at http://localhost:${port}`);
	expect(kvar.printed()).toContain(join(folder, 'data'));
	expect(existsSync(join(folder, 'data/kvar.db'))).toBe(true);
	expect(await page()).toContain('Help now');
	expect((await fetch(`http://localhost:${port}/api/health`)).status).toBe(200);
	expect((await kvar.end()).code).toBe(0);
});

test('the second start neither installs nor builds', async () => {
	const kvar = await start();
	expect(kvar.serves, kvar.printed()).toBe(true);
	expect(kvar.printed()).not.toMatch(/Installing|Building/);
	expect(await page()).toContain('Help now');
	expect((await kvar.end()).code).toBe(0);
});

test('when a source has changed, the next start builds again, and that is what is served', async () => {
	replaceIn('messages/en.json', '"Help now"', '"Help at once"');
	const kvar = await start();
	expect(kvar.serves, kvar.printed()).toBe(true);
	expect(kvar.printed()).toContain('Building');
	expect(kvar.printed()).not.toContain('Installing');
	expect(await page()).toContain('Help at once');
	expect((await kvar.end()).code).toBe(0);
});

test('what cannot be built is not served, nor what is left of it taken for built once the sources are as before', async () => {
	const [right, wrong] = ['export async function openServer', 'export async func openServer'];
	replaceIn('src/server/open-server.ts', right, wrong);
	for (let i = 0; i < 2; i++) {
		const kvar = await start();
		expect(kvar.serves, kvar.printed()).toBe(false);
		expect(kvar.code).toBe(1);
		expect(kvar.printed()).toContain('could not be built');
	}
	replaceIn('src/server/open-server.ts', wrong, right);
	const kvar = await start();
	expect(kvar.serves, kvar.printed()).toBe(true);
	expect(kvar.printed()).toContain('Building');
	expect(await page()).toContain('Help at once');
	expect((await kvar.end()).code).toBe(0);
});
