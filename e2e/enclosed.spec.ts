/** Pictures with words: chosen, made ready and sealed on the phone; seen by whom the words are told to, looked at, saved, taken back. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { coloursOf, upright } from './support/colours.ts';
import { begins, choosesRing, invites, letsIn, opensLink, reads } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';
import { marks, takesPicture } from './support/picture.ts';

const news = 'Vår son Ture föddes i tisdags. Han levde inte.';

const chooses = (person: Person, ...files: Buffer[]): Promise<void> =>
	person.page.getByLabel(person.t('enclose.add')).setInputFiles(files.map((buffer, i) => ({ name: `IMG_${i}.jpg`, mimeType: 'image/jpeg', buffer })));

test('the news with a picture: upright, without a place or a camera, seen by the closest and by nobody else, and looked at', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await using malik = await newPerson(browser, host.origin, 'Malik');
	await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
	await reads(malik, await invites(noor, { ring: 'all' }));
	await opensLink(ingrid, await invites(noor, { ring: 'close', label: 'Ingrid' }));
	await letsIn(noor, ingrid, 'Ingrid');
	const { page, t } = noor;

	await test.step('it is chosen, described and kept as one writes, also over a reload', async () => {
		await noor.goes('/tell');
		await page.getByRole('textbox', { name: t('tell.words') }).fill(news);
		await page.getByLabel(t('enclose.whole')).check();
		// A phone that takes HEIC hands over JPEG where nothing else is taken.
		await expect(page.getByLabel(t('enclose.add'))).toHaveAttribute('accept', 'image/jpeg,image/png,image/webp');
		await chooses(noor, await takesPicture(page, 1200, 1600));
		await page.getByRole('textbox', { name: t('enclose.says') }).fill('En liten hand i en stor');
		await page.waitForTimeout(600);
		await page.reload();
		await expect(page.getByRole('textbox', { name: t('enclose.says') })).toHaveValue('En liten hand i en stor');
		await expect(page.getByRole('img', { name: 'En liten hand i en stor' })).toBeVisible();
	});

	await test.step('it is seen as the others will see it, and told', async () => {
		await choosesRing(page.getByRole('group', { name: t('ring.label') }), 'close');
		await page.getByRole('button', { name: t('tell.look') }).click();
		expect(await coloursOf(page.getByRole('img', { name: 'En liten hand i en stor' }))).toEqual(upright);
		await page.getByRole('button', { name: t('tell.go.close') }).click();
		await expect(page).toHaveURL(/\/today/);
		await expect(page.getByRole('progressbar')).toHaveCount(0);
	});

	await test.step('Ingrid sees it come, upright, and looks at it large', async () => {
		await expect(ingrid.page.getByText(news)).toBeVisible();
		const img = ingrid.page.getByRole('img', { name: 'En liten hand i en stor' });
		await expect(img).toBeVisible();
		expect(await coloursOf(img)).toEqual(upright);
		expect(await img.evaluate((element: HTMLImageElement) => [element.naturalWidth, element.naturalHeight])).toEqual([1200, 1600]);
		await img.click();
		await expect(ingrid.page.getByRole('dialog', { name: ingrid.t('picture.viewer') })).toBeVisible();
	});

	await test.step('she saves a copy once it is said what that means: whole, and without what it must not tell', async () => {
		await ingrid.page.getByRole('button', { name: ingrid.t('picture.save'), exact: true }).click();
		await expect(ingrid.page.getByText(ingrid.t('picture.save.text'))).toBeVisible();
		// The whole of it is not here yet, and cannot be had now.
		await ingrid.context.setOffline(true);
		const yes = ingrid.page.getByRole('button', { name: ingrid.t('picture.save.yes') });
		await yes.press('Enter');
		await expect(ingrid.page.getByText(ingrid.t('problem.unreachable'))).toBeVisible();
		await ingrid.context.setOffline(false);
		await expect(yes).toBeFocused();
		const downloading = ingrid.page.waitForEvent('download');
		await ingrid.page.keyboard.press('Enter');
		const saved = readFileSync(await (await downloading).path());
		expect(saved.length).toBeGreaterThan(5_000);
		for (const mark of Object.values(marks)) expect(saved.includes(Buffer.from(mark))).toBe(false);
		await ingrid.page.keyboard.press('Escape');
		await expect(ingrid.page.getByRole('dialog', { name: ingrid.t('picture.viewer') })).toHaveCount(0);
	});

	await test.step('Malik, further out, sees nothing of it and asks for nothing of it', async () => {
		await malik.goes('/today');
		await expect(malik.page.getByText(news)).toHaveCount(0);
		await expect(malik.page.getByRole('img', { name: 'En liten hand i en stor' })).toHaveCount(0);
	});

	await test.step('taken back, it is gone for both', async () => {
		await noor.goes('/today');
		await page.getByRole('link', { name: t('today.change') }).click();
		await page.getByRole('button', { name: t('correct.take') }).click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: t('correct.take.yes') })
			.click();
		for (const person of [noor, ingrid]) await expect(person.page.getByRole('img', { name: 'En liten hand i en stor' })).toHaveCount(0);
	});
	for (const { complaints } of [noor, ingrid, malik]) expect(complaints).toEqual([]);
});

test('several pictures by keyboard alone; a covered one stays so until it is opened; what is no picture is said kindly', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	const { page, t } = noor;
	await noor.goes('/tell');
	await page.getByRole('textbox', { name: t('tell.words') }).fill(news);
	await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'brev.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('ett brev, ingen bild') });
	await expect(page.getByText(t('problem.not-a-picture'))).toBeVisible();
	const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(100)]);
	await page.getByLabel(t('enclose.add')).setInputFiles({ name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic });
	await expect(page.getByText(t('problem.heic'))).toBeVisible();
	await chooses(noor, await takesPicture(page, 600, 400), await takesPicture(page, 400, 600), await takesPicture(page, 500, 500));
	await expect(page.getByRole('textbox', { name: t('enclose.says') })).toHaveCount(3);
	await page.getByLabel(t('enclose.cover')).nth(1).check();
	await page
		.getByRole('button', { name: t('enclose.remove') })
		.nth(2)
		.click();
	await expect(page.getByRole('textbox', { name: t('enclose.says') })).toHaveCount(2);
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await expect(page).toHaveURL(/\/today/);

	const first = page.getByRole('img', { name: t('picture.of', { n: '1', all: '2', name: 'Noor' }) });
	const second = page.getByRole('img', { name: t('picture.of', { n: '2', all: '2', name: 'Noor' }) });
	await expect(first).toBeVisible();
	await expect(second).toHaveCount(0);
	const keys = async (...pressed: string[]) => {
		for (const key of pressed) await page.keyboard.press(key);
	};
	await page.getByRole('button', { name: t('picture.of', { n: '1', all: '2', name: 'Noor' }) }).focus();
	await keys('Enter');
	const viewer = page.getByRole('dialog', { name: t('picture.viewer') });
	await expect(viewer.getByRole('img')).toBeVisible();
	// What is asked over a picture is asked of that one.
	await viewer.getByRole('button', { name: t('picture.save') }).press('Enter');
	const question = page.getByText(t('picture.save.text'));
	await expect(question).toBeVisible();
	await keys('ArrowRight', 'Escape');
	await expect(question).toHaveCount(0);
	await expect(viewer.getByText(t('picture.place', { n: '1', all: '2' }))).toBeVisible();
	await keys('ArrowRight');
	// Covered here too.
	await expect(viewer.getByText(t('picture.covered'))).toBeVisible();
	await viewer.getByRole('button', { name: t('picture.uncover') }).focus();
	await keys('Enter');
	await expect(viewer.getByRole('img')).toBeVisible();
	// The keys go on from what stands there now.
	await keys('+', '+', 'ArrowLeft');
	await expect(viewer.getByText(t('picture.place', { n: '1', all: '2' }))).toBeVisible();
	await keys('ArrowLeft', 'Escape');
	await expect(viewer).toHaveCount(0);
	await expect(page.getByRole('button', { name: t('picture.of', { n: '1', all: '2', name: 'Noor' }) })).toBeFocused();
	await expect(second).toBeVisible();

	await page.reload();
	const covered = page.getByRole('button', { name: t('picture.uncover') });
	await covered.focus();
	await keys('Enter');
	await expect(covered).toHaveCount(0);
	await expect(page.getByRole('button', { name: t('picture.of', { n: '2', all: '2', name: 'Noor' }) })).toBeFocused();
	expect(noor.complaints).toEqual([]);
});
