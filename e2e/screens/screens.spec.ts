/** The screens, as made-up people meet them: nothing and plenty, short and very long words. In the order of a family's first days. */
import { test, type Page } from '@playwright/test';
import { answers, begins, compares, invites, knocks, letsIn, opensLink, reads, tells } from '../support/doing.ts';
import { fillUp } from '../support/fill-up.ts';
import { openDevice } from '../../test/support/home.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';
import { words } from '../support/words.ts';
import { picture, shoot } from './shoot.ts';

const long = 'Farmors syskonbarns begravningsentreprenörsutbildningskamrater och en oändligt lång rad av alla dem som också vill hälsa';
const news = 'Vår son Ture föddes i tisdags, i vecka 20. Han levde inte. Vi hann hålla honom länge. Vi är hemma nu.';
const more = 'Minnesstunden är på lördag klockan elva i kapellet. Kom som ni är.\n\nVi vill gärna höra hans namn.';
const instagram = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/22B83 Instagram 359.0.0.30.94';

const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
};

/** As from a message: what is shown by the link is there once the server has answered. */
const opensAnew = (page: Page, link: string) => async () => {
	await page.goto('about:blank');
	await page.goto(link);
	await page.locator('main').waitFor();
	await page.waitForTimeout(1500);
};

test('every screen', async ({ browser }) => {
	await using host = await startHost();
	const meets = (name: string): Promise<Person> => newPerson(browser, host.origin, name);
	await using noor = await meets('Noor');
	await using elias = await meets('Elias');
	await using ingrid = await meets('Ingrid');
	await using malik = await meets('Malik');
	const { page } = noor;

	await noor.goes('/sv');
	await shoot(page, '01-landing', async (lang) => void (await page.goto(`/${lang}`)));
	await shoot(page, '02-help', async (lang) => void (await page.goto(lang === 'sv' ? '/sv/hjalp' : '/en/help')));
	await shoot(page, '03-start', at(page, '/start'));
	await shoot(page, '04-no-place', at(page, '/today'));
	await shoot(page, '05-link-or-code', at(page, '/i'));

	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await shoot(page, '06-today-nothing-yet', at(page, '/today'));
	await shoot(page, '07-invite-a-parent', at(page, '/invitations/new?for=parent'));
	const forElias = await invites(noor, { ring: 'us' });
	await shoot(page, '08-invitation-made', at(page, page.url()));
	await opensLink(elias, forElias);
	await elias.page.getByRole('button', { name: elias.t('join.knock') }).waitFor();
	await shoot(elias.page, '09-invited-to-compare', at(elias.page, '/i'));
	await elias.goes('/i');
	await letsIn(noor, elias, 'Elias');

	await shoot(page, '10-tell-nothing-yet', at(page, '/tell'));
	await noor.goes('/tell');
	await page.getByRole('textbox', { name: noor.t('tell.words') }).fill(news);
	await page.waitForTimeout(600);
	await shoot(page, '11-tell', at(page, '/tell'));
	await noor.goes('/tell');
	await picture(page, 'tell', 'light');
	await shoot(page, '12-starting-texts', async (lang) => {
		await at(page, '/tell')();
		await page.getByRole('button', { name: words(lang)('tell.start') }).first().click();
		await page.getByRole('dialog').waitFor();
	});
	await shoot(page, '13-preview', async () => {
		await at(page, '/tell')();
		await page.locator('form button[type=submit]').click();
		await page.waitForURL(/look/);
	});
	await noor.goes('/tell');
	await page.getByRole('textbox', { name: noor.t('tell.words') }).fill('');
	await page.waitForTimeout(600);
	await tells(noor, 'all', news, 'ask');
	await shoot(page, '14-today-just-told', at(page, '/today'));

	await shoot(page, '15-invite', at(page, '/invitations/new'));
	const forAll = await invites(noor, { ring: 'all', label: 'Alla', greeting: 'Läs när ni orkar. Vi svarar kanske inte.' });
	await shoot(page, '16-invitation-for-all', at(page, page.url()));
	const forIngrid = await invites(noor, { ring: 'close', label: 'Ingrid' });
	await invites(noor, { ring: 'all', code: true, label: long.slice(0, 90) });
	await shoot(page, '17-invitation-code', at(page, page.url()));
	await shoot(page, '18-invitations', at(page, '/invitations'));
	await noor.goes('/invitations');
	await page.getByRole('link', { name: /^Alla/ }).click();
	await page.getByRole('link', { name: noor.t('invite.print') }).click();
	await page.waitForURL(/card/);
	await shoot(page, '19-printable-card', at(page, page.url()));

	await opensLink(malik, forAll);
	await malik.page.getByRole('link', { name: malik.t('join.read') }).waitFor();
	await shoot(malik.page, '20-invited', opensAnew(malik.page, forAll));
	await shoot(malik.page, '21-reading', at(malik.page, '/today'));
	await shoot(malik.page, '22-name', at(malik.page, '/name?to=/today'));
	await shoot(malik.page, '23-settings-of-a-reader', at(malik.page, '/settings'));
	await using inApp = await newPerson(browser, host.origin, 'Malik', { userAgent: instagram });
	await inApp.goes('/sv');
	await shoot(inApp.page, '24-in-an-app', opensAnew(inApp.page, forAll));

	await answers(malik, 'candle', '', { name: 'Malik' });
	await answers(malik, 'words', 'Jag tänker på er, Noor och Elias. Jag har inga kloka ord.');
	await shoot(malik.page, '25-answered', at(malik.page, '/today'));
	await malik.goes('/today');
	const to = new URL((await malik.page.getByRole('link', { name: malik.t('answer.way.candle') }).getAttribute('href')) ?? '/', host.origin);
	for (const [number, kind] of ['words', 'candle', 'card', 'prayer', 'thought', 'offer'].entries()) {
		to.searchParams.set('kind', kind);
		await shoot(malik.page, `3${number}-answer-${kind}`, at(malik.page, to.pathname + to.search));
	}
	await malik.goes('/today');
	const change = await malik.page.getByRole('link', { name: malik.t('today.change') }).first().getAttribute('href');
	await shoot(malik.page, '36-correct', at(malik.page, change ?? '/today'));

	await opensLink(ingrid, forIngrid);
	await knocks(ingrid, 'Ingrid');
	await shoot(ingrid.page, '40-waiting', at(ingrid.page, '/i'));
	await noor.goes('/invitations');
	await page.getByRole('link', { name: /^Ingrid/ }).click();
	await page.waitForURL(/id=/);
	await shoot(page, '46-invitation-used-and-one-waits', at(page, page.url()));
	await shoot(page, '41-today', at(page, '/today'));
	await noor.goes('/today');
	const compare = (await page.getByRole('link', { name: noor.t('today.waits.go') }).getAttribute('href')) ?? '/people';
	await shoot(page, '42-compare-call', at(page, compare));
	await shoot(page, '43-compare-words', async () => {
		await at(page, compare)();
		await page.locator('main button').first().click();
		await page.locator('main ol').waitFor();
	});
	await shoot(page, '44-people-and-one-waits', at(page, '/people'));
	await shoot(page, '45-settings', at(page, '/settings'));
	await ingrid.goes('/i');
	await compares(noor, ingrid, 'Ingrid');

	// Plenty, long and short.
	await answers(malik, 'card', long);
	for (const name of ['Åsa', 'Ellinor Karlsdotter-Wennergren', 'Bo', 'Farmor och farfar i Överkalix']) {
		await using guest = await meets(name);
		await reads(guest, forAll);
		await answers(guest, 'candle', '', { name });
		await answers(guest, 'offer', 'Jag kan hämta Liv från skolan i veckan.');
		await answers(guest, 'thought', '');
	}
	await elias.goes('/today');
	await elias.page.getByRole('link', { name: elias.t('today.answer') }).click();
	await elias.page.getByRole('link', { name: elias.t('answer.way.words') }).click();
	await elias.page.getByRole('textbox', { name: elias.t('answer.label.words') }).fill('Fin.');
	await elias.page.getByRole('button', { name: elias.t('answer.send.words') }).click();
	await elias.page.waitForURL(/today/);
	await tells(noor, 'close', more);
	await answers(ingrid, 'words', 'Jag har lagt två portioner soppa utanför dörren. Ni behöver inte öppna.\n\nJag tänker på Ture, och på er båda.');
	await shoot(page, '50-today-plenty', at(page, '/today'));
	await noor.goes('/today');
	await picture(page, 'today', 'dusk');
	await ingrid.goes('/today');
	await picture(ingrid.page, 'reading', 'light');
	await noor.goes('/people');
	await picture(page, 'people', 'light');
	await shoot(page, '51-people-plenty', at(page, '/people'));
	await shoot(malik.page, '52-reading-plenty', at(malik.page, '/today'));
	await shoot(ingrid.page, '53-close-reads', at(ingrid.page, '/today'));
	await shoot(malik.page, '54-people-for-guests', at(malik.page, '/people'));
	await shoot(page, '55-nothing-here', at(page, '/there/is/nothing'));

	await using full = await meets('Full');
	const devtools = await full.context.newCDPSession(full.page);
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: host.origin, quotaSize: 4 * 2 ** 20 });
	await begins(full, 'Noor', 'Noor & Elias', '');
	await full.goes('/tell');
	await full.page.evaluate(fillUp);
	await shoot(full.page, '58-device-is-full', async (lang) => {
		await at(full.page, '/tell')();
		await full.page.getByRole('textbox', { name: words(lang)('tell.words') }).fill(news);
		await full.page.getByText(words(lang)('problem.device-full')).waitFor();
	});

	// A place that ends, by a parent whose device has no screen.
	await using parent = await openDevice(host.origin);
	await parent.does('start', { name: 'Noor', title: 'Noor & Elias', childName: null });
	await parent.does('invite', { ring: 'all', label: 'Alla', many: true, form: 'link', parent: false, greeting: '' });
	await parent.does('tellNews', { ring: 'all', text: news, asking: null });
	const share = (await parent.sees(({ unsent }) => unsent === 0)).invitations[0]?.share ?? '';
	await using berg = await meets('Berg');
	await using asa = await meets('Åsa');
	for (const guest of [berg, asa]) {
		await reads(guest, share);
		await answers(guest, 'candle', '', { name: guest.name });
	}
	const { members } = await parent.sees((view) => view.members.filter(({ name }) => name !== '').length === 3);
	await parent.does('letGo', { memberId: members.find(({ name }) => name === 'Berg')?.memberId ?? '' });
	await berg.page.getByText(berg.t('today.ended.let-go')).waitFor();
	await shoot(berg.page, '61-let-go', at(berg.page, '/today'));
	await parent.does('eraseCircle', { yes: true });
	await asa.page.getByText(asa.t('today.ended.erased')).waitFor();
	await shoot(asa.page, '62-erased', at(asa.page, '/today'));

	// What holds the opening up here holds it up for someone far from any mast.
	await using slow = await newPerson(browser, host.origin, 'Långsam', { serviceWorkers: 'block' });
	await slow.goes('/sv');
	await slow.page.route(/workers?\/.*worker.*\.js$/, () => undefined);
	await shoot(slow.page, '59-opening', async () => {
		await slow.page.goto('/today');
		await slow.page.locator('.opening').waitFor();
	});
	await using slowLink = await newPerson(browser, host.origin, 'Långsam', { serviceWorkers: 'block' });
	await slowLink.goes('/sv');
	await slowLink.context.route(/\/api\/challenges$/, () => undefined);
	await shoot(slowLink.page, '60-opening-a-link', async () => {
		await slowLink.page.goto('about:blank');
		await slowLink.page.goto(forAll);
		await slowLink.page.locator('.opening').waitFor();
	});

	await using late = await meets('Sent');
	await noor.goes('/invitations');
	await page.getByRole('link', { name: /^Alla/ }).click();
	await page.waitForURL(/id=/);
	const theLink = page.url();
	await shoot(page, '56-close-a-link', async (lang) => {
		await at(page, theLink)();
		await page.getByRole('button', { name: words(lang)('invite.close') }).click();
		await page.getByRole('dialog').waitFor();
	});
	await noor.goes(theLink);
	await page.getByRole('button', { name: noor.t('invite.close') }).click();
	await page.getByRole('dialog').getByRole('button', { name: noor.t('invite.close.yes') }).click();
	await page.getByRole('dialog').waitFor({ state: 'hidden' });
	await late.goes('/sv');
	await shoot(late.page, '57-link-is-closed', opensAnew(late.page, forAll));
});
