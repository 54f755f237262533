/** Everything taken along in one file: made in the browser, saved, opened by Debian's age, and looked at without Kvar and without a connection. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openArchive, unpackArchive } from '../../test/support/open-archive.ts';
import { axeFinds } from '../support/axe.ts';
import { answers, begins, choosesRing, invites, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { paints } from '../support/painted.ts';
import { newPerson } from '../support/person.ts';
import { takesAlong } from '../support/takes-along.ts';

test('made, saved, opened with the words that were given, and looked at offline; the host has seen nothing of it', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await noor.goes('/tell');
	await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await paints(page, 800, 600, 0) });
	await page.getByRole('textbox', { name: t('enclose.says') }).fill('Tures fot');
	await page.getByLabel(t('enclose.film')).setInputFiles('test/media/fixtures/recorded.webm');
	await page.getByRole('textbox', { name: t('tell.words') }).fill('Vår son Ture föddes i tisdags');
	await page.getByRole('radio', { name: t('tell.asking.nothing') }).check();
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await page.waitForURL(/\/today/);
	await tells(noor, 'us', 'Bara vi två');
	await tells(noor, 'all', 'Till er alla');
	const link = await invites(noor, { ring: 'all' });
	await reads(malik, link);
	await answers(malik, 'words', 'Jag tänker på er', { name: 'Malik' });
	await noor.goes('/today');
	await expect(page.getByText('Jag tänker på er')).toBeVisible();

	await noor.goes('/settings');
	await page.getByRole('link', { name: t('archive.go') }).click();
	const words = page.getByRole('textbox', { name: t('archive.words') });
	await expect(words).toHaveValue(/^(\S+ ){9}\S+$/);
	expect(await axeFinds(page)).toEqual([]);
	const drawn = await words.inputValue();
	await page.getByRole('button', { name: t('archive.words.draw') }).click();
	await expect(words).not.toHaveValue(drawn);
	await words.fill('för kort');
	await page.getByRole('button', { name: t('archive.make') }).click();
	await expect(page.getByText(t('problem.archive-words'))).toBeVisible();
	const { sealed, words: given, name } = await takesAlong(noor);
	expect(name).toMatch(/^kvar-\d{4}-\d\d-\d\d\.zip\.age$/);
	expect(await axeFinds(page)).toEqual([]);

	const { archive } = await openArchive(sealed, { words: given });
	expect(archive.told.map(({ text }) => text)).toEqual(['Vår son Ture föddes i tisdags', 'Bara vi två', 'Till er alla']);
	const folder = mkdtempSync(join(tmpdir(), 'kvar-unpacked-'));
	try {
		await unpackArchive(sealed, { words: given }, folder);
		const context = await browser.newContext();
		const asked: string[] = [];
		context.on('request', (request) => asked.push(request.url()));
		await context.setOffline(true);
		const old = await context.newPage();
		await old.goto(`file://${join(folder, 'index.html')}`);
		for (const text of ['Platsen vid sjön', 'Vår son Ture föddes i tisdags', 'Jag tänker på er', 'Bara vi två'])
			await expect(old.getByText(text).first()).toBeVisible();
		const picture = old.getByRole('img', { name: 'Tures fot' });
		await picture.scrollIntoViewIfNeeded();
		await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100);
		await old.locator('video').evaluate((video: HTMLVideoElement) => video.play());
		await expect.poll(() => old.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0);
		expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
		await context.close();
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	expect(host.findsAny([given, 'kvar.json', 'Jag tänker på er'])).toEqual([]);

	// A guest takes along what he may read.
	const his = await takesAlong(malik);
	const { archive: little } = await openArchive(his.sealed, { words: his.words });
	expect(little.told.map(({ text }) => text)).toEqual(['Till er alla']);
	expect([...noor.complaints, ...malik.complaints]).toEqual([]);
});
