import { buildIfNeeded } from '../build.ts';
import { vitestSuite } from '../suites.ts';
import { Tally } from '../tally.ts';

const tally = new Tally();
await buildIfNeeded();
await vitestSuite(tally, 'tests that take long', 'vitest.long.config.ts', process.argv.slice(2));
tally.close();
