/** `npm run screens`: every screen in all eight variants and one contact sheet a screen, into screens/. Not a test of anything. */
import base from '../playwright.config.ts';

export default { ...base, testDir: 'screens', outputDir: '../test-results', testIgnore: [], workers: 1, timeout: 20 * 60_000, reporter: 'list' as const };
