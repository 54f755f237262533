/** Answers stay within the ring of what they answer, whatever a writer's program says; and the newest is read first. */
import { expect, test } from 'vitest';
import { addToOutbox } from '#replica/outbox.ts';
import { newestShown } from '#replica/load-circle.ts';
import { openDevice } from '../support/home.ts';
import { startServer } from '../support/start-server.ts';

test('an answer is never wider than what it answers: it is not sent, and where it comes it is not shown', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	const to = await noor.does('tellNews', { ring: 'us', text: 'Bara för oss två.', asking: null });
	const answer = { to, kind: 'words', text: 'Ut till alla.', motif: null } as const;
	for (const ring of ['close', 'all'] as const)
		await expect(noor.does('answer', { ...answer, ring })).rejects.toMatchObject({ code: 'wider-than-what-it-answers' });
	const { circle } = noor.home.circles.get(noor.home.current ?? '') ?? expect.fail('no circle');
	for (const ring of ['close', 'all'] as const) await addToOutbox(noor.home.store, circle, { ring, body: { type: 'answer', ...answer }, time: Date.now() });
	await noor.does('answer', { ...answer, ring: 'us', text: 'Här inne.' });
	await noor.does('wake', {});
	const { told } = await noor.sees(({ unsent }) => unsent === 0);
	expect(told.map(({ answers }) => answers.map(({ text }) => text))).toEqual([['Här inne.']]);
}, 30_000);

test('what was taken back is not set right: it would be read by nobody, and what was typed would be forgotten', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	const target = await noor.does('tellNews', { ring: 'us', text: 'Det regnar.', asking: null });
	await noor.sees(({ unsent }) => unsent === 0);
	await noor.does('takeBack', { target });
	await noor.does('keepDraft', { name: 'correct:it', draft: { text: 'Det snöar.' } });
	await expect(noor.does('correct', { target, text: 'Det snöar.', asking: null, draft: 'correct:it' })).rejects.toMatchObject({ code: 'not-found' });
	expect(await noor.does('readDraft', { name: 'correct:it' })).toEqual({ text: 'Det snöar.' });
	const { told, wrong } = await noor.sees(({ unsent }) => unsent === 0);
	expect([told.map(({ text }) => text), wrong]).toEqual([[''], []]);
});

test('of a long log the newest is read first, then what is behind it, once', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	const texts = Array.from({ length: newestShown + 150 }, (_, i) => `Rad ${i + 1}`);
	for (const text of texts) await noor.does('tellNews', { ring: 'all', text, asking: null });
	await noor.does('invite', { ring: 'all', label: '', many: true, form: 'link', parent: false, greeting: '' });
	const { invitations } = await noor.sees(({ unsent }) => unsent === 0, 30_000);
	const asked: string[] = [];
	const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
	await using malik = await openDevice(server.origin, {
		async fetch(input, init) {
			const { pathname, searchParams } = new URL(String(input));
			if (pathname.endsWith('/entries')) {
				// What is behind comes only once the newest has been looked at.
				if (asked.push(searchParams.get('limit') ?? '') > 1) await mayGoOn;
			}
			return fetch(input, init);
		}
	});
	await malik.does('openInvitation', { text: invitations[0]?.share ?? '' });
	const first = await malik.sees(({ told }) => told.length > 0);
	expect(asked[0]).toBe(String(newestShown));
	expect(first.told[0]?.text).toBe(texts.at(-1));
	expect(first.told.length).toBeLessThanOrEqual(newestShown);
	goOn();
	await expect.poll(async () => (await malik.does('showEarlier', {}), (await malik.view()).told.length), { timeout: 10_000 }).toBe(texts.length);
	expect((await malik.view()).told.map(({ text }) => text)).toEqual([...texts].reverse());
}, 60_000);

test('asked twice with one id it is said once, also after it has come back; other words under it are said as something of their own', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	const to = await noor.does('tellNews', { ring: 'us', text: 'Bara för oss två.', asking: null });
	const candle = { to, kind: 'candle', text: '', motif: null, burns: 168, id: 'ab'.repeat(16) } as const;
	const candles = ({ told }: Awaited<ReturnType<typeof noor.view>>) => told[0]?.answers.map(({ text }) => text);
	await noor.does('answer', candle);
	await noor.sees(({ unsent, told }) => unsent === 0 && told[0]?.answers[0]?.state === 'settled');
	await noor.does('answer', candle);
	expect(candles(await noor.view())).toEqual(['']);
	await noor.does('answer', { ...candle, text: 'och några ord' });
	expect(candles(await noor.view())?.sort()).toEqual(['', 'och några ord']);
}, 30_000);
