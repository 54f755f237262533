import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { captureTool } from './tool.ts';

const sources = ['src', 'messages', 'static', 'vite.config.ts', 'vite.program.config.ts', 'package.json', 'package-lock.json'];
const stamp = 'build/.kvar-built';

/** What a host runs, once it is built. */
export const program = fileURLToPath(new URL('../build/program/kvar.js', import.meta.url));

/** Builds pages and program into build/, unless what is there was made from these very sources. @throws when it cannot be built. */
export async function buildIfNeeded(): Promise<void> {
	const wanted = await hashOfSources();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
	console.error('Building Kvar, as its sources have changed.');
	// Gone first: a build broken off must not pass for a whole one.
	rmSync(stamp, { force: true });
	// The pages first: they clear the folder.
	for (const config of ['vite.config.ts', 'vite.program.config.ts']) {
		const { code, output } = await captureTool('vite', ['build', '--config', config, '--logLevel', 'warn']);
		if (code !== 0) throw new Error(`Kvar could not be built (${config}):\n${output}`);
	}
	writeFileSync(stamp, wanted);
}

/** Of names and contents: a few hundred small files are read in some milliseconds, and times of change can lie. */
async function hashOfSources(): Promise<string> {
	const files = (await Promise.all(sources.map(filesIn)))
		.flat()
		.filter((file) => !/\.(test|spec)\.ts$/.test(file))
		.sort();
	const contents = await Promise.all(files.map((file) => readFile(file)));
	const hash = createHash('sha256').update(process.version);
	for (const [i, content] of contents.entries()) hash.update(`\0${files[i]}\0${content.length}\0`).update(content);
	return hash.digest('hex');
}

async function filesIn(path: string): Promise<string[]> {
	if (!existsSync(path)) return [];
	if (statSync(path).isFile()) return [path];
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
