/** Recording in the page: the voice, a film; seen and heard by oneself first. The browser's own stand-ins for microphone and camera beep and show a clock. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import config from '../../playwright.config.ts';
import { axeFinds } from '../support/axe.ts';
import { begins, choosesRing, invites, reads } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';

const { args = [], ...rest } = config.use?.launchOptions ?? {};
test.use({ launchOptions: { ...rest, args: [...args, '--use-fake-device-for-media-stream'] } });

const group = ({ page, t }: Person, kind: 'sound' | 'film') => page.getByRole('group', { name: t(`record.${kind}`) });

/** From the first touch to what is there, by keyboard alone. */
async function records(person: Person, kind: 'sound' | 'film', seconds: number): Promise<void> {
	const { page, t } = person;
	await page.getByRole('button', { name: t(`record.${kind}`) }).press('Enter');
	await expect(page.getByRole('button', { name: t('record.begin') })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: t('record.done') })).toBeFocused();
	await expect(group(person, kind).getByRole('status')).toHaveText(t('record.now'));
	await expect(group(person, kind).getByRole('timer')).toHaveText(`0:0${seconds}`);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: new RegExp(`^${t(`${kind}.play`)}`) })).toBeFocused({ timeout: 30_000 });
}
const length = (person: Person, of: 'audio' | 'video') => person.page.locator(of).evaluate((player: HTMLMediaElement) => player.duration);

test('a voice and a film are recorded, heard and seen by oneself, told, and played by somebody else from their middle', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await noor.context.grantPermissions(['microphone', 'camera']);
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await reads(malik, await invites(noor, { ring: 'all' }));
	const { page, t } = noor;
	await noor.goes('/tell');

	await test.step('her voice, heard by herself first', async () => {
		await records(noor, 'sound', 3);
		const strokes = await page
			.locator('.wave path, svg path[d*="V"]')
			.evaluateAll((all) => new Set(all.map((path) => path.getAttribute('d')?.replace(/^M\S+ /, ''))).size);
		// It beeps now and then: an even line would be one that hears nothing.
		expect(strokes).toBeGreaterThan(3);
		await page.getByRole('button', { name: new RegExp(`^${t('sound.play')}`) }).click();
		await expect.poll(() => length(noor, 'audio')).toBeGreaterThan(2.5);
		expect(await length(noor, 'audio')).toBeLessThan(8);
	});

	await test.step('a film, with a still picture; the camera is let go of', async () => {
		await records(noor, 'film', 3);
		await expect(page.locator('section[aria-label] img').last()).toBeVisible();
		await expect(group(noor, 'film')).toHaveCount(0);
	});

	await test.step('told, and played by Malik from its middle', async () => {
		await page.getByRole('textbox', { name: t('film.says') }).fill('Vi vinkar');
		await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'all');
		await page.getByRole('button', { name: t('tell.look') }).click();
		await page.getByRole('button', { name: t('tell.go.all') }).click();
		await expect(page).toHaveURL(/\/today/);
		await malik.goes('/today');
		await malik.page.getByRole('button', { name: new RegExp(`${malik.t('film.play')}: Vi vinkar`) }).click();
		const video = malik.page.locator('video');
		await expect.poll(() => video.evaluate((player: HTMLVideoElement) => player.readyState), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
		const sought = await video.evaluate(async (player: HTMLVideoElement) => {
			const there = new Promise((resolve) => player.addEventListener('seeked', resolve, { once: true }));
			player.pause();
			player.currentTime = player.duration / 2;
			await there;
			return { at: player.currentTime, half: player.duration / 2, wide: player.videoWidth };
		});
		expect(sought.half).toBeGreaterThan(1);
		expect(sought.at).toBeCloseTo(sought.half, 1);
		expect(sought.wide).toBeGreaterThan(0);
	});

	await test.step('what was written tells nothing of the browser, and nothing of it lies plain at the host', () => {
		for (const { parentPath, name } of readdirSync(host.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()))
			for (const mark of ['webm', 'matroska', 'OpusHead', 'Chrome', 'ftyp'])
				expect(readFileSync(`${parentPath}/${name}`).includes(mark), `${name} ${mark}`).toBe(false);
	});
	expect(noor.complaints).toEqual([]);
	expect(malik.complaints).toEqual([]);
});

test('a microphone or camera that the browser does not give: said kindly, and everything typed is still there', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor', { lang: 'en' });
	await begins(noor, 'Noor', 'The place by the lake', '');
	const { page, t } = noor;
	await noor.goes('/tell');
	await page.getByRole('textbox', { name: t('tell.words') }).fill('Some words');
	await page.getByRole('button', { name: t('record.sound') }).click();
	await expect(page.getByText(t('problem.refused-microphone'))).toBeVisible();
	await page.getByRole('button', { name: t('record.film') }).click();
	await expect(page.getByText(t('problem.refused-camera'))).toBeVisible();
	await expect(page.getByRole('textbox', { name: t('tell.words') })).toHaveValue('Some words');
	expect(noor.complaints).toEqual([]);
});

test('a microphone that is taken away while it records: what was recorded is there, and that is said', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await noor.context.grantPermissions(['microphone']);
	// What it was given is kept at hand, so that it can end as it does when a call comes.
	await noor.page.addInitScript(() => {
		const devices = navigator.mediaDevices;
		const original = devices.getUserMedia.bind(devices);
		devices.getUserMedia = async (wanted) => ((globalThis as { given?: MediaStream }).given = await original(wanted));
	});
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	const { page, t } = noor;
	await noor.goes('/tell');
	await page.getByRole('button', { name: t('record.sound') }).click();
	await page.getByRole('button', { name: t('record.begin') }).click();
	await expect(group(noor, 'sound').getByRole('timer')).toHaveText('0:02');
	await page.evaluate(() => {
		// A track that the page itself stops tells nobody: the recorder hears of it all the same.
		for (const track of (globalThis as { given?: MediaStream }).given?.getTracks() ?? []) track.stop();
	});
	await expect(page.getByText(t('record.over'))).toBeVisible();
	const recording = page.getByRole('button', { name: new RegExp(`^${t('sound.play')}`) });
	await expect(recording).toBeVisible({ timeout: 30_000 });

	await test.step('it is nowhere else: it is removed only after a question, later too', async () => {
		await page.waitForTimeout(600);
		await page.reload();
		await page.getByRole('button', { name: t('sound.remove') }).click();
		await page.getByRole('button', { name: t('record.gone.keep') }).click();
		await expect(recording).toBeVisible();
		await page.getByRole('button', { name: t('sound.remove') }).click();
		await expect(recording).toBeVisible();
		await page.getByRole('button', { name: t('record.gone.go') }).click();
		await expect(recording).toHaveCount(0);
	});
	expect(noor.complaints).toEqual([]);
});

test('what is being recorded is not left behind without a question', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await noor.context.grantPermissions(['microphone']);
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	const { page, t } = noor;
	await noor.goes('/tell');
	await page.getByRole('button', { name: t('record.sound') }).press('Enter');
	await expect(page.getByRole('button', { name: t('record.begin') })).toBeFocused();
	await page.getByRole('button', { name: t('record.leave') }).press('Enter');
	await expect(page.getByRole('button', { name: t('record.sound') })).toBeFocused();

	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: t('record.begin') }).press('Enter');
	await expect(group(noor, 'sound').getByRole('timer')).toHaveText('0:01');
	// It would go without what is being recorded.
	await expect(page.getByRole('button', { name: t('tell.look') })).toBeDisabled();
	expect(await axeFinds(page)).toEqual([]);
	const home = page.getByRole('link', { name: t('ui.back'), exact: true }).first();
	await home.click();
	await expect(page.getByText(t('record.away.text'))).toBeVisible();
	expect(await axeFinds(page)).toEqual([]);
	await page.getByRole('button', { name: t('record.away.stay') }).click();
	await expect(page).toHaveURL(/\/tell/);
	await expect(group(noor, 'sound').getByRole('status')).toHaveText(t('record.now'));

	// Help is another document: it is reached, after the same question.
	await page.getByRole('link', { name: t('ui.helpNow') }).click();
	await page.getByRole('button', { name: t('record.away.stay') }).click();
	await expect(group(noor, 'sound').getByRole('status')).toHaveText(t('record.now'));

	// The tab is closed: the browser asks.
	const asked = page.waitForEvent('dialog');
	await page.close({ runBeforeUnload: true });
	const dialog = await asked;
	expect(dialog.type()).toBe('beforeunload');
	await dialog.dismiss();
	await expect(group(noor, 'sound').getByRole('status')).toHaveText(t('record.now'));

	await home.click();
	await page.getByRole('button', { name: t('record.away.go') }).click();
	await expect(page).toHaveURL(/\/today/);
	expect(noor.complaints).toEqual([]);
});
