/** `npm run dev`: the same API in front of pages that change as one edits. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { begins } from './support/doing.ts';
import { freePort } from './support/host.ts';
import { newPerson } from './support/person.ts';

test('a family begins a place on the development server', async ({ browser }) => {
	const data = mkdtempSync(join(tmpdir(), 'kvar-dev-'));
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const dev = spawn(process.execPath, ['scripts/run.mjs', 'dev', '--port', String(port), '--strictPort'], {
		env: { ...process.env, KVAR_DATA: data },
		stdio: 'ignore'
	});
	const ended = new Promise((resolve) => dev.once('exit', resolve));
	try {
		await expect
			.poll(
				() =>
					fetch(`${origin}/api/health`).then(
						({ status }) => status,
						() => 0
					),
				{ timeout: 60_000 }
			)
			.toBe(200);
		await using noor = await newPerson(browser, origin, 'Noor');
		await begins(noor, 'Noor', 'Noor & Elias', '');
		await expect(noor.page.getByText(noor.t('today.nothing'))).toBeVisible();
	} finally {
		dev.kill('SIGTERM');
		await ended;
		rmSync(data, { recursive: true, force: true });
	}
});
