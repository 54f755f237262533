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
import { flip } from '../test/support/property.ts';
import type { Entry } from '../test/support/dishonest-server.ts';
import { answers, begins, invites, letsGo, letsIn, looksInto, opensLink, reads, tells } from './support/doing.ts';
import { startHost, type Host } from './support/host.ts';
import { madeUpEntry, madeUpMember, startLyingHost } from './support/lying-host.ts';
import { newPerson, personOfFolder, type Person } from './support/person.ts';
import { marks, takesPicture } from './support/picture.ts';

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

let host: Host;
let noor: Person, elias: Person, ingrid: Person, malik: Person, berg: Person;
let forAll = '';
/** Dr Berg's browser keeps all it has in a folder, so that it can be copied. */
let bergsFolder: string;
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
	...Object.values(marks)
];

const seesLive = async (person: Person, text: string | RegExp) => expect(person.page.getByText(text).first()).toBeVisible({ timeout: 10_000 });

test.beforeAll(async ({ browser }: { browser: Browser }) => {
	host = await startHost();
	const open = (name: string, lang: 'sv' | 'en' = 'sv') => newPerson(browser, host.origin, name, { lang });
	bergsFolder = mkdtempSync(join(tmpdir(), 'kvar-berg-'));
	[noor, elias, ingrid, malik] = await Promise.all([open('Noor'), open('Elias'), open('Ingrid'), open('Malik', 'en')]);
	berg = await personOfFolder(join(bergsFolder, 'his'), host.origin, 'Dr Berg');
});
test.afterAll(async () => {
	await Promise.all([noor, elias, ingrid, malik, berg].map((person) => person.context.close()));
	await host[Symbol.asyncDispose]();
	rmSync(bergsFolder, { recursive: true, force: true });
});

test('1. Noor begins on her phone; Elias comes in by a link, after they have compared words', async () => {
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	const link = await invites(noor, { ring: 'us', label: 'Elias' });
	await opensLink(elias, link);
	await letsIn(noor, elias, 'Elias');
	await tells(noor, 'us', 'Det här är bara för oss två.');
	await seesLive(noor, noor.t('today.told.us'));
	await elias.goes('/today');
	await seesLive(elias, 'Det här är bara för oss två.');
});

test('3. The news goes further out, each reads as far as their ring, and every answer arrives live', async () => {
	// With a picture, as a phone takes them.
	await elias.goes('/tell');
	await elias.page
		.getByLabel(elias.t('enclose.add'))
		.setInputFiles({ name: 'IMG_4711.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(elias.page, 900, 1200) });
	await elias.page.getByRole('textbox', { name: elias.t('enclose.says') }).fill('En liten hand i en stor');
	// Kept as it is typed, so that the page that is opened next has it.
	await elias.page.waitForTimeout(600);
	await tells(elias, 'close', 'Vår son Ture föddes i tisdags. Han levde inte.', 'ask');
	// Nobody is there yet, and that is said, not that it is told.
	await seesLive(elias, elias.t('today.told.close'));
	await expect(elias.page.getByText(elias.t('today.told'), { exact: true })).toHaveCount(0);
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
	await elias.goes('/tell');
	await elias.page
		.getByLabel(elias.t('enclose.add'))
		.setInputFiles({ name: 'IMG_4712.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(elias.page, 1200, 900) });
	await elias.page.getByRole('textbox', { name: elias.t('enclose.says') }).fill('En bukett i ett fönster');
	await elias.page.waitForTimeout(600);
	await tells(elias, 'close', 'Vita pioner från kören stod på rummet när vi kom tillbaka.');
	await ingrid.goes('/today');
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
	await elias.goes('/tell');
	await elias.page.getByLabel(elias.t('enclose.film')).setInputFiles(path);
	await elias.page.getByRole('textbox', { name: elias.t('film.says') }).fill('Elias sjunger', { timeout: 60_000 });
	await elias.page.waitForTimeout(600);
	await tells(elias, 'close', 'Till dig, Noor. Den vi dansade till.');
	await expect(elias.page.getByRole('progressbar')).toHaveCount(0, { timeout: 120_000 });

	await ingrid.goes('/today');
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

test('15. Dr Berg is let go of: nothing he kept opens what comes after, and he can write nothing more', async () => {
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
		let given = 0;
		await helped.context.route(/\/api\/circles\//, async (route) => {
			const url = new URL(route.request().url());
			if (url.pathname.startsWith(his.path)) {
				const answer = await fetch(url, { headers: { authorization: hers.authorization } });
				given += 1;
				return route.fulfill({ status: answer.status, contentType: 'application/cbor', body: Buffer.from(await answer.arrayBuffer()) });
			}
			if (!his.path.startsWith(url.pathname.replace(/\/[^/]+$/, ''))) return route.continue();
			if (url.pathname.endsWith('/control')) {
				const after = Number(url.searchParams.get('after'));
				return route.fulfill({ contentType: 'application/cbor', body: Buffer.from(writeMessage([[], after])) });
			}
			return route.abort();
		});
		await helped.goes('/today');
		await seesLive(helped, helped.t('device.place'));
		expect(given).toBeGreaterThan(0);
		await expect(helped.page.getByText('Vi har förlorat vår son.')).toBeVisible();
		await expect(helped.page.getByText('Begravningen är på lördag.')).toHaveCount(0);
		await looksInto(helped);
		await seesLive(helped, helped.t('wrong.missing'));
	});
});

test('after all this no private word lies with the host: database, WAL, logs', async () => {
	expect(host.findsAny(secrets)).toEqual([]);
	await host.stop();
	expect(host.findsAny(secrets)).toEqual([]);
	await host.start();
	for (const person of [noor, elias, ingrid, malik, berg])
		expect(person.complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(text))).toEqual([]);
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
