/** A parent takes away, for everyone, what another has written: who sees what then, and who has no way to it. */
import { expect, test } from '@playwright/test';
import { axeFinds } from '../support/axe.ts';
import { answers, begins, invites, letsIn, opensLink, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';

const hurts = 'Ni är unga, ni hinner få fler.';
const stays = 'Jag tänker på er.';
const news = 'Vi har förlorat vår son.';

const opensMore = ({ page, t }: Person, name: string) =>
	page
		.getByRole('button', { name: t('aside.more', { name }) })
		.first()
		.click();
const presses = ({ page }: Person, name: string) => page.getByRole('dialog').getByRole('button', { name }).click();

test('a parent takes an answer away: it is asked once, said after, gone for everyone, and its writer is told so and can hide it', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await using asa = await newPerson(browser, host.origin, 'Åsa');
	const everyone = [noor, elias, malik, asa];
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await opensLink(elias, await invites(noor, { ring: 'us' }));
	await letsIn(noor, elias, 'Elias');
	await tells(noor, 'all', news);
	const link = await invites(noor, { ring: 'all' });
	for (const guest of [malik, asa]) await reads(guest, link);
	await answers(asa, 'words', stays, { name: 'Åsa' });
	await answers(malik, 'words', hurts, { name: 'Malik' });
	await noor.goes('/today');
	for (const one of everyone) await expect(one.page.getByText(hurts)).toBeVisible();

	await test.step('a guest finds no such way at the words of others; neither does a parent at those of the other', async () => {
		for (const name of ['Noor', 'Malik']) {
			await opensMore(asa, name);
			await expect(asa.page.getByRole('dialog').getByText(asa.t('aside.text'))).toBeVisible();
			await expect(asa.page.getByText(asa.t('away.go'))).toHaveCount(0);
			await presses(asa, asa.t('ui.cancel'));
		}
		await opensMore(elias, 'Noor');
		await expect(elias.page.getByRole('dialog').getByText(elias.t('aside.text'))).toBeVisible();
		await expect(elias.page.getByText(elias.t('away.go'))).toHaveCount(0);
		await presses(elias, elias.t('ui.cancel'));
	});

	const { page, t } = noor;
	await test.step('laying aside comes first; what happens is said before, and it can be let be', async () => {
		await noor.goes('/today');
		await opensMore(noor, 'Malik');
		await expect(page.getByRole('dialog').getByRole('button', { name: t('aside.do') })).toBeVisible();
		await presses(noor, t('away.go'));
		const asked = page.getByRole('dialog');
		await expect(asked.getByRole('heading', { name: t('away.title') })).toBeVisible();
		for (const says of [t('away.text'), t('away.writer', { name: 'Malik' })]) await expect(asked.getByText(says)).toBeVisible();
		await presses(noor, t('ui.cancel'));
		await expect(page.getByRole('dialog')).toBeHidden();
		await expect(page.getByText(hurts)).toBeVisible();
	});
	await test.step('it is gone for everyone, and said where it stood', async () => {
		await opensMore(noor, 'Malik');
		await presses(noor, t('away.go'));
		await presses(noor, t('away.go'));
		await expect(page.getByText(t('away.done'))).toBeFocused();
		for (const one of everyone) await expect(one.page.getByText(hurts)).toHaveCount(0);
		await expect(page.getByText(stays)).toBeVisible();
		await expect(malik.page.getByText(malik.t('away.own'))).toBeVisible();
		await expect(malik.page.getByRole('link', { name: malik.t('today.change') })).toHaveCount(0);
		await expect(malik.page.getByText(malik.t('today.reply'), { exact: true })).toBeVisible();
		// For all others there is nothing there; with who did it, from the next time on.
		await page.reload();
		await expect(page.getByText(stays)).toBeVisible();
		for (const one of [noor, elias, asa]) {
			await expect(one.page.getByText('Malik')).toHaveCount(0);
			for (const says of [one.t('away.own'), one.t('away.done')]) await expect(one.page.getByText(says)).toHaveCount(0);
		}
	});
	await test.step('its writer still sees it after opening the place anew, hides the line, and can answer again', async () => {
		await malik.page.reload();
		await expect(malik.page.getByText(malik.t('away.own'))).toBeVisible();
		expect(await axeFinds(malik.page)).toEqual([]);
		await malik.page.getByRole('button', { name: malik.t('away.own.hide') }).click();
		await expect(malik.page.getByText(malik.t('away.own'))).toHaveCount(0);
		await malik.page.reload();
		await expect(malik.page.getByText(news)).toBeVisible();
		for (const says of [malik.t('away.own'), malik.t('aside.is'), malik.t('today.own'), hurts]) await expect(malik.page.getByText(says)).toHaveCount(0);
		await answers(malik, 'words', 'Förlåt.');
		await expect(page.getByText('Förlåt.')).toBeVisible();
	});
	for (const one of everyone) expect(one.complaints).toEqual([]);
});

test('one candle of several is taken away, after it has been chosen; what was laid aside first can be taken away where it lies', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await using asa = await newPerson(browser, host.origin, 'Åsa');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await tells(noor, 'all', news);
	const link = await invites(noor, { ring: 'all' });
	for (const guest of [malik, asa]) {
		await reads(guest, link);
		await answers(guest, 'candle', '', { name: guest.name });
	}
	await answers(asa, 'words', hurts);
	const lit = (guest: Person) => guest.page.getByText(guest.t('today.lit'));
	const { page, t } = noor;
	await noor.goes('/today');
	await expect(page.getByText(/Malik och Åsa|Åsa och Malik/)).toBeVisible();
	await page.getByRole('button', { name: t('aside.more.candles') }).click();
	await presses(noor, t('away.go'));
	await expect(page.getByRole('dialog').getByRole('heading', { name: t('away.title.candles') })).toBeVisible();
	await presses(noor, t('aside.candle', { name: 'Malik' }));
	// Nothing is done before it is asked about that one.
	await expect(page.getByRole('dialog').getByText(t('away.writer', { name: 'Malik' }))).toBeVisible();
	await expect(lit(malik)).toHaveCount(2);
	await presses(noor, t('away.go'));
	await expect(page.getByText(t('away.done'))).toBeFocused();
	await expect(page.getByText('Malik')).toHaveCount(0);
	await expect(malik.page.getByText(malik.t('away.own'))).toBeVisible();
	for (const guest of [malik, asa]) await expect(lit(guest)).toHaveCount(1);

	await opensMore(noor, 'Åsa');
	await presses(noor, t('aside.do'));
	await page
		.getByRole('button', { name: t('aside.show') })
		.first()
		.click();
	await page
		.getByRole('listitem')
		.filter({ has: page.getByText(t('aside.is')) })
		.getByRole('button', { name: t('aside.more', { name: 'Åsa' }) })
		.click();
	await presses(noor, t('away.go'));
	await expect(page.getByText(t('aside.is'))).toHaveCount(0);
	await expect(page.getByText(t('away.done'))).toBeVisible();
});

test('without a connection it is gone here at once, and for the others when there is one again', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await tells(noor, 'all', news);
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'words', hurts, { name: 'Malik' });
	const { page, t } = noor;
	await noor.goes('/today');
	await expect(page.getByText(hurts)).toBeVisible();
	await host.stop();
	await opensMore(noor, 'Malik');
	await presses(noor, t('away.go'));
	await presses(noor, t('away.go'));
	await expect(page.getByText(t('away.done.kept'))).toBeVisible();
	await expect(page.getByText(hurts)).toHaveCount(0);
	await expect(malik.page.getByText(hurts)).toBeVisible();
	await host.start();
	await expect(page.getByText(t('away.done'))).toBeVisible({ timeout: 40_000 });
	await expect(malik.page.getByText(hurts)).toHaveCount(0);
});
