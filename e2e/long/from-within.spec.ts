/** When somebody who is let in, or was, lies together with the host, with true keys: what the others see of it, are told, and can go on doing. */
import { expect, test } from '@playwright/test';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { newEpoch } from '#log/ring-key.ts';
import { boxesOf, falseBox, withBoxes } from '../../test/support/boxes.ts';
import { takeImage } from '../../test/support/disk-image.ts';
import { openDevice, type TestDevice } from '../../test/support/home.ts';
import { deviceOf, headersSent, signs } from '../../test/support/household.ts';
import { letIn } from '../../test/support/let-in.ts';
import { circleOf, lineOf, memberOf, settled, textsOf } from '../../test/support/seen.ts';
import { answers, knocks, looksInto, opensLink } from '../support/doing.ts';
import { startLyingHost } from '../support/lying-host.ts';
import { newPerson, type Person } from '../support/person.ts';

const news = 'Vi har förlorat vår son.';

async function begin(origin: string): Promise<TestDevice> {
	const noor = await openDevice(origin);
	await noor.does('start', { name: 'Noor', title: 'Platsen vid sjön', childName: null });
	await noor.does('tellNews', { ring: 'close', text: news, asking: null });
	await noor.sees(settled);
	return noor;
}

/** Knocks at the door of the closest, in a browser. Gives the member that waits. */
async function waits(parent: TestDevice, person: Person): Promise<string> {
	const invitation = await parent.does('invite', { ring: 'close', label: person.name, many: false, form: 'link', parent: false, greeting: '' });
	const { invitations } = await parent.sees(settled);
	await opensLink(person, invitations.find((one) => one.invitation === invitation)?.share ?? '');
	await knocks(person, person.name);
	const { members } = await parent.sees(({ members }) => members.some(({ waiting }) => waiting));
	return members.find(({ waiting }) => waiting)?.memberId ?? '';
}

/** Is let in among the closest after a call, and reads. */
async function comesIn(parent: TestDevice, person: Person): Promise<string> {
	const memberId = await waits(parent, person);
	const { page, t } = person;
	const two = await parent.does('drawWords', { memberId, language: 'sv' });
	const fields = page.getByRole('main').getByRole('combobox').or(page.getByRole('main').getByRole('textbox'));
	for (const [i, word] of two.entries()) await fields.nth(i).fill(word);
	await page.getByRole('button', { name: t('join.call.show') }).click();
	await expect(page.getByRole('heading', { name: t('join.say') })).toBeVisible();
	const four = await page.getByRole('main').getByRole('listitem').allInnerTexts();
	expect(await parent.does('letIn', { memberId, typed: four.join(' ') })).toBe(true);
	await expect(page.getByRole('heading', { name: t('join.in') })).toBeVisible();
	await person.goes('/today');
	await expect(page.getByText(news)).toBeVisible();
	return memberId;
}
/** The device of somebody in a browser, as the others know it. */
const deviceIn = (known: TestDevice, memberId: string): string =>
	[...circleOf(known).state.devices.values()].find(({ member, ended }) => member === memberId && ended === null)?.id ?? '';
const says = async ({ page }: Person, sentences: readonly string[]) => {
	for (const sentence of sentences) await expect(page.getByText(sentence, { exact: true })).toBeVisible();
};

/** The place stands still because of a key, and the page of what is wrong says so. */
async function isToldOfTheKey(person: Person): Promise<void> {
	const { page, t } = person;
	await expect(page.getByText(t('device.place'))).toBeVisible();
	await looksInto(person);
	await expect(page.getByRole('heading', { name: t('wrong.locked') })).toBeVisible();
	await says(person, [`${t('wrong.locked.what')} ${t('wrong.done.stops')}`, t('wrong.stops'), t('wrong.from.device', { name: 'Noor' })]);
	await says(
		person,
		(['call', 'host', 'keep', 'wait'] as const).map((one) => t(`wrong.do.${one}`))
	);
	await expect(page.getByText(/ · wrong-key · \w+ · stops · /)).toBeVisible();
	await expect(page.getByText(t('wrong.from.server'), { exact: true })).toHaveCount(0);
}

test('a parent’s client hands one person another key than the others: that person’s place stands still, and nothing is sealed under it', async ({
	browser
}) => {
	await using host = await startLyingHost();
	await using noor = await begin(host.origin);
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	const memberId = await comesIn(noor, ingrid);
	await using malik = await letIn(host.origin, noor, 'Malik', 'close');
	for (const one of [noor, malik]) await one.sees((view) => settled(view) && view.members.length === 3 && textsOf(view).includes(news));
	const before = host.sent.length;
	const { page, t } = ingrid;
	// After what follows her device takes in nothing more, his name neither.
	await ingrid.goes('/people');
	await expect(page.getByText('Malik')).toBeVisible();

	const { state, holder } = circleOf(noor);
	const box = await falseBox(noor, memberId, 'close');
	const batch = signs(noor);
	await batch.add(
		'epoch',
		withBoxes(await newEpoch(state, 'close', holder), (id, sealed) => (id === memberId ? box : sealed))
	);
	await lineOf(noor).api.appendControl(lineOf(noor).session, batch.entries);
	await noor.sees(() => circleOf(noor).state.n >= state.n + batch.entries.length);
	await noor.does('tellNews', { ring: 'close', text: 'Under en annan nyckel.', asking: null });
	// Whoever was given the true key cannot know of it, and reads on.
	await malik.sees((view) => textsOf(view).includes('Under en annan nyckel.'));

	await isToldOfTheKey(ingrid);
	await ingrid.goes('/people');
	await expect(page.getByText('Malik')).toBeVisible();
	await ingrid.goes('/today');
	await expect(page.getByText(news)).toBeVisible();
	await expect(page.getByText('Under en annan nyckel.')).toHaveCount(0);
	// What she writes stands where it was written, and leaves her device in no form.
	await page.getByRole('link', { name: t('answer.way.words') }).click();
	await page.getByRole('textbox', { name: t('answer.label.words') }).fill('Jag kommer på lördag.');
	await page.getByRole('button', { name: t('answer.send.words') }).click();
	await expect(page.getByText(t('problem.trouble'))).toBeVisible();
	// Longer than it takes to keep what is typed.
	await page.waitForTimeout(600);
	await page.reload();
	await expect(page.getByRole('textbox', { name: t('answer.label.words') })).toHaveValue('Jag kommer på lördag.');
	expect(headersSent(host.sent.slice(before), deviceIn(noor, memberId))).toEqual([]);
	expect(ingrid.complaints).toEqual([]);
});

test('who is let in with the box of a key that is over, as if it were the newest, is told so at once, and is shown nothing', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await begin(host.origin);
	await using saga = await newPerson(browser, host.origin, 'Saga');
	const memberId = await waits(noor, saga);
	const old = await boxesOf(noor, memberId);
	const batch = signs(noor);
	await batch.add('epoch', await newEpoch(circleOf(noor).state, 'close', circleOf(noor).holder));
	await batch.add('admit', [fromHex(memberId), old.map(([ring, epoch, sealed]) => [ring, ring === 1 ? epoch + 1 : epoch, sealed])]);
	await lineOf(noor).api.appendControl(lineOf(noor).session, batch.entries);
	const { page, t } = saga;
	await saga.goes('/today');
	await expect(page.getByText(t('device.place'))).toBeVisible();
	// Not even that nothing has been told: this device cannot know.
	for (const not of [news, t('today.nothing.guest')]) await expect(page.getByText(not)).toHaveCount(0);
	await isToldOfTheKey(saga);
	await page.reload();
	await expect(page.getByText(t('wrong.from.device', { name: 'Noor' }))).toBeVisible();
	expect(headersSent(host.sent, deviceIn(noor, memberId)).filter(({ ring }) => ring === 1)).toEqual([]);
	// Whoever else is let in, truly, reads it all.
	await using asa = await letIn(host.origin, noor, 'Åsa', 'close');
	expect((await asa.sees((view) => textsOf(view).includes(news))).wrong).toEqual([]);
});

test('who was let go of signs something dated back, and the host puts it in before that: it goes when the parent’s word comes, and is named', async ({
	browser
}) => {
	await using host = await startLyingHost();
	await using noor = await begin(host.origin);
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await comesIn(noor, ingrid);
	const malik = await letIn(host.origin, noor, 'Malik', 'close');
	const to = (await malik.sees((view) => textsOf(view).includes(news))).told[0]?.id ?? '';
	const answer = (text: string) => ({ to, kind: 'words' as const, text, motif: null });
	await malik.does('answer', answer('Det här sade jag ärligt.'));
	await noor.sees((view) => settled(view) && textsOf(view).includes('Det här sade jag ärligt.'));
	await expect(ingrid.page.getByText('Det här sade jag ärligt.')).toBeVisible();
	await malik.sees(settled);
	const { api, session } = lineOf(malik);
	const write = await takeImage(malik, 'close');
	const gone = memberOf(malik);
	await malik[Symbol.asyncDispose]();
	const { page, t } = ingrid;

	// The host has Noor's word that Malik is out. Before it takes it, Malik signs once more, as if that had been earlier; and Noor's own
	// device, which is to say where Malik's words end, is shown nothing of it, nor is what it says passed on, until it has been read.
	const noors = deviceOf(noor);
	const known = await host.entriesOf(noors, 'close');
	let seen: (value?: unknown) => void = () => undefined;
	const read = new Promise((resolve) => (seen = resolve));
	let slippedIn = false;
	let said = false;
	host.lies = {
		ring: (entries, ring, who) => (who === noors && ring === 'close' && !said ? entries.slice(0, known.length) : entries),
		answer: async (call, ask) => {
			if (call.who !== noors || said) return ask();
			if (call.path.endsWith('/live')) {
				const event = await ask();
				return Buffer.from(event.body).includes('event: entries') ? { ...event, body: Buffer.from(':\n\n') } : event;
			}
			if (call.method === 'POST' && call.path.endsWith('/control') && !slippedIn) {
				slippedIn = true;
				const { envelope, body } = await write({ type: 'answer', ...answer('Ingen av er vill ha henne här.') });
				await api.append(session, 'close', [[envelope, body as Bytes]], false);
			}
			if (call.method === 'POST' && call.path.endsWith('/rings/close/entries')) {
				await read;
				said = true;
			}
			return ask();
		}
	};
	await noor.does('letGo', { memberId: gone });
	// It looked like any other until then.
	await expect(page.getByText('Ingen av er vill ha henne här.')).toBeVisible();
	await expect(page.getByText(t('wrong.line'))).toHaveCount(0);
	seen();
	await expect(page.getByText('Ingen av er vill ha henne här.')).toHaveCount(0);
	host.breakOff();
	await expect(page.getByText(t('wrong.line'))).toBeVisible();
	await expect(page.getByText(t('device.place'))).toHaveCount(0);
	for (const text of [news, 'Det här sade jag ärligt.']) await expect(page.getByText(text)).toBeVisible();

	await looksInto(ingrid);
	await expect(page.getByRole('heading', { name: t('wrong.uninvited') })).toBeVisible();
	await says(ingrid, [
		`${t('wrong.uninvited.what')} ${t('wrong.done.cut')}`,
		t('wrong.goes'),
		t('wrong.where.close'),
		t('wrong.from.device', { name: 'Malik' }),
		t('wrong.do.ask'),
		t('wrong.do.keep'),
		t('wrong.do.write')
	]);
	// It is not said that nothing false was shown.
	await expect(page.getByText(t('wrong.done.goes'))).toHaveCount(0);
	await expect(page.getByText(/ · cut-off · close · left out · signed/)).toBeVisible();
	await page.reload();
	await ingrid.goes('/today');
	await expect(page.getByText('Det här sade jag ärligt.')).toBeVisible();
	await expect(page.getByText('Ingen av er vill ha henne här.')).toHaveCount(0);

	await test.step('she writes on, and it arrives; who comes now was never shown it', async () => {
		await answers(ingrid, 'words', 'Jag är kvar.');
		const view = await noor.sees((view) => textsOf(view).includes('Jag är kvar.'), 20_000);
		expect(textsOf(view)).not.toContain('Ingen av er vill ha henne här.');
		await using late = await letIn(host.origin, noor, 'Åsa', 'close');
		const lates = await late.sees((view) => textsOf(view).includes('Jag är kvar.') && view.wrong.some(({ who }) => who === 'Malik'));
		expect(textsOf(lates)).not.toContain('Ingen av er vill ha henne här.');
		expect(lates.wrong.map(({ code, who }) => [code, who])).toEqual([['cut-off', 'Malik']]);
	});
	expect(ingrid.complaints).toEqual([]);
});
