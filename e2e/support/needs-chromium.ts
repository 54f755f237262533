/** Says in one line what is missing, before the first test; the configuration itself can be read on a machine without a browser. */
import { findChromium } from '../../scripts/find-chromium.ts';

export default function needsChromium(): void {
	const chromium = findChromium();
	if (!chromium.found) throw new Error(chromium.remedy);
}
