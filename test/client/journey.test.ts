import { expect, test } from 'vitest';
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
