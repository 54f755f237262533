/** When the host lies: what somebody sees of it, what they are told, and what they can go on doing. Through a real proxy that lies. */
import { expect, test } from '@playwright/test';
import { flip } from '../../test/support/property.ts';
import { answers, begins, invites, looksInto, reads, tells } from '../support/doing.ts';
import { startLyingHost } from '../support/lying-host.ts';
import { newPerson } from '../support/person.ts';

test('words that were changed on the way are not shown; it says so quietly, in words, blames nobody, and one can go on', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'words', 'Jag tänker på er.', { name: 'Malik' });
	await noor.goes('/today');
	await expect(noor.page.getByText('Jag tänker på er.')).toBeVisible();
	// Noor's own receipt or word is the last one: this is her device.
	await tells(noor, 'all', 'Tack för att ni frågar.');
	await expect(malik.page.getByText('Tack för att ni frågar.')).toBeVisible();
	const noors = host.lastWriter('all');
	const { length } = await host.entriesOf(noors, 'all');
	host.liesAbout('all', (entries) => entries.map(([envelope, body], i) => (i < length || body === null ? [envelope, body] : [envelope, flip(body, 777)])), [
		noors
	]);

	await tells(noor, 'all', 'Begravningen är på lördag.');
	const { page, t } = malik;
	await expect(page.getByText(t('wrong.line'))).toBeVisible();
	await expect(page.getByText('Begravningen är på lördag.')).toHaveCount(0);
	await expect(page.getByText(t('device.place'))).toHaveCount(0);
	await looksInto(malik);
	for (const says of [
		t('wrong.goes'),
		t('wrong.altered.what'),
		t('when.now'),
		t('wrong.where.all'),
		t('wrong.from.serverWords', { name: 'Noor' }),
		t('wrong.done.goes'),
		t('wrong.do.ask'),
		t('wrong.do.keep'),
		t('wrong.do.write')
	])
		await expect(page.getByText(says)).toBeVisible();
	await malik.context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.getByRole('button', { name: t('wrong.note.copy') }).click();
	await expect(page.getByText(t('ui.copied'))).toBeVisible();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	expect(copied).toContain('wrong-body · all · left out');
	for (const private_ of ['Noor', 'Malik', 'sjön', 'son', 'lördag']) expect(copied).not.toContain(private_);

	// He can still write, and an honest server is told nothing of what was.
	host.lies = {};
	await answers(malik, 'words', 'Jag kommer gärna.');
	await expect(noor.page.getByText('Jag kommer gärna.')).toBeVisible();
	expect([...noor.complaints, ...malik.complaints]).toEqual([]);
});

test('words that are kept back are missed, also by who has just come', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'all', 'Det första.');
	await tells(noor, 'all', 'Det andra.');
	const link = await invites(noor, { ring: 'all' });
	const noors = host.lastWriter('all');
	const { length } = await host.entriesOf(noors, 'all');
	host.liesAbout('all', (entries) => entries.map(([envelope, body], i) => (i === length - 1 ? [envelope, null] : [envelope, body])), [noors]);
	for (const lang of ['sv', 'en'] as const) {
		await using late = await newPerson(browser, host.origin, 'Sen', { lang });
		await reads(late, link);
		await expect(late.page.getByText('Det första.')).toBeVisible();
		await expect(late.page.getByText('Det andra.')).toHaveCount(0);
		await looksInto(late);
		for (const says of [late.t('wrong.missing'), late.t('wrong.missing.what'), late.t('wrong.from.server')])
			await expect(late.page.getByText(says).first()).toBeVisible();
	}
});

test('a host that takes back who is here stops the place: what there is stays, nothing is sent, and it says what to do', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'candle', '', { name: 'Malik' });
	await noor.goes('/today');
	await expect(noor.page.getByText('Malik').first()).toBeVisible();

	host.lies = { control: (entries) => entries.slice(0, -1) };
	const { page, t } = noor;
	await page.reload();
	await expect(page.getByText(t('device.place'))).toBeVisible();
	await expect(page.getByText('Vi har förlorat vår son.')).toBeVisible();
	await looksInto(noor);
	await expect(page.getByText(t('device.place'))).toHaveCount(0);
	for (const says of [
		t('wrong.stops'),
		t('wrong.missing.what'),
		t('wrong.where.people'),
		t('wrong.where.own'),
		t('wrong.from.server'),
		t('wrong.done.stops'),
		t('wrong.do.call'),
		t('wrong.do.host'),
		t('wrong.do.keep'),
		t('wrong.do.wait')
	])
		// Her own log is shown without its last word on who is in as well, and that is told beside it.
		await expect(page.getByText(says).first()).toBeVisible();
	await noor.goes('/people');
	await expect(page.getByText('Malik')).toBeVisible();
	// What is written stands where it was written.
	await noor.goes('/tell');
	await page.getByRole('textbox', { name: t('tell.words') }).fill('Det här vill jag säga.');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await expect(page.getByText(t('problem.trouble'))).toBeVisible();
	// Longer than it takes to keep what is typed.
	await page.waitForTimeout(600);
	await page.reload();
	await expect(page.getByText('Det här vill jag säga.')).toBeVisible();
});

test('where nothing is wrong the page says so', async ({ browser }) => {
	await using host = await startLyingHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await noor.goes('/wrong');
	await expect(noor.page.getByText(noor.t('wrong.none'))).toBeVisible();
});
