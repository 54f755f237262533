/** A host: `kvar serve` as a process of its own, on a free port, in a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Host extends AsyncDisposable {
	/** Where people open it. */
	origin: string;
	data: string;
	/** Of the process that serves now. */
	pid(): number;
	/** Everything the process has printed: its log. */
	printed(): string;
	/** Ends the process as its service manager would, or as a power cut would; the folder stays. */
	stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
	/** Starts it again on the same port and folder. */
	start(): Promise<void>;
	/** Which of `words` can be found in any file of the host or in its log. */
	findsAny(words: readonly string[]): string[];
}

export const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});

/** @param more of its environment */
export async function startHost(more: Record<string, string> = {}): Promise<Host> {
	const data = mkdtempSync(join(tmpdir(), 'kvar-e2e-'));
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	let log = '';
	let child: ChildProcess | null = null;

	async function start(): Promise<void> {
		const serving = spawn(process.execPath, ['build/program/kvar.js', 'serve'], {
			env: { ...process.env, KVAR_PORT: String(port), KVAR_DATA: data, KVAR_LOG: 'debug', KVAR_HOST: 'localhost', ...more },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		child = serving;
		serving.stdout.on('data', (chunk) => (log += String(chunk)));
		serving.stderr.on('data', (chunk) => (log += String(chunk)));
		for (let i = 0; i < 200; i++) {
			if (serving.exitCode !== null) throw new Error(`the host did not start:\n${log}`);
			const answer = await fetch(`${origin}/api/health`).catch(() => null);
			if (answer?.ok === true) return;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		throw new Error(`the host did not answer:\n${log}`);
	}

	async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
		const ending = child;
		child = null;
		if (ending === null || ending.exitCode !== null) return;
		const ended = new Promise((resolve) => ending.once('exit', resolve));
		ending.kill(signal);
		await ended;
	}

	await start();
	return {
		origin,
		data,
		pid: () => child?.pid ?? 0,
		printed: () => log,
		stop,
		start,
		findsAny(words) {
			const films = filesIn(data).filter((file) => file.startsWith(join(data, 'blobs')) && statSync(file).size >= large);
			const others = filesIn(data).filter((file) => !films.includes(file));
			const read = (files: readonly string[]) => files.map((file) => readFileSync(file));
			return [...new Set([...findsAny([...read(others), Buffer.from(log)], words), ...findsAny(read(films), words, shortest)])];
		},
		async [Symbol.asyncDispose]() {
			await stop();
			rmSync(data, { recursive: true, force: true });
		}
	};
}

/** In sealed bytes of a film four given ones stand next to each other by chance, once in fifty films of 80 MB: there only longer forms are looked for. */
const large = 4 * 1024 * 1024;
const shortest = 6;

/** Which of `words` can be found in any of `haystacks`, in a form of at least `least` bytes. */
export const findsAny = (haystacks: readonly Buffer[], words: readonly string[], least = 0): string[] =>
	words.filter((word) => {
		const forms = formsOf(word).filter((form) => form.length >= least);
		return haystacks.some((bytes) => forms.some((form) => bytes.includes(form)));
	});

/** A word as it could lie in a file: as UTF-8, as UTF-16, as base64 at any of its three offsets, as hex. */
function formsOf(word: string): Buffer[] {
	const utf8 = Buffer.from(word);
	const base64 = [0, 1, 2].map((offset) => {
		const text = Buffer.concat([Buffer.alloc(offset), utf8])
			.toString('base64')
			.replace(/=+$/, '');
		return Buffer.from(text.slice(offset === 0 ? 0 : offset + 1, -2));
	});
	return [utf8, Buffer.from(word, 'utf16le'), Buffer.from(utf8.toString('hex')), ...base64.filter((form) => form.length >= 6)];
}

export const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		// What goes away meanwhile is not there.
		.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
