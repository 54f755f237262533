import { spawnSync } from 'node:child_process';
import { findOnMachine } from './find-on-machine.ts';
import { installPackage } from './install-package.ts';

export type Python = { found: true; path: string } | { found: false; remedy: string };

const names = ['python3'];
const packages = ['python3-cbor2', 'python3-cryptography'];
const remedy = `The tests of the reader need Python 3.11 with cbor2 and cryptography: install them (Debian: apt install ${packages.join(' ')}).`;

/** A Python that can run tools/reader; with `mayInstall`, Debian's own packages when this is Debian and we are root. */
export function findPython({ mayInstall = false } = {}): Python {
	const path = able() ?? (mayInstall && packages.every((name) => installPackage(name, 'the tests of the reader')) ? able() : null);
	return path === null ? { found: false, remedy } : { found: true, path };
}

/** Debian's is looked at first: another on PATH may be without the two, and its own packages are nobody's to change. */
function able(): string | null {
	const path = findOnMachine(names);
	if (path === null) return null;
	const { status } = spawnSync(path, ['-c', 'import sys, cbor2, cryptography; sys.exit(sys.version_info < (3, 11))'], { stdio: 'ignore' });
	return status === 0 ? path : null;
}
