import { buildIfNeeded } from '../build.ts';
import { findChromium } from '../find-chromium.ts';
import { runTool } from '../tool.ts';

const chromium = findChromium({ mayInstall: true });
if (!chromium.found) {
	console.error(chromium.remedy);
	process.exit(1);
}
await buildIfNeeded();
process.exitCode = await runTool('playwright', ['test', '--config', 'e2e/screens.config.ts', ...process.argv.slice(2)], { KVAR_CHROMIUM: chromium.path });
