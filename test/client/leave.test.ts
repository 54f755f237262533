/** Leaving a place, with one's words or without; and erasing oneself: what is gone is gone from the host, from the others and from here, and the logs still verify. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyControl, replayControl } from '#membership/apply.ts';
import { keyOf } from '#replica/circle.ts';
import { createApi } from '#sync/api.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { circleOf, lineOf, memberOf, settled, textsOf } from '../support/seen.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

let server: StartedServer;
const open: TestDevice[] = [];
const device = async (): Promise<TestDevice> => {
	const one = await openDevice(server.origin);
	open.push(one);
	return one;
};
const isSent = ({ home }: TestDevice) => [...home.circles.values()].every(({ circle }) => circle.outbox.length === 0);
const names = (seen: { members: readonly { name: string }[] }) => seen.members.map(({ name }) => name).sort();

let noor: TestDevice, elias: TestDevice, ingrid: TestDevice;
beforeEach(async () => {
	server = await startServer();
	noor = await device();
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: 'Liv' });
	elias = await letIn(server.origin, noor, 'Elias', 'us', { parent: true });
	ingrid = await letIn(server.origin, noor, 'Ingrid', 'close');
	open.push(elias, ingrid);
	await noor.does('tellNews', { ring: 'close', text: 'från Noor', asking: null });
	await noor.sees(settled);
	await ingrid.sees((seen) => textsOf(seen).includes('från Noor'));
	const to = (await ingrid.view()).told[0]?.id ?? '';
	await ingrid.does('answer', { to, kind: 'words', text: 'från Ingrid', motif: null });
	await noor.sees((seen) => textsOf(seen).includes('från Ingrid'));
	for (const one of open) await expect.poll(() => isSent(one), { timeout: 8_000 }).toBe(true);
});
afterEach(async () => {
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

test('a guest leaves: their words stay, they are no longer there, and nothing that comes after opens with what they had', async () => {
	const before = circleOf(ingrid).rings.get('close')?.keys.size;
	await ingrid.does('leave', { erase: false });
	const seen = await ingrid.sees(({ standing }) => standing === 'ended');
	expect([seen.ended?.why, seen.told]).toEqual(['left', []]);
	await noor.sees((view) => view.members.length === 2);
	expect(textsOf(await noor.view())).toContain('från Ingrid');
	const epochs = circleOf(noor).state.rings.close.epochs.length;
	await noor.does('tellNews', { ring: 'close', text: 'efteråt', asking: null });
	await noor.sees(settled);
	await elias.sees((view) => textsOf(view).includes('efteråt'));
	// With a key that Ingrid never had.
	expect(circleOf(noor).state.rings.close.epochs.length).toBe(epochs + 1);
	expect(before).toBeGreaterThan(0);
	expect([(await noor.view()).wrong, (await elias.view()).wrong]).toEqual([[], []]);
	await expect.poll(() => [...ingrid.store.tables.keys.keys()].filter((key) => key === keyOf.circle(circleOf(ingrid).id))).toEqual([]);
});

test('a guest leaves with their words, however long ago: they are gone from everybody, and the log is whole', async () => {
	const to = (await ingrid.view()).told[0]?.id ?? '';
	for (let i = 0; i < 330; i++) await ingrid.does('answer', { to, kind: 'words', text: `ord ${i}`, motif: null });
	await ingrid.does('correct', { target: (await ingrid.view()).told[0]?.answers.find(({ mine }) => mine)?.id ?? '', text: 'rättat', asking: null });
	await noor.sees((view) => textsOf(view).includes('rättat') && textsOf(view).includes('ord 328'), 20_000);
	await expect.poll(() => isSent(ingrid), { timeout: 20_000 }).toBe(true);
	// The newest two hundred alone are looked at when a device is opened.
	const reopened = await ingrid.restart();
	open.push(reopened);
	expect(textsOf(await reopened.view())).not.toContain('ord 0');
	await reopened.does('leave', { erase: true });
	const left = await noor.sees((view) => view.members.length === 2 && textsOf(view).every((text) => text === 'från Noor'));
	expect(left.wrong).toEqual([]);
	const { api, session } = lineOf(noor);
	const [, , entries] = await api.newer(session, 'close', 0);
	expect(entries.filter(([, body]) => body === null).length).toBeGreaterThanOrEqual(200);
	// Somebody who reads it all anew meets nothing wrong.
	const again = await noor.restart();
	open.push(again);
	expect((await again.sees((view) => view.members.length === 2)).wrong).toEqual([]);
}, 60_000);

test('a parent leaves where another stays; the last one does not, and nobody is erased by it', async () => {
	await noor.does('eraseCircle', { yes: true });
	await elias.sees(({ erasing }) => erasing.length === 1);
	await elias.does('leave', { erase: false });
	await elias.sees(({ ended }) => ended?.why === 'left');
	const view = await noor.sees(({ members }) => members.length === 2);
	expect([names(view), view.erasing, view.standing]).toEqual([['Ingrid', 'Noor'], [], 'member']);
	await expect(noor.does('leave', { erase: true })).rejects.toMatchObject({ code: 'last-parent' });
	await noor.does('tellNews', { ring: 'us', text: 'bara jag', asking: null });
	expect((await noor.sees(settled)).wrong).toEqual([]);
	expect(textsOf(await noor.view())).toContain('från Noor');
});

test('nobody makes somebody else leave', async () => {
	const { state } = circleOf(noor);
	const { controlBatch } = await import('#log/control-batch.ts');
	const { deviceAuthor } = await import('#replica/circle.ts');
	const mine = circleOf(ingrid);
	for (const target of [memberOf(noor), memberOf(elias)]) {
		const batch = controlBatch(state, deviceAuthor(mine.keys as never), mine.holder);
		await expect(batch.add('remove', [Uint8Array.from(Buffer.from(target, 'hex'))])).rejects.toMatchObject({ code: 'no-authority' });
	}
	const his = circleOf(elias);
	const batch = controlBatch(state, deviceAuthor(his.keys as never), his.holder);
	await expect(batch.add('remove', [Uint8Array.from(Buffer.from(memberOf(noor), 'hex'))])).rejects.toMatchObject({ code: 'wrong-state' });
	// Nor is a place left without a parent, whatever a client says: not even one that does not ask itself first.
	await batch.add('remove', [Uint8Array.from(Buffer.from(memberOf(elias), 'hex'))]);
	const after = await applyControl(state, batch.entries[0] as never);
	const last = controlBatch(after, deviceAuthor(circleOf(noor).keys as never), circleOf(noor).holder);
	await expect(last.add('remove', [Uint8Array.from(Buffer.from(memberOf(noor), 'hex'))])).rejects.toMatchObject({ code: 'wrong-state' });
});

function* filesIn(folder: string): Generator<string> {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) yield* filesIn(path);
		else yield path;
	}
}

test('who erases themselves is gone: from each place, with their own log and their ways back, from the host’s disk and from this device', async () => {
	const made = await ingrid.does('makeDoor', { kind: 'card' });
	await ingrid.does('keepSafe', { id: made.id });
	await ingrid.does('keepDraft', { name: 'answer:1', draft: { text: 'halvskrivet' } });
	await expect.poll(() => isSent(ingrid)).toBe(true);
	const own = [...ingrid.home.circles.values()].find(({ circle }) => circle.record.own);
	const { api, session } = own?.line ?? lineOf(ingrid);
	const [, , noted] = await api.older(session, 'us', null, 200);
	const said = noted.map(([envelope]) => Buffer.from(envelope).subarray(100, 140));
	const onDisk = () => {
		const all = [...filesIn(server.data)].map((path) => readFileSync(path));
		return said.filter((stretch) => all.some((file) => file.includes(stretch))).length;
	};
	expect(said.length).toBeGreaterThan(1);
	expect(onDisk()).toBe(said.length);

	await ingrid.does('eraseMyself', {});
	expect(onDisk()).toBe(0);
	expect([...ingrid.store.tables.sealed.keys()].filter((key) => key !== 'home')).toEqual([]);
	expect([...ingrid.store.tables.keys.keys()]).toEqual(['rest']);
	expect([(await ingrid.snapshot()).view, (await ingrid.snapshot()).doors]).toEqual([null, null]);
	await noor.sees((view) => view.members.length === 2 && textsOf(view).every((text) => text === 'från Noor'));
	const fresh = await device();
	await expect(fresh.does('comeByDoor', { kind: 'words', typed: made.words.sv.join(' ') })).rejects.toMatchObject({ code: 'door-none' });
	// The control log of the place is whole, for whoever reads it anew.
	const control = await createApi(server.origin).control(lineOf(noor).session, -1);
	expect((await replayControl(control.entries))?.members.get(memberOf(noor))?.standing).toBe('in');
	// The device may begin anew as somebody else.
	const restarted = await ingrid.restart();
	open.push(restarted);
	await restarted.does('start', { name: 'Någon', title: 'En annan plats', childName: null });
	expect((await restarted.sees(settled)).me.name).toBe('Någon');
});

test('a last parent is told before anything is changed', async () => {
	await noor.does('start', { name: 'Noor', title: 'En plats till', childName: null });
	await noor.sees(settled);
	const before = (await noor.snapshot()).circles.length;
	await expect(noor.does('eraseMyself', {})).rejects.toMatchObject({ code: 'last-parent' });
	expect((await noor.snapshot()).circles).toHaveLength(before);
	expect((await elias.view()).members).toHaveLength(3);
	expect(textsOf(await elias.view())).toContain('från Noor');
});
