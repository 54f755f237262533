/** A film that is sealed on the phone, and played by somebody else while it loads: from its middle, before its beginning has come. */
import { openAsBlob, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { recordSize } from '#crypto/records.ts';
import { longFilm } from '../../test/support/long-film.ts';
import { begins, choosesRing, invites, reads } from '../support/doing.ts';
import { startLyingHost } from '../support/lying-host.ts';
import { newPerson, type Person } from '../support/person.ts';

const says = 'Elias sjunger för Noor';
const seconds = 180;

async function chooses({ page, t }: Person, path: string): Promise<void> {
	await page.getByLabel(t('enclose.film')).setInputFiles(path);
	await expect(page.getByRole('textbox', { name: t('film.says') })).toBeVisible({ timeout: 60_000 });
}
const player = (page: Page) => page.locator('video');
/** How a film plays now. */
const state = (page: Page) =>
	player(page).evaluate((video: HTMLVideoElement) => ({
		at: video.currentTime,
		ready: video.readyState,
		length: video.duration,
		wrong: video.error?.code ?? 0
	}));

test('a film is told, played from its middle while it is still loading, and refused where it was changed', async ({ browser }, info) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await reads(malik, await invites(noor, { ring: 'all' }));
	const path = info.outputPath('film.webm');
	const film = await longFilm(seconds);
	await writeFile(path, film);
	const { page, t } = noor;

	await test.step('Noor chooses it, and tells', async () => {
		await noor.goes('/tell');
		await chooses(noor, path);
		await page.getByRole('textbox', { name: t('film.says') }).fill(says);
		await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'all');
		await page.getByRole('button', { name: t('tell.look') }).click();
		await page.getByRole('button', { name: t('tell.go.all') }).click();
		await expect(page.getByRole('progressbar', { name: t('sending.label') })).toBeVisible();
		await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 });
	});

	await test.step('Malik plays it, skipping to its middle: little of it was asked for by then', async () => {
		await malik.goes('/today');
		await expect(malik.page.getByText(says)).toBeVisible();
		// Its still picture alone.
		const asked = () => new Set(host.sent.flatMap(({ method, path }) => (method === 'GET' && /\/files\/[^/]+$/.test(path) ? [path] : []))).size;
		await expect.poll(asked).toBe(1);
		let bytes = 0;
		host.lies = {
			afterwards: ({ method, path }, { status, body }) => {
				if (method === 'GET' && /\/files\/[^/]+$/.test(path) && status === 206) bytes += body.length;
				return undefined;
			}
		};
		await malik.page.getByRole('button', { name: new RegExp(malik.t('film.play')) }).click();
		await expect(player(malik.page)).toBeVisible();
		await expect.poll(async () => (await state(malik.page)).ready, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
		expect(Math.round((await state(malik.page)).length)).toBe(seconds);
		await player(malik.page).evaluate(async (video: HTMLVideoElement) => {
			video.pause();
			const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
			video.currentTime = 90;
			await sought;
		});
		expect(await state(malik.page)).toMatchObject({ at: 90, wrong: 0 });
		expect(bytes).toBeLessThan(film.length / 2);
		await player(malik.page).evaluate((video: HTMLVideoElement) => video.play());
		await expect.poll(async () => (await state(malik.page)).at, { timeout: 20_000 }).toBeGreaterThan(91);
	});

	await test.step('the line breaks and comes back: it plays on', async () => {
		let broken = 0;
		host.lies = {
			afterwards: ({ method, path }) => (method === 'GET' && /\/files\/[^/]+$/.test(path) && broken++ < 3 ? new Response(null, { status: 502 }) : undefined)
		};
		await player(malik.page).evaluate((video: HTMLVideoElement) => {
			video.currentTime = 20;
		});
		await expect.poll(async () => (await state(malik.page)).at, { timeout: 30_000 }).toBeGreaterThan(21);
		expect(broken).toBeGreaterThan(3);
		expect((await state(malik.page)).wrong).toBe(0);
		host.lies = {};
	});

	await test.step('a copy that cannot be had is not begun: that is said', async () => {
		// Alone, the first record is asked for only to see whether it can be had.
		host.lies = {
			afterwards: ({ method, path }, { body }) =>
				method === 'GET' && /\/files\/[^/]+$/.test(path) && body.length === recordSize ? new Response(null, { status: 404 }) : undefined
		};
		await malik.page.getByRole('button', { name: malik.t('picture.save') }).click();
		await malik.page.getByRole('button', { name: malik.t('picture.save.yes') }).click();
		await expect(malik.page.getByText(malik.t('problem.not-saved'))).toBeVisible();
		host.lies = {};
	});

	await test.step('it is saved plain after a warning, opened as it goes, and is what was chosen', async () => {
		await expect(malik.page.getByText(malik.t('film.save.text'))).toBeVisible();
		// And the line breaks on the way: a player asks again by itself, what saves a file does not.
		let asked = 0;
		host.lies = {
			afterwards: ({ method, path }) =>
				method === 'GET' && /\/files\/[^/]+$/.test(path) && [6, 7].includes(++asked) ? new Response(null, { status: 502 }) : undefined
		};
		const saving = malik.page.waitForEvent('download');
		await malik.page.getByRole('button', { name: malik.t('picture.save.yes') }).click();
		const saved = await saving;
		expect(await saved.failure()).toBeNull();
		expect(asked).toBeGreaterThan(8);
		host.lies = {};
		expect(saved.suggestedFilename()).toBe('film.webm');
		const plain = readFileSync(await saved.path());
		expect(plain.length).toBeGreaterThan(film.length * 0.95);
		for (const at of [1_000_000, 40_000_000, film.length - 1_000_000]) expect(plain.includes(Buffer.from(film.slice(at, at + 64)))).toBe(true);
		await expect(player(malik.page)).toBeVisible();
	});

	await test.step('no byte of it lies plain at the host, nor in what its browser keeps', async () => {
		// A stretch out of the middle, as it was chosen: packets are written anew as they are.
		const stretch = Buffer.from(film.slice(40_000_000, 40_000_064));
		const blobs = readdirSync(join(host.honest.data, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
		expect(blobs.length).toBeGreaterThan(0);
		for (const { parentPath, name } of blobs) expect(readFileSync(join(parentPath, name)).includes(stretch)).toBe(false);
		for (const { body } of host.sent) expect(Buffer.from(body).includes(stretch)).toBe(false);
		const kept = await malik.page.evaluate(async () => {
			const addresses: string[] = [];
			for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) addresses.push(url);
			return addresses;
		});
		expect(kept.filter((url) => /\/play\/|\/files\//.test(url))).toEqual([]);
	});

	await test.step('changed on the way it is not played on, and that is said', async () => {
		host.lies = {
			afterwards: ({ method, path }, { status, body }) => {
				if (method !== 'GET' || !/\/files\/[^/]+$/.test(path) || status !== 206 || body.length < 1000) return undefined;
				const bad = body.slice();
				bad[500] = (bad[500] as number) ^ 1;
				return new Response(bad, { status: 206 });
			}
		};
		await malik.page.reload();
		await malik.page.getByRole('button', { name: new RegExp(malik.t('film.play')) }).click();
		await expect(malik.page.getByText(malik.t('problem.film-broken'))).toBeVisible({ timeout: 30_000 });
		host.lies = {};
		await malik.page.getByRole('button', { name: malik.t('picture.again') }).click();
		await expect.poll(async () => (await state(malik.page)).ready, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
	});
	expect(noor.complaints).toEqual([]);
});

test('a sound is told and heard; what is neither is said kindly', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	const { page, t } = noor;
	await noor.goes('/tell');
	await page.getByLabel(t('enclose.film')).setInputFiles({ name: 'brev.mp4', mimeType: 'video/mp4', buffer: Buffer.from('ett brev, ingen film') });
	await expect(page.getByText(t('problem.not-a-film'))).toBeVisible();
	const song = Buffer.from(await (await openAsBlob('test/media/fixtures/song.mp3')).arrayBuffer());
	await page.getByLabel(t('enclose.film')).setInputFiles({ name: 'sång.mp3', mimeType: 'audio/mpeg', buffer: song });
	await page.getByRole('textbox', { name: t('sound.says') }).fill(says);
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await expect(page).toHaveURL(/\/today/);
	// The page before has a player of its own.
	await expect(page.getByRole('button', { name: t('tell.go.close') })).toHaveCount(0);
	await page.getByRole('button', { name: new RegExp(t('sound.play')) }).click();
	const sound = page.locator('audio');
	await expect.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.readyState), { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
	expect(await sound.evaluate((audio: HTMLAudioElement) => audio.error)).toBeNull();
	expect(noor.complaints).toEqual([]);
});

test('it is played on a page that was being loaded while the service worker came, and on one reloaded by force', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { context, t } = noor;
	// A page of the first visit, whose answer is long in coming.
	const late = await context.newPage();
	const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
	await late.route('**/today', async (route) => {
		const response = await route.fetch();
		await held;
		await route.fulfill({ response });
	});
	const coming = late.goto('/today');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await noor.goes('/tell');
	const song = Buffer.from(await (await openAsBlob('test/media/fixtures/song.mp3')).arrayBuffer());
	await noor.page.getByLabel(t('enclose.film')).setInputFiles({ name: 'sång.mp3', mimeType: 'audio/mpeg', buffer: song });
	await noor.page.getByRole('textbox', { name: t('sound.says') }).fill(says);
	await noor.page.getByRole('button', { name: t('tell.look') }).click();
	await noor.page.getByRole('button', { name: t('tell.go.close') }).click();
	await expect(noor.page).toHaveURL(/\/today/);
	await noor.page.evaluate(() => navigator.serviceWorker.ready);
	letGo();
	await coming;
	const isAnswered = (page: Page) => page.evaluate(() => navigator.serviceWorker.controller !== null);
	const plays = async (page: Page) => {
		await page.getByRole('button', { name: new RegExp(t('sound.play')) }).click();
		await expect.poll(() => page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.readyState)).toBeGreaterThanOrEqual(2);
	};
	expect(await isAnswered(late)).toBe(false);
	await plays(late);

	const devtools = await context.newCDPSession(late);
	await devtools.send('Page.reload', { ignoreCache: true });
	await expect(late.getByRole('button', { name: new RegExp(t('sound.play')) })).toBeVisible();
	expect(await isAnswered(late)).toBe(false);
	await plays(late);
	expect(noor.complaints).toEqual([]);
});
