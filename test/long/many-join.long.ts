import { expect, test } from 'vitest';
import { openDevice } from '../support/home.ts';
import { startServer } from '../support/start-server.ts';

test('eighty people come in by one link at once, and each can answer', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.does('tellNews', { ring: 'all', text: 'det här hände', asking: null });
	await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	const { invitations } = await noor.sees((view) => view.unsent === 0 && view.invitations.length === 1);
	const link = invitations[0]?.share ?? '';
	await Promise.all(
		Array.from({ length: 80 }, async (_, i) => {
			const device = await openDevice(server.origin);
			await device.does('openInvitation', { text: link });
			const { told } = await device.sees((view) => view.told.length === 1, 60_000);
			await device.does('comeIn', { name: `Vän ${i}` });
			await device.does('answer', { to: told[0]?.id ?? '', kind: 'candle', text: '', motif: null });
			await device.sees((view) => view.unsent === 0, 60_000);
			await device[Symbol.asyncDispose]();
		})
	);
	const seen = await noor.sees((view) => view.told[0]?.answers.length === 80, 60_000);
	expect(new Set(seen.told[0]?.answers.map(({ author }) => author.name)).size).toBe(80);
	expect(seen.members.filter(({ parent }) => !parent)).toHaveLength(80);
	expect(seen.wrong).toEqual([]);
}, 180_000);
