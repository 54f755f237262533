/** Counts how often a server forces data to the disk, as the kernel sees it (strace). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findStrace } from '../../scripts/find-strace.ts';
import { newFolder } from './child.ts';

/** Null where strace is and may be used; else why not. */
export function whyNoStrace(): string | null {
	const strace = findStrace();
	return strace.found ? null : strace.remedy;
}

export interface SyncCounter {
	/** What to put in front of the program. */
	before: string[];
	/** fsync and fdatasync calls so far; with `which`, those that it fits, each written as `fdatasync(3</path>`. */
	count(which?: RegExp): number;
}

export function syncCounter(): SyncCounter {
	const file = join(newFolder(), 'syncs');
	return {
		before: ['strace', '-f', '--seccomp-bpf', '-qq', '-y', '-e', 'trace=fsync,fdatasync', '-e', 'signal=none', '-o', file],
		// A call that another thread interrupts is written in two lines, of which only the first names it so.
		count: (which = /./) =>
			readFileSync(file, 'utf8')
				.match(/\bf(?:data)?sync\(\d+<[^>]*>/g)
				?.filter((call) => which.test(call)).length ?? 0
	};
}
