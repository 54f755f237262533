/** Pictures with words: choosing them, what the others see, looking at one, and what is said on the way. */
import { test, type Page } from '@playwright/test';
import { longFilm } from '../../test/support/long-film.ts';
import { begins, choosesRing } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { paints } from '../support/painted.ts';
import { newPerson, type Person } from '../support/person.ts';
import { words } from '../support/words.ts';
import { picture, shoot } from './shoot.ts';

const long = 'En mycket liten hand i farmors hand, fotograferad i fönstret på rum sjutton, samma morgon som vi åkte hem därifrån, i det första ljuset över sjön';
const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(600);
};
const chooses = ({ page, t }: Person, ...files: Buffer[]) =>
	page.getByLabel(t('enclose.add')).setInputFiles(files.map((buffer, i) => ({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer })));
const says = ({ page, t }: Person) => page.getByRole('textbox', { name: t('enclose.says') });

async function tells(person: Person, text: string): Promise<void> {
	const { page, t } = person;
	await page.getByRole('textbox', { name: t('tell.words') }).fill(text);
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await page.waitForURL(/\/today/);
}

test('pictures', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await page.goto('/tell');
	await chooses(noor, await paints(page, 1200, 1600, 1));
	await says(noor).fill('En liten hand i en stor');
	await tells(noor, 'Vår son Ture föddes i tisdags, i vecka 20. Han levde inte. Vi hann hålla honom länge.');
	await shoot(page, '130-one-picture', at(page, '/today'));
	await shoot(page, '131-looking', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('img', { name: 'En liten hand i en stor' }).click();
		await page.getByRole('dialog', { name: words(lang)('picture.viewer') }).waitFor();
		await page.waitForTimeout(400);
	});
	await shoot(page, '132-saving', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('img', { name: 'En liten hand i en stor' }).click();
		await page.getByRole('button', { name: words(lang)('picture.save'), exact: true }).click();
		await page.waitForTimeout(400);
	});
	await page.goto('/tell');
	for (let i = 0; i < 5; i++) await chooses(noor, await paints(page, i % 2 ? 900 : 1400, i % 2 ? 1400 : 900, i));
	await says(noor).nth(4).waitFor();
	await says(noor).nth(1).fill(long);
	await page.getByLabel(noor.t('enclose.cover')).nth(1).check();
	await page.getByRole('textbox', { name: noor.t('tell.words') }).fill('Några bilder från veckan.');
	await page.waitForTimeout(600);
	await shoot(page, '133-choosing', at(page, '/tell'));
	await shoot(page, '134-as-they-see-it', at(page, '/tell?look'));
	await page.goto('/tell');
	await tells(noor, 'Några bilder från veckan.');
	await shoot(page, '135-several', at(page, '/today'));
	await noor.goes('/today');
	await picture(page, 'pictures', 'light');
	await shoot(page, '136-looking-covered', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('img', { name: words(lang)('picture.of', { n: '1', all: '5', name: 'Noor' }) }).click();
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(400);
	});
	await shoot(page, '137-correcting', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('link', { name: words(lang)('today.change') }).first().click();
		await page.getByLabel(words(lang)('enclose.add')).waitFor({ state: 'attached' });
		await page.waitForTimeout(600);
	});
	await page.goto('/tell');
	for (const path of ['test/media/fixtures/recorded.webm', 'test/media/fixtures/song.mp3']) await page.getByLabel(noor.t('enclose.film')).setInputFiles(path);
	await page.getByRole('textbox', { name: noor.t('sound.says') }).fill('Elias sjunger för Noor');
	await page.getByRole('textbox', { name: noor.t('tell.words') }).fill('Till Noor, från Elias.');
	await page.waitForTimeout(600);
	await shoot(page, '140-choosing-film', at(page, '/tell'));
	await page.goto('/tell');
	await tells(noor, 'Till Noor, från Elias.');
	await shoot(page, '141-film-and-sound', at(page, '/today'));
	await shoot(page, '142-playing', async (lang) => {
		await at(page, '/today')();
		await page.getByRole('button', { name: new RegExp(words(lang)('sound.play')) }).click();
		await page.getByRole('button', { name: new RegExp(words(lang)('film.play')) }).click();
		await page.waitForTimeout(1500);
	});
	// The line to the server takes no bytes of a file: it waits, and says so.
	await page.context().route('**/parts/**', (route) => route.abort());
	await page.goto('/tell');
	const film = Buffer.from(await longFilm(12));
	await page.getByLabel(noor.t('enclose.film')).setInputFiles({ name: 'film.webm', mimeType: 'video/webm', buffer: film });
	await page.getByRole('textbox', { name: noor.t('film.says') }).waitFor();
	await tells(noor, 'Sången, från i onsdags.');
	await shoot(page, '138-on-the-way', at(page, '/today'));
	await page.goto('/today');
	await page.getByRole('button', { name: noor.t('sending.pause') }).click();
	await shoot(page, '139-held', at(page, '/today'));
});
