/** What a server has said to be here is on its disk: seen by the calls that the program makes, in their order (strace). */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { partSize } from '#wire/api.ts';
import { RawCircle } from '../support/raw-circle.ts';
import { begin, login } from '../support/raw-client.ts';
import { beginFile, newFile, sendPart } from '../support/raw-file.ts';
import { startTraced } from '../support/traced.ts';

let data: string;
beforeEach(() => {
	// The kernel names files by their true paths.
	data = mkdtempSync(join(realpathSync(tmpdir()), 'kvar-on-disk-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

test('a file and its name are on the disk before it is begun, and each part before it is said to be here', { timeout: 120_000 }, async () => {
	const server = await startTraced(data);
	const circle = await RawCircle.begin();
	await begin(server.site, circle);
	const me = await login(server.site, circle.id, circle.founder);
	const file = await newFile(partSize + 1000);
	await beginFile(me, file);
	const [first] = file.parts;
	await sendPart(me, file, 0, 0, first?.slice(0, 100_000));
	await sendPart(me, file, 0, 100_000);
	await sendPart(me, file, 1);
	const answers = await server.end();

	const begun = answers.findIndex((did) => did.includes('the file is made'));
	const row = ['the row is written', 'the row is on the disk'];
	const name = ['the folder of all files is on the disk', 'the file is made', 'the file is on the disk', 'the folder is on the disk'];
	expect(answers.slice(begun, begun + 4)).toEqual([
		[...name, ...row],
		// Of a part that is not full nothing is promised but for as long as the server lives.
		['the file is written'],
		['the file is written', 'the file is on the disk', ...row],
		['the file is written', 'the file is on the disk', ...row]
	]);
});
