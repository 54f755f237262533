import { findOnMachine } from './find-on-machine.ts';
import { installPackage } from './install-package.ts';

export type Exiftool = { found: true; path: string } | { found: false; remedy: string };

const names = ['exiftool'];
const remedy = 'The tests of what a cleaned picture still tells need ExifTool: install it (Debian: apt install libimage-exiftool-perl).';

/** An ExifTool that is there; with `mayInstall`, Debian's own package when this is Debian and we are root. */
export function findExiftool({ mayInstall = false } = {}): Exiftool {
	const path = findOnMachine(names) ?? (mayInstall && installPackage('libimage-exiftool-perl', 'the tests of pictures') ? findOnMachine(names) : null);
	return path === null ? { found: false, remedy } : { found: true, path };
}
