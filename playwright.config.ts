import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.ts';

const chromium = findChromium();

/** The tests start their own servers, each with its own folder of data, so none is started here. */
export default defineConfig({
	testDir: 'e2e',
	testIgnore: '**/{screens,long}/**',
	globalSetup: fileURLToPath(new URL('./e2e/support/needs-chromium.ts', import.meta.url)),
	outputDir: 'test-results',
	timeout: 120_000,
	expect: { timeout: 15_000 },
	workers: 2,
	forbidOnly: Boolean(process.env.CI),
	reporter: 'list',
	use: {
		trace: 'off',
		actionTimeout: 15_000,
		launchOptions: {
			...(chromium.found ? { executablePath: chromium.path } : {}),
			// It must run as root in a container, and talk to nobody but our server.
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});
