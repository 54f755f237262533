/**
 * A place with people in it, to look around in: made-up people live through two years on a server of their own, and then there is a way in as each
 * of four of them. What comes after `--` goes to the server, such as `--port 6000`; without `--data` all of it is gone in the end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded, program } from '../build.ts';

const args = process.argv.slice(2);
try {
	await buildIfNeeded();
} catch (error) {
	console.error((error as Error).message);
	process.exit(1);
}
// Loaded once everything is in place: it brings the client's own code.
const [{ live, waysIn }, { serve }] = await Promise.all([import('../demo/fill.ts'), import('../demo/serve.ts')]);

const fresh = args.some((arg) => /^--data(=|$)/.test(arg)) ? null : mkdtempSync(join(tmpdir(), 'kvar-demo-'));
const tidy = (): void => {
	if (fresh !== null) rmSync(fresh, { recursive: true, force: true });
};
let told = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void (told = true));

try {
	const serving = await serve(program, [...args, ...(fresh === null ? [] : ['--data', fresh])]);
	console.log(`Kvar is at ${serving.origin}\nTwo years are being lived through. That takes about a minute.`);
	try {
		let shown = 0;
		const lived = await live(serving.origin, (share) => {
			const tenth = Math.floor(share * 10);
			if (told) throw new Error('Told to end.');
			if (tenth > shown) console.log(`${(shown = tenth)}0 %`);
		});
		const ways = await waysIn(lived, serving.origin, ['Noor', 'Elias', 'Ingrid', 'Malik']);
		await lived[Symbol.asyncDispose]();
		console.log('\nThey are all made up. A way in as each of four of them, every one in a browser window of its own (private windows will do):\n');
		for (const [name, link] of ways) console.log(`${name.padEnd(8)}${link}`);
		console.log(`\nCtrl-C ends it${fresh === null ? '.' : ', and all of it is gone.'}`);
		// Ctrl-C reaches the server too; a signal to this process alone is handed on.
		for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void serving.stop());
		process.exitCode = told ? await serving.stop() : await serving.ended;
	} catch (error) {
		await serving.stop();
		throw error;
	}
} catch (error) {
	if (!told) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
} finally {
	tidy();
}
