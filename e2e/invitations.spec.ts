/** Handing an invitation on: as a link, by the share sheet, as a QR code, read aloud as a code, on a printed card; and closing it. */
import { expect, test } from '@playwright/test';
import { begins, compares, invites, knocks, opensLink, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';
import { readQr } from './support/read-qr.ts';

const news = 'Vi har förlorat vår son.';

async function ofNoor(origin: string, browser: Parameters<typeof newPerson>[0]): Promise<Person> {
	const noor = await newPerson(browser, origin, 'Noor');
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'all', news, 'dontAsk');
	return noor;
}

test('a link is copied, shared, shown as a QR code and printed on a card: each time the same', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await ofNoor(host.origin, browser);
	const { page, t } = noor;
	await noor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
	// The platform's own sheet cannot be seen here: what it is handed can.
	await noor.context.addInitScript(() => {
		Object.assign(navigator, { canShare: () => true, share: (given: unknown) => void ((window as { given?: unknown }).given = given) });
	});
	await page.reload();
	const link = await invites(noor, { ring: 'all', label: 'Kören', greeting: 'Läs när ni orkar.' });
	expect(link).toMatch(new RegExp(`^${host.origin}/i#[1-9A-HJ-NP-Za-km-z]{60,67}$`));

	await page.getByRole('button', { name: t('invite.copy.link') }).click();
	await expect(page.getByText(t('ui.copied'))).toBeVisible();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
	await page.getByRole('button', { name: t('ui.share') }).click();
	expect(JSON.stringify(await page.evaluate(() => (window as { given?: unknown }).given))).toContain(link);
	await page.getByRole('button', { name: t('invite.qr') }).click();
	expect(await readQr(page.getByRole('img', { name: t('qr.label') }))).toBe(link);

	await page.getByRole('link', { name: t('invite.print') }).click();
	await expect(page.getByText('Platsen vid sjön')).toBeVisible();
	await page.emulateMedia({ media: 'print' });
	expect(await readQr(page.getByRole('img', { name: t('qr.label') }))).toBe(link);
	await expect(page.getByText(t('card.read.me'))).toBeVisible();
	await expect(page.getByText(link.replace('http://', ''))).toBeVisible();
	for (const hidden of [page.getByRole('banner'), page.getByRole('button', { name: t('ui.print') }), page.getByText('Ture')]) await expect(hidden).toBeHidden();
	const pdf = (await page.pdf({ format: 'A6' })).toString('latin1');
	expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
	await page.emulateMedia({ media: 'screen' });
	expect(noor.complaints).toEqual([]);
});

test('a code is read aloud, typed carelessly, and lets in whoever compares words', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await ofNoor(host.origin, browser);
	await using berg = await newPerson(browser, host.origin, 'Dr Berg');
	const code = await invites(noor, { ring: 'all', code: true });
	expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
	await berg.goes('/i');
	const field = berg.page.getByLabel(berg.t('join.field'));
	await field.fill(code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l'));
	await berg.page.getByRole('button', { name: berg.t('join.open') }).click();
	await knocks(berg, 'Dr Berg');
	await compares(noor, berg, 'Dr Berg');
	await expect(berg.page.getByText(news)).toBeVisible();
});

test('words that are no invitation, and a code nobody made, are said to be so; what was typed stays', async ({ browser }) => {
	await using host = await startHost();
	await using berg = await newPerson(browser, host.origin, 'Dr Berg');
	await berg.goes('/i');
	const field = berg.page.getByLabel(berg.t('join.field'));
	for (const [typed, code] of [
		['hej på dig', 'not-an-invitation'],
		['ABCD-EFGH-JKMN-PQRS', 'invitation-closed']
	] as const) {
		await field.fill(typed);
		await berg.page.getByRole('button', { name: berg.t('join.open') }).click();
		await expect(berg.page.getByText(berg.t(`problem.${code}`))).toBeVisible();
		await expect(field).not.toHaveValue('');
	}
});

test('an invitation is labelled, listed with who came in by it, closed; then its link says so, in either language', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await ofNoor(host.origin, browser);
	await using malik = await newPerson(browser, host.origin, 'Malik');
	const link = await invites(noor, { ring: 'all', label: 'Kören på tisdagar' });
	await reads(malik, link);
	await malik.page.getByRole('link', { name: malik.t('answer.way.candle') }).click();
	await malik.page.getByLabel(malik.t('name.field')).fill('Malik');
	await malik.page.getByRole('button', { name: malik.t('name.go') }).click();
	await malik.page.getByRole('button', { name: malik.t('answer.send.candle') }).click();

	await noor.goes('/invitations');
	const listed = noor.page.getByRole('link', { name: /Kören på tisdagar/ });
	await expect(listed).toContainText('Malik');
	await listed.click();
	await noor.page.getByRole('button', { name: noor.t('invite.close') }).click();
	await noor.page
		.getByRole('dialog')
		.getByRole('button', { name: noor.t('invite.close.yes') })
		.click();
	await expect(noor.page.getByText(noor.t('invite.closed.text'))).toBeVisible();

	for (const lang of ['sv', 'en'] as const) {
		await using late = await newPerson(browser, host.origin, 'Sen', { lang });
		await opensLink(late, link);
		await expect(late.page.getByText(late.t('problem.invitation-closed'))).toBeVisible();
		await expect(late.page.getByText(news)).toHaveCount(0);
	}
	// Whoever came in stays.
	await tells(noor, 'all', 'Och så här blev det.');
	await malik.goes('/today');
	await expect(malik.page.getByText('Och så här blev det.')).toBeVisible();
});

test('who waits need not be let in: it is asked once, and they are told kindly that the invitation is closed', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await ofNoor(host.origin, browser);
	await using malik = await newPerson(browser, host.origin, 'Malik');
	const link = await invites(noor, { ring: 'close' });
	await opensLink(malik, link);
	await knocks(malik, 'Malik');
	const { page, t } = noor;
	await noor.goes('/today');
	await page.getByRole('link', { name: t('today.waits.go') }).click();
	await page.getByRole('button', { name: t('compare.refuse') }).click();
	const asked = page.getByRole('dialog');
	await expect(asked.getByText(t('compare.refuse.text'))).toBeVisible();
	await asked.getByRole('button', { name: t('ui.cancel') }).click();
	await expect(page.getByRole('button', { name: t('compare.draw') })).toBeVisible();
	await page.getByRole('button', { name: t('compare.refuse') }).click();
	await asked.getByRole('button', { name: t('compare.refuse') }).click();
	await expect(page.getByRole('heading', { name: t('compare.shut.done') })).toBeVisible();
	await expect(malik.page.getByText(malik.t('join.closed'))).toBeVisible();
	await expect(malik.page.getByText(news)).toHaveCount(0);
	await noor.goes('/today');
	await expect(page.getByText(news)).toBeVisible();
	await expect(page.getByText(t('today.waits', { name: 'Malik' }))).toHaveCount(0);
	for (const one of [noor, malik]) expect(one.complaints).toEqual([]);
});
