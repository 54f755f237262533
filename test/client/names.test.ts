/** What people and the child are called: said, changed, taken away again; a name too long changes nothing. */
import { expect, test } from 'vitest';
import { openDevice } from '../support/home.ts';
import { startServer } from '../support/start-server.ts';

test('the child’s name can be taken away again; a name too long, or none where one is needed, changes nothing', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor & Elias', childName: 'Ture' });
	await noor.sees((view) => view.unsent === 0 && view.childName === 'Ture');
	const long = 'å'.repeat(201);
	for (const verb of ['rename', 'nameChild'] as const) await expect(noor.does(verb, { name: long })).rejects.toMatchObject({ code: 'too-long' });
	await expect(noor.does('nameCircle', { title: long })).rejects.toMatchObject({ code: 'too-long' });
	await expect(noor.does('rename', { name: ' ' })).rejects.toMatchObject({ code: 'empty' });
	await expect(noor.does('nameCircle', { title: '' })).rejects.toMatchObject({ code: 'empty' });
	expect(await noor.view()).toMatchObject({ title: 'Noor & Elias', childName: 'Ture', me: { name: 'Noor' }, unsent: 0 });
	await noor.does('nameChild', { name: ' ' });
	await noor.sees((view) => view.unsent === 0 && view.childName === null);
	await using again = await noor.restart();
	expect((await again.view()).childName).toBeNull();
}, 30_000);
