import { buildIfNeeded } from '../build.ts';
import { playwrightSuite, vitestSuite } from '../suites.ts';
import { Tally } from '../tally.ts';

const tally = new Tally();
/** What is asked for by name may be in the one suite or the other. */
const names = process.argv.slice(2);
await buildIfNeeded();
await vitestSuite(tally, 'tests that take long', 'vitest.long.config.ts', names.length === 0 ? [] : [...names, '--passWithNoTests']);
await playwrightSuite(tally, 'tests in a browser that take long', [
	'--config',
	'e2e/long.config.ts',
	...(names.length === 0 ? [] : [...names, '--pass-with-no-tests'])
]);
tally.close();
