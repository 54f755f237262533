import { spawnSync } from 'node:child_process';
import { findOnMachine } from './find-on-machine.ts';
import { installPackage } from './install-package.ts';

export type Strace = { found: true; path: string } | { found: false; remedy: string };

const names = ['strace'];
const remedy = 'What is forced to the disk is seen by strace: install it (Debian: apt install strace).';

/** A strace that is there and may trace; with `mayInstall`, Debian's own package when this is Debian and we are root. */
export function findStrace({ mayInstall = false } = {}): Strace {
	const path = findOnMachine(names) ?? (mayInstall && installPackage('strace', 'the tests of what is on the disk') ? findOnMachine(names) : null);
	if (path === null) return { found: false, remedy };
	const { status } = spawnSync(path, ['-e', 'trace=fsync', 'true'], { stdio: 'ignore' });
	return status === 0 ? { found: true, path } : { found: false, remedy: 'strace may not trace here.' };
}
