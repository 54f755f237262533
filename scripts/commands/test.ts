import { buildIfNeeded } from '../build.ts';
import { findAge } from '../find-age.ts';
import { findExiftool } from '../find-exiftool.ts';
import { findPython } from '../find-python.ts';
import { findStrace } from '../find-strace.ts';
import { staticChecks } from '../static-checks.ts';
import { playwrightSuite, vitestSuite } from '../suites.ts';
import { Tally } from '../tally.ts';

const tally = new Tally();
await staticChecks(tally);
// Where one cannot be had, the test that needs it fails and says so.
findAge({ mayInstall: true });
findExiftool({ mayInstall: true });
findPython({ mayInstall: true });
findStrace({ mayInstall: true });
await vitestSuite(tally, 'tests without a browser', 'vitest.config.ts', []);

await tally.check('build', async () => {
	try {
		await buildIfNeeded();
		return 0;
	} catch (error) {
		console.error((error as Error).message);
		return 1;
	}
});

await playwrightSuite(tally, 'tests in a browser', []);
tally.close();
