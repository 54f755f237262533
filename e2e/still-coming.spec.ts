/** A new device has read only the newest: until the rest has come nothing is said to be missing, nor to have been taken back. */
import { expect, test } from '@playwright/test';
import { axeFinds } from './support/axe.ts';
import { invites, letsIn, opensLink } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson } from './support/person.ts';
import { twoParents } from './support/two-parents.ts';

/** So many come at first, and some more. */
const many = 230;

test('while what is older is on its way, no page says that there is nothing; once it is here it stands there', async ({ browser }) => {
	test.slow();
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using both = await twoParents(host.origin, noor);
	const { tablet } = both;
	const keeps = (body: Parameters<typeof tablet.does<'keepThis'>>[1]['body']) => tablet.does('keepThis', { ring: 'all', body });
	const song = await keeps({ type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title: 'Samma väg hem', text: '', link: '' });
	const promise = await keeps({ type: 'promise', day: null, gave: '', text: 'Vi går dit varje höst.' });
	await keeps({ type: 'given', from: 'Åsa', kind: 'food', text: 'En gryta på trappan.', day: null });
	for (let i = 0; i < many; i++) await keeps({ type: 'letter', child: '0'.repeat(32), text: `Dag ${i}` });
	await tablet.sees(({ unsent }) => unsent === 0, 60_000);

	await using malik = await newPerson(browser, host.origin, 'Malik');
	const { page, t } = malik;
	const line = Promise.withResolvers<void>();
	// What lies before the newest is held back on its way.
	await page.context().route(/\/entries\?limit=\d+&before=\d{1,8}$/, async (route) => {
		await line.promise;
		await route.continue();
	});
	await opensLink(malik, await invites(noor, { ring: 'close', label: 'Malik' }));
	await letsIn(noor, malik, 'Malik');

	const says = (words: string) => expect(page.getByRole('main').getByText(words)).toBeVisible();
	for (const [where, otherwise] of [
		['/support', t('book.nothing.guest')],
		['/keep', t('keep.dedications.none')],
		[`/keep/dedication?what=${song}`, t('problem.not-found')],
		['/keep/highs-and-lows', t('curve.nothing.guest')],
		['/keep/promise', t('curve.nothing.guest')],
		[`/keep/promise?what=${promise}`, t('moment.gone')],
		['/support/candles', t('candles.none')]
	] as const)
		await test.step(where, async () => {
			await malik.goes(where);
			await says(t('book.behind'));
			await expect(page.getByText(otherwise)).toHaveCount(0);
		});
	expect(await axeFinds(page)).toEqual([]);

	line.resolve();
	await malik.goes(`/keep/dedication?what=${song}`);
	await expect(page.getByRole('heading', { name: 'Samma väg hem' })).toBeVisible({ timeout: 15_000 });
	await malik.goes('/keep/highs-and-lows');
	await says(t('curve.nothing.guest'));
	await malik.goes('/keep');
	await says('Samma väg hem');
	await expect(page.getByText(t('book.behind'))).toHaveCount(0);
	expect(malik.complaints).toEqual([]);
});
