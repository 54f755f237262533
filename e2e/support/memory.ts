/** How much memory a program holds while something goes on: read from /proc again and again. */
import { readdirSync, readFileSync } from 'node:fs';

/** Between one look and the next, in milliseconds. */
const pause = 250;

export interface Watched {
	/** The most that all of them held together, in MiB, each page that several share counted once (Pss). */
	most(): number;
	[Symbol.dispose](): void;
}

/** Watches the process `first`, and whatever it has started. */
export function watchMemory(first: number): Watched {
	let most = 0;
	const look = setInterval(() => (most = Math.max(most, heldBy(first))), pause);
	return { most: () => most, [Symbol.dispose]: () => clearInterval(look) };
}

function heldBy(first: number): number {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
		try {
			parents.set(Number(name), Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]));
		} catch {
			// It has ended.
		}
	}
	const isOne = (pid: number | undefined): boolean => pid !== undefined && pid > 1 && (pid === first || isOne(parents.get(pid)));
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
