/** The screens, as made-up people meet them: nothing and plenty, short and very long words. */
import { test, type Page } from '@playwright/test';
import { answers, begins, invites, letsIn, opensLink, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { shoot } from './shoot.ts';

const long = 'Farmors syskonbarns begravningsentreprenörsutbildningskamrater och en oändligt lång rad av alla dem som också vill hälsa';
const news = 'Vår son Ture föddes i tisdags, i vecka 20. Han levde inte. Vi hann hålla honom länge. Vi är hemma nu.';

const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
};

test('every screen', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await using malik = await newPerson(browser, host.origin, 'Malik');

	await noor.goes('/sv');
	await shoot(noor.page, '01-landing', async (lang) => void (await noor.page.goto(`/${lang}`)));
	await shoot(noor.page, '02-help', async (lang) => void (await noor.page.goto(lang === 'sv' ? '/sv/hjalp' : '/en/help')));
	await shoot(noor.page, '03-start', at(noor.page, '/start'));
	await shoot(noor.page, '04-no-place', at(noor.page, '/today'));
	await shoot(noor.page, '05-link-or-code', at(noor.page, '/i'));

	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await shoot(noor.page, '06-today-nothing-yet', at(noor.page, '/today'));
	const forElias = await invites(noor, { ring: 'us' });
	await shoot(noor.page, '07-invitation-made', at(noor.page, noor.page.url()));
	await opensLink(elias, forElias);
	await elias.page.getByRole('button', { name: elias.t('join.knock') }).waitFor();
	await shoot(elias.page, '08-invited-to-compare', at(elias.page, '/i'));
	await letsIn(noor, elias, 'Elias');

	await noor.goes('/tell');
	await noor.page.getByRole('textbox').first().fill(news);
	await noor.page.waitForTimeout(600);
	await shoot(noor.page, '10-tell', at(noor.page, '/tell'));
	await shoot(noor.page, '11-starting-texts', async (lang) => {
		await at(noor.page, '/tell')();
		await noor.page.getByRole('button', { name: lang === 'sv' ? noor.t('tell.start') : 'Begin from words', exact: false }).first().click();
		await noor.page.getByRole('dialog').waitFor();
	});
	await shoot(noor.page, '12-preview', async () => {
		await at(noor.page, '/tell')();
		await noor.page.locator('form button[type=submit]').click();
		await noor.page.waitForURL(/look/);
	});
	await noor.page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	await elias.page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	await tells(noor, 'all', news, 'ask');

	const forAll = await invites(noor, { ring: 'all', label: 'Alla', greeting: 'Läs när ni orkar. Vi svarar kanske inte.' });
	const forIngrid = await invites(noor, { ring: 'close', label: 'Ingrid' });
	await opensLink(malik, forAll);
	await malik.page.getByRole('link', { name: malik.t('join.read') }).waitFor();
	await shoot(malik.page, '13-invited', async () => {
		await malik.page.goto('about:blank');
		await malik.page.goto(forAll);
		await malik.page.locator('main a').first().waitFor();
	});
	await shoot(malik.page, '14-reading', at(malik.page, '/today'));
	await shoot(malik.page, '15-name', at(malik.page, '/name?to=/today'));
	await malik.page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	await answers(malik, 'candle', '', { name: 'Malik' });
	await answers(malik, 'words', 'Jag tänker på er, Noor och Elias. Jag har inga kloka ord.');
	await answers(malik, 'card', long);
	await opensLink(ingrid, forIngrid);
	await ingrid.page.getByRole('button', { name: ingrid.t('join.knock') }).waitFor();
	await ingrid.page.getByLabel(ingrid.t('join.name')).fill('Ingrid');
	await ingrid.page.getByRole('button', { name: ingrid.t('join.knock') }).click();
	await ingrid.page.getByText(ingrid.t('join.call.words')).waitFor();
	await shoot(ingrid.page, '16-waiting', at(ingrid.page, '/i'));
	await shoot(noor.page, '17-today', at(noor.page, '/today'));
	await noor.page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	await noor.goes('/today');
	const compare = await noor.page.getByRole('link', { name: noor.t('today.waits.go') }).getAttribute('href');
	await shoot(noor.page, '18-compare-call', at(noor.page, compare ?? '/people'));
	await shoot(noor.page, '19-compare-words', async () => {
		await at(noor.page, compare ?? '/people')();
		await noor.page.locator('main button').first().click();
		await noor.page.locator('main ol').waitFor();
	});
	await shoot(noor.page, '20-people', at(noor.page, '/people'));
	await shoot(noor.page, '21-invitations', at(noor.page, '/invitations'));
	await shoot(noor.page, '22-invite', at(noor.page, '/invitations/new'));
	await shoot(noor.page, '24-settings', at(noor.page, '/settings'));
	await malik.page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	await malik.goes('/today');
	await shoot(malik.page, '25-answered', at(malik.page, '/today'));
	await malik.page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	await malik.goes('/today');
	const to = new URL((await malik.page.getByRole('link', { name: malik.t('answer.way.candle') }).getAttribute('href')) ?? '/', host.origin);
	for (const [number, kind] of ['words', 'candle', 'card', 'prayer', 'thought', 'offer'].entries()) {
		to.searchParams.set('kind', kind);
		await shoot(malik.page, `3${number}-answer-${kind}`, at(malik.page, to.pathname + to.search));
	}
});
