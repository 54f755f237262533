/** Fingers on a picture that is looked at large: two bring it closer and back, one moves it or goes on to the next. */
import { expect, test, type Locator } from '@playwright/test';
import { begins } from '../support/doing.ts';
import { beside, from, hand, type Place } from '../support/hand.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';
import { takesPicture } from '../support/picture.ts';

/** Noor has told something with three pictures, the last of them covered, and looks at the first. */
async function looks(noor: Person): Promise<Locator> {
	const { page, t } = noor;
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await noor.goes('/tell');
	await page.getByRole('textbox', { name: t('tell.words') }).fill('Tre bilder av Ture.');
	const files = [await takesPicture(page, 600, 400), await takesPicture(page, 400, 600), await takesPicture(page, 500, 500)];
	await page.getByLabel(t('enclose.add')).setInputFiles(files.map((buffer, i) => ({ name: `IMG_${i}.jpg`, mimeType: 'image/jpeg', buffer })));
	await expect(page.getByRole('textbox', { name: t('enclose.says') })).toHaveCount(3);
	await page.getByLabel(t('enclose.cover')).nth(2).check();
	await page.getByRole('button', { name: t('tell.look') }).click();
	await page.getByRole('button', { name: t('tell.go.close') }).click();
	await expect(page).toHaveURL(/\/today/);
	await page.getByRole('button', { name: t('picture.of', { n: '1', all: '3', name: 'Noor' }) }).click();
	const viewer = page.getByRole('dialog', { name: t('picture.viewer') });
	await expect(viewer.getByRole('img')).toBeVisible();
	return viewer;
}

/** Where the picture lies on the screen, and how large; the middle of the table it lies on. */
const lies = async (viewer: Locator) => {
	// It comes in with a fade alone, so that it lies where it will.
	const box = await viewer.getByRole('img').boundingBox();
	if (box === null) throw new Error('No picture is looked at');
	return { ...box, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
};
const place = ({ t }: Person, viewer: Locator, n: number) => viewer.getByText(t('picture.place', { n: String(n), all: '3' }));
test('two fingers bring a picture closer, one moves it then, and two bring it back as it lay', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const viewer = await looks(noor);
	const fingers = hand(await noor.context.newCDPSession(noor.page));
	const before = await lies(viewer);
	const pinch = async (apart: number, then: number) => {
		const [a, b] = [beside(before.middle, apart), beside(before.middle, then)];
		await fingers.moves([a[0], b[0]], [a[1], b[1]]);
	};

	await pinch(60, 150);
	const near = await lies(viewer);
	expect(near.width / before.width).toBeCloseTo(2.5, 1);
	expect(near.height / near.width).toBeCloseTo(before.height / before.width, 2);
	expect(near.middle.x).toBeCloseTo(before.middle.x, 0);
	await expect(place(noor, viewer, 1)).toBeVisible();

	await test.step('one finger moves it, and goes on to no other', async () => {
		await fingers.moves(from(before.middle, { x: -80, y: 20 }));
		const moved = await lies(viewer);
		expect(moved.x - near.x).toBeCloseTo(-80, 0);
		expect(moved.y - near.y).toBeCloseTo(20, 0);
		expect(moved.width).toBeCloseTo(near.width, 0);
		await expect(place(noor, viewer, 1)).toBeVisible();
	});

	await test.step('not away from the screen', async () => {
		for (let i = 0; i < 6; i++) await fingers.moves(from(before.middle, { x: -150, y: 200 }));
		const edge = await lies(viewer);
		expect(edge.x + edge.width).toBeCloseTo(before.middle.x, 0);
		expect(edge.y).toBeCloseTo(before.middle.y, 0);
	});

	await test.step('not nearer than six times; and back, where it lay', async () => {
		await pinch(20, 300);
		expect((await lies(viewer)).width / before.width).toBeCloseTo(6, 1);
		await pinch(300, 20);
		expect(await lies(viewer)).toEqual(before);
		await expect(place(noor, viewer, 1)).toBeVisible();
	});

	await test.step('touched twice it comes closer, and twice again it is back', async () => {
		const twice = async () => {
			for (let i = 0; i < 2; i++) {
				await fingers.touch('touchStart', before.middle);
				await fingers.touch('touchEnd');
			}
		};
		await twice();
		expect((await lies(viewer)).width / before.width).toBeCloseTo(2.5, 1);
		await noor.page.waitForTimeout(400);
		await twice();
		expect(await lies(viewer)).toEqual(before);
	});
	expect(noor.complaints).toEqual([]);
});

test('a finger swept across goes on to the next picture and back; what is covered there is uncovered by a finger', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const viewer = await looks(noor);
	const { page, t } = noor;
	const fingers = hand(await noor.context.newCDPSession(page));
	const { middle } = await lies(viewer);
	const sweeps = (by: Partial<Place>) => fingers.moves(from(middle, by));

	await sweeps({ x: 120 });
	await expect(place(noor, viewer, 1)).toBeVisible();
	await sweeps({ x: -30 });
	await expect(place(noor, viewer, 1)).toBeVisible();
	await sweeps({ x: -120 });
	await expect(place(noor, viewer, 2)).toBeVisible();
	await expect(viewer.getByRole('img', { name: t('picture.of', { n: '2', all: '3', name: 'Noor' }) })).toBeVisible();
	await sweeps({ x: 120 });
	await expect(place(noor, viewer, 1)).toBeVisible();

	await test.step('one that was brought closer is not brought along', async () => {
		const [a, b] = [beside(middle, 60), beside(middle, 150)];
		await fingers.moves([a[0], b[0]], [a[1], b[1]]);
		await viewer.getByRole('button', { name: t('picture.next') }).tap();
		await expect(place(noor, viewer, 2)).toBeVisible();
		const { x, width } = await lies(viewer);
		expect([x >= 0, x + width <= 361]).toEqual([true, true]);
	});

	await test.step('a finger that lay there when it was closed is forgotten', async () => {
		await fingers.touch('touchStart', middle);
		await page.keyboard.press('Escape');
		await expect(viewer).toHaveCount(0);
		await fingers.touch('touchEnd');
		await page.getByRole('button', { name: t('picture.of', { n: '2', all: '3', name: 'Noor' }) }).tap();
		await sweeps({ x: -120 });
		await expect(place(noor, viewer, 3)).toBeVisible();
	});

	await test.step('the covered one is uncovered by a touch', async () => {
		await expect(viewer.getByText(t('picture.covered'))).toBeVisible();
		await viewer.getByRole('button', { name: t('picture.uncover') }).tap();
		await expect(viewer.getByRole('img', { name: t('picture.of', { n: '3', all: '3', name: 'Noor' }) })).toBeVisible();
		await sweeps({ x: -120 });
		await expect(place(noor, viewer, 3)).toBeVisible();
	});
	expect(noor.complaints).toEqual([]);
});

test('with a mouse: brought closer by a key it is moved by the button held down; a covered one is uncovered by a click', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor', { viewport: { width: 1100, height: 800 } });
	const viewer = await looks(noor);
	const { page, t } = noor;
	const drags = async (by: Partial<Place>) => {
		const [a, b] = from((await lies(viewer)).middle, by);
		await page.mouse.move(a.x, a.y);
		await page.mouse.down();
		await page.mouse.move(b.x, b.y, { steps: 8 });
		await page.mouse.up();
	};
	await page.keyboard.press('+');
	const near = await lies(viewer);
	await drags({ x: 90, y: 10 });
	expect((await lies(viewer)).x - near.x).toBeCloseTo(90, 0);
	await page.keyboard.press('0');
	await drags({ x: -120 });
	await expect(place(noor, viewer, 2)).toBeVisible();
	await page.keyboard.press('ArrowRight');
	await viewer.getByRole('button', { name: t('picture.uncover') }).click();
	await expect(viewer.getByRole('img', { name: t('picture.of', { n: '3', all: '3', name: 'Noor' }) })).toBeVisible();
	expect(noor.complaints).toEqual([]);
});

test('a picture that is looked at stays as it is while other things come on the screen', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const viewer = await looks(noor);
	const { page, t, context } = noor;
	await expect(page.getByRole('progressbar')).toHaveCount(0);
	const picture = await viewer.getByRole('img').elementHandle();
	// With every word that comes, all that is on the screen is given to it anew.
	const other = await context.newPage();
	await other.goto('/tell');
	await other.getByRole('textbox', { name: t('tell.words') }).fill('Vi är hemma nu.');
	await other.getByRole('button', { name: t('tell.look') }).click();
	await other.getByRole('button', { name: t('tell.go.close') }).click();
	await expect(page.getByText('Vi är hemma nu.')).toBeVisible();
	expect(await picture?.evaluate((img) => img.isConnected)).toBe(true);
	await expect(viewer.getByRole('img')).toBeVisible();
	expect(noor.complaints).toEqual([]);
});
