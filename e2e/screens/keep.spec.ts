/** What rests, and what is kept: nothing and plenty, short words and long. */
import { test, type Page } from '@playwright/test';
import { begins, choosesRing, invites, letsIn, opensLink } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { paints } from '../support/painted.ts';
import { newPerson, type Person } from '../support/person.ts';
import { shoot } from './shoot.ts';

const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(900);
};
const button = ({ page, t }: Person, key: Parameters<Person['t']>[0], values?: Record<string, string>) => page.getByRole('button', { name: t(key, values), exact: true });
const field = ({ page, t }: Person, key: Parameters<Person['t']>[0]) => page.getByRole('textbox', { name: t(key) });

test('what rests, and what is kept', async ({ browser }) => {
	test.setTimeout(900_000);
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using elias = await newPerson(browser, host.origin, 'Elias');
	const { page, t, goes } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await shoot(page, '250-keep-begun', at(page, '/keep'));
	await shoot(page, '251-resting-nothing', at(page, '/resting'));
	await opensLink(elias, await invites(noor, { ring: 'us', label: 'Elias' }));
	await letsIn(noor, elias, 'Elias');
	const writes = async (person: Person, text: string, how: 'yes' | 'rest') => {
		await person.goes('/tell');
		await field(person, 'tell.words').fill(text);
		await choosesRing(person.page.getByRole('group', { name: person.t('ring.label') }), 'close');
		await button(person, 'tell.look').click();
		if (how === 'rest') return button(person, 'ready.rest').click();
		const name = person === noor ? 'Elias' : 'Noor';
		await person.page.getByRole('radio', { name: person.t('ready.yes', { name }) }).check();
		await button(person, 'ready.yes.do', { name }).click();
	};
	await writes(noor, 'Jag vet inte hur jag ska börja. Det är tyst här hemma, och jag hör honom ändå.', 'rest');
	await page.waitForURL(/resting/);
	await goes('/tell');
	await field(noor, 'tell.words').fill('Vår son Ture föddes i tisdags, i vecka 20. Han levde inte.');
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
	await page.waitForTimeout(500);
	await shoot(page, '252-tell-when', async () => {
		await at(page, '/tell?look')();
		await page.getByRole('radio').nth(1).check();
	});
	await page.goto('/tell?look');
	await page.getByRole('radio', { name: t('ready.yes', { name: 'Elias' }) }).check();
	await button(noor, 'ready.yes.do', { name: 'Elias' }).click();
	await page.waitForURL(/resting/);
	await writes(elias, 'Ett namn till oss båda, och en dag i oktober när vi orkar. Jag tänkte att vi kunde skriva det tillsammans.', 'yes');
	await elias.page.waitForURL(/resting/);
	await page.getByText('Ett namn till oss båda').waitFor();
	await shoot(page, '253-resting', at(page, '/resting'));
	await shoot(page, '254-today-asked', at(page, '/today'));

	await goes('/keep/child/facts?child=00000000000000000000000000000000');
	await field(noor, 'child.weeks').fill('20+3');
	await field(noor, 'child.weight').fill('310 gram');
	await field(noor, 'child.length').fill('24 cm');
	await field(noor, 'child.there').fill('Noor, Elias, och barnmorskan som hette Karin. Farmor kom på morgonen.');
	await field(noor, 'child.siblings').fill('Liv, fyra år');
	await button(noor, 'child.dates.add').click();
	await page.getByRole('combobox', { name: t('child.dates.what') }).fill('Föddes');
	await page.getByLabel(t('day.date')).fill('2026-09-15');
	await page.waitForTimeout(500);
	await shoot(page, '255-child-facts', at(page, '/keep/child/facts?child=00000000000000000000000000000000'));
	await page.goto('/keep/child/facts?child=00000000000000000000000000000000');
	await button(noor, 'child.facts.save').click();
	await page.waitForURL(/keep\/child\?/);
	const adds = async (text: string, kind: number, n: number) => {
		await goes('/keep/keepsake?child=00000000000000000000000000000000');
		await page.getByRole('radio').nth(kind).check();
		await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await paints(page, n % 2 ? 900 : 1200, n % 2 ? 1200 : 900, n) });
		await page.getByRole('textbox', { name: t('enclose.says') }).waitFor();
		if (text !== '') await field(noor, 'keepsake.text').fill(text);
		if (n === 1) await shoot(page, '256-keepsake', () => page.waitForTimeout(300));
		await button(noor, 'keepsake.keep').click();
		await page.waitForURL(/keep\/child\?/);
	};
	await adds('Hans fötter, i blått bläck. Fyra centimeter.', 1, 1);
	await adds('', 0, 2);
	await goes('/keep/letter?child=00000000000000000000000000000000');
	await field(noor, 'letter.text').fill('Kära Ture.\n\nI natt snöade det, och jag tänkte att du aldrig har sett snö. Liv ritade en snögubbe åt dig. Den har för många armar.\n\nDin mamma');
	await shoot(page, '257-letter', () => page.waitForTimeout(300));
	await button(noor, 'letter.keep').click();
	await page.waitForURL(/keep\/child\?/);
	await page.waitForTimeout(800);
	await shoot(page, '258-child', at(page, '/keep/child?child=00000000000000000000000000000000'));

	await elias.goes('/keep/dedicate');
	await elias.page.getByRole('checkbox', { name: 'Noor' }).check();
	await field(elias, 'dedication.name.song').fill('Samma väg hem');
	await field(elias, 'dedication.text').fill('Jag vågade inte sjunga den förrän nu.');
	await field(elias, 'dedication.link').fill('https://musik.example/samma-vag-hem');
	await elias.page.waitForTimeout(500);
	await shoot(elias.page, '259-dedicate', at(elias.page, '/keep/dedicate'));
	await elias.page.goto('/keep/dedicate');
	await choosesRing(elias.page.getByRole('group', { name: elias.t('ring.label') }), 'close');
	await button(elias, 'dedication.give').click();
	await elias.page.waitForURL(/keep\/dedication\?/);
	await shoot(elias.page, '260-dedication-bare', async () => {
		await elias.page.reload();
		await elias.page.waitForTimeout(900);
	});
	await elias.page.reload();
	const page2 = elias.page.url();
	await button(elias, 'lines.begin').click();
	await field(elias, 'lines.add.label').fill('Isen låg på sjön den natten\ndu bar lyktan, jag bar dig ibland\noch vi gick samma väg hem\nfast huset var tystare nu');
	await button(elias, 'lines.add.do').click();
	const notes = async (person: Person, line: string, note: string) => {
		await person.page.getByRole('button', { name: line }).click();
		await button(person, 'lines.note').click();
		await field(person, 'lines.note.label').fill(note);
		await button(person, 'lines.note.do').click();
		await person.page.getByText(note).first().waitFor();
		await person.page.getByRole('button', { name: line }).click();
	};
	await notes(elias, 'du bar lyktan', 'Din hand i förlossningsrummet. Jag släppte den inte en enda gång, och du inte min.');
	await page.goto(new URL(page2).pathname + new URL(page2).search);
	await notes(noor, 'fast huset', 'Jag hörde det först nu: tystare, inte tomt.');
	await shoot(page, '261-dedication', async () => {
		await page.reload();
		await page.waitForTimeout(900);
		const lines = page.getByRole('main').getByRole('listitem').getByRole('button');
		await lines.nth(1).click();
	});
	await page.emulateMedia({ media: 'print' });
	await page.setViewportSize({ width: 800, height: 1100 });
	await page.waitForTimeout(300);
	await page.screenshot({ path: 'screens/261-dedication-print.png', fullPage: true });
	await page.emulateMedia({ media: 'screen' });
	await page.setViewportSize({ width: 360, height: 780 });
	await shoot(page, '262-keep', at(page, '/keep'));
	await shoot(page, '263-today', at(page, '/today'));
});
