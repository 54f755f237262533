/** News told anew to more people, or to fewer: who then reads what, and that nothing that was given is lost or shown to others. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ring } from '#domain/ring.ts';
import type { CircleView } from '#domain/view.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';
import { circleOf, settled, textsOf } from '../support/seen.ts';

const id = '0123456789abcdef0123456789abcdef';
let server: StartedServer;
let noor: TestDevice;
let ingrid: TestDevice;
let malik: TestDevice;
const open: TestDevice[] = [];

beforeEach(async () => {
	server = await startServer();
	noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: (await noor.sees(settled)).invitations[0]?.share ?? '' });
	await malik.does('comeIn', { name: 'Malik' });
	ingrid = await letIn(server.origin, noor, 'Ingrid', 'close');
	open.push(noor, malik, ingrid);
}, 30_000);
afterEach(async () => {
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

/** Noor tells `text` to `ring`; each of `who` answers it. Gives its id. */
async function told(ring: Ring, text: string, who: readonly TestDevice[]): Promise<string> {
	const to = await noor.does('tellNews', { ring, text, asking: null });
	for (const [i, one] of who.entries()) {
		await one.sees((view) => textsOf(view).includes(text));
		await one.does('answer', { to, kind: 'words', text: `svar ${i}`, motif: null });
		await noor.sees((view) => settled(view) && textsOf(view).includes(`svar ${i}`));
	}
	return to;
}
const shown = ({ told }: CircleView) => told.map((one) => [one.ring, one.text, one.takenBack, one.answers.map(({ text, ring }) => `${text} ${ring}`)]);

test('to more people: they read it anew and nothing else; the answers stand with it for those who could read them, and for nobody else', async () => {
	const target = await told('close', 'först', [ingrid]);
	expect(await noor.does('retell', { target, ring: 'all', text: 'sedan', asking: 'ask', id })).toBe(id);
	await malik.sees((view) => textsOf(view).includes('sedan'));
	await noor.sees(settled);
	for (const one of [noor, ingrid])
		expect(shown(await one.sees((view) => textsOf(view).includes('sedan') && !textsOf(view).includes('först')))).toEqual([
			['all', 'sedan', false, ['svar 0 close']]
		]);
	expect(shown(await malik.view())).toEqual([['all', 'sedan', false, []]]);
	// Not even that it was told before.
	expect([circleOf(malik).fold.retold.size, circleOf(malik).fold.told.size]).toEqual([0, 1]);
	const again = await ingrid.restart();
	open.push(again);
	expect(shown(await again.sees((view) => !textsOf(view).includes('först')))).toEqual([['all', 'sedan', false, ['svar 0 close']]]);
	expect((await again.view()).wrong).toEqual([]);
}, 30_000);

test('to fewer: the others see that it was taken back, and keep their own answer; what they gave stands with the new for those who are left', async () => {
	const target = await told('all', 'först', [ingrid, malik]);
	await noor.does('retell', { target, ring: 'close', text: 'bara för er', asking: null, id });
	for (const one of [noor, ingrid])
		expect(shown(await one.sees((view) => textsOf(view).includes('bara för er') && !textsOf(view).includes('först')))).toEqual([
			['close', 'bara för er', false, ['svar 1 all', 'svar 0 all']]
		]);
	const view = await malik.sees(({ told }) => told[0]?.takenBack === true);
	expect(shown(view)).toEqual([['all', '', true, ['svar 1 all', 'svar 0 all']]]);
	expect(view.wrong).toEqual([]);
}, 30_000);

test('broken off after the new was told it goes on when asked again; asked once more it is told once', async () => {
	const target = await told('close', 'först', []);
	// As it would be left: the new is there, and the earlier still stands.
	await noor.does('tellNews', { ring: 'all', text: 'sedan', asking: null, id });
	expect(textsOf(await noor.view()).sort()).toEqual(['först', 'sedan']);
	for (let i = 0; i < 2; i++) {
		await noor.does('retell', { target, ring: 'all', text: 'sedan', asking: null, id });
		await noor.sees(settled);
	}
	expect(shown(await noor.view())).toEqual([['all', 'sedan', false, []]]);
	await malik.sees((view) => textsOf(view).join() === 'sedan');
	expect((await noor.view()).wrong).toEqual([]);
}, 30_000);

test('only one’s own news, as it still stands, and to another ring than it has', async () => {
	const target = await told('close', 'först', [ingrid]);
	const answer = (await noor.view()).told[0]?.answers[0]?.id ?? '';
	const wish = { target, ring: 'all', text: 'sedan', asking: null, id } as const;
	await expect(noor.does('retell', { ...wish, ring: 'close' })).rejects.toMatchObject({ code: 'same-ring' });
	await expect(noor.does('retell', { ...wish, target: answer })).rejects.toMatchObject({ code: 'not-yours' });
	await expect(ingrid.does('retell', wish)).rejects.toMatchObject({ code: 'not-a-parent' });
	await noor.does('takeBack', { target });
	await expect(noor.does('retell', wish)).rejects.toMatchObject({ code: 'not-found' });
	expect(textsOf(await noor.view())).toEqual(['svar 0']);
}, 30_000);
