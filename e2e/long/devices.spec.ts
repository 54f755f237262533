/** One's own devices, one's own stead, what someone is entrusted with, and two who compare what they are shown. */
import { expect, test } from '@playwright/test';
import { comeBack } from '../../src/actions/come-back.ts';
import { openDevice } from '../../test/support/home.ts';
import { answers, begins, invites, knocks, letsIn, opensLink, opensPerson, saysAndHears, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { rootOf } from '../support/root-of.ts';

const news = 'Han kom för tidigt.';

test('a lost device is shut out from another; it says so, keeps nothing, and the last of it can be taken away', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'us', news);
	await noor.goes('/settings');
	await expect(noor.page.getByRole('heading', { name: noor.t('devices.title') })).toHaveCount(0);

	// Another device of hers. The doors that lead from the one to the other are not there yet: it is given the root.
	await using tablet = await openDevice(host.origin);
	await comeBack(tablet.home, { root: await rootOf(noor) });
	await tablet.sees(({ told }) => told.some(({ text }) => text === news));
	await test.step('from the browser', async () => {
		await noor.page.getByRole('link', { name: noor.t('devices.go') }).click();
		for (const key of ['devices.ends', 'devices.copied', 'devices.links', 'devices.same'] as const)
			await expect(noor.page.getByText(noor.t(key))).toBeVisible();
		await noor.page.getByRole('button', { name: noor.t('devices.do') }).click();
		await expect(noor.page.getByRole('heading', { name: noor.t('devices.done') })).toBeVisible();
		const gone = await tablet.sees(({ standing }) => standing === 'ended');
		expect([gone.ended?.why, gone.told]).toEqual(['signed-out', []]);
		await tells(noor, 'us', 'Efteråt.');
	});
	await test.step('and the browser itself', async () => {
		await using other = await openDevice(host.origin);
		const own = await noor.page.evaluate(() => indexedDB.databases().then((all) => all.map(({ name }) => name)));
		expect(own).toContain('kvar');
		await comeBack(other.home, { root: await rootOf(noor), ...(await idsOf(tablet)) });
		await other.sees(({ told }) => told.some(({ text }) => text === 'Efteråt.'));
		await noor.goes('/today');
		await other.does('signOutOthers', {});
		await expect(noor.page.getByText(noor.t('today.ended.signed-out'))).toBeVisible();
		await expect(noor.page.getByText(news)).toHaveCount(0);
		await expect(noor.page.getByText(noor.t('today.ended.not-you'))).toBeVisible();
		await noor.page.getByRole('button', { name: noor.t('today.ended.away') }).click();
		await expect(noor.page.getByRole('dialog').getByText(noor.t('today.ended.away.text'))).toBeVisible();
		await noor.page
			.getByRole('dialog')
			.getByRole('button', { name: noor.t('today.ended.away') })
			.click();
		await expect(noor.page).toHaveURL(/\/sv$/);
	});
	expect(noor.complaints).toEqual([]);
});

/** The own log and oneself in it, which follow from the first root alone. */
async function idsOf({ home }: Awaited<ReturnType<typeof openDevice>>) {
	const own = [...home.circles.values()].find(({ circle }) => circle.record.own);
	const [member] = own?.circle.state.members.keys() ?? [];
	return { own: own?.circle.id ?? '', member: member ?? '' };
}

test('who has lost everything comes back in their own stead, after the same call; the old device is told', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using lost = await newPerson(browser, host.origin, 'Elias');
	await using again = await newPerson(browser, host.origin, 'Elias');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await opensLink(lost, await invites(noor, { ring: 'us' }));
	await letsIn(noor, lost, 'Elias');
	await tells(lost, 'us', news);
	// Whatever one is let in by: it is the place of the former that is taken.
	await opensLink(again, await invites(noor, { ring: 'close' }));
	await knocks(again, 'Elias');
	await noor.goes('/people');
	await noor.page.getByRole('link', { name: noor.t('compare.title') }).click();
	await noor.page.getByText(noor.t('compare.back', { name: 'Elias' })).click();
	await noor.page.getByRole('radio', { name: 'Elias' }).check();
	await expect(noor.page.getByText(noor.t('compare.back.same', { name: 'Elias' }))).toBeVisible();
	await noor.page.getByRole('button', { name: noor.t('compare.draw') }).click();
	await saysAndHears(noor, again);
	await noor.page.getByRole('button', { name: noor.t('compare.let') }).click();
	await expect(noor.page.getByRole('heading', { name: noor.t('compare.in', { name: 'Elias' }) })).toBeVisible();
	await again.goes('/today');
	await expect(again.page.getByText(news)).toBeVisible();
	await expect(lost.page.getByText(lost.t('today.ended.replaced'))).toBeVisible();
	await expect(lost.page.getByText(news)).toHaveCount(0);
	await opensPerson(noor, 'Elias');
	await expect(noor.page.getByText(noor.t('person.insteadOf', { name: 'Elias', vouched: 'Noor' }))).toBeVisible();
	for (const one of [noor, again, lost]) expect(one.complaints).toEqual([]);
});

test('someone is entrusted with speaking for the parents, and no longer', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await opensLink(ingrid, await invites(noor, { ring: 'close' }));
	await letsIn(noor, ingrid, 'Ingrid');
	await opensPerson(noor, 'Ingrid');
	await noor.page.getByRole('link', { name: noor.t('person.entrust', { name: 'Ingrid' }) }).click();
	const speaks = noor.page.getByRole('group', { name: noor.t('entrust.spokesperson', { name: 'Ingrid' }) });
	await speaks.getByRole('radio', { name: noor.t('entrust.yes') }).check();
	await noor.page.getByRole('link', { name: noor.t('ui.back') }).click();
	await expect(noor.page.getByText(noor.t('person.grant.spokesperson'))).toBeVisible();
	await noor.page.getByRole('link', { name: noor.t('person.entrust', { name: 'Ingrid' }) }).click();
	await speaks.getByRole('radio', { name: noor.t('entrust.no') }).check();
	await noor.page.getByRole('link', { name: noor.t('ui.back') }).click();
	await expect(noor.page.getByText(noor.t('person.grant.spokesperson'))).toHaveCount(0);
	expect(noor.complaints).toEqual([]);
});

test('two compare on the telephone what they are shown, and it is the same; a word that was misheard stops nothing', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'close', news);
	await opensLink(ingrid, await invites(noor, { ring: 'close' }));
	await letsIn(noor, ingrid, 'Ingrid');
	await ingrid.goes('/today');
	await answers(ingrid, 'words', 'Jag är hos er.');
	for (const [one, other, side] of [
		[noor, 'Ingrid', 'say'],
		[ingrid, 'Noor', 'hear']
	] as const) {
		await one.goes('/settings');
		await one.page.getByRole('link', { name: one.t('wrong.compare.go') }).click();
		await one.page.getByRole('radio', { name: other }).check();
		await one.page.getByRole('radio', { name: one.t(`place.side.${side}`), exact: true }).check();
		await one.page.getByRole('button', { name: one.t('place.next') }).click();
	}
	const draws = async (label: 'compare.draw' | 'compare.again') => {
		await noor.page.getByRole('button', { name: noor.t(label) }).click();
		await expect(noor.page.getByRole('heading', { name: noor.t('compare.say') })).toBeVisible();
	};
	await draws('compare.draw');
	await saysAndHears(noor, ingrid);
	// One of the four is heard as another.
	const last = noor.page.getByRole('main').getByRole('combobox').or(noor.page.getByRole('main').getByRole('textbox')).nth(3);
	const other = (await noor.page.getByRole('main').getByRole('listitem').allInnerTexts())[0] ?? '';
	await last.fill(other);
	await noor.page.getByRole('button', { name: noor.t('place.check') }).click();
	await expect(noor.page.getByRole('heading', { name: noor.t('compare.differ') })).toBeVisible();
	await expect(noor.page.getByRole('button', { name: noor.t('place.differ.stop') })).toBeVisible();
	await draws('compare.again');
	await ingrid.page.getByRole('button', { name: ingrid.t('join.say.again') }).click();
	await saysAndHears(noor, ingrid);
	await noor.page.getByRole('button', { name: noor.t('place.check') }).click();
	await expect(noor.page.getByRole('heading', { name: noor.t('place.same') })).toBeVisible();
	await tells(noor, 'close', 'Vidare.');
	for (const one of [noor, ingrid]) expect(one.complaints).toEqual([]);
});
