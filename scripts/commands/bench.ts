/**
 * Runs the benchmarks of bench/. With names, those, and their output is shown; without, all, and bench/RESULTS.md is written.
 * `--json` shows of each only its last line, a JSON object. What else begins with a dash is handed to the benchmarks.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { buildIfNeeded } from '../build.ts';
import { readResult, type BenchResult } from '../bench-result.ts';
import { resultsPage } from '../results-page.ts';
import { captureTool } from '../tool.ts';

const args = process.argv.slice(2);
const onlyJson = args.includes('--json');
const options = args.filter((arg) => arg.startsWith('-') && arg !== '--json');
const asked = args.filter((arg) => !arg.startsWith('-'));

const all = readdirSync('bench')
	.filter((file) => file.endsWith('.ts'))
	.map((file) => file.slice(0, -3))
	.sort();
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0 || all.length === 0) {
	console.error(`${unknown.length > 0 ? `There is no benchmark ${unknown.join(', ')}. ` : ''}There are: ${all.join(', ') || 'none yet'}.`);
	process.exit(1);
}

await buildIfNeeded();
const results: BenchResult[] = [];
for (const name of asked.length > 0 ? asked : all) {
	if (!onlyJson) console.log(`\n── ${name}`);
	const { code, output, stdout } = await captureTool(process.execPath, [`bench/${name}.ts`, ...options], { echo: !onlyJson });
	const result = readResult(stdout);
	if (code !== 0 || result === null) {
		if (onlyJson) console.error(output);
		console.error(`The benchmark ${name} ${code === 0 ? 'did not end with its figures' : `ended with code ${code}`}.`);
		process.exitCode = 1;
		continue;
	}
	results.push(result);
	if (onlyJson) console.log(JSON.stringify(result));
	for (const { what, value, op, bound } of result.must.filter(({ ok }) => ok === false)) {
		console.error(`${name}: ${what} is ${value}, and must be ${op} ${bound}.`);
		process.exitCode = 1;
	}
}

// Written even when a bound is not met: the page says so.
if (asked.length === 0 && results.length === all.length) {
	writeFileSync('bench/RESULTS.md', resultsPage(results));
	if (!onlyJson) console.log('\nWritten: bench/RESULTS.md');
}
