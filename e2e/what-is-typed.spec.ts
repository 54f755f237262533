/** What is being typed is never lost: not by a reload, a crash, a closed browser, a full device or a server that is gone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { begins, invites, reads, tells } from './support/doing.ts';
import { fillUp } from './support/fill-up.ts';
import { startHost } from './support/host.ts';
import { newPerson, personOfFolder, type Person } from './support/person.ts';

const news = 'Vi har förlorat vår son, och vi vet inte än hur vi ska';
const box = ({ page, t }: Person) => page.getByRole('textbox', { name: t('tell.words') });
const kept = async ({ page, t }: Person): Promise<void> => {
	await expect(page.getByText(t('ui.keptHere'))).toBeVisible();
	// It is kept a quarter of a second after it was typed, at the latest.
	await page.waitForTimeout(400);
};

test('the news, half written, is there after a reload, a crash of the page, and a closed browser', async () => {
	await using host = await startHost();
	const folder = mkdtempSync(join(tmpdir(), 'kvar-phone-'));
	try {
		await using noor = await personOfFolder(folder, host.origin, 'Noor');
		await begins(noor, 'Noor', 'Noor & Elias', '');
		await noor.goes('/tell');
		await box(noor).fill(news);
		await noor.page.getByRole('radio', { name: noor.t('tell.asking.ask') }).check();
		await kept(noor);
		await noor.page.reload();
		await expect(box(noor)).toHaveValue(news);
		await expect(noor.page.getByRole('radio', { name: noor.t('tell.asking.ask') })).toBeChecked();

		await box(noor).fill(`${news} orka.`);
		await kept(noor);
		const devtools = await noor.context.newCDPSession(noor.page);
		const crashed = new Promise((resolve) => noor.page.once('crash', resolve));
		void devtools.send('Page.crash').catch(() => undefined);
		await crashed;
		noor.page = await noor.context.newPage();
		await noor.goes('/today');
		await noor.page.getByRole('link', { name: noor.t('today.goOn') }).click();
		await expect(box(noor)).toHaveValue(`${news} orka.`);

		await noor.context.close();
		await using again = await personOfFolder(folder, host.origin, 'Noor');
		await again.goes('/tell');
		await expect(box(again)).toHaveValue(`${news} orka.`);
		await tells(again, 'us', `${news} orka.`);
		await again.goes('/tell');
		await expect(box(again)).toHaveValue('');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

test('an answer, a name and an invitation, half written, are there after a reload', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	const link = await invites(noor, { ring: 'all' });
	const survives = async ({ page }: Person, label: string, text: string): Promise<void> => {
		await page.getByRole('textbox', { name: label }).fill(text);
		// Longer than the pause after which it is kept.
		await page.waitForTimeout(500);
		await page.reload();
		await expect(page.getByRole('textbox', { name: label })).toHaveValue(text);
	};

	await reads(malik, link);
	await malik.page.getByRole('link', { name: malik.t('answer.way.words') }).click();
	await survives(malik, malik.t('name.field'), 'Malik från mot');
	await malik.page.getByRole('textbox', { name: malik.t('name.field') }).fill('Malik');
	await malik.page.getByRole('button', { name: malik.t('name.go') }).click();
	await survives(malik, malik.t('answer.label.words'), 'Jag vet inte vad jag ska');
	await noor.goes('/invitations/new');
	await survives(noor, noor.t('invite.label'), 'Kören på');
	await noor.goes('/settings');
	await survives(noor, noor.t('settings.place'), 'Noor, Elias och');
});

test('a device that is full says so, keeps what was typed, and sends it once there is room', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const devtools = await noor.context.newCDPSession(noor.page);
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: host.origin, quotaSize: 4 * 2 ** 20 });
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await noor.goes('/tell');
	await box(noor).fill(news);
	await kept(noor);
	await noor.page.getByRole('button', { name: noor.t('tell.look') }).click();
	await noor.page.evaluate(fillUp);
	await noor.page.goBack();
	await box(noor).fill(`${news} orka.`);
	await expect(noor.page.getByText(noor.t('problem.device-full'))).toBeVisible();
	await noor.page.getByRole('button', { name: noor.t('tell.look') }).click();
	await noor.page.getByRole('button', { name: noor.t('tell.go.close') }).click();
	await expect(noor.page.getByRole('alert')).toContainText(noor.t('problem.device-full'));
	await expect(noor.page.getByText(`${news} orka.`)).toBeVisible();
	// Something else is taken off the device.
	await noor.page.evaluate(() => indexedDB.deleteDatabase('something-else'));
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: host.origin });
	await noor.page.getByRole('button', { name: noor.t('tell.go.close') }).click();
	await expect(noor.page).toHaveURL(/\/today/);
	await noor.page.reload();
	await expect(noor.page.getByText(`${news} orka.`)).toHaveCount(1);
});

test('a place cannot be made while the server is gone: it is said, and what was typed is there when it is back', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await noor.goes('/start');
	await noor.page.getByLabel(noor.t('start.name')).fill('Noor');
	await noor.page.getByLabel(noor.t('start.place')).fill('Platsen vid sjön');
	await host.stop();
	await noor.page.getByRole('button', { name: noor.t('start.make') }).click();
	await expect(noor.page.getByText(noor.t('problem.unreachable'))).toBeVisible();
	await expect(noor.page.getByLabel(noor.t('start.place'))).toHaveValue('Platsen vid sjön');
	await host.start();
	await noor.page.getByRole('button', { name: noor.t('start.make') }).click();
	await expect(noor.page.getByRole('heading', { name: noor.t('start.done') })).toBeVisible();
});
