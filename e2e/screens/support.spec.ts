/** The place Support: the book with nothing, a few, plenty; looking in it; writing in; the candles; thanks, and where they are found. */
import { test, type Page } from '@playwright/test';
import { openDevice } from '../../test/support/home.ts';
import { begins, invites, letsIn, opensLink, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { paints } from '../support/painted.ts';
import { newPerson } from '../support/person.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const long = 'Farmors syskonbarns begravningsentreprenörsutbildningskamrater och en oändligt lång rad av alla dem som också vill hälsa';
const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(700);
};

test('support', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await opensLink(elias, await invites(noor, { ring: 'us' }));
	await elias.page.getByRole('button', { name: elias.t('join.knock') }).waitFor();
	await letsIn(noor, elias, 'Elias');
	await shoot(page, '220-book-nothing', at(page, '/support'));
	await shoot(page, '221-candles-none', at(page, '/support/candles'));
	await tells(noor, 'all', 'Vår son Ture föddes i tisdags, i vecka 20. Han levde inte.');
	const link = await invites(noor, { ring: 'all' });
	await reads(malik, link);
	await shoot(malik.page, '222-book-for-a-reader', at(malik.page, '/support'));

	const gives = async (name: string, gifts: Parameters<typeof answer>[1][]) => {
		await using device = await openDevice(host.origin);
		await device.does('openInvitation', { text: link });
		await device.does('comeIn', { name });
		const { told } = await device.sees(({ standing, told: news }) => standing === 'member' && news.length > 0);
		for (const gift of gifts) await answer({ device, to: told[0]?.id ?? '' }, gift);
		await device.sees(({ unsent }) => unsent === 0);
	};
	type Kind = 'words' | 'candle' | 'card' | 'prayer' | 'thought' | 'offer';
	const answer = (
		{ device, to }: { device: Awaited<ReturnType<typeof openDevice>>; to: string },
		{ kind, text = '', burns }: { kind: Kind; text?: string; burns?: number | null }
	) => device.does('answer', { to, kind, text, motif: kind === 'card' ? 'lake' : null, ...(burns === undefined ? {} : { burns }) });

	const writesIn = async (kind: string, from: string, text: string, pictures: Buffer[] = [], year = '') => {
		await elias.goes('/support/write-in');
		await elias.page.locator(`input[value=${kind}]`).check();
		await elias.page.getByLabel(t('given.from')).fill(from);
		await elias.page.getByRole('textbox', { name: t('given.words') }).fill(text);
		await elias.page.getByLabel(t('enclose.add')).setInputFiles(pictures.map((buffer, i) => ({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer })));
		if (pictures.length > 0) await elias.page.getByRole('textbox', { name: t('enclose.says') }).first().waitFor();
		if (year !== '') {
			await elias.page.locator('input[value=season]').check();
			await elias.page.getByLabel(t('day.year'), { exact: true }).fill(year);
			await elias.page.getByLabel(t('day.words')).fill('kvällen innan vi åkte hem');
		}
		await elias.page.getByRole('button', { name: t('given.save') }).click();
		await elias.page.waitForURL(/\/support\?what=/);
	};

	await gives('Malik', [
		{ kind: 'candle', burns: 168 },
		{ kind: 'words', text: 'Jag tänker på er, Noor och Elias. Jag har inga kloka ord.' }
	]);
	await writesIn('flowers', 'Personalen på avdelning 17', 'Vita tulpaner, på bordet när vi kom tillbaka.', [await paints(page, 1200, 900, 1)], '2026');
	await shoot(page, '223-book-a-few', at(page, '/support'));
	await gives('Åsa', [{ kind: 'candle', text: 'För Ture, varje kväll klockan sju.', burns: null }]);
	await shoot(page, '224-candles-few', at(page, '/support/candles'));

	await shoot(page, '225-write-in-nothing', at(page, '/support/write-in'));
	await page.goto('/support/write-in');
	await page.getByLabel(t('given.from')).fill(long);
	await page.getByRole('textbox', { name: t('given.words') }).fill(`${long}.\n\n${long}.`);
	await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await paints(page, 900, 1200, 0) });
	await page.getByRole('textbox', { name: t('enclose.says') }).waitFor();
	await page.getByRole('radio', { name: t('day.known.day') }).check();
	await page.getByLabel(t('day.date')).fill('2026-02-14');
	await page.waitForTimeout(600);
	await shoot(page, '226-write-in', at(page, '/support/write-in'));
	await shoot(page, '227-thanks-form', at(page, '/support/thanks'));

	// Plenty, long and short.
	const names = ['Bo', 'Ellinor Karlsdotter-Wennergren', 'Farmor och farfar i Överkalix', 'Ida', long.slice(0, 60), '李小龍', 'نور الهدى', 'Dr Berg'];
	for (let i = 0; i < 38; i++) {
		const name = names[i] ?? `Kollega ${String.fromCharCode(65 + (i % 26))}${i > 25 ? ' Lindström' : ''}`;
		await gives(name, [
			{ kind: 'candle', burns: 168, ...(i % 9 === 0 ? { text: long } : {}) },
			...(i < 4 ? [{ kind: (['card', 'offer', 'prayer', 'thought'] as const)[i] as Kind, text: i < 2 ? `${long}.` : '' }] : [])
		]);
	}
	await writesIn('food', long, `${long}.`, [await paints(page, 900, 1400, 2), await paints(page, 1400, 900, 3)]);
	await shoot(page, '228-book-plenty', at(page, '/support'));
	await shoot(page, '229-looking', async (lang) => {
		await at(page, '/support')();
		await page.getByText(words(lang)('book.look')).click();
		await page.getByRole('checkbox', { name: words(lang)('given.kind.flowers') }).check();
		await page.getByRole('checkbox', { name: words(lang)('given.kind.card') }).check();
		await page.waitForTimeout(300);
	});
	await shoot(page, '230-looking-none', async (lang) => {
		await at(page, '/support')();
		await page.getByText(words(lang)('book.look')).click();
		await page.getByLabel(words(lang)('book.words')).fill('trumpet');
		await page.waitForTimeout(300);
	});
	await shoot(page, '231-candles-forty', at(page, '/support/candles'));
	await page.goto('/support/thanks');
	await page.getByText(t('thanks.to.kinds')).click();
	for (const kind of ['prayer', 'flowers', 'card'] as const) await page.getByRole('checkbox', { name: t(`given.kind.${kind}`) }).check();
	await page.getByRole('textbox', { name: t('thanks.words') }).fill('Varje bön, varje blomma och varje kort har burit oss den här våren.');
	await page.waitForTimeout(600);
	await shoot(page, '232-thanks-kinds', at(page, '/support/thanks'));
	await page.goto('/support/thanks');
	await page.getByText(t('thanks.to.people')).click();
	await page.waitForTimeout(600);
	await shoot(page, '233-thanks-people', at(page, '/support/thanks'));
	await page.goto('/support/thanks');
	await page.getByText(t('thanks.to.all')).click();
	await page.getByRole('button', { name: t('thanks.say') }).click();
	await page.waitForURL(/thanked/);

	await malik.goes('/today');
	await malik.page.getByRole('link', { name: malik.t('answer.way.candle') }).click();
	await malik.page.getByLabel(malik.t('name.field')).fill('Malik');
	await malik.page.getByRole('button', { name: malik.t('name.go') }).click();
	await malik.page.getByRole('heading', { name: malik.t('answer.title.candle') }).waitFor();
	await shoot(malik.page, '234-light-a-candle', at(malik.page, new URL(malik.page.url()).pathname + new URL(malik.page.url()).search));
	await malik.page.goto(malik.page.url());
	await malik.page.getByRole('button', { name: malik.t('answer.send.candle') }).click();
	await malik.page.waitForURL(/\/today/);
	await elias.goes('/support/thanks');
	await elias.page.getByRole('textbox', { name: t('thanks.words') }).fill('Tack för att ni tänder ljus för Ture. Vi ser dem.');
	await elias.page.getByRole('button', { name: t('thanks.say') }).click();
	await elias.page.waitForURL(/thanked/);
	await shoot(malik.page, '235-thanks-on-today', at(malik.page, '/today'));
	await shoot(malik.page, '236-book-for-a-guest', at(malik.page, '/support'));
	await page.waitForTimeout(300);
	await shoot(page, '237-further-back', async (lang) => {
		await at(page, '/support')();
		for (let i = 0; i < 4; i++) {
			const further = page.getByRole('button', { name: words(lang)('book.further') });
			if (await further.isVisible()) await further.click();
		}
		await page.waitForTimeout(400);
	});
	await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));
});
