/** What is enclosed with words: sealed at once, sent part by part before them, opened by whoever reads them. */
import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeSnapshot } from '../../src/actions/snapshot.ts';
import type { Film, Picture, SealedFile, Sound } from '#domain/enclosed.ts';
import { drawn, markOf } from '../support/drawn.ts';
import { longFilm } from '../support/long-film.ts';
import { circleOf, settled } from '../support/seen.ts';
import { bytesOf, told, pictureIn, here, twoWhoShow } from '../support/two-who-show.ts';

const at = twoWhoShow();
const { again, enclose, tells, looksAt, blobsAt } = at;

describe('a picture with the news', () => {
	test('is seen by whom the news is told to, as it was sealed; the server has no byte of it', async () => {
		const file = drawn();
		await tells(at.noor, file);
		await at.noor.sees(settled);
		const view = await at.ingrid.sees((view) => told(view) !== undefined);
		expect(told(view)).toMatchObject({ text: 'Det här är Ture.', enclosed: [{ kind: 'picture', says: '', covered: false, width: 1200, height: 900 }] });
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(file));
		expect(await looksAt(at.ingrid, 'thumbnail')).toBe(await bytesOf(file.slice(0, 10_000)));
		const mark = await markOf(file);
		const blobs = blobsAt(at.server);
		expect(blobs).toHaveLength(2);
		for (const path of [...blobs, join(at.server.honest.data, 'kvar.db'), join(at.server.honest.data, 'kvar.db-wal')])
			expect(readFileSync(path).includes(Buffer.from(mark, 'latin1'))).toBe(false);
		for (const { body } of at.server.sent) expect(Buffer.from(body).includes(Buffer.from(mark, 'latin1'))).toBe(false);
		for (const bytes of [...at.noor.store.files.bytes.values(), ...at.ingrid.store.files.bytes.values()])
			expect(Buffer.from(bytes).includes(Buffer.from(mark, 'latin1'))).toBe(false);
	});

	test('goes whole only where that is wished for', async () => {
		const file = drawn();
		await tells(at.noor, file, 'x', true);
		await at.noor.sees(settled);
		const { original } = pictureIn(await at.ingrid.sees((view) => told(view) !== undefined));
		expect(original).not.toBeNull();
		expect(blobsAt(at.server)).toHaveLength(3);
	});

	test('may be said without a word; nothing at all may not', async () => {
		await tells(at.noor, drawn(), '');
		await expect(at.noor.does('tellNews', { ring: 'close', text: ' ', asking: null, enclosed: [] })).rejects.toMatchObject({ code: 'empty' });
		expect(told(await at.ingrid.sees((view) => told(view) !== undefined))?.text).toBe('');
	});

	test('comes with an answer too', async () => {
		const to = await at.noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
		await at.ingrid.sees((view) => told(view) !== undefined);
		const file = drawn();
		await at.ingrid.does('answer', { to, kind: 'words', text: '', motif: null, enclosed: [await enclose(at.ingrid, file)] });
		const view = await at.noor.sees((view) => (told(view)?.answers.length ?? 0) > 0);
		const picture = told(view)?.answers[0]?.enclosed[0] as Picture;
		expect(await bytesOf(await at.noor.does('openFile', { file: picture.screen }))).toBe(await bytesOf(file));
	});

	test('is there without a connection once it was looked at, and is not asked for again', async () => {
		const file = drawn();
		await tells(at.noor, file);
		await at.ingrid.sees((view) => told(view) !== undefined);
		await looksAt(at.ingrid);
		at.server.lies = { instead: ({ path }) => (path.includes('/files/') ? Response.error() : undefined) };
		expect(await looksAt(await again(at.ingrid))).toBe(await bytesOf(file));
		// What was never looked at is not there.
		await expect(looksAt(at.ingrid, 'thumbnail')).rejects.toThrow();
	});
});

describe('a film or a sound', () => {
	const fixture = async (name: string): Promise<Blob> =>
		new Blob([await (await openAsBlob(new URL(`../media/fixtures/${name}`, import.meta.url))).arrayBuffer()]);

	test('is written anew as it is sealed, and opened it plays what was chosen and tells nothing else', async () => {
		const poster = drawn(5_000);
		const film = (await at.noor.does('encloseFilm', { file: await fixture('place.mp4'), poster })) as Film;
		expect(film).toMatchObject({ kind: 'film', says: '', covered: false });
		expect(film.film.mime).toMatch(/^video\/mp4; codecs="avc1/);
		await at.noor.does('tellNews', { ring: 'close', text: '', asking: null, enclosed: [film] });
		const view = await at.ingrid.sees((view) => told(view) !== undefined);
		const theirs = told(view)?.enclosed[0] as Film;
		const plain = Buffer.from(await (await at.ingrid.does('openFile', { file: theirs.film })).arrayBuffer());
		expect(plain.length).toBe(theirs.film.size);
		expect(plain.subarray(4, 8).toString('latin1')).toBe('ftyp');
		const chosen = Buffer.from(await (await fixture('place.mp4')).arrayBuffer());
		for (const mark of ['+12.3456-098.7654', 'Kamerabolaget', 'Sagafon_X9', 'Ylva_Exempelsson']) {
			expect(chosen.includes(Buffer.from(mark))).toBe(true);
			expect(plain.includes(Buffer.from(mark))).toBe(false);
		}
		expect(await bytesOf(await at.ingrid.does('openFile', { file: theirs.poster as SealedFile }))).toBe(await bytesOf(poster));
		// For the player: where it is, and what opens it.
		const ticket = await at.ingrid.does('openTicket', { file: theirs.film, renew: false });
		expect(ticket).toMatchObject({ secret: theirs.film.secret, size: theirs.film.size, mime: theirs.film.mime });
		expect((await fetch(ticket.path, { headers: { authorization: ticket.authorization, range: 'bytes=0-20' } })).status).toBe(206);
	});

	test('a sound has a length and a wave, and no picture', async () => {
		const sound = (await at.noor.does('encloseFilm', { file: await fixture('song.mp3') })) as Sound;
		expect(sound).toMatchObject({ kind: 'sound', wave: [0, 128, 255] });
		expect(sound.duration).toBeGreaterThan(500);
		expect(here(at.noor)).toBe(1);
	});

	describe('how far it has come is seen', () => {
		/** What the pages were shown of it, each time there may have been something else to be seen. */
		const watched = async () => {
			const shown: Promise<number | null>[] = [];
			const device = await again(at.noor, { follow: false, changed: (home) => void shown.push(takeSnapshot(home).then(({ readying }) => readying)) });
			return {
				device,
				async shares() {
					// Those after which the next is the same say nothing new.
					return (await Promise.all(shown)).filter((share, i, all) => i === 0 || share !== all[i - 1]);
				}
			};
		};

		test('from nothing to all of it, and then no more', async () => {
			const { device, shares } = await watched();
			expect((await device.snapshot()).readying).toBeNull();
			await device.does('encloseFilm', { file: new Blob([await longFilm(4)]) });
			const seen = (await shares()).slice((await shares()).findIndex((share) => share !== null));
			const told = seen.slice(0, -1) as number[];
			expect(told.length).toBeGreaterThan(100);
			expect(told).toEqual([...told].sort((a, b) => a - b));
			expect([(told[0] as number) < 0.05, told.at(-1), seen.at(-1)]).toEqual([true, 1, null]);
			expect((await device.snapshot()).readying).toBeNull();
		});

		test('until it fails, and then no more', async () => {
			const { device, shares } = await watched();
			const full = new DOMException('full', 'QuotaExceededError');
			const create = device.store.files.create.bind(device.store.files);
			device.store.files.create = async (name) => ({ ...(await create(name)), write: () => Promise.reject(full) });
			// Several parts: only a full one is written before the end.
			await expect(device.does('encloseFilm', { file: new Blob([await longFilm(48)]) })).rejects.toBe(full);
			const seen = await shares();
			expect(Math.max(...seen.map((share) => share ?? 0))).toBeGreaterThan(0.5);
			expect(seen).not.toContain(1);
			expect([seen.at(-1), (await device.snapshot()).readying]).toEqual([null, null]);
			expect([here(device), circleOf(device).files.size]).toEqual([0, 0]);
		});
	});

	test('what cannot be made ready is said, and nothing of it is kept', async () => {
		await expect(at.noor.does('encloseFilm', { file: new Blob(['ett brev, ingen film'], { type: 'video/mp4' }) })).rejects.toMatchObject({
			code: 'not-a-film'
		});
		expect([here(at.noor), circleOf(at.noor).files.size, (await at.noor.snapshot()).readying]).toEqual([0, 0, null]);
	});
});
