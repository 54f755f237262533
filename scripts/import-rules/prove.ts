/** Lays the planted violations into a folder of their own, and fails unless every rule finds its own and none finds another. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import config from '../../.dependency-cruiser.js';
import { allowed, libraries, partsOfSvelte, plants } from './plants.ts';

const root = process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kvar-import-rules-')));
try {
	const found = await violationsIn(folder);
	const planted = plants.map(({ rule, file }) => `${rule} in ${file}`);
	const rules = (config.forbidden ?? []).map(({ name }) => name ?? 'a rule without a name');

	const complaints = [
		...rules.filter((name) => !plants.some(({ rule }) => rule === name)).map((name) => `No violation of ${name} is planted.`),
		...planted.filter((violation) => !found.includes(violation)).map((violation) => `Not found, though planted: ${violation}.`),
		...found.filter((violation) => !planted.includes(violation)).map((violation) => `Found, though not planted: ${violation}.`)
	];
	for (const complaint of complaints) console.error(complaint);
	console.log(`${rules.length} rules, ${plants.length} planted violations, ${complaints.length} complaints`);
	process.exitCode = complaints.length > 0 ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true });
}

async function violationsIn(baseDir: string): Promise<string[]> {
	// The names that lead to folders come from the real package.json: were they wrong there, they would be wrong here.
	const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: Record<string, string> };
	lay('package.json', JSON.stringify({ type: 'module', imports, dependencies: Object.fromEntries(['svelte', ...libraries].map((name) => [name, '*'])) }));
	for (const name of libraries) {
		lay(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
		lay(`node_modules/${name}/index.js`, '');
	}
	for (const part of partsOfSvelte) lay(`node_modules/svelte/${part}.js`, '');
	for (const [file, source] of Object.entries(allowed)) lay(file, source);
	for (const { file, source } of plants) lay(file, source);

	process.chdir(baseDir);
	const { enhancedResolveOptions, ...options } = config.options ?? {};
	const { output } = await cruise(
		['src'],
		{ ...options, ruleSet: { forbidden: config.forbidden ?? [] }, validate: true, baseDir },
		enhancedResolveOptions as never
	);
	process.chdir(root);
	const { violations } = (output as ICruiseResult).summary;
	return [...new Set(violations.map(({ rule, from }) => `${rule.name} in ${from}`))];

	function lay(file: string, source: string) {
		const path = join(baseDir, file);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, source);
	}
}
