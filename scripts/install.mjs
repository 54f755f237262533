/** Puts exactly what package-lock.json names into node_modules, once. Part of the bootstrap: no imports from node_modules. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const stampOf = (root) => join(root, 'node_modules/.kvar-installed');

/** The Node that the package `node` brings, if its install script put it in place. */
export function nodeOfPackage(root) {
	const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
	try {
		accessSync(node, constants.X_OK);
		return node;
	} catch {
		return null;
	}
}

export function isInstalled(root) {
	const wanted = wantedHash(root);
	if (existsSync(stampOf(root))) {
		if (readFileSync(stampOf(root), 'utf8') === wanted) return true;
	}
	// Somebody ran npm by hand: that is as good, if all of the lock file is there.
	if (!isLockFulfilled(root)) return false;
	writeFileSync(stampOf(root), wanted);
	return true;
}

/** What decides on node_modules: the lock file, and what package.json says about dependencies. */
function wantedHash(root) {
	const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = readJson(join(root, 'package.json'));
	return createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.update(JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides, allowScripts]))
		.digest('hex');
}

/** Compares the lock file with the one that npm leaves in node_modules once it is done. */
function isLockFulfilled(root) {
	const left = join(root, 'node_modules/.package-lock.json');
	if (!existsSync(left) || nodeOfPackage(root) === null) return false;
	const wanted = readJson(join(root, 'package-lock.json')).packages;
	const have = readJson(left).packages;
	const { dependencies, devDependencies } = readJson(join(root, 'package.json'));
	if (!isDeepStrictEqual([wanted[''].dependencies, wanted[''].devDependencies], [dependencies, devDependencies])) return false;
	for (const [path, { version, integrity, optional, devOptional, peer }] of Object.entries(wanted)) {
		if (path === '') continue;
		const found = have[path];
		if (found === undefined ? !(optional || devOptional || peer) : found.version !== version || found.integrity !== integrity) return false;
	}
	return true;
}

/** @returns {Promise<string | null>} null, or what went wrong and what to do about it. */
export async function install(root) {
	console.error('Installing what Kvar is built with. This is done once and takes a minute or two.');
	// A Node inside node_modules would be swept away under npm's feet.
	const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.split(sep).includes('node_modules'));
	const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
	const npmOfCaller = process.env.npm_execpath;
	const [program, args] = basename(npmOfCaller ?? '') === 'npm-cli.js' ? ['node', [npmOfCaller, ...options]] : ['npm', options];
	const { code, output } = await run(program, args, {
		cwd: root,
		env: { ...process.env, PATH: path.join(delimiter) }
	});
	if (code !== 0) return `${shortened(output)}\n\nnpm could not install the dependencies; above it says why. ${remedy}`;
	writeFileSync(stampOf(root), wantedHash(root));
	return null;
}

const remedy =
	'Kvar needs the npm registry this once: check the network and any proxy, and that the disk has 600 MB free, then try again. ' +
	'If you have changed package.json, `npm install` brings the lock file along.';

/** npm says what is wrong first, and then how it is used. */
const shortened = (output) =>
	output
		.split('\n')
		.filter((line) => !/^(npm error)?\s*$/.test(line))
		.slice(0, 12)
		.join('\n');

function run(program, args, options) {
	return new Promise((resolve) => {
		const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
		child.on('error', (error) => resolve({ code: 1, output: `${program} could not be started: ${error.message}` }));
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
	});
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
