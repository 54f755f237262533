import type { Tally } from './tally.ts';
import { runTool } from './tool.ts';

/** All that can be known without running the code. */
export async function staticChecks(tally: Tally) {
	// svelte-check, ESLint and knip read what SvelteKit generates from the routes.
	await tally.check('generated types', () => runTool('svelte-kit', ['sync']));
	await tally.check('types', () => runTool('svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']));
	await tally.check('lint', () => runTool('eslint', ['.', '--max-warnings', '0']));
	await tally.check('format', () => runTool('prettier', ['--check', '.', '--log-level', 'warn']));
	await tally.check('import rules', () => runTool('depcruise', ['src', '--config', '.dependency-cruiser.js', '--output-type', 'err-long']));
	await tally.check('import rules bite', () => runTool(process.execPath, ['scripts/import-rules/prove.ts']));
	await tally.check('unused code', () => runTool('knip', []));
}
