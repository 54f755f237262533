/** Every page as axe finds it, on a phone and on a wide screen, in light and in dusk. */
import { expect, test, type Page } from '@playwright/test';
import { flip } from '../../test/support/property.ts';
import { openDevice } from '../../test/support/home.ts';
import { axeFinds } from '../support/axe.ts';
import { begins, choosesRing, invites, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { startLyingHost } from '../support/lying-host.ts';
import { paints } from '../support/painted.ts';
import { newPerson } from '../support/person.ts';

const publicPages = ['/sv', '/en', '/sv/hjalp', '/en/help'];
const appPages = [
	'/today',
	'/tell',
	'/resting',
	'/keep',
	'/keep/child?child=00000000000000000000000000000000',
	'/keep/child/facts?child=00000000000000000000000000000000',
	'/keep/keepsake?child=00000000000000000000000000000000',
	'/keep/letter?child=00000000000000000000000000000000',
	'/keep/dedicate',
	'/keep/highs-and-lows',
	'/keep/moment',
	'/keep/promise',
	'/keep/promise/new',
	'/support',
	'/support/write-in',
	'/support/candles',
	'/support/thanks',
	'/search',
	'/invitations',
	'/invitations/new',
	'/people',
	'/settings',
	'/settings/erase',
	'/settings/leave',
	'/settings/devices',
	'/settings/doors',
	'/settings/lock',
	'/settings/doors/made?kind=card',
	'/settings/doors/made?kind=link',
	'/back',
	'/link?side=in',
	'/wrong',
	'/i',
	'/start',
	'/name?to=/today'
];

async function findings(page: Page, path: string, before?: () => Promise<unknown>): Promise<string[]> {
	await page.goto(path);
	await page.locator('main').waitFor();
	await before?.();
	await page.waitForTimeout(300);
	return (await axeFinds(page)).map((found) => `${path}: ${found}`);
}

for (const [viewport, theme] of [
	[{ width: 360, height: 780 }, 'light'],
	[{ width: 1440, height: 900 }, 'dark']
] as const) {
	test(`no page has a finding by axe (${viewport.width}, ${theme})`, async ({ browser }) => {
		test.setTimeout(360_000);
		await using host = await startHost();
		await using noor = await newPerson(browser, host.origin, 'Noor', { viewport, theme });
		const found: string[] = [];
		for (const path of publicPages) found.push(...(await findings(noor.page, path)));
		await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
		const link = await invites(noor, { ring: 'all', label: 'alla' });
		await tells(noor, 'all', 'Vi har förlorat vår son.', 'ask');
		for (const path of appPages) found.push(...(await findings(noor.page, path)));

		// Pictures, one of them covered, and a film: chosen, told, looked at.
		await noor.page.goto('/tell');
		const pictures = [await paints(noor.page, 400, 300, 0), await paints(noor.page, 300, 400, 1)];
		await noor.page.getByLabel(noor.t('enclose.add')).setInputFiles(pictures.map((buffer, i) => ({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer })));
		await noor.page.getByLabel(noor.t('enclose.film')).setInputFiles('test/media/fixtures/recorded.webm');
		await noor.page.getByRole('textbox', { name: noor.t('film.says') }).fill('Elias sjunger');
		await noor.page.getByLabel(noor.t('enclose.cover')).first().check();
		await noor.page.getByRole('textbox', { name: noor.t('tell.words') }).fill('Några bilder.');
		await noor.page.waitForTimeout(600);
		found.push(...(await findings(noor.page, '/tell')), ...(await findings(noor.page, '/tell?look')));
		await noor.page.getByRole('button', { name: noor.t('tell.go.close') }).click();
		await noor.page.waitForURL(/\/today/);
		const second = noor.t('picture.of', { n: '2', all: '2', name: 'Noor' });
		found.push(
			...(await findings(noor.page, '/today', async () => {
				await noor.page.getByRole('button', { name: second }).click();
				await noor.page.getByRole('dialog').getByRole('img').waitFor();
			})),
			...(await findings(noor.page, '/today', async () => {
				await noor.page.getByRole('button', { name: new RegExp(noor.t('film.play')) }).click();
				await noor.page.locator('video').waitFor();
			}))
		);

		const { page, t } = noor;
		await using malik = await openDevice(host.origin);
		await malik.does('openInvitation', { text: link });
		await malik.does('comeIn', { name: 'Malik' });
		const to = (await malik.sees(({ told, standing }) => standing === 'member' && told.length > 0)).told[0]?.id ?? '';
		for (const text of ['Jag tänker på er.', 'Ni hinner få fler.']) await malik.does('answer', { to, kind: 'words', text, motif: null });
		await noor.goes('/people');
		const who = new URL((await page.getByRole('link', { name: /^Malik/ }).getAttribute('href')) ?? '/', host.origin).search;
		for (const path of ['who', 'let-go', 'move']) found.push(...(await findings(page, `/people/${path}${who}`)));
		found.push(
			...(await findings(page, `/people/move${who}`, async () => {
				await choosesRing(page.getByRole('group', { name: t('move.rings', { name: 'Malik' }) }), 'close');
				await page.getByRole('button', { name: t('move.in.call') }).click();
				await page.getByRole('button', { name: t('compare.draw') }).click();
			}))
		);
		for (const way of ['correct', 'retell']) found.push(...(await findings(page, `/${way}?what=${to}`)));
		const more = page.getByRole('button', { name: t('aside.more', { name: 'Malik' }) }).first();
		found.push(...(await findings(page, '/today', () => more.click())));
		await page.getByRole('button', { name: t('aside.do') }).click();
		found.push(...(await findings(page, '/today', () => page.getByRole('button', { name: t('aside.show'), exact: true }).click())));
		const away = page.getByRole('dialog').getByRole('button', { name: t('away.go') });
		const asksWhether = async () => {
			await more.click();
			await away.click();
			await page.getByRole('heading', { name: t('away.title') }).waitFor();
		};
		found.push(...(await findings(page, '/today', asksWhether)));
		const takesAway = async () => {
			await asksWhether();
			await away.click();
			await page.getByText(t('away.done')).waitFor();
		};
		found.push(...(await findings(page, '/today', takesAway)));
		expect(found).toEqual([]);
	});

	test(`what is wrong is told without a finding by axe (${viewport.width}, ${theme})`, async ({ browser }) => {
		await using host = await startLyingHost();
		await using noor = await newPerson(browser, host.origin, 'Noor');
		await using late = await newPerson(browser, host.origin, 'Sen', { viewport, theme });
		await begins(noor, 'Noor', 'Noor & Elias', '');
		await tells(noor, 'all', 'Vi har förlorat vår son.');
		const link = await invites(noor, { ring: 'all' });
		host.liesAbout('all', (entries) => entries.map(([envelope, body]) => [envelope, body === null ? null : flip(body, 777)]), [host.lastWriter('all')]);
		await late.page.goto(link);
		await late.page.getByRole('link', { name: late.t('join.read') }).click();
		await late.page.getByText(late.t('wrong.line')).waitFor();
		const found = [...(await findings(late.page, '/today')), ...(await findings(late.page, '/wrong'))];
		expect(found).toEqual([]);
	});
}
