/** What is kept and hurts to see is laid aside where one meets it: folded there, on its own page and in Keep, for oneself alone; it is taken up again from any of them. */
import { expect, test, type Locator } from '@playwright/test';
import { axeFinds } from './support/axe.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';
import { happened, twoParents } from './support/two-parents.ts';
import { letIn } from '../test/support/let-in.ts';
import type { TestDevice } from '../test/support/home.ts';

const gives = (by: TestDevice, ring: 'us' | 'close', title: string, text: string) =>
	by.does('keepThis', { ring, body: { type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title, text, link: '' } });
const folded = ({ page, t }: Person, within?: Locator) => (within ?? page.getByRole('main')).getByText(t('aside.is'));
const more = ({ page, t }: Person, name: string) => page.getByRole('button', { name: t('aside.more', { name }) });
const inDialog = async ({ page, t }: Person, key: Parameters<Person['t']>[0]) => {
	await page
		.getByRole('dialog')
		.getByRole('button', { name: t(key) })
		.click();
};
const laysAside = async (person: Person, name: string) => {
	await more(person, name).click();
	await inDialog(person, 'aside.do');
	await expect(person.page.getByRole('dialog')).toBeHidden();
	await expect(folded(person)).toBeVisible();
};
const takesUp = async (person: Person) => {
	await person.page.getByRole('button', { name: person.t('aside.up') }).click();
	await expect(folded(person)).toHaveCount(0);
};

test('a dedication is laid aside on Today: folded there, in Keep and on its own page, also after a reload; nobody else sees it, and it is taken up again', async ({
	browser
}) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using both = await twoParents(host.origin, noor);
	const id = await gives(both.elias, 'us', 'Samma väg hem', 'Den vi sjöng i bilen.');
	const { page, t } = noor;
	const title = page.getByText('Samma väg hem');
	await noor.goes('/today');
	await expect(title).toBeVisible();

	await laysAside(noor, 'Elias');
	await expect(title).toHaveCount(0);
	await page.reload();
	await expect(folded(noor)).toBeVisible();
	await expect(title).toHaveCount(0);

	await test.step('in Keep one line stands in its place, and nothing says that there is none', async () => {
		await noor.goes('/keep');
		await expect(folded(noor)).toBeVisible();
		await expect(title).toHaveCount(0);
		await expect(page.getByText(t('keep.dedications.none'))).toHaveCount(0);
		expect(await axeFinds(page)).toEqual([]);
	});
	await test.step('its page is folded, can be looked at all the same, and it is taken up there', async () => {
		await page.getByRole('button', { name: t('aside.show') }).click();
		await page.getByRole('link', { name: /Samma väg hem/ }).click();
		await expect(page).toHaveURL(new RegExp(`/keep/dedication\\?what=${id}`));
		await expect(folded(noor)).toBeVisible();
		await expect(page.getByText('Den vi sjöng i bilen.')).toHaveCount(0);
		expect(await axeFinds(page)).toEqual([]);
		await page.getByRole('button', { name: t('aside.show') }).click();
		await expect(page.getByText('Den vi sjöng i bilen.')).toBeVisible();
		// A parent's is not another parent's to take away: there is nothing more to do with it.
		await expect(more(noor, 'Elias')).toHaveCount(0);
		const { kept } = await both.elias.view();
		expect(kept.map(({ text, aside }) => [text, aside])).toEqual([['Den vi sjöng i bilen.', false]]);
		await takesUp(noor);
		await expect(page.getByRole('heading', { name: 'Samma väg hem' })).toBeVisible();
	});
	await test.step('and laid aside there, it is taken up on Today', async () => {
		await laysAside(noor, 'Elias');
		await noor.goes('/today');
		await expect(folded(noor)).toBeVisible();
		await takesUp(noor);
		await expect(title).toBeVisible();
	});
	await test.step('lines that were added to it likewise', async () => {
		await both.elias.does('keepThis', { ring: 'us', body: { type: 'line', to: id, text: 'Vi vände vid bron', place: 1 } });
		await expect(more(noor, 'Elias')).toHaveCount(2);
		await more(noor, 'Elias').first().click();
		await inDialog(noor, 'aside.do');
		await expect(folded(noor)).toBeVisible();
		await noor.goes(`/keep/dedication?what=${id}`);
		await expect(page.getByRole('heading', { name: 'Samma väg hem' })).toBeVisible();
		await expect(folded(noor)).toBeVisible();
		await expect(page.getByText('Vi vände vid bron')).toHaveCount(0);
		await takesUp(noor);
		await expect(page.getByText('Vi vände vid bron')).toBeVisible();
	});
	expect(noor.complaints).toEqual([]);
});

test('a moment and a promise are laid aside: the point stays where it is without its words, and their pages are folded', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using both = await twoParents(host.origin, noor);
	const id = await happened(both.elias, '2026-05-12', -80, 'Beskedet', 'I väntrummet.');
	const { page, t } = noor;
	await noor.goes('/today');
	await laysAside(noor, 'Elias');
	await noor.goes('/keep');
	await page.getByRole('link', { name: t('keep.moments.open') }).click();
	const point = page.getByRole('listbox', { name: t('curve.legend') }).getByRole('option');
	await expect(point).toHaveCount(1);
	await expect(page.getByRole('button', { name: t('aside.one') })).toBeVisible();
	await expect(page.getByText(/Beskedet|väntrummet/)).toHaveCount(0);
	await noor.goes(`/keep/highs-and-lows?what=${id}`);
	await expect(page.getByRole('heading', { name: t('aside.one') })).toBeVisible();
	await expect(folded(noor, page.getByRole('article'))).toBeVisible();
	await expect(page.getByText(/Beskedet|väntrummet/)).toHaveCount(0);
	expect(await axeFinds(page)).toEqual([]);
	await takesUp(noor);
	await expect(page.getByRole('article').getByText('I väntrummet.')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Beskedet' })).toBeVisible();
	await laysAside(noor, 'Elias');
	await expect(page.getByText(/Beskedet|väntrummet/)).toHaveCount(0);
	expect((await both.elias.view()).kept.map(({ aside }) => aside)).toEqual([false]);

	const promise = await both.elias.does('keepThis', {
		ring: 'us',
		body: { type: 'promise', day: null, gave: '', text: 'Vi går dit varje höst.' }
	});
	await noor.goes(`/keep/promise?what=${promise}`);
	await expect(page.getByText('Vi går dit varje höst.')).toBeVisible();
	await laysAside(noor, 'Elias');
	await expect(page.getByText('Vi går dit varje höst.')).toHaveCount(0);
	expect(await axeFinds(page)).toEqual([]);
	for (const where of ['/keep', '/keep/highs-and-lows']) {
		await noor.goes(where);
		await expect(page.getByText(t(where === '/keep' ? 'aside.is' : 'promise.one'))).toBeVisible();
		await expect(page.getByText('Vi går dit varje höst.')).toHaveCount(0);
	}
	await noor.goes(`/keep/promise?what=${promise}`);
	await takesUp(noor);
	await expect(page.getByText('Vi går dit varje höst.')).toBeVisible();
	expect(noor.complaints).toEqual([]);
});

test('what a guest has given a parent takes away for everyone, from its own page and from the book', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using both = await twoParents(host.origin, noor);
	await using malik = await letIn(host.origin, both.tablet, 'Malik', 'close');
	const ids = [];
	for (const title of ['En annan sång', 'Ännu en', 'En tredje', 'En fjärde']) ids.push(await gives(malik, 'close', title, 'Ni hinner få fler.'));
	const { page, t } = noor;
	/** Gone for everyone, which is said where it stood. */
	const taken = async (left: number) => {
		await inDialog(noor, 'away.go');
		await expect(page.getByText(t('away.done'))).toBeFocused();
		await both.elias.sees(({ kept }) => kept.length === left);
	};
	await both.elias.sees(({ kept }) => kept.length === ids.length);
	const asksToTake = async () => {
		await inDialog(noor, 'away.go');
		await expect(page.getByRole('heading', { name: t('away.title') })).toBeVisible();
	};
	await noor.goes(`/keep/dedication?what=${ids[0]}`);
	await more(noor, 'Malik').click();
	await asksToTake();
	await taken(3);
	await expect(page.getByText(t('problem.not-found'))).toHaveCount(0);
	// What is laid aside is taken away without being laid aside once more.
	await noor.goes(`/keep/dedication?what=${ids[1]}`);
	await laysAside(noor, 'Malik');
	await page.getByRole('button', { name: t('aside.show') }).click();
	await more(noor, 'Malik').click();
	await taken(2);

	const inBook = page.getByRole('button', { name: t('book.more', { name: 'Malik' }) });
	await noor.goes('/support');
	await inBook.first().click();
	await asksToTake();
	await taken(1);
	await inBook.click();
	await inDialog(noor, 'aside.do');
	await page.getByRole('button', { name: t('aside.show') }).click();
	await inBook.click();
	await taken(0);
	expect(noor.complaints).toEqual([]);
});
