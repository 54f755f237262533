/** Counts how often a server forces data to the disk, as the kernel sees it (strace). */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './child.ts';

const tracer = 'strace';

/** Null where strace is and may be used; else why not. */
export function whyNoStrace(): string | null {
	const { status, error } = spawnSync(tracer, ['-e', 'trace=fsync', 'true'], { stdio: 'ignore' });
	if (error !== undefined) return 'strace is not installed (Debian: apt-get install strace)';
	return status === 0 ? null : 'strace may not trace here';
}

export interface SyncCounter {
	/** What to put in front of the program. */
	before: string[];
	/** fsync and fdatasync calls so far; with `path`, of files in whose path that stands. */
	count(path?: string): number;
}

export function syncCounter(): SyncCounter {
	const file = join(newFolder(), 'syncs');
	return {
		before: [tracer, '-f', '--seccomp-bpf', '-qq', '-y', '-e', 'trace=fsync,fdatasync', '-e', 'signal=none', '-o', file],
		// A call that another thread interrupts is written in two lines, of which only the first names it so.
		count: (path = '') => readFileSync(file, 'utf8').match(/\bf(?:data)?sync\(\d+<[^>]*>/g)?.filter((call) => call.includes(path)).length ?? 0
	};
}
