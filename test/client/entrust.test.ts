/** Who comes back in their own stead, speaks for the parents, or is made a parent. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryStore } from '../support/memory-store.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';
import { memberOf, settled, textsOf } from '../support/seen.ts';
import { stillDevice } from '../support/still-line.ts';

let server: StartedServer;
let noor: TestDevice;
let elias: TestDevice;
const open: TestDevice[] = [];
const kept = (one: TestDevice): TestDevice => {
	open.push(one);
	return one;
};
beforeEach(async () => {
	server = await startServer();
	noor = kept(await openDevice(server.origin));
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	await noor.sees(settled);
	elias = kept(await letIn(server.origin, noor, 'Elias', 'us', { parent: true }));
	await elias.does('tellNews', { ring: 'us', text: 'från den gamla telefonen', asking: null });
	await elias.sees(settled);
	await noor.sees((view) => textsOf(view).includes('från den gamla telefonen'));
});
afterEach(async () => {
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

test('who lost everything comes back by a new link, in their own stead; it stands there who vouched, and the past stays whose it was', async () => {
	await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	await elias.sees(({ invitations }) => invitations.some(({ label }) => label === 'alla'));
	const image = createMemoryStore(elias.store);
	await elias[Symbol.asyncDispose]();
	const former = memberOf(elias);
	const again = kept(await letIn(server.origin, noor, 'Elias', 'us', { insteadOf: former }));
	const view = await again.sees((seen) => textsOf(seen).includes('från den gamla telefonen') && seen.members.every(({ name }) => name !== ''));
	expect(view.me).toMatchObject({ parent: true, ring: 'us', name: 'Elias' });
	expect(view.members.find(({ me }) => me)).toMatchObject({ insteadOf: { name: 'Elias', vouched: 'Noor' } });
	expect(view.told[0]).toMatchObject({ mine: false, author: { memberId: former } });
	// What the lost phone knew of invitations is worth nothing any more.
	expect((await noor.view()).invitations.some(({ open: isOpen }) => isOpen)).toBe(false);
	await again.does('tellNews', { ring: 'us', text: 'inne igen', asking: null });
	await noor.sees((seen) => textsOf(seen).includes('inne igen'));
	// Whoever has found the phone is told, and reads nothing of it.
	const found = kept(await openDevice(server.origin, { store: image }));
	const gone = await found.sees(({ standing }) => standing === 'ended');
	expect([gone.ended?.why, gone.ended?.by, gone.told]).toEqual(['replaced', 'Noor', []]);
	expect((await noor.view()).wrong).toEqual([]);
});

test('nobody comes in their own stead by their own word, nor in the stead of nobody', async () => {
	await expect(letIn(server.origin, noor, 'Noor', 'us', { insteadOf: memberOf(noor) })).rejects.toMatchObject({ code: 'not-oneself' });
});

test('someone speaks for the parents, until they no longer do; asked twice it is said once', async () => {
	const ingrid = kept(await letIn(server.origin, noor, 'Ingrid', 'close'));
	const given = { memberId: memberOf(ingrid), grant: 'spokesperson', yes: true } as const;
	await elias.sees(({ members }) => members.length === 3);
	await Promise.all([noor.does('entrust', given), elias.does('entrust', given)]);
	for (const one of [noor, elias, ingrid]) {
		const view = await one.sees(({ members }) => members.some(({ grants }) => grants.length > 0));
		expect(view.members.filter(({ grants }) => grants.includes('spokesperson')).map(({ memberId }) => memberId)).toEqual([memberOf(ingrid)]);
	}
	await elias.does('entrust', { ...given, yes: false });
	await ingrid.sees(({ members }) => members.every(({ grants }) => grants.length === 0));
	await expect(ingrid.does('entrust', given)).rejects.toMatchObject({ code: 'not-a-parent' });
});

test('what was written for the parents, and not sent before they asked no longer, rests with whoever wrote it, and holds up nothing else', async () => {
	const first = await letIn(server.origin, noor, 'Ingrid', 'close');
	const given = { memberId: memberOf(first), grant: 'spokesperson' } as const;
	const to = await noor.does('tellNews', { ring: 'close', text: 'vår son', asking: null });
	await noor.does('entrust', { ...given, yes: true });
	await first.sees(({ members, told }) => told.length === 1 && members.some(({ me, grants }) => me && grants.length === 1));
	await first[Symbol.asyncDispose]();
	const still = await stillDevice(server.origin, { store: first.store });
	await still.does('tellNews', { ring: 'close', text: 'de orkar inte svara', asking: 'dont-ask' });
	await still.does('answer', { to, kind: 'words', text: 'jag kommer', motif: null });
	expect(textsOf(await still.view())).toContain('de orkar inte svara');
	await still[Symbol.asyncDispose]();
	await noor.does('entrust', { ...given, yes: false });
	await noor.sees(settled);
	const ingrid = kept(await openDevice(server.origin, { store: still.store }));
	const view = await ingrid.sees((seen) => settled(seen) && seen.drafts.length === 1);
	expect([view.drafts.map(({ ring, says }) => [ring, says]), textsOf(view).includes('de orkar inte svara'), view.wrong]).toEqual([
		[['close', { type: 'announcement', text: 'de orkar inte svara', asking: 'dont-ask' }]],
		false,
		[]
	]);
	await noor.sees((seen) => textsOf(seen).includes('jag kommer'));
	expect(textsOf(await noor.view())).not.toContain('de orkar inte svara');
	const again = kept(await ingrid.restart());
	expect((await again.sees(settled)).drafts).toHaveLength(1);
	// Asked to again, she can say it.
	await noor.does('entrust', { ...given, yes: true });
	await again.sees(({ members }) => members.some(({ me, grants }) => me && grants.length === 1));
	const [draft] = (await again.view()).drafts;
	await again.does('tellNews', { ring: 'close', text: 'de orkar inte svara', asking: 'dont-ask', id: draft?.entry ?? '' });
	await noor.sees((seen) => textsOf(seen).includes('de orkar inte svara'));
	await again.sees((seen) => settled(seen) && seen.drafts.length === 0);
}, 60_000);

test('who sees to the help does not therefore speak for the parents, and who speaks may do nothing else that is a parent’s', async () => {
	const ingrid = kept(await letIn(server.origin, noor, 'Ingrid', 'close'));
	const given = { memberId: memberOf(ingrid), yes: true } as const;
	const news = { ring: 'close', text: 'de orkar inte svara', asking: null } as const;
	const has = (count: number) => ingrid.sees(({ members, me }) => members.find(({ memberId }) => memberId === me.memberId)?.grants.length === count);
	await noor.does('entrust', { ...given, grant: 'helper-in-chief' });
	await has(1);
	await expect(ingrid.does('tellNews', news)).rejects.toMatchObject({ code: 'not-a-parent' });
	await noor.does('entrust', { ...given, grant: 'spokesperson' });
	await has(2);
	await ingrid.does('tellNews', news);
	// Further in than she reads she says nothing, and nothing for anybody's yes.
	await expect(ingrid.does('tellNews', { ...news, ring: 'us' })).rejects.toMatchObject({ code: 'not-your-ring' });
	const says = { type: 'announcement', text: 'x', asking: null } as const;
	await expect(ingrid.does('propose', { entry: 'ab'.repeat(16), ring: 'close', says })).rejects.toMatchObject({ code: 'not-a-parent' });
	await expect(ingrid.does('keepThis', { ring: 'close', body: { type: 'letter', child: '0'.repeat(32), text: 'Kära' } })).rejects.toMatchObject({
		code: 'not-a-parent'
	});
	await elias.sees((view) => textsOf(view).includes('de orkar inte svara'));
	// The one taken back leaves the other.
	await noor.does('entrust', { ...given, grant: 'spokesperson', yes: false });
	await has(1);
	await expect(ingrid.does('tellNews', news)).rejects.toMatchObject({ code: 'not-a-parent' });
});

test('a parent makes someone in us a parent; nobody further out', async () => {
	const ingrid = kept(await letIn(server.origin, noor, 'Ingrid', 'close'));
	await expect(noor.does('makeParent', { memberId: memberOf(ingrid) })).rejects.toMatchObject({ code: 'not-in-us' });
	await noor.does('moveTo', { memberId: memberOf(ingrid), ring: 'us' });
	await noor.does('makeParent', { memberId: memberOf(ingrid) });
	await ingrid.sees(({ me }) => me.parent);
	await ingrid.does('tellNews', { ring: 'us', text: 'som förälder', asking: null });
	await elias.sees((view) => view.told.some((one) => one.text === 'som förälder' && one.author.parent));
	await expect(noor.does('letGo', { memberId: memberOf(ingrid) })).rejects.toMatchObject({ code: 'parents-stay' });
});
