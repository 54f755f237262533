/** Highs and lows with nothing, with 3, 30 and 300 moments; the form; the promise and what belongs to it; anniversaries. On paper too. */
import { mkdirSync } from 'node:fs';
import { test, type Page } from '@playwright/test';
import { exactDay } from '#domain/day.ts';
import type { TestDevice } from '../../test/support/home.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';
import { happened, twoParents, year } from '../support/two-parents.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const at =
	(page: Page, path: string, wait = 900) =>
	async () => {
		await page.goto(path);
		await page.locator('main').waitFor();
		await page.waitForTimeout(wait);
	};

async function printed({ page }: Person, name: string, path: string): Promise<void> {
	if (process.env.KVAR_SCREENS !== undefined && !new RegExp(process.env.KVAR_SCREENS).test(name)) return;
	mkdirSync('screens', { recursive: true });
	await page.setViewportSize({ width: 660, height: 900 });
	await at(page, path)();
	await page.emulateMedia({ media: 'print' });
	await page.waitForTimeout(300);
	await page.screenshot({ path: `screens/${name}-print.png`, fullPage: true });
	await page.screenshot({ path: `screens/${name}-print-first.png` });
	await page.emulateMedia({ media: null });
	await page.setViewportSize({ width: 360, height: 780 });
}

const arrived = async ({ page }: Person, count: number): Promise<void> => {
	await page.goto('/keep/highs-and-lows');
	for (let i = 0; i < 120 && (await page.locator('main ol li').count()) < count; i++) await page.waitForTimeout(500);
};

/** The same every time. */
function* drawn(seed: number): Generator<number, never> {
	for (let at = seed; ;) {
		at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
		yield at / 2_147_483_648;
	}
}
const titles = [
	'vi möttes', 'Oslo', 'flytten till Södra vägen', 'bröllopet', 'första provet', 'efter provet', 'Gotland', 'mormors begravning', 'nya jobbet', 'regnet i Lissabon',
	'positivt test', 'Utomkvedshavandeskapet', 'missfallet i mars', 'huset', 'hunden Sigge', 'sommaren i stugan', 'IVF, andra försöket', 'hjärtat på ultraljudet',
	'rutinultraljudet', 'Ture', 'begravningen', 'första julen', 'samtalsgruppen', 'löpningen', 'hans dag'
] as const;
const iso = (year: number): string => new Date(Date.UTC(Math.floor(year), 0, 1) + (year % 1) * 365 * 86_400_000).toISOString().slice(0, 10);
async function many(two: { tablet: TestDevice; elias: TestDevice }, count: number, seed: number): Promise<void> {
	const draw = drawn(seed);
	let height = 20;
	for (let i = 0; i < count; i++) {
		const when = 2009.3 + (draw.next().value ** 0.7) * 17.3;
		height = Math.max(-95, Math.min(95, height * 0.4 + (draw.next().value - 0.5) * 170));
		await happened(i % 3 === 0 ? two.elias : two.tablet, iso(when), Math.round(height), titles[i % titles.length] ?? '');
	}
}

test('highs and lows', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using two = await twoParents(host.origin, noor);
	const { page } = noor;
	const path = '/keep/highs-and-lows';
	await shoot(page, '200-nothing', at(page, path));

	await happened(two.tablet, year(2009, 'hösten vi möttes'), 55, 'vi möttes', 'På tåget, mellan Hallsberg och Skövde. Du läste samma bok.');
	await happened(two.elias, '2019-09-14', 92, 'bröllopet');
	const ture = await happened(two.tablet, '2026-05-12', -92, 'Ture', 'Han kom i vecka tjugo. Vi hann hålla honom länge.\n\nDet var ljust ute hela natten.');
	await arrived(noor, 3);
	await shoot(page, '201-three', at(page, path));
	await shoot(page, '202-opened', at(page, `${path}?what=${ture}`));
	await printed(noor, '201-three', path);

	const promise = await two.tablet.does('keepThis', {
		ring: 'us',
		body: { type: 'promise', text: 'Att gå hem tillsammans, hur långt det än är.', day: exactDay('2019-09-14'), gave: 'Noor, i kyrkan' }
	});
	await two.tablet.does('tie', { promise, target: ture, tied: true });
	const song = await two.tablet.does('keepThis', {
		ring: 'us',
		body: { type: 'dedication', kind: 'song', to: [], toWords: 'Elias', title: 'Samma väg hem', text: '', link: null }
	});
	await two.tablet.does('tie', { promise, target: song, tied: true });
	await page.waitForTimeout(1500);
	await shoot(page, '208-promise', at(page, `/keep/promise?what=${promise}`));
	await shoot(page, '209-tying', async (lang) => {
		await at(page, `/keep/promise?what=${promise}`)();
		await page.getByRole('button', { name: words(lang)('promise.tie') }).click();
		await page.waitForTimeout(400);
	});
	await shoot(page, '210-promise-new', at(page, '/keep/promise/new'));
	await shoot(page, '211-preview', async (lang) => {
		await at(page, `/keep/promise?what=${promise}`)();
		await page.getByText(words(lang)('anniversary.title'), { exact: true }).click();
		await page.waitForTimeout(300);
	});
	await page.goto('/keep/moment');
	await page.getByRole('textbox', { name: noor.t('moment.name') }).fill('hjärtat på ultraljudet');
	await page.getByLabel(noor.t('day.date')).fill('2026-02-20');
	await page.getByLabel(noor.t('moment.height')).fill('70');
	await page.waitForTimeout(600);
	await shoot(page, '207-form', at(page, '/keep/moment'));

	await many(two, 27, 7);
	await arrived(noor, 30);
	await shoot(page, '203-thirty', at(page, path));
	await shoot(page, '204-thirty-closer', async (lang) => {
		await at(page, path)();
		for (let i = 0; i < 2; i++) await page.getByRole('button', { name: words(lang)('curve.closer') }).click();
		await page.waitForTimeout(300);
	});
	await printed(noor, '203-thirty', path);

	await many(two, 270, 11);
	await arrived(noor, 300);
	await shoot(page, '205-three-hundred', at(page, path, 2000));
	await shoot(page, '206-three-hundred-closer', async (lang) => {
		await at(page, path, 2000)();
		await page.getByRole('button', { name: words(lang)('curve.closer') }).click();
		await page.waitForTimeout(300);
	});
	await printed(noor, '205-three-hundred', path);
});

test('a day that has come round', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using two = await twoParents(host.origin, noor);
	const { page } = noor;
	// By the calendar of her device, which may be in another day than this one.
	const [thisYear = 0, ...rest] = await page.evaluate(() => [new Date().getFullYear(), new Date().getMonth() + 1, new Date().getDate()]);
	const before = (years: number): string => [thisYear - years, ...rest.map((part) => String(part).padStart(2, '0'))].join('-');
	const promise = await two.tablet.does('keepThis', {
		ring: 'us',
		body: { type: 'promise', text: 'Att gå hem tillsammans, hur långt det än är.', day: exactDay(before(7)), gave: '' }
	});
	const moment = await happened(two.elias, before(1), 60, 'hjärtat på ultraljudet');
	await two.tablet.sees(({ kept }) => kept.length === 2);
	for (const what of [promise, moment]) await two.tablet.does('showDay', { what, shown: true });
	await two.tablet.does('tellNews', { ring: 'us', text: 'Vi är hemma igen. Det är mycket tyst.', asking: null });
	await page.goto('/today');
	await page.getByText(noor.t('anniversary.silence')).first().waitFor();
	await shoot(page, '212-today', at(page, '/today'));
	await shoot(page, '213-silenced', async (lang) => {
		await at(page, '/today')();
		await page.getByText(words(lang)('anniversary.silence'), { exact: true }).first().click();
		await page.getByText(words(lang)('anniversary.silenced')).waitFor();
		await page.getByText(words(lang)('anniversary.again')).waitFor();
	});
});
