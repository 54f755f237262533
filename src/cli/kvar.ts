#!/usr/bin/env node
/** kvar: the program a host runs. Each command is a file of its own, loaded when it is asked for. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Beside the program and not in the system's folder for temporary files, where others on the machine could put code in.
process.env.KVAR_COMPILE_CACHE ??= fileURLToPath(new URL('../../.cache/compile', import.meta.url));
enableCompileCache(process.env.KVAR_COMPILE_CACHE);

const [command = 'help', ...args] = process.argv.slice(2);
const commands: Record<string, () => Promise<number>> = {
	serve: async () => (await import('./serve.ts')).serve(args),
	help: async () => (await import('./help.ts')).help(),
	'--help': async () => (await import('./help.ts')).help(),
	'--version': async () => (await import('./help.ts')).version()
};
const run = commands[command];
if (run === undefined) {
	console.error(`There is no command ${JSON.stringify(command)}. See: kvar help`);
	process.exitCode = 2;
} else {
	process.exitCode = await run();
}
