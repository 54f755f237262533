import { readdirSync } from 'node:fs';
import { buildIfNeeded } from '../build.ts';
import { playwrightSuite, vitestSuite } from '../suites.ts';
import { Tally } from '../tally.ts';

const tally = new Tally();
const names = process.argv.slice(2);
/** Without names all of it; a name may be of the one suite or the other. */
const isAsked = (folder: string): boolean => names.length === 0 || readdirSync(folder).some((file) => names.some((name) => file.includes(name)));
const inBrowser = isAsked('e2e/long');
await buildIfNeeded();
if (isAsked('test/long') || !inBrowser) await vitestSuite(tally, 'tests that take long', 'vitest.long.config.ts', names);
if (inBrowser) await playwrightSuite(tally, 'tests in a browser that take long', ['--config', 'e2e/long.config.ts', ...names]);
tally.close();
