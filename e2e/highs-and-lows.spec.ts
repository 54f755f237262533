/** Highs and lows, the promise and anniversaries: by keyboard alone, told apart by form and by name, read in order, shown only where asked for. */
import { expect, test, type Page } from '@playwright/test';
import { exactDay } from '#domain/day.ts';
import { begins, invites, reads, tells } from './support/doing.ts';
import { beside, from, hand } from './support/hand.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';
import { happened, twoParents, year } from './support/two-parents.ts';

const curve = ({ page, t }: Person) => page.getByRole('listbox', { name: t('curve.legend') });
const points = (person: Person) => curve(person).getByRole('option');
const inOrder = ({ page }: Person) =>
	page
		.getByRole('main')
		.getByRole('list')
		.filter({ has: page.locator('li button') });
const title = ({ page }: Person, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

/** Tabs on until what has the focus is called so. */
async function reaches({ page }: Person, name: string | RegExp): Promise<void> {
	const met: string[] = [];
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab');
		const here = await page.evaluate(() => {
			const at = document.activeElement as HTMLInputElement;
			return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).replace(/\s+/g, ' ').trim();
		});
		if (typeof name === 'string' ? here === name : name.test(here)) return;
		met.push(here);
	}
	throw new Error(`${String(name)} is not reached: ${met.join(' · ')}`);
}
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

test('something that happened is added, found on the curve and opened, by keyboard alone', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor', { viewport: { width: 1280, height: 900 } });
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Noor', 'Ture');
	await noor.goes('/keep/highs-and-lows');
	await expect(page.getByText(t('curve.nothing'))).toBeVisible();

	await test.step('a day that is missing is said, and nothing typed is lost', async () => {
		await reaches(noor, t('curve.add'));
		await page.keyboard.press('Enter');
		await title(noor, t('moment.new'));
		await reaches(noor, t('moment.name'));
		await page.keyboard.type('Ture');
		await reaches(noor, t('moment.keep'));
		await page.keyboard.press('Enter');
		await expect(page.getByRole('alert').filter({ hasText: t('moment.day.missing') })).toBeAttached();
		await expect(page.getByLabel(t('moment.name'))).toHaveValue('Ture');
		await page.waitForTimeout(600);
		await page.reload();
		await expect(page.getByLabel(t('moment.name'))).toHaveValue('Ture');
	});
	await test.step('its height is said in words as it is chosen', async () => {
		await page.getByLabel(t('moment.name')).focus();
		await reaches(noor, t('day.date'));
		await page.keyboard.type('05122026');
		await expect(page.getByLabel(t('day.date'))).toHaveValue('2026-05-12');
		await reaches(noor, t('moment.height'));
		const slider = page.getByRole('slider', { name: t('moment.height') });
		await expect(slider).toHaveAttribute('aria-valuetext', t('curve.height.between'));
		await page.keyboard.press('Home');
		await page.keyboard.press('ArrowRight');
		await expect(slider).toHaveAttribute('aria-valuetext', t('curve.height.very-deep'));
		await expect(page.getByText(t('moment.height.sentence', { height: t('curve.height.very-deep') }))).toBeVisible();
		await reaches(noor, t('moment.words'));
		await page.keyboard.type('Vi hann hålla honom länge.');
		await reaches(noor, t('moment.keep'));
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/highs-and-lows\?what=/);
		await expect(page.getByRole('heading', { level: 2, name: 'Ture' })).toBeFocused();
		await expect(page.getByRole('article').getByText('Vi hann hålla honom länge.')).toBeVisible();
		await expect(page.getByRole('article').getByText(t('who.only_me'))).toBeVisible();
	});
	await test.step('a second one, known by a year, is walked to and opened; Escape leads back to its point', async () => {
		await page.keyboard.press('Escape');
		await expect(points(noor)).toBeFocused();
		await reaches(noor, t('curve.add'));
		await page.keyboard.press('Enter');
		await reaches(noor, t('moment.name'));
		await page.keyboard.type('vi möttes');
		await reaches(noor, t('day.known.day'));
		for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
		await reaches(noor, t('day.year'));
		await page.keyboard.type('2009');
		await reaches(noor, t('moment.height'));
		await page.keyboard.press('End');
		await reaches(noor, t('moment.keep'));
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { level: 2, name: 'vi möttes' })).toBeFocused();
		await page.keyboard.press('Escape');
		await expect(points(noor)).toHaveCount(2);
		expect(await focused(page)).toBe(`vi möttes, 2009, Noor, ${t('curve.height.very-high')}`);
		await page.keyboard.press('ArrowRight');
		expect(await focused(page)).toContain('Ture');
		await page.keyboard.press('ArrowRight');
		expect(await focused(page)).toContain('Ture');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { level: 2, name: 'Ture' })).toBeFocused();
	});
	await test.step('closer, one walks on to what is not seen, and it is seen', async () => {
		await page.keyboard.press('Escape');
		for (let i = 0; i < 2; i++) await page.keyboard.press('+');
		await expect(page.getByRole('status').filter({ hasText: '2026' })).toBeAttached();
		await expect(points(noor)).toHaveCount(1);
		await page.keyboard.press('ArrowLeft');
		await expect(page.getByRole('status').filter({ hasText: '2009' })).toBeAttached();
		expect(await focused(page)).toContain('vi möttes');
		await page.keyboard.press('PageDown');
		await expect(points(noor)).toBeFocused();
		expect(await focused(page)).toContain('Ture');
		for (let i = 0; i < 2; i++) await page.keyboard.press('-');
		await expect(points(noor)).toHaveCount(2);
	});
	expect(noor.complaints).toEqual([]);
});

test('two parents’ moments: told apart by form and by name, read in order, changed and taken back by their own writer', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using two = await twoParents(host.origin, noor);
	const { page, t } = noor;
	await happened(two.elias, '2019-09-14', 92, 'bröllopet');
	await happened(two.tablet, '2026-05-12', -92, 'Ture', 'Vi hann hålla honom länge.');
	await happened(two.tablet, year(2009, 'hösten innan'), 55, 'vi möttes');
	await noor.goes('/keep/highs-and-lows');
	await expect(points(noor)).toHaveCount(3);

	await test.step('by form, and by name', async () => {
		// A name may come a moment after what its owner has said.
		await expect(points(noor).nth(1)).toHaveAccessibleName(/Elias/);
		const drawn = await points(noor).evaluateAll((all) =>
			all.map((one) => `${one.getAttribute('aria-label') ?? ''} ${one.querySelector('path')?.getAttribute('d')?.includes('a') === true ? 'round' : 'square'}`)
		);
		expect(drawn).toEqual([
			`vi möttes, hösten innan, Noor, ${t('curve.height.high')} round`,
			`bröllopet, 14 september 2019, Elias, ${t('curve.height.very-high')} square`,
			`Ture, 12 maj 2026, Noor, ${t('curve.height.very-deep')} round`
		]);
	});
	await test.step('in order', async () => {
		const said = await inOrder(noor).getByRole('button').allInnerTexts();
		expect(said.map((one) => one.replace(/\s+/g, ' ').trim())).toEqual([
			`vi möttes Noor hösten innan, ${t('curve.height.high')}`,
			`bröllopet Elias 14 september 2019, ${t('curve.height.very-high')}`,
			`Ture Noor 12 maj 2026, ${t('curve.height.very-deep')}`
		]);
	});
	await test.step('a finger opens the point nearest to it; another’s has no way to be changed', async () => {
		const box = await points(noor).nth(1).boundingBox();
		if (box === null) throw new Error('nothing is drawn');
		await page.touchscreen.tap(box.x + box.width / 2 + 9, box.y + box.height / 2 + 9);
		await expect(page.getByRole('heading', { level: 2, name: 'bröllopet' })).toBeFocused();
		await expect(page.getByRole('link', { name: t('today.change') })).toHaveCount(0);
		await page.getByRole('button', { name: t('moment.after') }).click();
		await expect(page.getByRole('heading', { level: 2, name: 'Ture' })).toBeFocused();
	});
	await test.step('one’s own is dragged to another height', async () => {
		await page.getByRole('link', { name: t('today.change') }).click();
		await title(noor, t('correct.title'));
		const grip = page.locator('.grip');
		await grip.scrollIntoViewIfNeeded();
		const box = await grip.boundingBox();
		if (box === null) throw new Error('nothing to hold');
		await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await page.mouse.down();
		await page.mouse.move(box.x + box.width / 2, box.y - 400, { steps: 5 });
		await page.mouse.up();
		await expect(page.getByRole('slider', { name: t('moment.height') })).toHaveValue('100');
		await page.getByRole('button', { name: t('correct.save') }).click();
		await expect(page.getByRole('article').getByText(t('curve.height.very-high'))).toBeVisible();
	});
	await test.step('and taken back', async () => {
		await page.getByRole('link', { name: t('today.change') }).click();
		await page.getByRole('button', { name: t('correct.take'), exact: true }).click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('correct.take.yes') })
			.click();
		await expect(points(noor)).toHaveCount(2);
		await expect(page.getByText('Ture', { exact: true })).toHaveCount(0);
	});
	await test.step('on paper all of it stands, with its words, and nothing to press', async () => {
		await page.emulateMedia({ media: 'print' });
		const paper = page.locator('.printed');
		await expect(paper).toBeVisible();
		await expect(paper.locator('text')).toHaveText(['vi möttes', 'bröllopet']);
		await expect(curve(noor)).toBeHidden();
		await expect(inOrder(noor)).toBeVisible();
		await expect(page.getByRole('button', { name: t('curve.closer') })).toBeHidden();
	});
	expect(noor.complaints).toEqual([]);
});

test('many moments: no words lie on one another, and every one of them is reached', async ({ browser }) => {
	test.setTimeout(240_000);
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using two = await twoParents(host.origin, noor);
	const { page } = noor;
	const many = 60;
	for (let i = 0; i < many; i++) {
		await happened(
			i % 2 === 0 ? two.tablet : two.elias,
			`${2009 + Math.floor(i / 4)}-0${1 + (i % 4) * 2}-1${i % 9}`,
			((i * 67) % 200) - 100,
			`stund nummer ${i}`
		);
	}
	await noor.goes('/keep/highs-and-lows');
	await expect(points(noor)).toHaveCount(many, { timeout: 60_000 });
	for (const width of [360, 1440]) {
		await page.setViewportSize({ width, height: 800 });
		await page.waitForTimeout(300);
		const [picture, ...labels] = await page.evaluate(() => {
			const svg = document.querySelector('figure svg') as SVGSVGElement;
			const box = (element: Element) => {
				const { left, right, top, bottom } = element.getBoundingClientRect();
				return { left, right, top, bottom };
			};
			return [box(svg), ...[...svg.querySelectorAll('text')].map(box)];
		});
		expect(labels.length).toBeGreaterThan(3);
		for (const [i, one] of labels.entries()) {
			expect(one.left).toBeGreaterThanOrEqual((picture?.left ?? 0) - 1);
			expect(one.right).toBeLessThanOrEqual((picture?.right ?? 0) + 1);
			// What a letter may reach beyond its line is not ink.
			for (const other of labels.slice(0, i)) {
				expect(one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 4 && other.top < one.bottom - 4).toBe(false);
			}
		}
	}
	await points(noor).last().focus();
	await page.keyboard.press('Home');
	const met = new Set<string>();
	for (let i = 0; i < many; i++) {
		met.add(await focused(page));
		await page.keyboard.press('ArrowRight');
	}
	expect(met.size).toBe(many);
	await page.getByRole('button', { name: noor.t('curve.inOrder.show') }).click();
	await expect(inOrder(noor).getByRole('listitem')).toHaveCount(many);
});

test('by hand: two fingers look closer where they lie, one drawn across leads earlier or later; neither opens anything', async ({ browser }) => {
	test.setTimeout(120_000);
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using two = await twoParents(host.origin, noor);
	const { page, t } = noor;
	for (const [day, height, name] of [
		['2009-06-10', 80, 'vi möttes'],
		['2026-05-02', 40, 'första ultraljudet'],
		['2026-09-14', -60, 'in till sjukhuset'],
		['2026-09-15', -90, 'Ture']
	] as const)
		await happened(two.tablet, day, height, name);
	await noor.goes('/keep/highs-and-lows');
	await expect(points(noor)).toHaveCount(4, { timeout: 20_000 });
	const fingers = hand(await noor.context.newCDPSession(page));
	const seen = (text: string | RegExp) => expect(page.getByRole('status').filter({ hasText: text })).toBeAttached();
	const at = async (name: string) => {
		const box = await points(noor)
			.filter({ visible: true })
			.and(page.getByRole('option', { name: new RegExp(`^${name}`) }))
			.boundingBox();
		if (box === null) throw new Error(`${name} is not seen`);
		return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	};
	const nothingOpened = () => expect(page).not.toHaveURL(/what=/);
	const middle = async () => {
		const box = await curve(noor).locator('xpath=ancestor::*[name()="svg"]').boundingBox();
		if (box === null) throw new Error('There is no curve');
		return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	};

	await test.step('apart, at the right: the last years, then the year; at the left it would have been the first ones', async () => {
		const apart = async (place: { x: number; y: number }, before: number, after: number) => {
			const [a, b] = beside(place, before);
			const [c, d] = beside(place, after);
			await fingers.moves([a, c], [b, d]);
		};
		await apart({ ...(await at('Ture')), x: 300 }, 40, 70);
		await seen('2025–2029');
		await apart({ ...(await middle()) }, 80, 130);
		await seen(/^2026$/);
		await apart({ ...(await middle()) }, 130, 80);
		await seen('2025–2029');
		await apart({ ...(await middle()) }, 130, 80);
		await seen(t('curve.span.life'));
		await apart({ ...(await at('vi möttes')), x: 50 }, 40, 70);
		await seen('2005–2009');
		await expect(points(noor)).toHaveCount(1);
	});
	await test.step('one, drawn across: later, and earlier again', async () => {
		const { x, y } = await middle();
		await fingers.moves(from({ x, y }, { x: -120 }));
		await seen('2025–2029');
		await fingers.moves(from({ x, y }, { x: 120 }));
		await seen('2005–2009');
		await nothingOpened();
	});
	await test.step('up and down it scrolls the page, and leads nowhere', async () => {
		const { x, y } = await middle();
		await fingers.moves(from({ x, y }, { x: 10, y: -150 }));
		await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
		await seen('2005–2009');
		await page.evaluate(() => scrollTo(0, 0));
	});
	await test.step('a finger that presses opens what it is nearest to', async () => {
		await fingers.moves([await at('vi möttes'), await at('vi möttes')]);
		await expect(page.getByRole('heading', { level: 2, name: 'vi möttes' })).toBeVisible();
		await page.keyboard.press('Escape');
	});
	await test.step('a mouse drawn down leads nowhere either', async () => {
		const { x, y } = await middle();
		await page.mouse.move(x, y - 60);
		await page.mouse.down();
		await page.mouse.move(x - 55, y + 60, { steps: 6 });
		await page.mouse.up();
		await seen('2005–2009');
	});
	await test.step('a trackpad does the like, and the page keeps its size; without the key the wheel is the page’s', async () => {
		const kept = await page.evaluateHandle(() => {
			const prevented: boolean[] = [];
			addEventListener('wheel', (event) => prevented.push(event.defaultPrevented));
			return prevented;
		});
		const { x, y } = await middle();
		await page.mouse.move(x, y);
		await page.mouse.wheel(0, 60);
		await page.mouse.wheel(0, -60);
		await page.waitForTimeout(300);
		await seen('2005–2009');
		await page.keyboard.down('Control');
		await page.mouse.wheel(0, 60);
		await page.keyboard.up('Control');
		await seen(t('curve.span.life'));
		expect(await kept.jsonValue()).toEqual([false, false, true]);
	});
	await test.step('a mouse that is drawn across opens nothing where it is let go of; pressed, it does', async () => {
		// All of it is seen: there is nothing earlier, and what lies under the mouse stays there.
		const to = await at('vi möttes');
		await page.mouse.move(to.x + 100, to.y);
		await page.mouse.down();
		await page.mouse.move(to.x, to.y, { steps: 6 });
		await page.mouse.up();
		await page.waitForTimeout(300);
		await nothingOpened();
		await page.mouse.click(to.x, to.y);
		await expect(page).toHaveURL(/what=/);
	});
	await test.step('on paper all of its words stand there, also of one that is called by its first', async () => {
		await two.tablet.does('keepThis', {
			ring: 'us',
			body: {
				type: 'moment',
				title: '',
				text: 'Vi bodde i två rum.\nFönstret gick inte att stänga.\nDet var vår bästa vinter.',
				height: 50,
				day: exactDay('2012-01-10')
			}
		});
		await noor.goes('/keep/highs-and-lows');
		await expect(points(noor)).toHaveCount(5, { timeout: 20_000 });
		await expect(page.getByRole('button', { name: t('ui.print') })).toBeVisible();
		await page.emulateMedia({ media: 'print' });
		await expect(page.getByText('Det var vår bästa vinter.')).toBeVisible();
		await expect(page.getByRole('button', { name: t('ui.print') })).toBeHidden();
	});
	expect(noor.complaints).toEqual([]);
});

test('the promise and what belongs to it, and a day that comes round only where it was asked for', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await page.clock.setSystemTime(new Date('2026-09-01T10:00:00'));
	await using two = await twoParents(host.origin, noor);
	await happened(two.elias, '2019-09-14', 92, 'bröllopet');
	await happened(two.tablet, '2026-05-12', -92, 'Ture');
	await two.tablet.does('keepThis', {
		ring: 'us',
		body: { type: 'dedication', kind: 'song', to: [], toWords: 'Elias', title: 'Samma väg hem', text: '', link: null }
	});

	await test.step('it is given', async () => {
		await noor.goes('/keep/promise');
		await page.getByRole('link', { name: t('promise.add') }).click();
		await page.getByRole('textbox', { name: t('promise.words') }).fill('Att gå hem tillsammans, hur långt det än är.');
		await page.getByLabel(t('promise.gave')).fill('Vi båda, i kyrkan');
		await page.getByRole('radio', { name: t('day.known.day') }).check();
		await page.getByLabel(t('day.date')).fill('2019-09-14');
		await page.getByRole('button', { name: t('promise.keep') }).click();
		await expect(page).toHaveURL(/promise\?what=/);
		await expect(page.getByText('Att gå hem tillsammans, hur långt det än är.').first()).toBeVisible();
		await expect(page.getByText('Vi båda, i kyrkan')).toBeVisible();
	});
	await test.step('the hard and the good are tied to it, and untied', async () => {
		await page.getByRole('button', { name: t('promise.tie') }).click();
		for (const name of ['bröllopet', 'Ture', 'Samma väg hem']) await page.getByRole('dialog').getByLabel(name).check();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('promise.tie.save') })
			.click();
		await expect(page.getByRole('dialog')).toHaveCount(0);
		const tied = page.getByRole('main').getByRole('list').getByRole('link');
		await expect(tied).toHaveText([/^\s*bröllopet/, /^\s*Ture/, /^\s*Samma väg hem/]);
		await expect(tied.last()).toHaveAttribute('href', /^\/keep\/dedication\?what=/);
		await page.getByRole('button', { name: t('promise.tie') }).click();
		await page.getByRole('dialog').getByLabel('Ture').uncheck();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('promise.tie.save') })
			.click();
		await expect(tied).toHaveCount(2);
		await tied.first().click();
		await expect(page.getByRole('heading', { level: 2, name: 'bröllopet' })).toBeFocused();
		await page.getByRole('link', { name: /^Att gå hem/ }).click();
		await expect(page).toHaveURL(/promise\?what=/);
	});
	await test.step('its day is asked for, after one has seen what will stand there and when', async () => {
		await page.getByText(t('anniversary.title'), { exact: true }).click();
		await expect(page.getByText(t('anniversary.preview', { day: '14 september 2026' }))).toBeVisible();
		await expect(page.getByText('I dag för sju år sedan')).toBeVisible();
		const tick = page.getByLabel(t('anniversary.ask'));
		await expect(tick).not.toBeChecked();
		await tick.check();
		await page.waitForTimeout(500);
		await page.reload();
		await page.getByText(t('anniversary.title'), { exact: true }).click();
		await expect(tick).toBeChecked();
	});
	await test.step('it stands on Today on the day, and not on the day before or after', async () => {
		await tells(noor, 'us', 'Vi är hemma.');
		for (const [day, stands] of [
			['2026-09-13T23:50:00', false],
			['2026-09-14T00:10:00', true],
			['2026-09-15T00:10:00', false],
			['2027-09-14T12:00:00', true]
		] as const) {
			await page.clock.setSystemTime(new Date(`${day}+02:00`));
			await noor.goes('/today');
			await expect(page.getByText('Vi är hemma.')).toBeVisible();
			const line = page.getByRole('link', { name: /^Att gå hem tillsammans/ });
			if (stands) await expect(line).toBeVisible();
			else {
				await page.waitForTimeout(1000);
				await expect(line).toHaveCount(0);
			}
		}
		await expect(page.getByText('I dag för åtta år sedan')).toBeVisible();
		// The wedding is on the same day, and nobody asked for it.
		await expect(page.locator('ul.days').getByText('bröllopet')).toHaveCount(0);
	});
	await test.step('and one tap silences it for good', async () => {
		await page.getByRole('button', { name: t('anniversary.silence.which', { what: 'Att gå hem tillsammans, hur långt det än är.' }) }).click();
		await expect(page.getByText(t('anniversary.silenced'))).toBeFocused();
		await page.waitForTimeout(500);
		for (const day of ['2027-09-14', '2028-09-14']) {
			await page.clock.setSystemTime(new Date(`${day}T12:00:00+02:00`));
			await noor.goes('/today');
			await expect(page.getByText('Vi är hemma.')).toBeVisible();
			await page.waitForTimeout(1000);
			await expect(page.getByText(/för (åtta|nio) år sedan/)).toHaveCount(0);
		}
	});
	expect(noor.complaints).toEqual([]);
});

test('who is no parent sees what their ring reads, and no way to write it', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await using two = await twoParents(host.origin, noor);
	await happened(two.tablet, '2026-05-12', -92, 'Ture');
	await two.tablet.does('keepThis', { ring: 'all', body: { type: 'moment', day: exactDay('2019-09-14'), height: 92, title: 'bröllopet', text: '' } });
	await reads(malik, await invites(noor, { ring: 'all' }));
	await malik.goes('/name?to=/keep/highs-and-lows');
	await malik.page.getByLabel(malik.t('name.field')).fill('Malik');
	await malik.page.getByRole('button', { name: malik.t('name.go') }).click();
	await expect(points(malik)).toHaveCount(1);
	await expect(points(malik)).toHaveAttribute('aria-label', /^bröllopet/);
	await expect(malik.page.getByRole('link', { name: malik.t('curve.add') })).toHaveCount(0);
	for (const [path, where] of [
		['/keep/moment', /\/keep\/highs-and-lows$/],
		['/keep/promise/new', /\/keep\/promise$/]
	] as const) {
		await malik.goes(path);
		await expect(malik.page).toHaveURL(where);
		await expect(malik.page.getByRole('textbox')).toHaveCount(0);
	}
	await expect(malik.page.getByText(malik.t('curve.nothing.guest'))).toBeVisible();
});
