import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './find-chromium.ts';
import type { Tally } from './tally.ts';
import { runTool } from './tool.ts';

interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Runs Vitest and counts its tests. */
export async function vitestSuite(tally: Tally, title: string, config: string, args: readonly string[]) {
	tally.heading(title);
	const { code, report } = await withReport<VitestReport>((file) =>
		runTool('vitest', ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args])
	);
	tally.suite(title, code, {
		passed: report?.numPassedTests ?? 0,
		failed: report?.numFailedTests ?? 0,
		skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
	});
}

/** Runs Playwright and counts its tests. One that passed at a second try only has failed; without a browser all of it has. */
export async function playwrightSuite(tally: Tally, title: string, args: readonly string[]) {
	tally.heading(title);
	const chromium = findChromium({ mayInstall: true });
	if (!chromium.found) return tally.fail(chromium.remedy);
	const { code, report } = await withReport<PlaywrightReport>((file) =>
		runTool('playwright', ['test', '--reporter=list,json', ...args], { PLAYWRIGHT_JSON_OUTPUT_NAME: file, KVAR_CHROMIUM: chromium.path })
	);
	const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
	tally.suite(title, code, { passed: expected, failed: unexpected + flaky, skipped });
}

/** The report is read from a file that the runner writes; null if it wrote none. */
async function withReport<Report>(run: (file: string) => Promise<number>): Promise<{ code: number; report: Report | null }> {
	const folder = mkdtempSync(join(tmpdir(), 'kvar-report-'));
	try {
		const file = join(folder, 'report.json');
		const code = await run(file);
		return { code, report: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null };
	} finally {
		rmSync(folder, { recursive: true });
	}
}
