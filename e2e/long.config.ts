/** What takes minutes in a browser, and roads beside the story: every page by axe, odd browsers, lies met on a screen. `npm run test:long` runs it, after what takes minutes without one. */
import base from '../playwright.config.ts';

export default { ...base, testDir: 'long', outputDir: '../test-results', testIgnore: [], timeout: 20 * 60_000 };
