import { findOnMachine, isProgram } from './find-on-machine.ts';
import { installPackage } from './install-package.ts';

export type Chromium = { found: true; path: string } | { found: false; remedy: string };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const remedy = 'The tests in a browser need Chromium: install it (Debian: apt install chromium) or set KVAR_CHROMIUM to the path of one.';

/** A Chromium that is there; with `mayInstall`, Debian's own package when this is Debian and we are root. */
export function findChromium({ mayInstall = false } = {}): Chromium {
	const asked = process.env.KVAR_CHROMIUM;
	if (asked)
		return isProgram(asked) ? { found: true, path: asked } : { found: false, remedy: `KVAR_CHROMIUM names ${asked}, and there is no program of that name.` };

	const path = findOnMachine(names) ?? (mayInstall && installPackage('chromium', 'the tests in a browser') ? findOnMachine(names) : null);
	return path === null ? { found: false, remedy } : { found: true, path };
}
