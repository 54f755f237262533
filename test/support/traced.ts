/** A server under strace: what it does with the disk and when it answers, in the order in which the kernel was asked. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findStrace } from '../../scripts/find-strace.ts';
import type { Site } from './raw-client.ts';

export interface Traced {
	site: Site;
	/** Ends the server. Gives what it did, what belongs to one answer together; the answer itself stands for its end. */
	end(): Promise<string[][]>;
}

const calls = 'openat,fsync,fdatasync,write,pwrite64,writev,pwritev,sendto,sendmsg';

/** @throws Error where there is no strace */
export async function startTraced(data: string): Promise<Traced> {
	const strace = findStrace();
	if (!strace.found) throw new Error(strace.remedy);
	const log = join(data, 'trace');
	// -D: the server is this process's own child, so that it can be told to end.
	const tracing = ['-D', '-f', '-qq', '-y', '-s', '16', '-e', `trace=${calls}`, '-e', 'signal=none', '-o', log];
	const server = spawn(strace.path, [...tracing, process.execPath, 'src/cli/kvar.ts', 'serve', '--port', '0', '--data', data]);
	const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
	const url = await new Promise<string>((resolve, reject) => {
		let said = '';
		server.stdout.on('data', (chunk) => {
			said += String(chunk);
			const at = /Kvar is at (\S+)/.exec(said)?.[1];
			if (at !== undefined) resolve(at);
		});
		server.stderr.on('data', (chunk) => (said += String(chunk)));
		void ended.then(() => reject(new Error(said)));
	});
	return {
		site: { url, origin: url },
		async end() {
			server.kill('SIGTERM');
			// Once strace, too, has let go of what the server printed into.
			await ended;
			return answersIn(readFileSync(log, 'utf8'), data);
		}
	};
}

function answersIn(log: string, data: string): string[][] {
	const answers: string[][] = [[]];
	/** By thread: the call that another thread has come into, begun in an earlier line. */
	const begun = new Map<string, string>();
	for (const line of log.split('\n')) {
		const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
		const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
		const call = resumed === null ? rest : (begun.get(thread) ?? '') + resumed[1];
		begun.delete(thread);
		if (isAnswer(rest)) {
			// It is on its way when the call begins; all else is done when it ends.
			answers.push([]);
			continue;
		}
		if (call.endsWith('<unfinished ...>')) {
			begun.set(thread, call.replace(/ *<unfinished \.\.\.>$/, ''));
			continue;
		}
		const did = whatOf(call, data);
		const now = answers.at(-1) as string[];
		if (did !== null && now.at(-1) !== did) now.push(did);
	}
	return answers;
}

const isAnswer = (call: string): boolean => /^(write|writev|sendto|sendmsg)\(.*"HTTP\/1\.1 /.test(call);

/** Null for what is of no concern here, and for what has failed. */
function whatOf(call: string, data: string): string | null {
	if (/= -1 /.test(call)) return null;
	const name = /^\w+/.exec(call)?.[0] ?? '';
	const path = name === 'openat' ? /, "([^"]*)"/.exec(call)?.[1] : /^\w+\(\d+<([^>]*)>/.exec(call)?.[1];
	if (path === undefined || !path.startsWith(`${data}/`)) return null;
	const what = nameOf(path.slice(data.length + 1));
	if (what === null) return null;
	if (name === 'openat') return call.includes('O_CREAT') ? `${what} is made` : null;
	return `${what} is ${name.includes('sync') ? 'on the disk' : 'written'}`;
}

function nameOf(path: string): string | null {
	if (path === 'kvar.db-wal') return 'the row';
	if (path === 'blobs') return 'the folder of all files';
	if (/^blobs\/\d+$/.test(path)) return 'the folder';
	return /^blobs\/\d+\/[0-9a-f]{64}$/.test(path) ? 'the file' : null;
}
