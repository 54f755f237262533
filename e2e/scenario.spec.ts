/** One family lives through what Kvar promises, each person in a browser of their own, against a real host. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser } from '@playwright/test';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { writeMessage } from '#wire/api.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import { longFilm } from '../test/support/long-film.ts';
import { openArchive, readExport } from '../test/support/open-archive.ts';
import { flip } from '../test/support/property.ts';
import type { Entry } from '../test/support/dishonest-server.ts';
import { answers, begins, choosesRing, invites, letsGo, letsIn, looksInto, opensLink, reads, tells } from './support/doing.ts';
import { filesIn, startHost, type Host } from './support/host.ts';
import { madeUpEntry, madeUpMember, startLyingHost } from './support/lying-host.ts';
import { copiesCard, makesCard } from './support/makes-card.ts';
import { keepsPasskeys } from './support/passkeys.ts';
import { newPerson, personOfFolder, type Person } from './support/person.ts';
import { marks, takesPicture } from './support/picture.ts';
import { takesAlong } from './support/takes-along.ts';

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

let host: Host;
let noor: Person, elias: Person, ingrid: Person, malik: Person, berg: Person;
let forAll = '';
/** Dr Berg's browser keeps all it has in a folder, so that it can be copied. */
let bergsFolder: string;
/** So does Elias's phone, before it goes under a bus. */
let eliasFolder: string;
let eliasCard: string[];
/** Every private word of the story: none of them may be found with the host. */
const secrets = [
	'Ture',
	'En liten hand i en stor',
	'Noor',
	'Elias',
	'Ingrid',
	'Malik',
	'Dr Berg',
	'Platsen vid sjön',
	'bara för oss två',
	'föddes i tisdags',
	'Vi har förlorat vår son',
	'Läs när ni orkar',
	'Jag ställer soppa',
	'My thoughts are',
	'lasagne på torsdag',
	'väninnorna',
	'i ett rum utan täckning',
	'Begravningen är på lördag',
	'Jag skriver ändå',
	'Vita pioner',
	'En bukett i ett fönster',
	'Till dig, Noor',
	'Elias sjunger',
	'Samma väg hem',
	'du bar lyktan',
	'Din hand i förlossningsrummet',
	'bröllopet på ön',
	'Att gå hem tillsammans',
	'inte kunnat skriva',
	'har burit oss',
	...Object.values(marks)
];

/** What a device last showed the server to be let in with, and the last it wrote. */
const asked = (person: Person) => {
	const last = { authorization: '', path: '', body: null as Buffer | null };
	person.context.on('request', (request) => {
		const { authorization } = request.headers();
		if (authorization === undefined || !/\/rings\/all\/entries/.test(request.url())) return;
		last.authorization = authorization;
		last.path = new URL(request.url()).pathname;
		if (request.method() === 'POST') last.body = request.postDataBuffer();
	});
	return last;
};
/** A host that hides from `person` all that was decided since, and hands them every sealed word of the circle at `path` that `authorization` may read. Gives how often. */
async function handsOver({ context }: Person, path: string, authorization: string): Promise<() => number> {
	let given = 0;
	await context.route(/\/api\/circles\//, async (route) => {
		const url = new URL(route.request().url());
		if (url.pathname.endsWith('/control')) {
			const after = Number(url.searchParams.get('after'));
			return route.fulfill({ contentType: 'application/cbor', body: Buffer.from(writeMessage([[], after])) });
		}
		if (!url.pathname.startsWith(path)) return route.continue();
		if (!/\/rings\/[a-z]+\/entries$/.test(url.pathname)) return route.abort();
		const answer = await fetch(url, { headers: { authorization } });
		given += 1;
		return route.fulfill({ status: answer.status, contentType: 'application/cbor', body: Buffer.from(await answer.arrayBuffer()) });
	});
	return () => given;
}

/** What four lines of a song mean to Elias. */
const meanings = ['Vi hörde den knaka', 'Din hand i förlossningsrummet', 'Utan bilstolen', 'Det är så tyst efter Ture'];

const seesLive = async (person: Person, text: string | RegExp) => expect(person.page.getByText(text).first()).toBeVisible({ timeout: 10_000 });

/** The same of what lies further back on Today, where the newest stand at first. */
async function seesFurtherBack(person: Person, text: string): Promise<void> {
	const earlier = person.page.getByRole('button', { name: person.t('today.earlier') });
	await expect(async () => {
		if ((await person.page.getByText(text).count()) === 0 && (await earlier.count()) > 0) await earlier.click();
		await expect(person.page.getByText(text).first()).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 20_000 });
}

test.beforeAll(async ({ browser }: { browser: Browser }) => {
	host = await startHost();
	const open = (name: string, lang: 'sv' | 'en' = 'sv') => newPerson(browser, host.origin, name, { lang });
	bergsFolder = mkdtempSync(join(tmpdir(), 'kvar-berg-'));
	eliasFolder = mkdtempSync(join(tmpdir(), 'kvar-elias-'));
	[noor, ingrid, malik] = await Promise.all([open('Noor'), open('Ingrid'), open('Malik', 'en')]);
	elias = await personOfFolder(join(eliasFolder, 'his'), host.origin, 'Elias');
	berg = await personOfFolder(join(bergsFolder, 'his'), host.origin, 'Dr Berg');
});
test.afterAll(async () => {
	await Promise.all([noor, elias, ingrid, malik, berg].map((person) => person.context.close()));
	await host[Symbol.asyncDispose]();
	for (const folder of [bergsFolder, eliasFolder]) rmSync(folder, { recursive: true, force: true });
});

test('1. Noor begins on her phone, with a passkey; Elias comes in by a link, after they have compared words; both make a card', async () => {
	await keepsPasskeys(noor.page, true);
	await noor.goes('/start');
	await noor.page.getByLabel(noor.t('start.name')).fill('Noor');
	await noor.page.getByLabel(noor.t('start.place')).fill('Platsen vid sjön');
	await noor.page.getByLabel(noor.t('start.child')).fill('Ture');
	await noor.page.getByRole('button', { name: noor.t('start.make') }).click();
	await noor.page.getByRole('button', { name: noor.t('doors.passkey.do') }).click();
	await seesLive(noor, noor.t('doors.missing.alone'));
	await noor.page.getByRole('link', { name: noor.t('doors.card.do') }).click();
	const { cardWords, qr } = await copiesCard(noor);
	secrets.push(cardWords.join(' '), qr.split('#')[1] as string);
	await noor.page.getByRole('link', { name: noor.t('ui.done') }).click();
	await expect(noor.page).toHaveURL(/\/today$/);
	const link = await invites(noor, { ring: 'us', label: 'Elias' });
	await opensLink(elias, link);
	await letsIn(noor, elias, 'Elias');
	await tells(noor, 'us', 'Det här är bara för oss två.');
	await seesLive(noor, noor.t('today.told.us'));
	await elias.goes('/today');
	await seesLive(elias, 'Det här är bara för oss två.');
	eliasCard = (await makesCard(elias)).cardWords;
	secrets.push(eliasCard.join(' '));
});

test('2. Noor writes the news for the closest, with a picture; it waits for Elias’s yes, and only then is it told', async () => {
	const { page, t } = noor;
	await noor.goes('/tell');
	// As a phone takes them.
	await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'IMG_4711.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(page, 900, 1200) });
	await page.getByRole('textbox', { name: t('enclose.says') }).fill('En liten hand i en stor');
	await page.getByRole('textbox', { name: t('tell.words') }).fill('Vår son Ture föddes i tisdags. Han levde inte.');
	await page.getByRole('radio', { name: t('tell.asking.ask') }).check();
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('radio', { name: t('ready.yes', { name: 'Elias' }) }).check();
	await page.getByRole('button', { name: t('ready.yes.do', { name: 'Elias' }) }).click();
	await seesLive(noor, t('resting.waits', { name: 'Elias' }));
	await elias.goes('/today');
	await elias.page.getByRole('link', { name: elias.t('resting.line.go') }).click();
	await seesLive(elias, 'Vår son Ture föddes i tisdags.');
	await expect(elias.page.getByRole('img', { name: 'En liten hand i en stor' })).toBeVisible();
	// Of the closest nobody could have read anything yet: in their ring there is nothing.
	const told = () =>
		noor.page.evaluate(
			() =>
				new Promise<number>((resolve) => {
					const open = indexedDB.open('kvar');
					open.onsuccess = () => {
						const keys = open.result.transaction('sealed').objectStore('sealed').getAllKeys();
						keys.onsuccess = () => resolve((keys.result as string[]).filter((key) => /^c\/[0-9a-f]{64}\/ring\/close\/\d+/.test(key)).length);
					};
				})
		);
	expect(await told()).toBe(0);
	await elias.page.getByRole('button', { name: elias.t('resting.yes') }).click();
	await expect.poll(told).toBe(1);
	for (const one of [noor, elias]) {
		await one.goes('/today');
		await seesLive(one, 'Vår son Ture föddes i tisdags.');
	}
	await seesLive(elias, /^Noor och Elias$/);
});

test('3. The news goes further out, each reads as far as their ring, and every answer arrives live', async () => {
	await tells(noor, 'all', 'Vi har förlorat vår son.', 'dontAsk');
	forAll = await invites(noor, { ring: 'all', label: 'väninnorna och kollegorna', greeting: 'Läs när ni orkar.' });
	const forIngrid = await invites(noor, { ring: 'close', label: 'Ingrid' });

	await test.step('Malik and Dr Berg read at once, with no account', async () => {
		for (const reader of [malik, berg]) {
			await opensLink(reader, forAll);
			await expect(reader.page.getByText('Läs när ni orkar.')).toBeVisible();
			await reader.page.getByRole('link', { name: reader.t('join.read') }).click();
			await seesLive(reader, 'Vi har förlorat vår son.');
			await expect(reader.page.getByText('föddes i tisdags')).toHaveCount(0);
		}
	});
	await test.step('Ingrid reads after she and Noor have compared words', async () => {
		await opensLink(ingrid, forIngrid);
		await expect(ingrid.page.getByText(ingrid.t('join.compare'))).toBeVisible();
		await letsIn(noor, ingrid, 'Ingrid');
		await seesLive(ingrid, 'Han levde inte.');
		await seesLive(ingrid, /^Noor och Elias$/);
		await expect(ingrid.page.getByRole('img', { name: 'En liten hand i en stor' })).toBeVisible();
		await seesLive(ingrid, 'Vi har förlorat vår son.');
		await expect(ingrid.page.getByText('bara för oss två')).toHaveCount(0);
	});
	await test.step('they answer, and Noor sees each arrive without reloading', async () => {
		await noor.goes('/today');
		const stamp = await noor.page.evaluate(() => ((window as { stamp?: number }).stamp = Math.random()));
		await answers(berg, 'candle', '', { name: 'Dr Berg' });
		await seesLive(noor, /Dr Berg/);
		await answers(malik, 'words', 'My thoughts are with you, Noor and Elias.', { name: 'Malik' });
		await seesLive(noor, 'My thoughts are with you, Noor and Elias.');
		await answers(malik, 'offer', 'Jag kommer med lasagne på torsdag.');
		await seesLive(noor, 'Jag kommer med lasagne på torsdag.');
		await answers(malik, 'prayer', '');
		await answers(berg, 'card', 'Jag sörjer med er.');
		await seesLive(noor, 'Jag sörjer med er.');
		await ingrid.goes('/today');
		// To what was told to the closest, before the news that went to everyone.
		await answers(ingrid, 'words', 'Jag ställer soppa utanför dörren.', { older: true });
		await seesLive(noor, 'Jag ställer soppa utanför dörren.');
		expect(await noor.page.evaluate(() => (window as { stamp?: number }).stamp)).toBe(stamp);
	});
	await test.step('each is told that it has arrived with them', async () => {
		await seesLive(ingrid, ingrid.t('today.arrived'));
		await seesLive(malik, malik.t('today.arrived'));
	});
	await test.step('Dr Berg sees nothing of Close, and the server never sends him those entries', async () => {
		const asked = await berg.page.evaluate(async () => {
			const statuses: Record<string, number> = {};
			const [id] = await new Promise<string[]>((resolve) => {
				const open = indexedDB.open('kvar');
				open.onsuccess = () => {
					const keys = open.result.transaction('sealed').objectStore('sealed').getAllKeys();
					keys.onsuccess = () => resolve((keys.result as string[]).filter((key) => /^c\/[0-9a-f]{64}\/ring\/close/.test(key)));
				};
			});
			statuses.closeKept = id === undefined ? 0 : 1;
			return statuses;
		});
		expect(asked.closeKept).toBe(0);
		await berg.goes('/today');
		await expect(berg.page.getByText('Jag ställer soppa')).toHaveCount(0);
		await expect(berg.page.getByText('föddes i tisdags')).toHaveCount(0);
	});
});

test('4. Elias writes in the bouquet that came to the hospital, with a photo: its place and its marks are gone from what others get', async () => {
	const { page, t } = elias;
	await elias.goes('/support/write-in');
	await page.getByRole('radio', { name: t('given.kind.flowers') }).check();
	await page.getByLabel(t('given.from')).fill('Kören');
	await page.getByRole('textbox', { name: t('given.words') }).fill('Vita pioner från kören stod på rummet när vi kom tillbaka.');
	await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'IMG_4712.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(page, 1200, 900) });
	await page.getByRole('textbox', { name: t('enclose.says') }).fill('En bukett i ett fönster');
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('given.save') }).click();
	await expect(page).toHaveURL(/\/support/);
	await ingrid.goes('/support');
	await seesLive(ingrid, 'Vita pioner från kören');
	await ingrid.page.getByRole('img', { name: 'En bukett i ett fönster' }).click();
	await ingrid.page.getByRole('button', { name: ingrid.t('picture.save'), exact: true }).click();
	const downloading = ingrid.page.waitForEvent('download');
	await ingrid.page.getByRole('button', { name: ingrid.t('picture.save.yes') }).click();
	const saved = readFileSync(await (await downloading).path());
	expect(saved.length).toBeGreaterThan(1_000);
	for (const mark of Object.values(marks)) expect(saved.includes(Buffer.from(mark))).toBe(false);
	await ingrid.page.keyboard.press('Escape');
});

test('5. Elias dedicates a song to Noor, a film of three minutes; Ingrid plays it, skipping to its middle while it is still loading', async ({}, info) => {
	const seconds = 180;
	const path = info.outputPath('film.webm');
	await writeFile(path, await longFilm(seconds));
	await elias.goes('/keep/dedicate');
	await elias.page.getByRole('checkbox', { name: 'Noor' }).check();
	await elias.page.getByLabel(elias.t('dedication.name.song')).fill('Samma väg hem');
	await elias.page.getByLabel(elias.t('dedication.text')).fill('Till dig, Noor. Den vi dansade till.');
	await elias.page.getByLabel(elias.t('enclose.film')).setInputFiles(path);
	await elias.page.getByRole('textbox', { name: elias.t('film.says') }).fill('Elias sjunger', { timeout: 60_000 });
	await choosesRing(elias.page.getByRole('group', { name: elias.t('ring.label') }), 'close');
	await elias.page.getByRole('button', { name: elias.t('dedication.give'), exact: true }).click();
	await expect(elias.page.getByRole('heading', { name: 'Samma väg hem' })).toBeVisible();
	const song = new URL(elias.page.url());

	await ingrid.goes('/keep');
	await ingrid.page.getByRole('link', { name: /Samma väg hem/ }).click({ timeout: 120_000 });
	await seesLive(ingrid, 'Den vi dansade till.');
	await ingrid.page.getByRole('button', { name: new RegExp(`${ingrid.t('film.play')}: Elias sjunger`) }).click();
	const film = ingrid.page.locator('video');
	await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.readyState), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
	const loaded = await film.evaluate(async (video: HTMLVideoElement) => {
		const there = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
		video.currentTime = video.duration / 2;
		await there;
		let sum = 0;
		for (let i = 0; i < video.buffered.length; i++) sum += video.buffered.end(i) - video.buffered.start(i);
		return sum / video.duration;
	});
	expect(loaded).toBeLessThan(0.7);
	await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 20_000 }).toBeGreaterThan(seconds / 2 + 1);
	expect(await film.evaluate((video: HTMLVideoElement) => [Math.round(video.duration), video.error?.code ?? 0])).toEqual([seconds, 0]);

	await test.step('the next evening, what four lines mean to him; Noor reads it on her phone, and Ingrid', async () => {
		const { page, t } = elias;
		await elias.goes(`${song.pathname}${song.search}`);
		await page.getByRole('button', { name: t('lines.begin') }).click();
		const lines = ['Isen låg på sjön den natten', 'du bar lyktan, jag bar dig ibland', 'och vi gick samma väg hem', 'fast huset var tystare nu'];
		await page.getByLabel(t('lines.add.label')).fill(lines.join('\n'));
		await page.getByRole('button', { name: t('lines.add.do') }).click();
		for (const [i, line] of lines.entries()) {
			await page.getByRole('button', { name: line }).click();
			await page.getByRole('button', { name: t('lines.note') }).click();
			await page.getByLabel(t('lines.note.label')).fill(meanings[i] as string);
			await page.getByRole('button', { name: t('lines.note.do') }).click();
			await seesLive(elias, meanings[i] as string);
			await page.getByRole('button', { name: line }).click();
		}
		for (const reader of [noor, ingrid]) {
			await reader.goes(`${song.pathname}${song.search}`);
			await reader.page.getByRole('button', { name: lines[1] as string }).click();
			await seesLive(reader, meanings[1] as string);
		}
	});
});

/** Sets out a moment, in the year it was. */
async function setsOut({ page, t, goes }: Person, title: string, year: string, height: number): Promise<void> {
	await goes('/keep/moment');
	await page.getByLabel(t('moment.name'), { exact: true }).fill(title);
	await page
		.getByRole('group', { name: t('moment.day') })
		.getByRole('radio', { name: t('day.known.year') })
		.check();
	await page.getByLabel(t('day.year'), { exact: true }).fill(year);
	await page.getByRole('slider').fill(String(height));
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('moment.keep'), exact: true }).click();
	await expect(page).toHaveURL(/highs-and-lows/);
}

test('6. Highs and lows: both set out moments; the curve shows them, told apart, in order, and each opens', async () => {
	await setsOut(noor, 'dagen vi möttes', '2009', 60);
	await setsOut(elias, 'bröllopet på ön', '2019', 95);
	await setsOut(noor, 'Liv kom', '2021', 90);
	await setsOut(elias, 'Ebbe kom', '2023', 85);
	await setsOut(noor, 'vår tredje', '2026', -95);
	for (const one of [noor, elias]) {
		await one.goes('/keep/highs-and-lows');
		const order = one.page.getByRole('list').filter({ hasText: 'dagen vi möttes' }).last();
		const show = one.page.getByRole('button', { name: one.t('curve.inOrder.show') });
		if (await show.isVisible().catch(() => false)) await show.click();
		const said = (await order.getByRole('listitem').allInnerTexts()).map((text) =>
			['dagen vi möttes', 'bröllopet på ön', 'Liv kom', 'Ebbe kom', 'vår tredje'].find((title) => text.includes(title))
		);
		expect(said).toEqual(['dagen vi möttes', 'bröllopet på ön', 'Liv kom', 'Ebbe kom', 'vår tredje']);
	}
	await ingrid.goes('/keep/highs-and-lows');
	await seesLive(ingrid, 'bröllopet på ön');
});

test('7. The promise, with its day; this loss and that song tied to it', async () => {
	const { page, t } = noor;
	await noor.goes('/keep/promise/new');
	await page.getByLabel(t('promise.words'), { exact: true }).fill('Att gå hem tillsammans, hur långt det än är');
	await page.getByRole('radio', { name: t('day.known.day') }).check();
	await page.getByLabel(t('day.date')).fill('2019-09-14');
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('promise.keep') }).click();
	await seesLive(noor, 'Att gå hem tillsammans');
	await page.getByRole('button', { name: t('promise.tie') }).click();
	await page.getByRole('checkbox', { name: /vår tredje/ }).check();
	await page.getByRole('checkbox', { name: /Samma väg hem/ }).check();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t('promise.tie.save') })
		.click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	for (const one of [noor, elias, ingrid]) {
		await one.goes('/keep/promise');
		await seesLive(one, 'Att gå hem tillsammans');
		for (const tied of [/vår tredje/, /Samma väg hem/]) await expect(one.page.getByRole('link', { name: tied }).first()).toBeVisible();
	}
});

test('8. When she is ready: nobody else is shown her draft, nor that there is one; later she tells it to the closest', async () => {
	const { page, t } = noor;
	await noor.goes('/tell');
	await page.getByRole('textbox', { name: t('tell.words') }).fill('Jag har inte kunnat skriva det här förrän nu');
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('ready.rest') }).click();
	await seesLive(noor, t('resting.done.rest'));
	for (const one of [elias, ingrid]) {
		await one.goes('/resting');
		await seesLive(one, one.t('resting.nothing'));
		await one.goes('/today');
		await expect(one.page.getByText('inte kunnat skriva')).toHaveCount(0);
	}
	await noor.goes('/resting');
	await page.getByRole('link', { name: t('resting.goOn') }).click();
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	for (const one of [elias, ingrid]) await seesLive(one, 'inte kunnat skriva det här förrän nu');
	await noor.goes('/resting');
	await seesLive(noor, t('resting.nothing'));
});

test('9. Thanks to everyone who sent prayers, candles, cards, words: one act, and each finds it', async () => {
	const { page, t } = noor;
	await noor.goes('/support/thanks');
	await page.getByText(t('thanks.to.kinds')).click();
	for (const kind of ['words', 'prayer', 'candle', 'flowers', 'card'] as const) await page.getByRole('checkbox', { name: t(`given.kind.${kind}`) }).check();
	await page.getByRole('textbox', { name: t('thanks.words') }).fill('Allt ni har skickat har burit oss.');
	await expect(page.getByRole('radio', { name: t('ring.all') })).toBeChecked();
	await page.getByRole('button', { name: t('thanks.say') }).click();
	for (const giver of [malik, berg, ingrid]) {
		await giver.goes('/today');
		await seesLive(giver, 'Allt ni har skickat har burit oss.');
	}
});

test('13. In a ward with no signal Noor reads, writes twice, closes the phone; later each arrives once, in order', async () => {
	await noor.goes('/today');
	await noor.context.setOffline(true);
	await noor.page.reload();
	await seesLive(noor, 'Vi har förlorat vår son.');
	await tells(noor, 'close', 'Jag skriver i ett rum utan täckning.');
	await tells(noor, 'close', 'Och en gång till.');
	await expect(noor.page.getByText(noor.t('today.kept')).first()).toBeVisible();
	await noor.page.close();

	noor.page = await noor.context.newPage();
	await noor.context.setOffline(false);
	await noor.goes('/today');
	await ingrid.goes('/today');
	await seesLive(ingrid, 'Och en gång till.');
	for (const text of ['Jag skriver i ett rum utan täckning.', 'Och en gång till.']) await expect(ingrid.page.getByText(text)).toHaveCount(1);
	const shown = await ingrid.page.getByRole('main').innerText();
	expect(shown.indexOf('Och en gång till.')).toBeLessThan(shown.indexOf('Jag skriver i ett rum utan täckning.'));
});

test('14. Elias’s phone goes under a bus: on a new one, by his card, everything is there; the old one is signed out, with all it held', async ({ browser }) => {
	const gone = elias;
	const hers = asked(noor);
	// The card is on paper, and what is said now is the last that the old phone hears.
	await gone.goes('/today');
	await seesLive(gone, 'Vita pioner');
	await gone.context.close();
	for (const copy of ['found', 'hidden']) cpSync(join(eliasFolder, 'his'), join(eliasFolder, copy), { recursive: true });

	elias = await newPerson(browser, host.origin, 'Elias');
	elias.complaints.push(...gone.complaints);
	await test.step('he types the words of his card', async () => {
		await elias.goes('/today');
		await elias.page.getByRole('link', { name: elias.t('back.go') }).click();
		await elias.page.getByRole('button', { name: elias.t('back.card.do') }).click();
		await elias.page.getByLabel(elias.t('back.word', { n: '1' }), { exact: true }).fill(eliasCard.join(' '));
		await elias.page.getByRole('button', { name: elias.t('back.words.go') }).click();
		await expect(elias.page.getByRole('heading', { name: elias.t('back.came', { name: 'Elias' }) })).toBeVisible({ timeout: 30_000 });
		await elias.page.getByRole('link', { name: elias.t('back.came.go') }).click();
	});
	await test.step('everything is there: what only the two may read, pictures, the film; and he is who he was', async () => {
		for (const text of ['Det här är bara för oss två.', 'Vita pioner', 'Till dig, Noor.', 'Jag ställer soppa']) await seesFurtherBack(elias, text);
		// A picture comes once one is near it.
		await elias.page.getByText('Vita pioner').first().scrollIntoViewIfNeeded();
		await expect(elias.page.getByRole('img', { name: 'En bukett i ett fönster' })).toBeVisible();
		await elias.page.getByRole('button', { name: new RegExp(elias.t('film.play')) }).click();
		await expect.poll(() => elias.page.locator('video').evaluate((video: HTMLVideoElement) => video.readyState)).toBeGreaterThanOrEqual(2);
		await noor.goes('/people');
		await expect(noor.page.getByText('Elias', { exact: true })).toHaveCount(1);
	});
	await test.step('he shuts out the other', async () => {
		await elias.goes('/settings/devices');
		await elias.page.getByRole('button', { name: elias.t('devices.do') }).click();
		await expect(elias.page.getByRole('heading', { name: elias.t('devices.done') })).toBeVisible({ timeout: 30_000 });
		await tells(noor, 'us', 'Bara för dig och mig, efteråt.');
		secrets.push('Bara för dig och mig, efteråt.');
		await elias.goes('/today');
		await seesLive(elias, 'Bara för dig och mig, efteråt.');
	});
	await test.step('whoever finds it reads nothing, and finds no words there', async () => {
		await using found = await personOfFolder(join(eliasFolder, 'found'), host.origin, 'Någon');
		await found.goes('/today');
		await seesLive(found, found.t('today.ended.signed-out'));
		for (const text of ['Det här är bara för oss två.', 'Bara för dig och mig, efteråt.']) await expect(found.page.getByText(text)).toHaveCount(0);
	});
	await test.step('nor does a host help whoever has it, that hides that it is out and hands over every sealed word', async () => {
		await using hidden = await personOfFolder(join(eliasFolder, 'hidden'), host.origin, 'Någon', { serviceWorkers: 'block' });
		const given = await handsOver(hidden, hers.path.replace(/\/rings.*/, ''), hers.authorization);
		await hidden.goes('/today');
		await seesFurtherBack(hidden, 'Det här är bara för oss två.');
		await expect.poll(given).toBeGreaterThan(0);
		await hidden.page.waitForTimeout(3_000);
		await expect(hidden.page.getByText('Bara för dig och mig, efteråt.')).toHaveCount(0);
	});
	await test.step('his card leads on', async () => {
		await using tablet = await newPerson(browser, host.origin, 'Elias', { lang: 'en' });
		await tablet.goes('/back');
		await tablet.page.getByRole('button', { name: tablet.t('back.card.do') }).click();
		await tablet.page.getByLabel(tablet.t('back.word', { n: '1' }), { exact: true }).fill(eliasCard.join(' '));
		await tablet.page.getByRole('button', { name: tablet.t('back.words.go') }).click();
		await tablet.page.getByRole('link', { name: tablet.t('back.came.go') }).click({ timeout: 30_000 });
		await seesLive(tablet, 'Bara för dig och mig, efteråt.');
	});
});

test('15. Dr Berg is let go of: nothing he kept opens what comes after, and he can write nothing more', async () => {
	const his = asked(berg);
	const hers = asked(noor);
	await answers(berg, 'thought', '');
	await seesLive(berg, berg.t('today.arrived'));
	expect(his.body).not.toBeNull();

	// Everything his browser has kept: keys, what he read, all of it. Twice over.
	await berg.context.close();
	for (const copy of ['copied', 'helped']) cpSync(join(bergsFolder, 'his'), join(bergsFolder, copy), { recursive: true });
	berg = await personOfFolder(join(bergsFolder, 'his'), host.origin, 'Dr Berg');
	await berg.goes('/today');
	await seesLive(berg, 'Vi har förlorat vår son.');

	await letsGo(noor, 'Dr Berg');
	await test.step('it says so on his own screen, by whom, and what the family wrote is gone from there', async () => {
		await seesLive(berg, berg.t('today.ended.let-go.text', { name: 'Noor' }));
		await expect(berg.page.getByText('Vi har förlorat vår son.')).toHaveCount(0);
	});
	await tells(noor, 'all', 'Begravningen är på lördag.');
	await seesLive(malik, 'Begravningen är på lördag.');
	await seesLive(noor, 'Jag sörjer med er.');

	await test.step('what he was let in with before lets him in no more, to read or to write', async () => {
		const read = await fetch(`${host.origin}${his.path}?after=0`, { headers: { authorization: his.authorization } });
		const write = await fetch(host.origin + his.path, {
			method: 'POST',
			headers: { authorization: his.authorization, 'content-type': 'application/cbor' },
			body: new Uint8Array(his.body as Buffer)
		});
		for (const { status } of [read, write]) expect([401, 403]).toContain(status);
	});
	await test.step('a copy of his browser, in which he wrote before it heard of anything, brings in nothing', async () => {
		await using copied = await personOfFolder(join(bergsFolder, 'copied'), host.origin, 'Dr Berg');
		await copied.context.setOffline(true);
		await answers(copied, 'words', 'Jag skriver ändå.');
		await seesLive(copied, 'Jag skriver ändå.');
		await copied.context.setOffline(false);
		await copied.page.reload();
		await seesLive(copied, copied.t('today.ended.let-go'));
		await expect(copied.page.getByText('Begravningen är på lördag.')).toHaveCount(0);
		await noor.goes('/today');
		await seesLive(noor, 'Begravningen är på lördag.');
		await expect(noor.page.getByText('Jag skriver ändå.')).toHaveCount(0);
	});
	await test.step('nor does another, to which the host hands every sealed word there is and hides that he is out', async () => {
		await using helped = await personOfFolder(join(bergsFolder, 'helped'), host.origin, 'Dr Berg', { serviceWorkers: 'block' });
		const given = await handsOver(helped, his.path.replace(/\/rings.*/, ''), hers.authorization);
		await helped.goes('/today');
		await seesLive(helped, helped.t('device.place'));
		expect(given()).toBeGreaterThan(0);
		await expect(helped.page.getByText('Vi har förlorat vår son.')).toBeVisible();
		await expect(helped.page.getByText('Begravningen är på lördag.')).toHaveCount(0);
		await looksInto(helped);
		await seesLive(helped, helped.t('wrong.missing'));
	});
});

test('18. To keep: everything in one file, which another program opens, and another holds against every signature', async () => {
	for (const [person, reads] of [
		[elias, ['bara för oss två', 'Vi har förlorat vår son', 'Jag ställer soppa']],
		[malik, ['Vi har förlorat vår son', 'My thoughts are']]
	] as const) {
		const { sealed, words } = await takesAlong(person, { raw: true });
		const { page, archive, files } = await openArchive(sealed, { words });
		for (const text of reads) {
			expect(page).toContain(text);
			expect(JSON.stringify(archive)).toContain(text);
		}
		if (person === malik) for (const never of ['bara för oss två', 'föddes i tisdags', 'Elias sjunger']) expect(page).not.toContain(never);
		else expect([...files.keys()].some((name) => name.endsWith('.webm') || name.endsWith('.mp4'))).toBe(true);
		const { status, said } = readExport(files.get('raw/export.cbor') as Buffer);
		expect(said).toBe('');
		expect(status).toBe(0);
	}
});

test('after all this no private word lies with the host: database, WAL, logs', async () => {
	expect(host.findsAny(secrets)).toEqual([]);
	await host.stop();
	expect(host.findsAny(secrets)).toEqual([]);
	await host.start();
	for (const person of [noor, elias, ingrid, malik, berg])
		expect(person.complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(text))).toEqual([]);
});

test('19. Noor erases a picture; then both the whole place: gone from the host, and said so', async () => {
	const blobs = () => filesIn(join(host.data, 'blobs'));
	const before = new Set(blobs());
	const sealed: Buffer[] = [];
	noor.context.on('request', (request) => {
		if (request.method() === 'POST' && /\/rings\/[a-z]+\/entries$/.test(request.url())) sealed.push(request.postDataBuffer() as Buffer);
	});
	/** Of what her phone sent: which can be found with the host. */
	const found = () => {
		const all = filesIn(host.data).map((file) => readFileSync(file));
		return sealed.filter((bytes) => all.some((file) => file.includes(bytes.subarray(bytes.length - 60)))).length;
	};
	await noor.goes('/tell');
	await noor.page
		.getByLabel(noor.t('enclose.add'))
		.setInputFiles({ name: 'bild.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(noor.page, 900, 1200) });
	await noor.page.getByRole('textbox', { name: noor.t('enclose.says') }).fill('Filten han låg i');
	await noor.page.waitForTimeout(600);
	await tells(noor, 'close', 'Hans filt.');
	await ingrid.goes('/today');
	await expect(ingrid.page.getByRole('img', { name: 'Filten han låg i' })).toBeVisible();
	const its = blobs().filter((file) => !before.has(file));
	expect(its).toHaveLength(2);

	await test.step('the picture goes, the words stay', async () => {
		await noor.goes('/today');
		const said = noor.page.getByRole('listitem').filter({ hasText: 'Hans filt.' });
		await said.getByRole('link', { name: noor.t('today.change') }).click();
		await noor.page.getByRole('button', { name: noor.t('enclose.remove') }).click();
		await noor.page.getByRole('button', { name: noor.t('correct.save') }).click();
		await expect(noor.page).toHaveURL(/\/today/);
		await expect(ingrid.page.getByRole('img', { name: 'Filten han låg i' })).toHaveCount(0);
		await seesLive(ingrid, 'Hans filt.');
		await expect.poll(() => blobs().filter((file) => its.includes(file))).toEqual([]);
	});
	expect(sealed.length).toBeGreaterThan(1);
	expect(found()).toBeGreaterThan(0);

	await test.step('both say so, and it is gone, with everyone', async () => {
		await noor.goes('/settings/erase');
		await noor.page.getByRole('button', { name: noor.t('erase.yes') }).click();
		await expect(noor.page.getByText(noor.t('erase.said.me', { names: 'Elias' }))).toBeVisible();
		await elias.goes('/settings/erase');
		await elias.page.getByRole('button', { name: elias.t('erase.yes') }).click();
		await elias.page
			.getByRole('dialog')
			.getByRole('button', { name: elias.t('erase.last.yes') })
			.click();
		for (const person of [noor, elias, ingrid, malik]) {
			await person.goes('/today');
			await seesLive(person, person.t('today.ended.erased'));
			await expect(person.page.getByText('Hans filt.')).toHaveCount(0);
		}
	});
	await test.step('nothing of it is in any file of the host', async () => {
		expect(blobs()).toEqual([]);
		expect(found()).toBe(0);
	});
});

test('16. A dishonest host: dropped, reordered, replayed, altered, invented, a member slipped in, two pasts: each is noticed and named', async ({
	browser
}) => {
	await using lying = await startLyingHost();
	const meets = (name: string) => newPerson(browser, lying.origin, name);
	await using ofNoor = await meets('Noor');
	await using ofMalik = await meets('Malik');
	const { t } = ofNoor;
	const said = ['Det första.', 'Det andra.', 'Det tredje.', 'Jag tänker på er.'];
	await begins(ofNoor, 'Noor', 'Platsen vid sjön', '');
	await tells(ofNoor, 'all', 'Det första.');
	const link = await invites(ofNoor, { ring: 'all' });
	await reads(ofMalik, link);
	await answers(ofMalik, 'words', 'Jag tänker på er.', { name: 'Malik' });
	for (const text of ['Det andra.', 'Det tredje.']) await tells(ofNoor, 'all', text);
	await seesLive(ofMalik, 'Det tredje.');
	await seesLive(ofNoor, 'Jag tänker på er.');
	// What her device says of itself (that things have arrived) comes a moment later; the log stands still then.
	await ofNoor.page.waitForTimeout(2500);
	const noors = lying.lastWriter('all');
	const all = await lying.entriesOf(noors, 'all');
	const at = (i: number) => all[i] as Entry;
	/** His answer, and the news told last. */
	const writerOf = ([envelope]: Entry) => hex(decodeEnvelope(envelope).header.deviceId);
	const his = all.findIndex((entry) => writerOf(entry) !== noors);
	const third = all.findLastIndex(([, body], i) => body !== null && i !== his);
	const invented = await madeUpEntry(at(0));

	/** Everything that is shown of people's words: each true, and each once. */
	const nothingFalse = async ({ page }: Person) => {
		const shown = await page.locator('article .words').allInnerTexts();
		expect(said).toEqual(expect.arrayContaining(shown));
		expect(new Set(shown).size).toBe(shown.length);
	};
	const lies: [what: string, entries: Entry[], cause: 'missing' | 'order' | 'altered' | 'uninvited' | 'pasts'][] = [
		['dropped', all.toSpliced(1, 1), 'missing'],
		['reordered', [at(his), ...all.toSpliced(his, 1)], 'pasts'],
		['replayed', [...all, at(0)], 'order'],
		['altered', all.with(third, [at(third)[0], flip(at(third)[1] as Bytes, 777)]), 'altered'],
		['invented', [...all, invented], 'uninvited']
	];
	for (const [what, entries, cause] of lies) {
		await test.step(what, async () => {
			lying.liesAbout('all', () => entries, [noors, writerOf(at(his))]);
			await using late = await meets('Sen');
			await reads(late, link);
			await seesLive(late, t('wrong.line'));
			await nothingFalse(late);
			await looksInto(late);
			await seesLive(late, t('wrong.goes'));
			await expect(late.page.getByRole('heading', { name: t(`wrong.${cause}`) })).toBeVisible();
			await expect(late.page.getByText(t(`wrong.${cause}.what`))).toBeVisible();
		});
	}
	await test.step('two are shown two pasts, and the one notices it by what the other writes', async () => {
		const { length } = all;
		// In the signature, at its end.
		const forged = (envelope: Bytes) => flip(envelope, envelope.length * 8 - 5);
		lying.liesAbout('all', (entries) => entries.map(([envelope, body], i) => [i === length ? forged(envelope) : envelope, body] as const), [noors]);
		await tells(ofNoor, 'all', 'Det fjärde.');
		await seesLive(ofMalik, t('wrong.line'));
		await expect(ofMalik.page.getByText('Det fjärde.')).toHaveCount(0);
		await answers(ofMalik, 'words', 'Det här skrev jag i en annan värld.');
		await ofNoor.goes('/today');
		await seesLive(ofNoor, t('device.doubt'));
		await expect(ofNoor.page.getByText('en annan värld')).toHaveCount(0);
		await looksInto(ofNoor);
		await expect(ofNoor.page.getByRole('heading', { name: t('wrong.pasts') })).toBeVisible();
		await seesLive(ofNoor, t('wrong.from.either', { name: 'Malik' }));
		await seesLive(ofNoor, t('wrong.doubt'));
		// They have talked: she knows what is right, and goes on.
		await ofNoor.page.getByRole('button', { name: t('wrong.settle.do') }).click();
		await seesLive(ofNoor, t('wrong.goes'));
	});
	await test.step('a member of the host’s own is not let in, and the place stands still', async () => {
		let control: Bytes[] = [];
		lying.lies = {
			control: (entries, who) => {
				if (who === noors) control = entries;
				return entries;
			}
		};
		await ofNoor.page.reload();
		await expect.poll(() => control.length).toBeGreaterThan(0);
		const slipped = await madeUpMember(control);
		lying.lies = { control: (entries, who) => (who === noors ? [...entries, slipped] : entries) };
		await ofNoor.goes('/today');
		await seesLive(ofNoor, t('device.place'));
		await looksInto(ofNoor);
		for (const key of ['wrong.stops', 'wrong.people', 'wrong.do.call', 'wrong.do.wait'] as const) await seesLive(ofNoor, t(key));
		await ofNoor.goes('/people');
		const names = await ofNoor.page.getByRole('main').getByRole('listitem').allInnerTexts();
		expect(names.map((text) => text.split('\n')[0])).toEqual([t('people.me', { name: 'Noor' }), 'Malik']);
	});
});
