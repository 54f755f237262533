/** Servers as processes of their own, as they run for people; their output goes into a file, so that reading it costs nobody. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Connection, requestBytes } from './raw-http.ts';

export interface Child extends AsyncDisposable {
	/** Of the server itself, also where another program (strace) has started it. */
	pid: number;
	port: number;
	/** Milliseconds from the start of the process to its first answer. */
	startedIn: number;
	/** The last of what it has printed. */
	printed(): string;
}

export interface ChildOptions {
	/** Arguments of Node. */
	args: (port: number, folder: string) => string[];
	/** Program and arguments put in front of Node. */
	before?: string[];
	env?: (port: number, folder: string) => Record<string, string>;
	/** Answered with 200 once it is up. */
	health: string;
	folder?: string;
}

const running = new Set<number>();
const folders = new Set<string>();
process.on('exit', () => {
	for (const pid of running) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
	for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
// Told to end, too, it leaves nothing behind.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(128 + constants.signals[signal]));

/**
 * A folder that is removed when the benchmark ends. On the project's own disk: a folder for temporary files may lie in memory,
 * where an fsync costs nothing.
 */
export function newFolder(): string {
	const parent = fileURLToPath(new URL('../.data/', import.meta.url));
	mkdirSync(parent, { recursive: true });
	const folder = mkdtempSync(parent);
	folders.add(folder);
	return folder;
}

export async function startChild({ args, before = [], env, health, folder: given }: ChildOptions): Promise<Child> {
	const folder = given ?? newFolder();
	const port = await freePort();
	const output = join(folder, 'output.log');
	const to = openSync(output, 'a');
	const [program, ...programArgs] = [...before, process.execPath, ...args(port, folder)] as [string, ...string[]];
	const began = performance.now();
	const child = spawn(program, programArgs, { stdio: ['ignore', to, to], env: { ...process.env, ...env?.(port, folder) } });
	closeSync(to);
	const started = child.pid;
	if (started === undefined) throw new Error(`${program} could not be started`);
	running.add(started);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	while (!(await answers(port, health))) {
		if (child.exitCode !== null) throw new Error(`${program} ended: ${readFileSync(output, 'utf8').slice(-2000)}`);
		if (performance.now() - began > 60_000) throw new Error(`${program} does not answer: ${readFileSync(output, 'utf8').slice(-2000)}`);
		await rest(1);
	}
	const startedIn = performance.now() - began;
	const pid = before.length > 0 ? nodeBelow(started) : started;
	running.add(pid);
	return {
		pid,
		port,
		startedIn,
		printed: () => readFileSync(output, 'utf8').slice(-2000),
		async [Symbol.asyncDispose]() {
			if (isAlive(pid)) process.kill(pid, 'SIGTERM');
			const late = setTimeout(() => isAlive(pid) && process.kill(pid, 'SIGKILL'), 10_000);
			await ended;
			clearTimeout(late);
			running.delete(pid);
			running.delete(started);
			if (given === undefined) rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** The process that `pid` has started, or itself where it has become it (`exec`). */
function nodeBelow(pid: number): number {
	const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
	return first === undefined || first === '' ? pid : Number(first);
}

async function answers(port: number, path: string): Promise<boolean> {
	try {
		using connection = await Connection.open(port);
		return (await connection.send(requestBytes('GET', path, {}))).status === 200;
	} catch {
		return false;
	}
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Memory of a process that is in RAM, in MiB. */
export const residentMiB = (pid: number): number => memoryOf(pid, 'VmRSS');

/** The most of it since the process began, or since `forgetPeak`. */
export const peakMiB = (pid: number): number => memoryOf(pid, 'VmHWM');

/** See proc_pid_clear_refs(5). */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

const memoryOf = (pid: number, which: string): number =>
	Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
