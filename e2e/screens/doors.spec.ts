/** Ways back: none, each kind, many with long names; made, checked and kept; come by; and what can go wrong. */
import { test, type Page } from '@playwright/test';
import { answers, begins, invites, reads, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { keepsPasskeys } from '../support/passkeys.ts';
import { newPerson } from '../support/person.ts';
import { readQr } from '../support/read-qr.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const long = 'Hos farmors syskonbarns begravningsentreprenörsutbildningskamrater i Överkalix med omnejd';
const at = (page: Page, path: string) => async () => {
	await page.goto(path);
	await page.locator('main').waitFor();
	await page.waitForTimeout(400);
};

test('ways back', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page } = noor;
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	await tells(noor, 'close', 'Vår son Ture föddes i tisdags.');
	await keepsPasskeys(page, true);

	/** A picture leaves the page in the other language. */
	const inSwedish = async (path: string) => {
		await page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
		await noor.goes(path);
	};

	await shoot(page, '150-doors-none', at(page, '/settings/doors'));
	await inSwedish('/settings/doors');
	await page.getByRole('button', { name: noor.t('doors.passkey.do') }).click();
	await page.getByText(noor.t('doors.kind.passkey'), { exact: true }).waitFor();
	await shoot(page, '151-doors-passkey-alone', at(page, '/settings/doors'));
	await shoot(page, '152-card', at(page, '/settings/doors/made?kind=card'));
	await shoot(page, '153-card-check', async (lang) => {
		await at(page, '/settings/doors/made?kind=card')();
		await page.getByRole('button', { name: words(lang)('doors.card.have') }).click();
		await page.getByRole('textbox').fill('nånting annat');
		await page.getByRole('button', { name: words(lang)('doors.check.go') }).click();
		await page.getByText(words(lang)('doors.check.other')).waitFor();
	});
	await shoot(page, '154-link', at(page, '/settings/doors/made?kind=link'));
	// Also where those pictures were not asked for.
	for (const kind of ['card', 'link']) await at(page, `/settings/doors/made?kind=${kind}`)();
	for (const name of ['I byrån', long]) {
		await inSwedish('/settings/doors');
		await page.getByRole('button', { name: noor.t('doors.rename.one', { name: noor.t(name === long ? 'doors.kind.link' : 'doors.kind.card') }) }).click();
		await page.getByLabel(noor.t('doors.name')).fill(name);
		await page.getByRole('button', { name: noor.t('doors.name.save'), exact: true }).click();
		await page.getByText(name, { exact: true }).waitFor();
	}
	await shoot(page, '155-doors', at(page, '/settings/doors'));
	await shoot(page, '156-door-rename', async (lang) => {
		await at(page, '/settings/doors')();
		await page.getByRole('button', { name: words(lang)('doors.rename.one', { name: long }) }).click();
	});
	await shoot(page, '157-door-remove', async (lang) => {
		await at(page, '/settings/doors')();
		await page.getByRole('button', { name: words(lang)('doors.remove.one', { name: long }) }).click();
		await page.getByRole('dialog').waitFor();
	});

	await using fresh = await newPerson(browser, host.origin, 'Noor');
	await fresh.goes('/today');
	await shoot(fresh.page, '158-no-place', at(fresh.page, '/today'));
	await shoot(fresh.page, '159-back', at(fresh.page, '/back'));
	await shoot(fresh.page, '160-back-words', async (lang) => {
		await at(fresh.page, '/back')();
		await fresh.page.getByRole('button', { name: words(lang)('back.card.do') }).click();
		await fresh.page.getByLabel(words(lang)('back.word', { n: '1' }), { exact: true }).fill('katt häst sadel regn');
		for (let n = 5; n <= 16; n++) await fresh.page.getByLabel(words(lang)('back.word', { n: String(n) }), { exact: true }).fill('xyz');
		await fresh.page.getByRole('button', { name: words(lang)('back.words.go') }).click();
		await fresh.page.getByText(words(lang)('problem.door-words')).waitFor();
	});
	await shoot(fresh.page, '161-back-nowhere', async (lang) => {
		await fresh.page.goto('/today');
		await fresh.page.goto('/back#2nowhereAtAll');
		await fresh.page.getByText(words(lang)('problem.door-none')).waitFor();
	});
	await shoot(page, '162-back-already', at(page, '/back'));
	await shoot(page, '175-shut-out-doors', at(page, '/settings/devices'));
	await shoot(page, '163-link-in', at(page, '/link?side=in'));
	await shoot(fresh.page, '164-link-new', at(fresh.page, '/link?side=new'));
	await shoot(page, '165-link-words', async (lang) => {
		await at(fresh.page, '/link?side=new')();
		const fragment = await readQr(fresh.page.getByRole('img'));
		await page.goto('/today');
		await page.goto(fragment);
		await page.getByRole('heading', { name: words(lang)('link.words') }).waitFor();
	});
	const handed = async (lang: 'sv' | 'en') => {
		for (const one of [page, fresh.page]) await one.evaluate((chosen) => localStorage.setItem('kvar-lang', chosen), lang);
		await at(fresh.page, '/link?side=new')();
		const fragment = await readQr(fresh.page.getByRole('img'));
		await page.goto('/today');
		await page.goto(fragment);
		await page.getByRole('button', { name: words(lang)('link.yes') }).click();
		await fresh.page.getByRole('heading', { name: words(lang)('link.words.again') }).waitFor();
	};
	await shoot(fresh.page, '189-link-asked', handed);
	await shoot(page, '190-link-handed', handed);
	await shoot(page, '166-link-none', at(page, '/link'));
	await shoot(page, '168-tell-asks', at(page, '/tell'));
	await shoot(page, '169-leave-last', at(page, '/settings/leave'));
	await inSwedish('/today');
	await tells(noor, 'all', 'Vår son Ture föddes i tisdags. Vi är hemma nu.');
	const link = await invites(noor, { ring: 'all' });
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await reads(malik, link);
	await answers(malik, 'words', 'Jag tänker på er.', { name: 'Malik' });
	await shoot(malik.page, '170-guest-asks', at(malik.page, '/today'));
	await shoot(malik.page, '171-leave', at(malik.page, '/settings/leave'));
	await shoot(malik.page, '172-leave-ask', async (lang) => {
		await at(malik.page, '/settings/leave')();
		await malik.page.getByLabel(words(lang)('leave.erase')).check();
		await malik.page.getByRole('button', { name: words(lang)('leave.do') }).click();
		await malik.page.getByRole('dialog').waitFor();
	});
	await shoot(malik.page, '173-settings', at(malik.page, '/settings'));
	await using begun = await newPerson(browser, host.origin, 'Elias');
	await begun.goes('/start');
	await begun.page.getByLabel(begun.t('start.name')).fill('Elias');
	await begun.page.getByRole('button', { name: begun.t('start.make') }).click();
	await begun.page.getByText(begun.t('doors.ask.start')).waitFor();
	await begun.page.screenshot({ path: 'screens/174-start-done-360-light-sv.png', fullPage: true });
});
