/**
 * A FILM OF TWO GIGABYTES, there and back: made ready and sealed on one phone, sent, played from its middle and saved plain on another.
 * Neither the phones nor the server ever hold it: as much memory as for a film of a minute is enough.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { EncodedPacketSink, FilePathSource, FilePathTarget, Input, WEBM, type InputTrack } from 'mediabunny';
import { writeLongFilm } from '../../test/support/long-film.ts';
import { begins, choosesRing, invites, reads } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { watchMemory, type Watched } from '../support/memory.ts';
import { personOfFolder, type Person } from '../support/person.ts';

const small = { seconds: 180, says: 'En kort film' };
const large = { seconds: 4500, says: 'En lång film' };
/** Of what a whole browser or the server holds, more for the large film than for the small one. MiB; the large film has 2,000. */
const mostMore = 200;
const patience = 10 * 60_000;

test('two gigabytes go there and back, and nobody holds them in memory', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'kvar-large-'));
	try {
		const { bavail, bsize } = statfsSync(folder);
		expect(bavail * bsize, 'twelve gigabytes must be free where files for a while are kept').toBeGreaterThan(12e9);
		await using host = await startHost();
		await using noor = await personOfFolder(join(folder, 'noor'), host.origin, 'Noor');
		await using malik = await personOfFolder(join(folder, 'malik'), host.origin, 'Malik');
		await begins(noor, 'Noor', 'Platsen vid sjön', '');
		await reads(malik, await invites(noor, { ring: 'all' }));
		using ofNoor = watchMemory((_, command) => command.includes(join(folder, 'noor')) && !command.includes('--type='));
		using ofMalik = watchMemory((_, command) => command.includes(join(folder, 'malik')) && !command.includes('--type='));
		using ofHost = watchMemory((pid) => pid === host.pid());
		const held: Record<string, number[]> = {};
		for (const film of [small, large]) {
			const path = join(folder, 'film.webm');
			await writeLongFilm(film.seconds, new FilePathTarget(path));
			for (const watched of [ofNoor, ofMalik, ofHost]) watched.begin();
			await tellsFilm(noor, path, film.says);
			await playsItsMiddle(malik, film.says, film.seconds);
			const saved = join(folder, 'saved.webm');
			await saves(malik, saved);
			for (const [who, { most }] of Object.entries({ ofNoor, ofMalik, ofHost } satisfies Record<string, Watched>)) (held[who] ??= []).push(Math.round(most()));
			expect(await packetsIn(saved)).toEqual(await packetsIn(path));
			if (film === large) expect(statSync(saved).size).toBeGreaterThan(2e9);
			console.log(`${(statSync(path).size / 1e6).toFixed(0)} MB: ${JSON.stringify(held)}`);
		}
		for (const [who, [little, much]] of Object.entries(held) as [string, [number, number]][]) expect(much - little, `MiB more ${who}`).toBeLessThan(mostMore);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

async function tellsFilm({ page, t, goes }: Person, path: string, says: string): Promise<void> {
	await goes('/tell');
	await page.getByLabel(t('enclose.film')).setInputFiles(path);
	await page.getByRole('textbox', { name: t('film.says') }).fill(says, { timeout: patience });
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'all');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.all') }).click();
	await expect(page.getByRole('progressbar', { name: t('sending.label') })).toBeVisible({ timeout: 60_000 });
	await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: patience });
}

async function playsItsMiddle({ page, t, goes }: Person, says: string, seconds: number): Promise<void> {
	await goes('/today');
	await expect(page.getByText(says)).toBeVisible({ timeout: 60_000 });
	await page
		.getByRole('button', { name: new RegExp(t('film.play')) })
		.first()
		.click();
	const player = page.locator('video');
	await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.readyState), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
	await player.evaluate((video: HTMLVideoElement, at) => void (video.currentTime = at), seconds / 2);
	await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 60_000 }).toBeGreaterThan(seconds / 2 + 1);
}

async function saves({ page, t }: Person, to: string): Promise<void> {
	await page.getByRole('button', { name: t('picture.save') }).click();
	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: t('picture.save.yes') }).click();
	await (await saving).saveAs(to);
}

/** What is seen and heard in a film, whatever else its file says: a digest of each track's packets and their times. */
async function packetsIn(path: string): Promise<string[]> {
	using input = new Input({ source: new FilePathSource(path), formats: [WEBM] });
	return await Promise.all((await input.getTracks()).map((track) => digestOf(track)));
}

async function digestOf(track: InputTrack): Promise<string> {
	const hash = createHash('sha256');
	let count = 0;
	for await (const { timestamp, type, data } of new EncodedPacketSink(track).packets()) {
		hash.update(`${count++} ${timestamp.toFixed(3)} ${type} ${data.length} `).update(data);
	}
	return `${track.type} ${count} ${hash.digest('hex')}`;
}
