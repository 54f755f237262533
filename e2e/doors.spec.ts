/** Never locked out: ways back are made, everything in the browser is gone, and one comes back by each of them. */
import { expect, test, type Page, type Request } from '@playwright/test';
import { answers, begins, invites, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { makesCard } from './support/makes-card.ts';
import { forgetsAll, keepsPasskeys } from './support/passkeys.ts';
import { newPerson, type Person } from './support/person.ts';
import { readQr } from './support/read-qr.ts';

const said = 'Vår son Ture föddes i tisdags';

async function isBack({ page, t }: Person, name: string): Promise<void> {
	await expect(page.getByRole('heading', { name: t('back.came', { name }) }), await page.locator('main').innerText()).toBeVisible({ timeout: 30_000 });
	await page.getByRole('link', { name: t('back.came.go') }).click();
	await expect(page.getByText(said)).toBeVisible();
}
/** By Tab alone. */
async function tabTo(page: Page, name: string): Promise<void> {
	for (let i = 0; i < 40; i++) {
		await page.keyboard.press('Tab');
		const now = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim());
		if (now === name) return;
	}
	throw new Error(`not reached: ${name}`);
}
const sentBy = (page: Page): Request[] => {
	const sent: Request[] = [];
	page.context().on('request', (request) => sent.push(request));
	return sent;
};
/** All that left, as text in which bytes can be looked for. */
const asText = (sent: readonly Request[]) =>
	sent.map((one) => `${one.url()} ${JSON.stringify(one.headers())} ${one.postDataBuffer()?.toString('hex') ?? ''}`).join('\n');

test('a card is made, and everything in the browser is gone: its words, typed or pasted, and its picture bring everything back', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	await noor.goes('/settings/doors');
	await expect(page.getByText(t('doors.missing.none'))).toBeVisible();
	const { cardWords, qr } = await makesCard(noor);
	await page.getByRole('link', { name: t('ui.done') }).click();
	await expect(page.getByText(t('doors.missing.none'))).toHaveCount(0);
	expect(qr).toMatch(new RegExp(`^${host.origin}/back#[1-9A-HJ-NP-Za-km-z]{20,30}$`));
	// Nothing of it is left on the screen or at the host.
	for (const text of [cardWords.join(' '), qr.split('#')[1] as string]) expect(await page.content()).not.toContain(text);
	expect(host.findsAny([qr.split('#')[1] as string, cardWords.join(' ')])).toEqual([]);

	await test.step('by the words, pasted at once', async () => {
		await forgetsAll(page);
		await noor.goes('/today');
		await page.getByRole('link', { name: t('back.go') }).click();
		await page.getByRole('button', { name: t('back.card.do') }).click();
		// Two words the wrong way round: it says so, and what was typed stands there still.
		await page.getByLabel(t('back.word', { n: '1' }), { exact: true }).fill([...cardWords.slice(1), cardWords[0]].join(' '));
		await page.getByRole('button', { name: t('back.words.go') }).click();
		await expect(page.getByText(t('problem.door-none'))).toBeVisible();
		await expect(page.getByLabel(t('back.word', { n: '16' }), { exact: true })).toHaveValue(cardWords[0] as string);
		await page.getByLabel(t('back.word', { n: '1' }), { exact: true }).fill(cardWords.join(' '));
		await expect(page.getByLabel(t('back.word', { n: '16' }), { exact: true })).toHaveValue(cardWords[15] as string);
		await page.getByRole('button', { name: t('back.words.go') }).click();
		await isBack(noor, 'Noor');
	});

	await test.step('by the picture: no secret in any address that is asked for, and none left in the address bar', async () => {
		await forgetsAll(page);
		const sent = sentBy(page);
		await page.goto(qr);
		await expect(page).toHaveURL(/\/back$/);
		await isBack(noor, 'Noor');
		expect(asText(sent)).toContain('/api/doors/');
		expect(asText(sent)).not.toContain(qr.split('#')[1] as string);
	});

	await test.step('on an English device, typed in English by keyboard alone', async () => {
		await using tablet = await newPerson(browser, host.origin, 'Noor', { lang: 'en', viewport: { width: 1440, height: 900 } });
		await tablet.goes('/back');
		await tabTo(tablet.page, tablet.t('back.card.do'));
		await tablet.page.keyboard.press('Enter');
		await tabTo(tablet.page, tablet.t('back.word', { n: '1' }));
		for (const word of cardWords) await tablet.page.keyboard.type(`${word} `);
		await tablet.page.keyboard.press('Enter');
		await isBack(tablet, 'Noor');
		expect(tablet.complaints).toEqual([]);
	});
	expect(noor.complaints).toEqual([]);
});

test('a passkey, and everything in the browser is gone: it brings everything back, and what it gives never leaves', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	// What the passkey gives is looked at as it passes, by the test alone.
	await page.addInitScript(() => {
		for (const act of ['create', 'get'] as const) {
			const before = navigator.credentials[act].bind(navigator.credentials) as (options: never) => Promise<PublicKeyCredential | null>;
			navigator.credentials[act] = async (options?: never) => {
				const credential = await before(options as never);
				const first = credential?.getClientExtensionResults().prf?.results?.first as ArrayBuffer | undefined;
				if (first !== undefined) (window as unknown as { given: number[] }).given = [...new Uint8Array(first)];
				return credential;
			};
		}
	});
	await keepsPasskeys(page, true);
	const sent = sentBy(page);
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'close', said);
	await noor.goes('/settings/doors');
	await page.getByRole('button', { name: t('doors.passkey.do') }).click();
	await expect(page.getByText(t('doors.kind.passkey'), { exact: true })).toBeVisible();
	// Alone it is not enough, and that is said.
	await expect(page.getByText(t('doors.missing.alone'))).toBeVisible();
	const given = Buffer.from(await page.evaluate(() => (window as unknown as { given: number[] }).given));
	expect(given).toHaveLength(32);

	await forgetsAll(page);
	await noor.goes('/back');
	await page.getByRole('button', { name: t('back.passkey.do') }).click();
	await isBack(noor, 'Noor');
	expect(Buffer.from(await page.evaluate(() => (window as unknown as { given: number[] }).given ?? []))).toEqual(given);

	const left = asText(sent);
	expect(left).toContain('/doors/');
	for (const form of ['hex', 'base64', 'base64url'] as const) expect(left).not.toContain(given.toString(form));
	expect(host.findsAny([given.toString('latin1'), given.toString('hex'), given.toString('base64url')])).toEqual([]);
	expect(noor.complaints).toEqual([]);
});

test('where the phone has no such passkeys it says so, and offers the others; let be, nothing happens', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await keepsPasskeys(page, false);
	// Nor does the browser promise to keep anything.
	await page.addInitScript(() => {
		navigator.storage.persist = () => ((window as unknown as { asked: number }).asked = 1) && Promise.reject(new DOMException('no', 'NotAllowedError'));
		navigator.storage.persisted = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
	});
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	expect(await page.evaluate(() => (window as unknown as { asked?: number }).asked)).toBe(1);
	await noor.goes('/settings/doors');
	await expect(page.getByText(t('doors.stays.not'))).toBeVisible();
	await page.getByRole('button', { name: t('doors.passkey.do') }).click();
	await expect(page.getByText(t('problem.passkey-none'))).toBeVisible();
	await expect(page.getByText(t('doors.kind.passkey'), { exact: true })).toHaveCount(0);
	await expect(page.getByRole('link', { name: t('doors.card.do') })).toBeVisible();
	expect(noor.complaints).toEqual([]);
});

test('a personal link: made, named, come by, taken away; what is taken away opens nothing', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'close', said);
	await noor.goes('/settings/doors');
	await page.getByRole('link', { name: t('doors.link.do') }).click();
	const link = `http://${(await page.getByText(/\/back#/).innerText()).trim()}`;
	// Looked at again after a reload, for as long as nobody has said that it is saved.
	await page.reload();
	await expect(page.getByText(link.replace('http://', ''))).toBeVisible();
	await page.getByRole('button', { name: t('doors.link.have') }).click();
	await page.getByRole('link', { name: t('ui.done') }).click();
	await page.getByRole('button', { name: t('doors.rename.one', { name: t('doors.kind.link') }) }).click();
	await page.getByLabel(t('doors.name')).fill('I lösenordshanteraren');
	await page.getByRole('button', { name: t('doors.name.save'), exact: true }).click();
	await expect(page.getByText('I lösenordshanteraren', { exact: true })).toBeVisible();

	await using other = await newPerson(browser, host.origin, 'Noor');
	await other.page.goto(link);
	await isBack(other, 'Noor');
	await other.goes('/settings/doors');
	await expect(other.page.getByText(new RegExp(t('doors.used', { when: '' })))).toBeVisible();
	await other.page.getByRole('button', { name: t('doors.remove.one', { name: 'I lösenordshanteraren' }) }).click();
	await other.page
		.getByRole('dialog')
		.getByRole('button', { name: t('doors.remove'), exact: true })
		.click();
	await expect(other.page.getByText(t('doors.missing.none'))).toBeVisible();

	await using third = await newPerson(browser, host.origin, 'Någon');
	await third.page.goto(link);
	await expect(third.page.getByText(t('problem.door-none'))).toBeVisible();
	// On a device that is somebody else's nothing is changed.
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await begins(elias, 'Elias', 'En annan plats', '');
	expect([...noor.complaints, ...other.complaints, ...elias.complaints]).toEqual([]);
});

test('a way back is asked for gently: at the beginning, before the first picture, before the tenth thing said; later is an answer', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await noor.goes('/start');
	await page.getByLabel(t('start.name')).fill('Noor');
	await page.getByRole('button', { name: t('start.make') }).click();
	await expect(page.getByText(t('doors.ask.start'))).toBeVisible();
	await page.getByRole('link', { name: t('start.done.enter') }).click();

	await noor.goes('/tell');
	await expect(page.getByText(t('doors.ask.file'))).toBeVisible();
	await page.getByRole('button', { name: t('doors.later') }).click();
	await expect(page.getByText(t('doors.ask.file'))).toHaveCount(0);
	await noor.goes('/tell');
	await expect(page.getByLabel(t('enclose.add'))).toBeAttached();
	await page.waitForTimeout(500);
	await expect(page.getByText(t('doors.ask.file'))).toHaveCount(0);

	for (let n = 1; n <= 9; n++) {
		await noor.goes('/today');
		await page.waitForTimeout(200);
		await expect(page.getByText(t('doors.ask.entries')), String(n)).toHaveCount(0);
		await tells(noor, 'us', `Nummer ${n}`);
	}
	await noor.goes('/today');
	await expect(page.getByText(t('doors.ask.entries'))).toBeVisible();
	// What has been kept safe is not asked for.
	await page
		.getByRole('complementary', { name: t('doors.title') })
		.getByRole('link', { name: t('doors.card.do') })
		.click();
	await page.getByRole('link', { name: t('doors.later') }).click();
	await expect(page).toHaveURL(/\/today$/);
	await expect(page.getByText(t('doors.ask.entries'))).toBeVisible();
	await makesCard(noor);
	await noor.goes('/today');
	await page.waitForTimeout(500);
	await expect(page.getByText(t('doors.ask.entries'))).toHaveCount(0);
	expect(noor.complaints).toEqual([]);
});

test('a guest in another app’s browser is led out by a link to themselves, and is the same person there', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'all', said);
	const inApp =
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/MessengerForiOS;FBAV/480.0]';
	await using malik = await newPerson(browser, host.origin, 'Malik', { userAgent: inApp });
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'words', 'Jag tänker på er.', { name: 'Malik' });
	await malik.goes('/today');
	await expect(malik.page.getByText(malik.t('doors.ask.inapp', { app: 'Messenger' }))).toBeVisible();
	await malik.page.getByRole('link', { name: malik.t('doors.link.do') }).click();
	const link = `http://${(await malik.page.getByText(/\/back#/).innerText()).trim()}`;
	await malik.page.getByRole('button', { name: malik.t('doors.link.have') }).click();
	await using own = await newPerson(browser, host.origin, 'Malik');
	await own.page.goto(link);
	await isBack(own, 'Malik');
	await answers(own, 'words', 'Jag kommer med soppa.');
	await noor.goes('/today');
	await expect(noor.page.getByText('Jag kommer med soppa.')).toBeVisible();
	await noor.goes('/people');
	await expect(noor.page.getByText('Malik', { exact: true })).toHaveCount(1);
	// In another app's browser nobody comes back without having been told what becomes of it.
	await using app = await newPerson(browser, host.origin, 'Malik', { userAgent: inApp });
	await app.page.goto(link);
	await expect(app.page.getByText(app.t('join.inapp', { app: 'Messenger' }))).toBeVisible();
	await app.page.getByRole('button', { name: app.t('back.link.here') }).click();
	await isBack(app, 'Malik');
	expect([...noor.complaints, ...malik.complaints, ...own.complaints, ...app.complaints]).toEqual([]);
});

test('another device, either way round: the picture on one is read by the other, the same words stand on both, and a yes brings everything', async ({
	browser
}) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'close', said);
	/** In the device's own language first, then in the other. */
	const twoWords = async (one: Person) => (await one.page.locator('.two').innerText()).split('\n');

	await test.step('the one that is in shows it', async () => {
		await using tablet = await newPerson(browser, host.origin, 'Noor', { lang: 'en' });
		const sent = sentBy(tablet.page);
		await noor.goes('/settings/doors');
		await page.getByRole('link', { name: t('doors.device.do') }).click();
		const link = await readQr(page.getByRole('img', { name: t('link.qr') }));
		await tablet.page.goto(link);
		await expect(tablet.page).toHaveURL(/\/link$/);
		await expect(page.getByRole('heading', { name: t('link.words') })).toBeVisible();
		const [english, swedish] = await twoWords(tablet);
		expect(await twoWords(noor)).toEqual([swedish, english]);
		expect(swedish?.split(' ')).toHaveLength(2);
		await page.getByRole('button', { name: t('link.yes') }).click();
		await expect(page.getByRole('heading', { name: t('link.given') })).toBeVisible();
		await isBack(tablet, 'Noor');
		expect(asText(sent)).toContain('/api/mailboxes/');
		expect(asText(sent)).not.toContain(link.split('#')[1] as string);
		expect(tablet.complaints).toEqual([]);
	});

	await test.step('the new one shows it', async () => {
		await using computer = await newPerson(browser, host.origin, 'Noor', { viewport: { width: 1440, height: 900 } });
		await computer.goes('/back');
		await computer.page.getByRole('link', { name: t('back.device.do') }).click();
		const link = await readQr(computer.page.getByRole('img', { name: t('link.qr') }));
		const shown = await twoWords(computer);
		await page.goto(link);
		await expect(page.getByRole('heading', { name: t('link.words') })).toBeVisible();
		expect(await twoWords(noor)).toEqual(shown);
		await page.getByRole('button', { name: t('link.yes') }).click();
		await expect(computer.page.getByRole('heading', { name: t('link.words.again') })).toBeVisible();
		await expect(page.getByText(t('link.given.words'))).toBeVisible();
		const again = await twoWords(computer);
		expect(again).not.toEqual(shown);
		expect(await twoWords(noor)).toEqual(again);
		await computer.page.getByRole('button', { name: t('link.yes') }).click();
		await isBack(computer, 'Noor');
	});

	await test.step('no is no; whoever came second is told; in a browser where one is not in, it says so', async () => {
		await using first = await newPerson(browser, host.origin, 'Någon');
		await using second = await newPerson(browser, host.origin, 'Noor');
		await noor.goes('/link?side=in');
		const link = await readQr(page.getByRole('img', { name: t('link.qr') }));
		await first.page.goto(link);
		await expect(page.getByRole('heading', { name: t('link.words') })).toBeVisible();
		await second.page.goto(link);
		await expect(second.page.getByText(t('problem.link-taken'))).toBeVisible();
		await page.getByRole('button', { name: t('link.no') }).click();
		await expect(page.getByRole('heading', { name: t('link.stopped') })).toBeVisible();
		await first.page.waitForTimeout(4_000);
		await expect(first.page.getByText(t('link.waiting'))).toBeVisible();

		await first.goes('/link?side=new');
		const fresh = await readQr(first.page.getByRole('img', { name: t('link.qr') }));
		await second.page.goto(fresh);
		await expect(second.page.getByText(t('link.notHere'))).toBeVisible();
	});
	expect(noor.complaints).toEqual([]);
});
