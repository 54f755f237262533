/** What takes minutes in a browser; `npm run test:long` runs it, after what takes minutes without one. */
import base from '../playwright.config.ts';

export default { ...base, testDir: 'long', outputDir: '../test-results', testIgnore: [], workers: 1, timeout: 20 * 60_000 };
