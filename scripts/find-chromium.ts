import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Chromium = { found: true; path: string } | { found: false; remedy: string };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const remedy = 'The tests in a browser need Chromium: install it (Debian: apt install chromium) or set KVAR_CHROMIUM to the path of one.';

/** A Chromium that is there; with `mayInstall`, Debian's own package when this is Debian and we are root. */
export function findChromium({ mayInstall = false } = {}): Chromium {
	const asked = process.env.KVAR_CHROMIUM;
	if (asked)
		return isProgram(asked) ? { found: true, path: asked } : { found: false, remedy: `KVAR_CHROMIUM names ${asked}, and there is no program of that name.` };

	const path = onThisMachine() ?? (mayInstall && isDebianAsRoot() && installPackage() ? onThisMachine() : null);
	return path === null ? { found: false, remedy } : { found: true, path };
}

function onThisMachine(): string | null {
	const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
	return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function isDebianAsRoot(): boolean {
	if (process.getuid?.() !== 0) return false;
	try {
		return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
	} catch {
		return false;
	}
}

function installPackage(): boolean {
	console.log('Installing Debian’s package chromium for the tests in a browser. This is done once.');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [['update'], ['install', '-y', 'chromium']]) {
		const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
		if (status !== 0) {
			console.error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`);
			return false;
		}
	}
	return true;
}
