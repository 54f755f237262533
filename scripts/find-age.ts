import { findOnMachine } from './find-on-machine.ts';
import { installPackage } from './install-package.ts';

export type Age = { found: true; path: string } | { found: false; remedy: string };

const names = ['age'];
const remedy = 'That an archive opens without Kvar is seen by age: install it (Debian: apt install age).';

/** An age that is there; with `mayInstall`, Debian's own package when this is Debian and we are root. */
export function findAge({ mayInstall = false } = {}): Age {
	const path = findOnMachine(names) ?? (mayInstall && installPackage('age', 'the tests of archives') ? findOnMachine(names) : null);
	return path === null ? { found: false, remedy } : { found: true, path };
}
