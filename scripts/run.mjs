/**
 * What every `npm run …` of this project goes through: puts the dependencies in place, then runs scripts/commands/NAME.ts
 * under Node 24. Needs nothing but Node 20 or newer and npm, so it is plain JavaScript without imports from node_modules.
 */
import { spawn } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install, isInstalled, nodeOfPackage } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...args] = process.argv.slice(2);
const names = readdirSync(join(root, 'scripts/commands')).map((file) => file.replace(/\.ts$/, ''));
if (name === undefined || !names.includes(name)) fail(`There is no command ${name ?? 'without a name'}. There are: ${names.join(', ')}.`);

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) fail(`This is Node ${process.versions.node}. Kvar starts with Node 20 or newer: install that, then try again.`);

process.chdir(root);
if (!isInstalled(root)) {
	const failure = await install(root);
	if (failure !== null) fail(failure);
}

const node = nodeOfPackage(root) ?? (major >= 24 ? process.execPath : null);
if (node === null) {
	fail(
		'Node 24, which Kvar runs on, is not in node_modules: its install script was not allowed to run, or there is none for this machine. Install Node 24 yourself, then try again.'
	);
}

// Whatever is started from here finds this Node and the tools of node_modules first.
process.env.PATH = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
const command = join(root, 'scripts/commands', `${name}.ts`);

if (isRunning(node)) {
	process.argv = [node, command, ...args];
	await import(pathToFileURL(command).href);
} else {
	const child = spawn(node, [command, ...args], { stdio: 'inherit' });
	// The child decides when to stop: a signal is handed on, and this process ends as the child did.
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function isRunning(path) {
	try {
		return realpathSync(path) === realpathSync(process.execPath);
	} catch {
		return false;
	}
}

/** @returns {never} */
function fail(sentence) {
	console.error(sentence);
	process.exit(1);
}
