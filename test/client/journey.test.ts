import { expect, test, vi } from 'vitest';
import { openDevice } from '../support/home.ts';
import { startServer } from '../support/start-server.ts';

test('a family tells the news, someone answers, the family sees it arrive', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Ture, Noor & Elias', childName: 'Ture' });
	await noor.sees((view) => view.connection === 'live' && view.unsent === 0 && view.title === 'Ture, Noor & Elias');

	await noor.does('invite', { ring: 'us', label: 'Elias', many: false, form: 'link', parent: true, greeting: '' });
	const forElias = (await noor.view()).invitations[0];
	await using elias = await openDevice(server.origin);
	await elias.does('openInvitation', { text: forElias?.share ?? '' });
	expect(await elias.view()).toMatchObject({ standing: 'reader', title: 'Ture, Noor & Elias', card: { inviter: 'Noor' }, told: [] });
	await elias.does('comeIn', { name: 'Elias' });
	await elias.sees((view) => view.standing === 'waiting');
	const { members } = await noor.sees((view) => view.members.some((member) => member.waiting && member.name === 'Elias'));
	const waiting = members.find((member) => member.waiting)?.memberId ?? '';
	const two = await noor.does('drawWords', { memberId: waiting, language: 'sv' });
	const four = await elias.does('answerWords', { typed: two.join(' '), language: 'en' });
	expect(await noor.does('letIn', { memberId: waiting, typed: four.join(' ') })).toBe(true);
	await elias.sees((view) => view.standing === 'member' && view.me.parent && view.childName === 'Ture');

	await noor.does('tellNews', { ring: 'all', text: 'Vår son Ture föddes i tisdags.', asking: 'ask' });
	await noor.does('tellNews', { ring: 'us', text: 'bara vi', asking: null });
	await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: 'Läs när ni orkar.' });
	const link = (await noor.view()).invitations.find(({ label }) => label === 'alla')?.share ?? '';
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: link });
	const read = await malik.sees((view) => view.told.length === 1);
	expect(read).toMatchObject({ standing: 'reader', told: [{ text: 'Vår son Ture föddes i tisdags.', asking: 'ask', author: { name: 'Noor', parent: true } }] });
	await malik.does('comeIn', { name: 'Malik' });
	await malik.does('answer', { to: read.told[0]?.id ?? '', kind: 'words', text: 'Jag tänker på er.', motif: null });
	const arrived = await noor.sees((view) => view.told.some((told) => told.answers.length === 1));
	expect(arrived.told.find((told) => told.ring === 'all')?.answers[0]).toMatchObject({ text: 'Jag tänker på er.', author: { name: 'Malik' }, ring: 'all' });
	await malik.sees((view) => view.told[0]?.answers[0]?.arrived === true);

	const again = await malik.restart();
	expect((await again.view()).told[0]?.answers[0]?.text).toBe('Jag tänker på er.');
	await again.sees((view) => view.connection === 'live');
	await again[Symbol.asyncDispose]();
}, 60_000);

test('who only reads is told when the link is closed, and keeps what was read; who waits, when nobody lets them in', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.does('tellNews', { ring: 'all', text: 'det här hände', asking: null });
	const link = await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	const code = await noor.does('invite', { ring: 'close', label: 'Ingrid', many: false, form: 'code', parent: false, greeting: '' });
	const shared = async (id: string) => (await noor.sees((view) => view.unsent === 0)).invitations.find(({ invitation }) => invitation === id)?.share ?? '';
	await using reader = await openDevice(server.origin);
	await reader.does('openInvitation', { text: await shared(link) });
	await reader.sees((view) => view.told.length === 1 && view.connection === 'live');
	await using ingrid = await openDevice(server.origin);
	await ingrid.does('openInvitation', { text: (await shared(code)).toLowerCase().replaceAll('-', ' ') });
	await ingrid.does('comeIn', { name: 'Ingrid' });
	await ingrid.sees((view) => view.standing === 'waiting');
	await noor.does('closeInvitation', { invitation: link });
	await noor.does('closeInvitation', { invitation: code });
	expect((await reader.sees((view) => view.standing === 'closed')).told).toHaveLength(1);
	await ingrid.sees((view) => view.standing === 'closed');
	await using late = await openDevice(server.origin);
	await expect(late.does('openInvitation', { text: await shared(link) })).rejects.toMatchObject({ code: 'invitation-closed' });
}, 60_000);

test('what is written without a connection waits, survives the end of the app, and arrives once, in order', async () => {
	await using server = await startServer();
	let reachable = true;
	const unsteady: typeof fetch = (input, init) => (reachable ? fetch(input, init) : Promise.reject(new TypeError('no network')));
	await using noor = await openDevice(server.origin, { fetch: unsteady });
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.sees((view) => view.unsent === 0);
	const link = await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	const share = (await noor.view()).invitations.find(({ invitation }) => invitation === link)?.share ?? '';
	reachable = false;
	// All within one millisecond: they stay in the order they were written.
	const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
	for (const text of ['ett', 'två', 'tre', 'fyra', 'tas tillbaka']) await noor.does('tellNews', { ring: 'all', text, asking: null });
	clock.mockRestore();
	const gone = (await noor.view()).told.find(({ text }) => text === 'tas tillbaka')?.id ?? '';
	await noor.does('takeBack', { target: gone });
	expect((await noor.view()).told.map(({ text, state }) => [text, state])).toEqual([
		['fyra', 'waiting'],
		['tre', 'waiting'],
		['två', 'waiting'],
		['ett', 'waiting']
	]);
	await using again = await noor.restart();
	expect((await again.view()).told.map(({ text }) => text)).toEqual(['fyra', 'tre', 'två', 'ett']);
	reachable = true;
	await again.does('wake', {});
	await again.sees((view) => view.unsent === 0 && view.told.every(({ state }) => state === 'settled'));
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: share });
	expect((await malik.sees((view) => view.told.length === 4)).told.map(({ text }) => text)).toEqual(['fyra', 'tre', 'två', 'ett']);
}, 60_000);

test('a link for one renews the key when it is used up; what was told before stays readable to all, and nothing more to its finder', async () => {
	await using server = await startServer();
	await using noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.does('tellNews', { ring: 'all', text: 'före', asking: null });
	const id = await noor.does('invite', { ring: 'all', label: 'Malik', many: false, form: 'link', parent: false, greeting: '' });
	const share = (await noor.sees((view) => view.unsent === 0)).invitations.find(({ invitation }) => invitation === id)?.share ?? '';
	await using finder = await openDevice(server.origin);
	await finder.does('openInvitation', { text: share });
	await finder.sees((view) => view.told.length === 1);
	await using malik = await openDevice(server.origin);
	await malik.does('openInvitation', { text: share });
	await malik.does('comeIn', { name: 'Malik' });
	await malik.sees((view) => view.standing === 'member' && view.unsent === 0);
	await noor.does('tellNews', { ring: 'all', text: 'efter', asking: null });
	expect((await malik.sees((view) => view.told.length === 2)).told.map(({ text }) => text)).toEqual(['efter', 'före']);
	expect(malik.home.circles.get((await malik.view()).circleId)?.circle.state.rings.all.epochs).toHaveLength(2);
	expect((await finder.sees((view) => view.standing === 'closed')).told.map(({ text }) => text)).toEqual(['före']);
	await expect(finder.does('comeIn', { name: 'Someone' })).rejects.toMatchObject({ code: 'invitation-closed' });
}, 60_000);
