import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Installs a package of Debian when this is Debian and we are root; false if it did not. `what` says what it is for. */
export function installPackage(name: string, what: string): boolean {
	if (!isDebianAsRoot()) return false;
	console.log(`Installing Debian’s package ${name} for ${what}. This is done once.`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [['update'], ['install', '-y', name]]) {
		const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
		if (status !== 0) {
			console.error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`);
			return false;
		}
	}
	return true;
}

function isDebianAsRoot(): boolean {
	if (process.getuid?.() !== 0) return false;
	try {
		return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
	} catch {
		return false;
	}
}
