/** What is enclosed and comes otherwise than it was sealed: it is not shown, and that is said. */
import { describe, expect, test } from 'vitest';
import type { Picture, SealedFile } from '#domain/enclosed.ts';
import { sealedSize } from '#crypto/records.ts';
import { makeRoom } from '#replica/files.ts';
import { drawn } from '../support/drawn.ts';
import { circleOf, lineOf, settled } from '../support/seen.ts';
import { bytesOf, told, here, twoWhoShow } from '../support/two-who-show.ts';

const at = twoWhoShow();
const { tells, looksAt } = at;

describe('what comes otherwise than it was sealed', () => {
	const change = (how: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) => {
		at.server.lies = {
			afterwards: ({ method, path }, { status, body }) =>
				method === 'GET' && path.includes('/files/') && status === 206 ? new Response(how(body.slice()), { status: 206 }) : undefined
		};
	};
	test.each<[string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>]>([
		['a bit of it flipped', (bytes) => bytes.with(200_000, (bytes[200_000] as number) ^ 4) as Uint8Array<ArrayBuffer>],
		['cut', (bytes) => bytes.slice(0, 150_000)],
		[
			'two of its records exchanged',
			(bytes) => new Uint8Array([...bytes.slice(0, 21), ...bytes.slice(65_557, 131_093), ...bytes.slice(21, 65_557), ...bytes.slice(131_093)])
		],
		['nothing of it', () => new Uint8Array(0)]
	])('%s: it is not shown, it is said, nothing of it is kept, and once it comes as it was it is shown', async (_, how) => {
		const file = drawn();
		await tells(at.noor, file);
		await at.ingrid.sees((view) => told(view) !== undefined);
		change(how);
		await expect(looksAt(at.ingrid)).rejects.toMatchObject({ code: 'file-broken' });
		expect(here(at.ingrid)).toBe(0);
		at.server.lies = {};
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(file));
	});

	test('another file of the same place in its stead is not shown', async () => {
		const [one, two] = [drawn(), drawn()];
		await tells(at.noor, one, 'ett');
		await tells(at.noor, two, 'två');
		const view = await at.ingrid.sees(({ told }) => told.length === 2);
		const [second, first] = view.told.map(({ enclosed }) => enclosed[0] as Picture) as [Picture, Picture];
		at.server.lies = { answer: async (call, ask) => (call.path.includes(idIn(first)) ? { ...(await ask()), ...(await stolen(second)) } : ask()) };
		await expect(at.ingrid.does('openFile', { file: first.screen })).rejects.toMatchObject({ code: 'file-broken' });
	});
	const idIn = ({ screen }: Picture): string => Buffer.from(screen.id, 'hex').toString('base64url');
	const stolen = async ({ screen }: Picture) => {
		const stream = await at.ingrid.home.api.readFile(lineOf(at.noor).session, Uint8Array.from(Buffer.from(screen.id, 'hex')), 0, screen.size + 100);
		return { status: 206, body: new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer()) };
	};

	test('what is kept of others has a bound: what came longest ago goes, and is fetched again when it is looked at', async () => {
		await tells(at.noor, drawn(), 'Ett.');
		await tells(at.noor, drawn(), 'Två.');
		await at.noor.sees(settled);
		const view = await at.ingrid.sees(({ told }) => told.length === 2);
		const [second, first] = view.told.map(({ enclosed }) => (enclosed[0] as Picture).screen) as [SealedFile, SealedFile];
		for (const file of [first, second]) await at.ingrid.does('openFile', { file });
		const circle = circleOf(at.ingrid);
		await makeRoom(at.ingrid.home.store, circle, 0, 2 * sealedSize(first.size));
		expect([circle.files.has(first.id), circle.files.has(second.id), here(at.ingrid)]).toEqual([true, true, 2]);
		await makeRoom(at.ingrid.home.store, circle, 1, 2 * sealedSize(first.size));
		expect([circle.files.has(first.id), circle.files.has(second.id), here(at.ingrid)]).toEqual([false, true, 1]);
		expect((await at.ingrid.does('openFile', { file: first })).size).toBe(first.size);
		// What one has sealed oneself stays.
		await makeRoom(at.noor.home.store, circleOf(at.noor), 0, 0);
		expect(circleOf(at.noor).files.size).toBe(4);
	});

	test('a file that is not there is said to be gone', async () => {
		await tells(at.noor, drawn());
		await at.ingrid.sees((view) => told(view) !== undefined);
		at.server.lies = {
			instead: ({ path }) =>
				path.includes('/files/')
					? Response.json({ type: 'urn:kvar:problem:not-found', title: 'no', status: 404, code: 'not-found', remedy: '' }, { status: 404 })
					: undefined
		};
		await expect(looksAt(at.ingrid)).rejects.toMatchObject({ code: 'file-gone' });
	});

	test('what this device keeps was changed on its disk: it is asked for anew', async () => {
		const file = drawn();
		await tells(at.noor, file);
		await at.ingrid.sees((view) => told(view) !== undefined);
		await looksAt(at.ingrid);
		for (const [name, bytes] of at.ingrid.store.files.bytes) at.ingrid.store.files.bytes.set(name, bytes.with(5, 1) as Uint8Array<ArrayBuffer>);
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(file));
	});
});
