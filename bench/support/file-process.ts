/**
 * A client in a process of its own, so that its memory is its own: it encloses a file, sends it and reads it back, and says the most memory
 * it has held while it did so.
 *
 * node bench/support/file-process.ts ORIGIN PATH
 */
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { peakMiB } from './child.ts';
import { FileClient } from './file-client.ts';

const here = fileURLToPath(import.meta.url);

/** MiB. @throws Error with what it printed, where it ends otherwise than it should */
export async function runFileClient(origin: string, path: string, times: number): Promise<number> {
	const child = spawn(process.execPath, [here, origin, path, String(times)], { stdio: ['ignore', 'pipe', 'inherit'] });
	let printed = '';
	child.stdout.on('data', (chunk) => (printed += String(chunk)));
	const code = await new Promise((resolve) => child.once('close', resolve));
	const peak = Number(printed);
	if (code !== 0 || !(peak > 0)) throw new Error(`A client ended with ${String(code)}: ${printed}`);
	return peak;
}

if (process.argv[1] === here) {
	const [origin, path, times] = process.argv.slice(2) as [string, string, string];
	await using client = await FileClient.open(origin);
	for (let time = 0; time < Number(times); time++) {
		const film = await client.seal(path);
		await client.send(film);
		if ((await client.readBack(film)) !== film.film.size) throw new Error('Not all of it came back');
	}
	console.log(peakMiB(process.pid));
}
