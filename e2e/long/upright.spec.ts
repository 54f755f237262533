/** Pictures stand upright, whichever way a device has stored them, and in whichever form. */
import { expect, test } from '@playwright/test';
import { begins } from '../support/doing.ts';
import { coloursOf, upright } from '../support/colours.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { takesPicture } from '../support/picture.ts';

const orientations = [1, 2, 3, 4, 5, 6, 7, 8] as const;

for (const as of ['jpeg', 'png', 'webp'] as const) {
	test(`a ${as}, in each of the eight ways it may lie`, async ({ browser }) => {
		await using host = await startHost();
		await using noor = await newPerson(browser, host.origin, 'Noor');
		await begins(noor, 'Noor', 'Platsen vid sjön', '');
		const { page, t } = noor;
		await noor.goes('/tell');
		const files: { name: string; mimeType: string; buffer: Buffer }[] = [];
		for (const orientation of orientations)
			files.push({ name: `${orientation}.${as}`, mimeType: `image/${as}`, buffer: await takesPicture(page, 300, 400, { as, orientation }) });
		await page.getByLabel(t('enclose.add')).setInputFiles(files);
		await expect(page.getByRole('textbox', { name: t('enclose.says') })).toHaveCount(orientations.length, { timeout: 20_000 });
		await page.getByRole('button', { name: t('tell.look') }).click();

		for (const n of orientations) {
			const img = page.getByRole('img', { name: t('picture.of', { n: String(n), all: String(orientations.length), name: 'Noor' }) });
			expect([n, await coloursOf(img)]).toEqual([n, upright]);
			expect(await img.evaluate((element: HTMLImageElement) => [element.naturalWidth, element.naturalHeight])).toEqual([300, 400]);
		}
		// And as it is looked at, in its larger size.
		await page.getByRole('button', { name: t('picture.of', { n: '8', all: '8', name: 'Noor' }) }).click();
		expect(await coloursOf(page.getByRole('dialog').getByRole('img'))).toEqual(upright);
		expect(noor.complaints).toEqual([]);
	});
}
