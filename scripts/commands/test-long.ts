import { buildIfNeeded } from '../build.ts';
import { findChromium } from '../find-chromium.ts';
import { playwrightSuite, vitestSuite } from '../suites.ts';
import { Tally } from '../tally.ts';

const tally = new Tally();
await buildIfNeeded();
await vitestSuite(tally, 'tests that take long', 'vitest.long.config.ts', process.argv.slice(2));
const chromium = findChromium({ mayInstall: true });
if (chromium.found)
	await playwrightSuite(tally, 'tests in a browser that take long', chromium.path, ['--config', 'e2e/long.config.ts', ...process.argv.slice(2)]);
else {
	tally.heading('tests in a browser that take long');
	tally.fail(chromium.remedy);
}
tally.close();
