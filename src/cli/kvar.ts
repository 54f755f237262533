#!/usr/bin/env node
/**
 * The commands of kvar, each a file of its own, loaded when it is asked for. A host starts what is built of this,
 * build/program/kvar.js; Node runs the sources as they are, too.
 */
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
