/** The place Support: the book of what was given, what is written in by hand, the candles, and thanks that reach those they are for. */
import { readFileSync } from 'node:fs';
import { expect, test, type Browser } from '@playwright/test';
import { openDevice } from '../test/support/home.ts';
import { axeFinds } from './support/axe.ts';
import { coloursOf, upright } from './support/colours.ts';
import { answers, begins, choosesRing, invites, letsIn, opensLink, reads, tells } from './support/doing.ts';
import { startHost, type Host } from './support/host.ts';
import { newPerson, type Person, type PersonOptions } from './support/person.ts';
import { marks, takesPicture } from './support/picture.ts';

const news = 'Vår son Ture föddes i tisdags. Han levde inte.';
const hour = 3_600_000;

/** Noor has begun a place, and told everyone. */
async function beginsAndTells(browser: Browser, host: Host, options: PersonOptions = {}): Promise<Person> {
	const noor = await newPerson(browser, host.origin, 'Noor', options);
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await tells(noor, 'all', news);
	return noor;
}
const wideAtDusk: PersonOptions = { viewport: { width: 1440, height: 900 }, theme: 'dark' };
/** Somebody with a device that has no screen: gives without anybody looking. */
async function guest(host: Host, link: string, name: string) {
	const device = await openDevice(host.origin);
	await device.does('openInvitation', { text: link });
	await device.does('comeIn', { name });
	const { told } = await device.sees(({ standing, told }) => standing === 'member' && told.length > 0);
	return { device, to: told[0]?.id ?? '' };
}
const noFinding = async ({ page }: Person) => {
	// At its end nothing lies over the page.
	await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
	expect(await axeFinds(page)).toEqual([]);
};
const book = ({ page, t }: Person) => page.getByRole('region', { name: t('book.title') });

test('a bouquet at the hospital, written in by hand with a picture: seen by the closest only where it is for them, changed and taken back', async ({
	browser
}) => {
	test.setTimeout(180_000);
	await using host = await startHost();
	await using noor = await beginsAndTells(browser, host);
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await opensLink(elias, await invites(noor, { ring: 'us' }));
	await elias.page.getByRole('button', { name: elias.t('join.knock') }).waitFor();
	await letsIn(noor, elias, 'Elias');
	await opensLink(ingrid, await invites(noor, { ring: 'close', label: 'Ingrid' }));
	await letsIn(noor, ingrid, 'Ingrid');
	const { page, t } = elias;

	await test.step('nothing yet: one calm sentence, and a way to write in', async () => {
		await elias.goes('/support');
		await expect(page.getByText(t('book.nothing'), { exact: true })).toBeVisible();
		await noFinding(elias);
		await page.getByRole('link', { name: t('book.write') }).click();
		await page.getByLabel(t('given.from')).waitFor();
		await page.emulateMedia({ colorScheme: 'dark' });
		await noFinding(elias);
		await page.emulateMedia({ colorScheme: 'light' });
	});
	const writes = async (from: string, text: string) => {
		await page.getByRole('radio', { name: t('given.kind.flowers') }).check();
		await page.getByLabel(t('given.from')).fill(from);
		await page.getByRole('textbox', { name: t('given.words') }).fill(text);
	};
	await test.step('the form is kept as it is typed, also over a reload', async () => {
		await writes('Syskonen på jobbet', 'Vita tulpaner på bordet i rum sjutton.');
		await expect(page.locator('datalist option[value=Ingrid]')).toBeAttached();
		await page
			.getByRole('group', { name: t('given.day') })
			.getByText(t('day.known.month'))
			.click();
		await page.getByLabel(t('day.month'), { exact: true }).selectOption({ label: 'februari' });
		await page.getByLabel(t('day.year'), { exact: true }).fill('2026');
		await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await takesPicture(page, 1200, 1600) });
		await page.getByRole('textbox', { name: t('enclose.says') }).fill('En bukett vita tulpaner');
		await noFinding(elias);
		await page.waitForTimeout(600);
		await page.reload();
		await expect(page.getByLabel(t('given.from'))).toHaveValue('Syskonen på jobbet');
		await expect(page.getByLabel(t('day.year'), { exact: true })).toHaveValue('2026');
		await page.getByRole('button', { name: t('given.save') }).click();
	});
	await test.step('it stands in the book for both parents, without where and when the picture was taken', async () => {
		await expect(page).toHaveURL(/\/support\?what=/);
		await expect(book(elias).getByText('Syskonen på jobbet')).toBeVisible();
		await expect(book(elias).getByText('februari 2026')).toBeVisible();
		expect(await coloursOf(page.getByRole('img', { name: 'En bukett vita tulpaner' }))).toEqual(upright);
		await noFinding(elias);
		await noor.goes('/support');
		await expect(book(noor).getByText(t('book.writtenBy', { name: 'Elias' }))).toBeVisible();
		await expect(book(noor).getByRole('link', { name: t('today.change') })).toHaveCount(0);
		await noor.page.getByRole('img', { name: 'En bukett vita tulpaner' }).click();
		await noor.page.getByRole('button', { name: t('picture.save'), exact: true }).click();
		const downloading = noor.page.waitForEvent('download');
		await noor.page.getByRole('button', { name: t('picture.save.yes') }).click();
		const saved = readFileSync(await (await downloading).path());
		expect(saved.length).toBeGreaterThan(5_000);
		for (const mark of Object.values(marks)) expect(saved.includes(Buffer.from(mark))).toBe(false);
	});
	await test.step('Ingrid sees nothing of it; of what is for the closest she does', async () => {
		await elias.goes('/support/write-in');
		await writes('Farbror Bo', 'En gran i kruka.');
		await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
		await page.getByRole('button', { name: t('given.save') }).click();
		await ingrid.goes('/support');
		await expect(book(ingrid).getByText('En gran i kruka.')).toBeVisible();
		await expect(ingrid.page.getByText('Vita tulpaner')).toHaveCount(0);
		await expect(ingrid.page.getByRole('img')).toHaveCount(0);
		await expect(ingrid.page.getByRole('link', { name: t('book.write') })).toHaveCount(0);
		await noFinding(ingrid);
		for (const closed of ['/support/write-in', '/support/thanks']) {
			await ingrid.goes(closed);
			await expect(ingrid.page).toHaveURL(/\/support$/);
		}
	});
	await test.step('changed, and taken back', async () => {
		await elias.goes('/support');
		const granny = page.getByRole('listitem').filter({ hasText: 'En gran i kruka.' });
		await granny.getByRole('link', { name: t('today.change') }).click();
		await page.getByRole('textbox', { name: t('given.words') }).fill('En liten gran i kruka.');
		await noFinding(elias);
		await page.getByRole('button', { name: t('correct.save') }).click();
		await expect(book(ingrid).getByText('En liten gran i kruka.')).toBeVisible();
		await book(elias)
			.getByRole('listitem')
			.filter({ hasText: 'En liten gran' })
			.getByRole('link', { name: t('today.change') })
			.click();
		await page.getByRole('button', { name: t('correct.take') }).click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('correct.take.yes') })
			.click();
		await expect(page).toHaveURL(/\/support$/);
		await expect(book(elias).getByText('Syskonen på jobbet')).toBeVisible();
		for (const { page: here } of [elias, ingrid]) await expect(here.getByText('En liten gran')).toHaveCount(0);
	});
	for (const { complaints } of [noor, elias, ingrid]) expect(complaints).toEqual([]);
});

test('the book is looked in by kind and by words, and leafed through, by keyboard alone; what is laid aside is folded', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await beginsAndTells(browser, host, wideAtDusk);
	const { page, t } = noor;
	const { device, to } = await guest(host, await invites(noor, { ring: 'all' }), 'Åsa');
	await using _ = device;
	for (let i = 1; i <= 14; i++) await device.does('answer', { to, kind: 'words', text: `Ord nummer ${i}.`, motif: null });
	await device.does('answer', { to, kind: 'offer', text: 'Soppa på torsdag, utanför dörren.', motif: null });
	await device.does('answer', { to, kind: 'prayer', text: '', motif: null });
	await device.sees(({ unsent }) => unsent === 0);
	await noor.goes('/support');
	const gifts = book(noor).getByRole('listitem');
	await expect(gifts.first()).toContainText(t('today.pray', { names: t('whom.you') }));
	await expect(gifts).toHaveCount(12);

	await test.step('leafed further back and nearer, with the focus on what is read next', async () => {
		await page.keyboard.press('ArrowRight');
		await expect(gifts).toHaveCount(4);
		await expect(gifts.first()).toBeFocused();
		await expect(gifts.last()).toContainText('Ord nummer 1.');
		await page.keyboard.press('ArrowRight');
		await expect(gifts.last()).toContainText('Ord nummer 1.');
		await page.keyboard.press('ArrowLeft');
		await expect(gifts).toHaveCount(12);
		await page.getByRole('button', { name: t('book.further') }).focus();
		await page.keyboard.press('Enter');
		await expect(gifts).toHaveCount(4);
	});
	await test.step('or by a finger drawn over it, sideways; not up or down', async () => {
		const draws = (x: number, y: number) =>
			gifts.first().evaluate(
				(target, [x, y]) => {
					const touch = (clientX: number, clientY: number) => [new Touch({ identifier: 1, target, clientX, clientY })];
					target.dispatchEvent(new TouchEvent('touchstart', { bubbles: true, touches: touch(300, 300), changedTouches: touch(300, 300) }));
					target.dispatchEvent(new TouchEvent('touchend', { bubbles: true, changedTouches: touch(300 + x, 300 + y) }));
				},
				[x, y] as const
			);
		await draws(160, 10);
		await expect(gifts).toHaveCount(12);
		await draws(-90, 160);
		await draws(-20, 0);
		await page.waitForTimeout(300);
		await expect(gifts).toHaveCount(12);
		await draws(-160, 10);
		await expect(gifts).toHaveCount(4);
	});
	/** Tabs on until what has the focus is called so. */
	const tabsTo = async (name: string) => {
		for (let i = 0; i < 40; i++) {
			await page.keyboard.press('Tab');
			const here = await page.evaluate(() => {
				const at = document.activeElement as HTMLInputElement | null;
				return (at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '').trim();
			});
			if (here === name) return;
		}
		throw new Error(`${name} is not reached by Tab`);
	};
	await test.step('by kind, by words, and both', async () => {
		await noor.goes('/support');
		await expect(gifts).toHaveCount(12);
		await tabsTo(t('book.look'));
		await page.keyboard.press('Enter');
		await tabsTo(t('given.kind.help'));
		await page.keyboard.press('Space');
		await expect(gifts).toHaveCount(1);
		await expect(gifts).toContainText('Soppa på torsdag');
		await expect(book(noor).getByRole('status')).toHaveText(t('book.some'));
		await noFinding(noor);
		await page.keyboard.press('Space');
		await expect(gifts).toHaveCount(12);
		await page.keyboard.press('Shift+Tab');
		await page.keyboard.press('Shift+Tab');
		await page.keyboard.press('Shift+Tab');
		const field = page.getByLabel(t('book.words'));
		await expect(field).toBeFocused();
		// Where one writes the arrows move in what is written, and the book lies still.
		await page.keyboard.press('ArrowRight');
		await expect(field).toBeFocused();
		await expect(gifts).toHaveCount(12);
		await page.keyboard.type('UTANFOR  dorren');
		await expect(gifts).toHaveCount(1);
		await expect(gifts).toContainText('Soppa på torsdag');
		await page.keyboard.type('x');
		await expect(gifts).toHaveCount(0);
		await expect(page.getByText(t('book.none'))).toBeVisible();
		await noFinding(noor);
		await tabsTo(t('book.all'));
		await page.keyboard.press('Enter');
		await expect(gifts).toHaveCount(12);
	});
	await test.step('laid aside, it is folded here as on Today', async () => {
		await tabsTo(t('book.more', { name: 'Åsa' }));
		await page.keyboard.press('Enter');
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('aside.do') })
			.press('Enter');
		await expect(book(noor).getByText(t('aside.is'))).toBeFocused();
		await expect(book(noor).getByText(t('today.pray', { names: t('whom.you') }))).toHaveCount(0);
	});
	expect(noor.complaints).toEqual([]);
});

test('a candle burns for as long as its giver chose, on one sill with the others; burned down, it stays in the book', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await beginsAndTells(browser, host, wideAtDusk);
	await using malik = await newPerson(browser, host.origin, 'Malik');
	const { page, t } = noor;
	const link = await invites(noor, { ring: 'all' });
	await noor.goes('/support/candles');
	await expect(page.getByText(t('candles.none'))).toBeVisible();
	await noFinding(noor);
	await reads(malik, link);
	await malik.page.getByRole('link', { name: malik.t('answer.way.candle') }).click();
	await malik.page.getByLabel(malik.t('name.field')).fill('Malik');
	await malik.page.getByRole('button', { name: malik.t('name.go') }).click();
	await expect(malik.page.getByRole('radio', { name: malik.t('candles.burns.24') })).toBeChecked();
	await malik.page.getByText(malik.t('candles.burns.168')).click();
	const words = malik.page.getByRole('textbox', { name: malik.t('answer.label.candle') });
	// What is meant well and often hurts is met here too.
	await words.fill('Åtminstone är ni unga.');
	await expect(malik.page.getByText(malik.t('hint.least'))).toBeVisible();
	await words.fill('För Ture.');
	await noFinding(malik);
	await malik.page.getByRole('button', { name: malik.t('answer.send.candle') }).click();
	await expect(malik.page).toHaveURL(/\/today/);
	const { device, to } = await guest(host, link, 'Åsa');
	await using _ = device;
	await device.does('answer', { to, kind: 'candle', text: '', motif: null });
	await device.does('answer', { to, kind: 'candle', text: '', motif: null, burns: 12 });
	await device.does('answer', { to, kind: 'candle', text: 'Alltid.', motif: null, burns: null });
	await device.sees(({ unsent }) => unsent === 0);

	const sill = page.getByRole('main').getByRole('list').first().getByRole('listitem');
	await noor.goes('/support/candles');
	await expect(sill).toHaveText(['Åsa', 'Åsa', 'Åsa', 'Malik']);
	await expect(page.getByText('För Ture.')).toBeVisible();
	await noFinding(noor);
	await malik.goes('/support/candles');
	await expect(malik.page.getByText('För Ture.')).toBeVisible();

	const now = Date.now();
	for (const [later, burning] of [
		[13 * hour, ['Åsa', 'Åsa', 'Malik']],
		[25 * hour, ['Åsa', 'Malik']],
		[167 * hour, ['Åsa', 'Malik']],
		[169 * hour, ['Åsa']],
		[20_000 * hour, ['Åsa']]
	] as const) {
		await page.clock.setFixedTime(now + later);
		await noor.goes('/support/candles');
		await expect(sill).toHaveText([...burning]);
	}
	await expect(page.getByText('För Ture.')).toHaveCount(0);
	await noor.goes('/support');
	await expect(book(noor).getByText('För Ture.')).toBeVisible();
	// Those without words stand together, as they were lit on one day.
	await expect(book(noor).getByRole('listitem')).toHaveCount(3);
	expect([...noor.complaints, ...malik.complaints]).toEqual([]);
});

test('thanks to everyone who sent prayers, flowers, cards, comfort: found by each of them, and by nobody who gave nothing before', async ({ browser }) => {
	test.setTimeout(180_000);
	await using host = await startHost();
	await using noor = await beginsAndTells(browser, host);
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await using berg = await newPerson(browser, host.origin, 'Dr Berg');
	const { page, t } = noor;
	await opensLink(ingrid, await invites(noor, { ring: 'close', label: 'Ingrid' }));
	await letsIn(noor, ingrid, 'Ingrid');
	const link = await invites(noor, { ring: 'all' });
	await reads(malik, link);
	await answers(malik, 'prayer', '', { name: 'Malik' });
	await reads(berg, link);
	await answers(berg, 'candle', '', { name: 'Dr Berg' });

	await test.step('Ingrid’s flowers came to the hospital: written in under her name, for the closest', async () => {
		await noor.goes('/support/write-in');
		await page.getByLabel(t('given.from')).fill('Ingrid');
		await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
		await page.getByRole('button', { name: t('given.save') }).click();
		await expect(page).toHaveURL(/\/support\?what=/);
	});
	const words = 'Varje bön, varje blomma har burit oss.';
	await test.step('Noor thanks all of those in one act; the ring is the narrowest that they all read', async () => {
		await page.getByRole('link', { name: t('thanks.go') }).click();
		await page.getByText(t('thanks.to.kinds')).click();
		await expect(page.getByText(t('thanks.finds.nobody'))).toHaveCount(0);
		await page.getByRole('checkbox', { name: t('given.kind.flowers') }).check();
		await expect(page.getByRole('radio', { name: t('ring.close') })).toBeChecked();
		await expect(page.getByText(t('thanks.finds', { names: 'Ingrid' }))).toBeVisible();
		await page.getByRole('checkbox', { name: t('given.kind.prayer') }).check();
		await expect(page.getByRole('radio', { name: t('ring.all') })).toBeChecked();
		await expect(page.getByText(t('thanks.finds', { names: 'Ingrid och Malik' }))).toBeVisible();
		// Further in than Malik reads: it is said who would not find it.
		await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
		await expect(page.getByText(t('thanks.ring.short', { names: 'Malik' }))).toBeVisible();
		await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'all');
		await page.getByRole('button', { name: t('thanks.say') }).click();
		await expect(page.getByRole('alert')).toHaveText(t('problem.empty'));
		await page.getByRole('textbox', { name: t('thanks.words') }).fill(words);
		await noFinding(noor);
		await page.setViewportSize({ width: 1440, height: 900 });
		await page.emulateMedia({ colorScheme: 'dark' });
		await noFinding(noor);
		await page.getByRole('button', { name: t('thanks.say') }).click();
		await expect(page.getByText(t('thanks.said'), { exact: true })).toBeVisible();
		const said = page.getByRole('region', { name: t('thanks.title') });
		await expect(said.getByText(words)).toBeVisible();
		await expect(said.getByText(t('thanks.said.kinds', { kinds: 'en bön och blommor' }))).toBeVisible();
		await noFinding(noor);
	});
	const forYou = ({ page, t }: Person) => page.getByRole('heading', { name: t('thanks.forYou', { name: 'Noor' }) });
	await test.step('each finds it on their Today, the guest too', async () => {
		for (const person of [ingrid, malik]) {
			await person.goes('/today');
			await expect(forYou(person)).toBeVisible();
			await expect(person.page.getByText(words)).toBeVisible();
			// Before the news, which was told before it.
			await expect(person.page.getByRole('main').getByRole('article').first()).toContainText(words);
			await noFinding(person);
		}
	});
	await test.step('who gave something else, or only gives it afterwards, does not; it stands in the book for them', async () => {
		await answers(berg, 'prayer', '');
		await berg.goes('/support');
		await expect(berg.page.getByRole('region', { name: berg.t('thanks.title') }).getByText(words)).toBeVisible();
		await berg.goes('/today');
		await expect(berg.page.getByText(news)).toBeVisible();
		await berg.page.waitForTimeout(1000);
		await expect(forYou(berg)).toHaveCount(0);
	});
	await test.step('to one alone, it is said as far out as they read; laid aside, nobody knows', async () => {
		await noor.goes('/support/thanks');
		await page.getByText(t('thanks.to.people'), { exact: true }).click();
		await page.getByRole('checkbox', { name: 'Ingrid' }).check();
		await expect(page.getByRole('radio', { name: t('ring.close') })).toBeChecked();
		await page.getByRole('textbox', { name: t('thanks.words') }).fill('Tack för soppan, mamma.');
		await page.getByRole('button', { name: t('thanks.say') }).click();
		await expect(page.getByText(t('thanks.said'), { exact: true })).toBeVisible();
		await expect(ingrid.page.getByText('Tack för soppan, mamma.')).toBeVisible();
		await expect(forYou(ingrid)).toHaveCount(2);
		await malik.goes('/support');
		await expect(malik.page.getByText(words)).toBeVisible();
		await expect(malik.page.getByText('Tack för soppan, mamma.')).toHaveCount(0);
		await ingrid.page
			.getByRole('button', { name: ingrid.t('aside.more', { name: 'Noor' }) })
			.first()
			.click();
		await ingrid.page
			.getByRole('dialog')
			.getByRole('button', { name: ingrid.t('aside.do') })
			.click();
		await expect(ingrid.page.getByText('Tack för soppan, mamma.')).toHaveCount(0);
	});
	await test.step('changed by who said it, and taken back', async () => {
		await noor.goes('/support');
		const said = page.getByRole('region', { name: t('thanks.title') });
		await said
			.getByRole('listitem')
			.filter({ hasText: words })
			.getByRole('link', { name: t('today.change') })
			.click();
		await page.getByRole('textbox', { name: t('thanks.words') }).fill('Ni bar oss.');
		await page.getByRole('button', { name: t('correct.save') }).click();
		await malik.goes('/today');
		await expect(malik.page.getByText('Ni bar oss.')).toBeVisible();
		await said
			.getByRole('listitem')
			.filter({ hasText: 'Ni bar oss.' })
			.getByRole('link', { name: t('today.change') })
			.click();
		await page.getByRole('button', { name: t('correct.take') }).click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('correct.take.yes') })
			.click();
		await expect(forYou(malik)).toHaveCount(0);
	});
	for (const { complaints } of [noor, ingrid, malik, berg]) expect(complaints).toEqual([]);
});
