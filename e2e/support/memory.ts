/** How much memory a program holds while something goes on: read from /proc again and again. */
import { readdirSync, readFileSync } from 'node:fs';

/** Between one look and the next, in milliseconds. */
const pause = 250;

export interface Watched {
	/** The most that all processes held together since the last `begin`, in MiB, each page that several share counted once (Pss). */
	most(): number;
	begin(): void;
	[Symbol.dispose](): void;
}

/** Watches the processes for which `first` is true, and whatever they have started. */
export function watchMemory(first: (pid: number, command: string) => boolean): Watched {
	let most = 0;
	const look = setInterval(() => (most = Math.max(most, heldBy(first))), pause);
	return {
		most: () => most,
		begin: () => (most = heldBy(first)),
		[Symbol.dispose]: () => clearInterval(look)
	};
}

function heldBy(first: (pid: number, command: string) => boolean): number {
	const parents = new Map<number, number>();
	const those = new Set<number>();
	for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
		const pid = Number(name);
		try {
			parents.set(pid, Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
			if (first(pid, readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))) those.add(pid);
		} catch {
			// It has ended.
		}
	}
	const isOne = (pid: number | undefined): boolean => pid !== undefined && pid > 1 && (those.has(pid) || isOne(parents.get(pid)));
	return [...parents.keys()].filter(isOne).reduce((sum, pid) => sum + pssOf(pid), 0);
}

/** See proc_pid_smaps(5). MiB; none where it has ended. */
function pssOf(pid: number): number {
	try {
		return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}
