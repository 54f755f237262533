/** Every page of highs and lows and of the promise, with nothing and with plenty, by axe. */
import { expect, test } from '@playwright/test';
import { exactDay } from '#domain/day.ts';
import { axeFinds } from '../support/axe.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { happened, twoParents } from '../support/two-parents.ts';

for (const [viewport, theme] of [
	[{ width: 360, height: 780 }, 'light'],
	[{ width: 1440, height: 900 }, 'dark']
] as const) {
	test(`axe finds nothing (${viewport.width}, ${theme})`, async ({ browser }) => {
		await using host = await startHost();
		await using noor = await newPerson(browser, host.origin, 'Noor', { viewport, theme });
		await using two = await twoParents(host.origin, noor);
		const { page, t } = noor;
		const found: string[] = [];
		const looks = async (path: string, before?: () => Promise<unknown>) => {
			await noor.goes(path);
			await page.locator('main').waitFor();
			await page.waitForTimeout(500);
			await before?.();
			await page.waitForTimeout(300);
			found.push(...(await axeFinds(page)).map((one) => `${path}: ${one}`));
		};
		for (const path of ['/keep/highs-and-lows', '/keep/promise']) await looks(path);
		const moment = await happened(two.tablet, '2026-05-12', -92, 'Ture', 'Vi hann hålla honom länge.');
		for (let i = 0; i < 40; i++) await happened(two.elias, `2019-0${1 + (i % 9)}-1${i % 10}`, (i * 37) % 100, `nummer ${i}`);
		const promise = await two.tablet.does('keepThis', { ring: 'us', body: { type: 'promise', text: 'Att gå hem.', day: exactDay('2019-09-14'), gave: '' } });
		await two.tablet.does('tie', { promise, target: moment, tied: true });
		await noor.goes('/keep/highs-and-lows');
		await expect(page.getByRole('listbox', { name: t('curve.legend') }).getByRole('option')).toHaveCount(41, { timeout: 30_000 });
		await looks('/keep/highs-and-lows', () => page.getByRole('button', { name: t('curve.inOrder.show') }).click());
		await looks('/keep/highs-and-lows', () => page.getByRole('button', { name: t('curve.closer') }).click());
		await looks(`/keep/highs-and-lows?what=${moment}`, () => page.getByText(t('anniversary.title'), { exact: true }).click());
		await looks('/keep/moment');
		await looks(`/keep/moment?what=${moment}`);
		await looks(`/keep/promise?what=${promise}`, () => page.getByText(t('anniversary.title'), { exact: true }).click());
		await looks(`/keep/promise?what=${promise}`, () => page.getByRole('button', { name: t('promise.tie') }).click());
		await looks('/keep/promise/new');
		expect(found).toEqual([]);
	});
}
