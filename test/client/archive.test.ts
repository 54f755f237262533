/** An archive holds all that its maker may read and nothing else, is opened without Kvar, and is made bit by bit. */
import { openAsBlob } from 'node:fs';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { stopArchive } from '../../src/actions/archive.ts';
import type { ArchiveWords } from '#domain/archive-page.ts';
import { filesToKeep } from '#domain/archive.ts';
import { firstChild } from '#domain/child.ts';
import type { Film, SealedFile } from '#domain/enclosed.ts';
import type { ToldView } from '#domain/view.ts';
import { wordsOfKept } from '../support/archive-words.ts';
import { flip } from '../support/property.ts';
import { drawing, drawn, markOf } from '../support/drawn.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { openArchive, readExport } from '../support/open-archive.ts';
import { settled, textsOf } from '../support/seen.ts';
import { bytesOf, told, twoWhoShow } from '../support/two-who-show.ts';

const at = twoWhoShow();
const lock = { words: 'en mening som ingen annan gissar' };
const words: ArchiveWords = {
	...wordsOfKept,
	lang: 'sv',
	rings: { us: 'Bara vi', close: 'Närmaste', all: 'Alla inbjudna' },
	kinds: { words: '', candle: 'tände ett ljus', card: 'ett kort', prayer: 'en bön', thought: 'en tanke', offer: 'ett erbjudande' },
	takenBack: 'Tillbakatagen',
	takenAway: 'Borttagen',
	aside: 'Undanlagt',
	covered: 'Täckt',
	whole: 'Hela bilden',
	gone: 'Finns inte kvar',
	people: 'Vi som är här',
	made: 'Gjord av',
	readme: 'Öppna index.html.'
};
const make = (device: TestDevice, raw = false) => device.does('makeArchive', { lock, words, raw });
const codeOf = (act: Promise<unknown>) =>
	act.then(
		() => 'done',
		(error: { code?: string; name: string }) => error.code ?? error.name
	);

test('all that its maker may read is in it, as it says now, and nothing of what she may not; Debian’s age opens it', async () => {
	const [picture, whole] = [drawn(), drawn()];
	await at.noor.does('tellNews', { ring: 'us', text: 'bara vi två', asking: null });
	const news = await at.tells(at.noor, picture, 'Ture, <b>fyra</b> dagar');
	await at.tells(at.noor, whole, 'hela bilden', true);
	const film = (await at.noor.does('encloseFilm', {
		file: await openAsBlob('test/media/fixtures/place.mp4', { type: 'video/mp4' }),
		poster: drawn(9_000)
	})) as Film;
	await at.noor.does('tellNews', { ring: 'all', text: 'en film', asking: 'ask', enclosed: [{ ...film, says: 'Elias "sjunger"', covered: true }] });
	const corrected = await at.noor.does('tellNews', { ring: 'close', text: 'före rättelsen', asking: null });
	await at.noor.does('correct', { target: corrected, text: 'efter rättelsen', asking: null, enclosed: [] });
	await at.noor.does('sayOfChild', { child: firstChild, ring: 'close', says: { weeks: '20+3' } });
	await at.noor.does('sayOfChild', { child: firstChild, ring: 'us', says: { weight: 'bara vi två vet' } });
	const song = await at.noor.does('keepThis', {
		ring: 'close',
		body: { type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title: 'Samma väg hem', text: 'en sång', link: null }
	});
	const line = await at.noor.does('keepThis', { ring: 'close', body: { type: 'line', to: song, text: 'du bar lyktan', place: 1 } });
	await at.noor.does('keepThis', { ring: 'us', body: { type: 'note', to: line, text: 'bara vi två minns' } });
	const letter = await at.noor.does('keepThis', { ring: 'close', body: { type: 'letter', child: firstChild, text: 'före rättelsen', enclosed: [] } });
	await at.noor.does('changeThis', { target: letter, body: { type: 'letter', child: firstChild, text: 'Kära Ture' } });
	const gone = await at.noor.does('tellNews', { ring: 'close', text: 'tas tillbaka', asking: null });
	await at.ingrid.sees((view) => textsOf(view).includes('tas tillbaka'));
	await at.noor.does('takeBack', { target: gone });
	await at.ingrid.sees(
		(view) =>
			settled(view) &&
			textsOf(view).includes('efter rättelsen') &&
			textsOf(view).includes('hela bilden') &&
			textsOf(view).includes('en film') &&
			!textsOf(view).includes('tas tillbaka')
	);
	await at.ingrid.does('answer', { to: news, kind: 'candle', text: 'ett ljus för Ture', motif: null });
	await at.ingrid.sees(settled);

	const sealed = await make(at.ingrid);
	const bytes = Buffer.from(await sealed.arrayBuffer());
	for (const secret of ['fyra', 'kvar.json', await markOf(picture), 'Ingrid']) expect(bytes.includes(Buffer.from(secret, 'latin1'))).toBe(false);
	const { archive, files, page } = await openArchive(sealed, lock);
	expect(archive).toMatchObject({
		kvar: 'archive',
		version: 2,
		by: { name: 'Ingrid' },
		place: { title: 'Platsen vid sjön', child: null },
		people: [
			{ name: 'Noor', ring: 'us', parent: true },
			{ name: 'Ingrid', ring: 'close', parent: false }
		]
	});
	expect(archive.told.map(({ text, ring, edited, takenBack }) => [text, ring, edited, takenBack])).toEqual([
		['Ture, <b>fyra</b> dagar', 'close', false, false],
		['hela bilden', 'close', false, false],
		['en film', 'all', false, false],
		['efter rättelsen', 'close', true, false],
		['', 'close', false, true]
	]);
	expect(archive.kept.map(({ body, text, edited }) => [body.type, text, edited])).toEqual([
		['dedication', 'en sång', false],
		['line', 'du bar lyktan', false],
		['letter', 'Kära Ture', true]
	]);
	expect(archive.kept[0]?.body).toEqual({ type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title: 'Samma väg hem', link: null });
	expect(archive.children).toEqual([{ child: firstChild, says: { weeks: '20+3' }, dates: [] }]);
	for (const said of ['20+3', 'Samma väg hem', 'du bar lyktan', 'Kära Ture']) expect(page).toContain(said);
	expect(archive.told[0]?.answers).toMatchObject([{ kind: 'candle', text: 'ett ljus för Ture', author: { name: 'Ingrid' } }]);
	for (const never of ['bara vi två', 'före rättelsen', 'tas tillbaka', 'secret']) {
		expect(JSON.stringify(archive)).not.toContain(never);
		expect(page).not.toContain(never);
	}
	const [first, second, third] = archive.told.map(({ enclosed }) => enclosed[0]);
	if (first?.kind !== 'picture' || second?.kind !== 'picture' || third?.kind !== 'film') throw new Error('not as it was said');
	const file = (path: string | null | undefined) => files.get(path ?? '')?.toString('hex');
	expect(file(first.picture.path)).toBe(await bytesOf(picture));
	expect(file(second.original?.path)).toBe(await bytesOf(whole));
	expect(file(third.film.path)).toBe(await bytesOf(await at.noor.does('openFile', { file: film.film })));
	expect(file(third.poster?.path)).toBeDefined();
	expect([...files.keys()].sort()).toEqual([
		'README.txt',
		'files/0001.jpeg',
		'files/0002.jpeg',
		'files/0003-whole.jpeg',
		'files/0004-poster.jpeg',
		'files/0005.mp4',
		'index.html',
		'kvar.json'
	]);
	// The page: what was said, as text; its pictures beside it; nothing that runs, and nobody's address.
	expect(page).toContain('Ture, &lt;b&gt;fyra&lt;/b&gt; dagar');
	for (const path of ['files/0001.jpeg', 'files/0003-whole.jpeg', 'files/0005.mp4']) expect(page).toContain(`"${path}"`);
	expect(page).toMatch(/<details><summary dir="auto">Elias &quot;sjunger&quot;<\/summary>/);
	expect(page).not.toMatch(/<script|https?:|\/\/[a-z]/i);
	expect(at.server.sent.filter(({ body }) => Buffer.from(body).includes('kvar.json'))).toEqual([]);
});

test('to a key of one’s own, and to no other', async () => {
	await at.tells(at.noor, drawn());
	await at.noor.sees(settled);
	// Debian's age of today does not know the newest kind of key.
	const [mine, other] = [await generateX25519Identity(), await generateX25519Identity()];
	const sealed = await at.noor.does('makeArchive', { lock: { recipient: `${await identityToRecipient(mine)}\n` }, words, raw: false });
	expect((await openArchive(sealed, { identity: mine })).archive.told).toHaveLength(1);
	await expect(openArchive(sealed, { identity: other })).rejects.toThrow();
	await expect(openArchive(sealed, lock)).rejects.toThrow();
});

test('with what proves it, where that is asked for: another program holds every word against its signature', async () => {
	await at.noor.does('tellNews', { ring: 'us', text: 'bara vi två', asking: null });
	const news = await at.noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
	const gone = await at.noor.does('tellNews', { ring: 'close', text: 'tas tillbaka', asking: null });
	await at.ingrid.sees((view) => settled(view) && view.told.length === 2);
	await at.ingrid.does('answer', { to: news, kind: 'words', text: 'jag kommer', motif: null });
	await at.noor.does('takeBack', { target: gone });
	await at.noor.sees((view) => settled(view) && told({ ...view, told: view.told.filter(({ id }) => id === news) })?.answers.length === 1);
	await expect.poll(() => at.noor.home.store.list(`c/${at.noor.home.current}/drop/`)).toEqual([]);
	for (const [who, may] of [
		[at.noor, ['bara vi två', 'jag kommer', 'nyheten']],
		[at.ingrid, ['jag kommer', 'nyheten']]
	] as const) {
		const { files } = await openArchive(await make(who, true), lock);
		const { status, said: complaints, lines } = readExport(files.get('raw/export.cbor') as Buffer);
		expect([status, complaints]).toEqual([0, '']);
		const said = lines.flatMap(({ type, text }) => ((type === 'announcement' || type === 'answer') && text !== undefined ? [text] : []));
		expect(said.sort()).toEqual(may);
		expect(lines.filter(({ erased }) => erased === true)).toHaveLength(1);
		expect(lines.at(-1)).toMatchObject({ verified: true });
	}
	expect((await openArchive(await make(at.noor), lock)).files.has('raw/export.cbor')).toBe(false);
});

test('what lies further back than was ever looked at is in it', async () => {
	for (let n = 1; n <= 260; n++) await at.noor.does('tellNews', { ring: 'close', text: `nummer ${n}`, asking: null });
	await at.noor.sees(settled, 30_000);
	const tablet = at.opened(await openDevice(at.server.origin, { media: drawing, follow: false }));
	const { fragment } = await at.noor.does('makeDoor', { kind: 'link' });
	await tablet.does('comeByDoor', { kind: 'link', fragment });
	expect((await tablet.view()).told.length).toBeLessThan(260);
	const { archive } = await openArchive(await make(tablet), lock);
	expect(archive.told.map(({ text }) => text)).toEqual(Array.from({ length: 260 }, (_, n) => `nummer ${n + 1}`));
}, 90_000);

test('a file that is gone, or that the server gives altered, is said to be; everything else is there', async () => {
	const [one, bent, last] = [drawn(), drawn(), drawn()];
	await at.tells(at.noor, one, 'borta');
	await at.tells(at.noor, bent, 'ändrad');
	await at.tells(at.noor, last, 'kvar');
	await at.ingrid.sees((view) => settled(view) && view.told.length === 3);
	const screens = (await at.ingrid.view()).told.map(({ enclosed: [picture] }) => (picture?.kind === 'picture' ? picture.screen.id : ''));
	const [, second, first] = screens.map((id) => Buffer.from(id, 'hex').toString('base64url'));
	at.server.lies = {
		instead: ({ path }) =>
			path.includes(first ?? '-')
				? new Response(JSON.stringify({ type: 'about:blank', title: 'Not found', status: 404, code: 'not-found', remedy: '' }), {
						status: 404,
						headers: { 'content-type': 'application/problem+json' }
					})
				: undefined,
		afterwards: ({ path }, { status, body }) =>
			path.includes(second ?? '-') && body.length > 100_000 ? new Response(flip(body, 8 * 70_000) as Uint8Array<ArrayBuffer>, { status }) : undefined
	};
	const { archive, files, page } = await openArchive(await make(at.ingrid), lock);
	const paths = archive.told.map(({ enclosed: [picture] }) => (picture?.kind === 'picture' ? picture.picture.path : ''));
	expect(paths.slice(0, 2)).toEqual([null, null]);
	expect(files.get(paths[2] ?? '')?.toString('hex')).toBe(await bytesOf(last));
	expect(page.split('Finns inte kvar')).toHaveLength(3);
});

test('a line that breaks for a moment costs nothing; without one it is not made, and nothing is left of it', async () => {
	await at.tells(at.noor, drawn(2_000_000));
	await at.ingrid.sees((view) => settled(view) && view.told.length === 1);
	let broken = 2;
	at.server.lies = { instead: ({ path }) => (path.includes('/files/') && broken-- > 0 ? Response.error() : undefined) };
	const { archive } = await openArchive(await make(at.ingrid), lock);
	expect(JSON.stringify(archive.told[0]?.enclosed)).toContain('files/0001.jpeg');
	const before = at.ingrid.store.files.bytes.size;
	at.server.lies = { instead: () => Response.error() };
	expect(await codeOf(make(at.ingrid))).toBe('Unreachable');
	// The one of before is gone too: there is one at a time.
	expect(at.ingrid.store.files.bytes.size).toBe(before - 1);
	expect((await at.ingrid.snapshot()).archiving).toBeNull();
});

test('it says how far it has come, and stops when told to', async () => {
	await at.tells(at.noor, drawn(3_000_000));
	await at.tells(at.noor, drawn(3_000_000));
	await at.noor.sees(settled);
	const seen: (number | undefined)[] = [];
	let stops = false;
	const watched = at.opened(
		await openDevice(at.server.origin, {
			store: at.noor.store,
			media: drawing,
			follow: false,
			changed(home) {
				seen.push(home.archiving?.done);
				if (stops && (home.archiving?.done ?? 0) > 0) void stopArchive(home);
			}
		})
	);
	await make(watched);
	const shares = seen.filter((done) => done !== undefined);
	expect(new Set(shares).size).toBeGreaterThan(2);
	expect(shares).toEqual([...shares].sort((a, b) => a - b));
	expect(shares.at(-1)).toBe(6_000_000);
	const before = watched.store.files.bytes.size;
	stops = true;
	expect(await codeOf(make(watched))).toBe('archive-stopped');
	expect(watched.store.files.bytes.size).toBe(before - 1);
});

test('of a large file only a little is in memory at once', async () => {
	await at.tells(at.noor, drawn(60_000_000), 'x');
	await at.noor.sees(settled, 60_000);
	let [inside, most, written] = [0, 0, 0];
	const takeIn = (bytes: number) => (most = Math.max(most, (inside += bytes)));
	// It is too large to be kept here once the server has it: it comes from there.
	const counting: typeof fetch = async (...args) => {
		const answer = await fetch(...args);
		if (!new Request(...args).url.includes('/files/') || answer.body === null) return answer;
		const counted = new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, controller) {
				takeIn(chunk.length);
				controller.enqueue(chunk);
			}
		});
		return new Response(answer.body.pipeThrough(counted), answer);
	};
	const device = at.opened(await openDevice(at.server.origin, { store: at.noor.store, media: drawing, follow: false, fetch: counting }));
	device.store.files.create = () =>
		Promise.resolve({
			write: (bytes) => Promise.resolve(void ((inside -= bytes.length), (written += bytes.length))),
			read: () => Promise.resolve(new Uint8Array(0)),
			close: () => Promise.resolve()
		});
	await make(device);
	expect(written).toBeGreaterThan(60_000_000);
	expect(most).toBeGreaterThan(1_000_000);
	expect(most).toBeLessThan(16_000_000);
}, 120_000);

test('asked for twice, the second is made and the first let go of; what takes time is said to be here', async () => {
	await at.tells(at.noor, drawn(3_000_000));
	await at.noor.sees(settled);
	const first = codeOf(make(at.noor));
	const second = make(at.noor);
	expect(await first).toBe('archive-stopped');
	expect((await openArchive(await second, lock)).archive.told).toHaveLength(1);
	expect([at.noor.home.archiving, at.noor.home.stopArchive]).toEqual([null, null]);
});

test('what a member’s device says of time or kind breaks nobody’s archive, and nothing in it would be run', async () => {
	const picture = await at.enclose(at.noor, drawn(), true);
	const film = (await at.noor.does('encloseFilm', { file: await openAsBlob('test/media/fixtures/place.mp4', { type: 'video/mp4' }) })) as Film;
	await at.noor.does('tellNews', { ring: 'close', text: 'x', asking: null, enclosed: [picture, { ...film, film: { ...film.film, mime: 'video/html' } }] });
	await at.noor.sees(settled);
	const { home } = at.noor;
	const open = home.circles.get(home.current ?? '');
	for (const told of open?.circle.fold.told.values() ?? []) told.time = Number.MAX_SAFE_INTEGER;
	expect(() =>
		filesToKeep({ kept: [], told: [{ ...({} as ToldView), id: 'a', at: Number.MAX_SAFE_INTEGER, enclosed: [picture], answers: [] }] })
	).not.toThrow();
	const { files, page } = await openArchive(await make(at.noor), lock);
	expect([...files.keys()].filter((name) => !/\.(jpeg|mp4|bin|txt|json)$|^index\.html$/.test(name))).toEqual([]);
	expect(page).toContain('.bin"');
	await expect(
		at.noor.does('tellNews', {
			ring: 'close',
			text: 'y',
			asking: null,
			enclosed: [{ ...picture, original: { ...(picture.original as SealedFile), mime: 'video/html' } }]
		})
	).rejects.toThrow();
});

test.each([
	['words that are guessed', { words: 'Ture 2026' }, 'archive-words'],
	['no key', { recipient: 'age1abc' }, 'archive-recipient'],
	['somebody’s secret key', { recipient: 'AGE-SECRET-KEY-1QQQ' }, 'archive-recipient']
])('locked with %s, it is not made', async (_, other, code) => {
	await at.noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
	const before = at.noor.store.files.bytes.size;
	expect(await codeOf(at.noor.does('makeArchive', { lock: other, words, raw: false }))).toBe(code);
	expect(at.noor.store.files.bytes.size).toBe(before);
});

test('words to lock it with are drawn anew each time, in the language that is asked for', async () => {
	const [one, other] = [await at.noor.does('drawArchiveWords', { language: 'sv' }), await at.noor.does('drawArchiveWords', { language: 'sv' })];
	expect(one).not.toBe(other);
	expect(one.split(' ')).toHaveLength(10);
});
