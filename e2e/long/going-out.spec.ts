/** A parent looks at who somebody is, lets go of them, and moves them closer, after a call, or further out. */
import { expect, test, type Browser } from '@playwright/test';
import { answers, begins, choosesRing, invites, letsGo, letsIn, opensLink, opensPerson, reads, saysAndHears, tells } from '../support/doing.ts';
import { startHost } from '../support/host.ts';
import { newPerson, type Person } from '../support/person.ts';

const toAll = 'Vi har förlorat vår son.';
const toClose = 'Han heter Ture.';

/** Noor has told both rings; Malik and Åsa have come in by the link for many. */
async function family(browser: Browser, origin: string) {
	const people = await Promise.all(['Noor', 'Malik', 'Åsa'].map((name) => newPerson(browser, origin, name)));
	const [noor, malik, asa] = people as [Person, Person, Person];
	await begins(noor, 'Noor', 'Platsen vid sjön', '');
	await tells(noor, 'close', toClose);
	await tells(noor, 'all', toAll);
	const link = await invites(noor, { ring: 'all', label: 'Kören' });
	for (const guest of [malik, asa]) {
		await reads(guest, link);
		await answers(guest, 'words', `Från ${guest.name}.`, { name: guest.name });
	}
	await noor.goes('/today');
	for (const guest of [malik, asa]) await expect(noor.page.getByText(`Från ${guest.name}.`)).toBeVisible();
	return { noor, malik, asa, link, [Symbol.asyncDispose]: async () => void (await Promise.all(people.map(({ context }) => context.close()))) };
}

test('someone is let go of: it is said before what happens, done once, said after, and they are told by whom', async ({ browser }) => {
	await using host = await startHost();
	await using people = await family(browser, host.origin);
	const { noor, malik, asa, link } = people;
	const { page, t } = noor;
	const name = 'Malik';
	await opensPerson(noor, name);
	for (const says of [t('invite.ring.all'), t('person.notCompared', { name })]) await expect(page.getByText(says)).toBeVisible();
	await page.getByRole('link', { name: t('person.letGo', { name }) }).click();
	for (const key of ['letGo.new', 'letGo.read', 'letGo.given', 'letGo.links', 'letGo.told', 'letGo.final'] as const)
		await expect(page.getByText(t(key, { name }))).toBeVisible();

	await test.step('without a way to the server it is not done, and that is said', async () => {
		await noor.context.setOffline(true);
		await page.getByRole('button', { name: t('letGo.do', { name }) }).click();
		await expect(page.getByText(t('letGo.failed', { name }))).toBeVisible();
		await noor.context.setOffline(false);
	});
	await page.getByRole('button', { name: t('letGo.do', { name }) }).click();
	await expect(page.getByRole('heading', { name: t('letGo.done', { name }) })).toBeVisible();
	await expect(malik.page.getByText(malik.t('today.ended.let-go.text', { name: 'Noor' }))).toBeVisible();
	await expect(malik.page.getByText(toAll)).toHaveCount(0);

	await test.step('the link is closed, and a new one can be made', async () => {
		await expect(page.getByText(t('letGo.done.links'))).toBeVisible();
		await page.getByRole('link', { name: t('letGo.done.link') }).click();
		await expect(page).toHaveURL(/invitations\/new/);
		await using late = await newPerson(browser, host.origin, 'Sen');
		await opensLink(late, link);
		await expect(late.page.getByText(late.t('problem.invitation-closed'))).toBeVisible();
	});
	await test.step('he is on no list any more, what he gave stays, and whoever else came in goes on', async () => {
		await noor.goes('/people');
		await expect(page.getByText('Åsa')).toBeVisible();
		await expect(page.getByText(name)).toHaveCount(0);
		await tells(noor, 'all', 'Det här är efteråt.');
		await expect(page.getByText('Från Malik.')).toBeVisible();
		await expect(asa.page.getByText('Det här är efteråt.')).toBeVisible();
		await malik.goes('/today');
		await expect(malik.page.getByText(malik.t('today.ended.let-go'))).toBeVisible();
		await expect(malik.page.getByText('Det här är efteråt.')).toHaveCount(0);
	});
	for (const person of [noor, asa]) expect(person.complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(text))).toEqual([]);
});

test('someone comes closer after a call, reads what was told there before, and goes further out again', async ({ browser }) => {
	await using host = await startHost();
	await using people = await family(browser, host.origin);
	const { noor, malik } = people;
	const { page, t } = noor;
	const name = 'Malik';
	const rings = () => page.getByRole('group', { name: t('move.rings', { name }) });
	const opensMove = async () => {
		await opensPerson(noor, name);
		await page.getByRole('link', { name: t('person.move') }).click();
		await expect(page.getByRole('heading', { level: 1, name: t('move.title') })).toBeVisible();
	};

	await opensMove();
	await expect(page.getByText(t('move.now.all', { name }))).toBeVisible();
	await expect(page.getByRole('button', { name: t('move.in.do', { name }) })).toBeDisabled();
	await choosesRing(rings(), 'close');
	for (const key of ['move.in.close', 'move.in.compare'] as const) await expect(page.getByText(t(key, { name }))).toBeVisible();
	await page.getByRole('button', { name: t('move.in.call') }).click();
	await expect(page.getByText(t('compare.open', { name }))).toBeVisible();
	await page.getByRole('button', { name: t('compare.draw') }).click();
	await malik.goes('/people');
	await malik.page.getByRole('link', { name: malik.t('compare.title') }).click();

	await test.step('words that are not the same change nothing', async () => {
		const fields = page.getByRole('main').getByRole('combobox').or(page.getByRole('main').getByRole('textbox'));
		const [word] = await page.getByRole('main').getByRole('listitem').allInnerTexts();
		for (let i = 0; i < 4; i++) await fields.nth(i).fill(word ?? '');
		await page.getByRole('button', { name: t('compare.check') }).click();
		for (const key of ['compare.still', 'compare.still.twice'] as const) await expect(page.getByText(t(key))).toBeVisible();
		await page.getByRole('button', { name: t('compare.again') }).click();
	});
	await saysAndHears(noor, malik);
	await page.getByRole('button', { name: t('compare.check') }).click();
	await expect(page.getByRole('heading', { name: t('move.in.done', { name }) })).toBeVisible();
	await malik.goes('/today');
	await expect(malik.page.getByText(toClose)).toBeVisible();

	await opensMove();
	await choosesRing(rings(), 'all');
	for (const key of ['move.out.all', 'move.out.text'] as const) await expect(page.getByText(t(key, { name }))).toBeVisible();
	await page.getByRole('button', { name: t('move.out.do', { name }) }).click();
	await expect(page.getByRole('heading', { name: t('move.out.done', { name }) })).toBeVisible();
	await expect(malik.page.getByText(toClose)).toHaveCount(0);
	await expect(malik.page.getByText(toAll)).toBeVisible();
	for (const person of [noor, malik]) expect(person.complaints).toEqual([]);
});

test('a parent is neither moved nor let go of, and that is said; a guest finds no such page', async ({ browser }) => {
	await using host = await startHost();
	await using noor = await newPerson(browser, host.origin, 'Noor');
	await using elias = await newPerson(browser, host.origin, 'Elias');
	await using ingrid = await newPerson(browser, host.origin, 'Ingrid');
	await begins(noor, 'Noor', 'Noor & Elias', '');
	await opensLink(elias, await invites(noor, { ring: 'us' }));
	await letsIn(noor, elias, 'Elias');
	await opensPerson(noor, 'Elias');
	await expect(noor.page.getByText(noor.t('person.stays'))).toBeVisible();
	await expect(noor.page.getByText(noor.t('person.compared', { name: 'Elias' }))).toBeVisible();
	await expect(noor.page.getByRole('link', { name: noor.t('person.move') })).toHaveCount(0);
	const who = new URL(noor.page.url()).search;
	for (const way of ['let-go', 'move']) {
		await noor.goes(`/people/${way}${who}`);
		await expect(noor.page.getByText(noor.t('person.gone'))).toBeVisible();
	}
	await opensLink(ingrid, await invites(noor, { ring: 'close', label: 'Ingrid' }));
	await letsIn(noor, ingrid, 'Ingrid');
	await ingrid.goes(`/people/who${who}`);
	await expect(ingrid.page.getByText(ingrid.t('person.gone'))).toBeVisible();
	// Who was compared with when they came in is let go of with no link to close.
	await letsGo(noor, 'Ingrid');
	await expect(noor.page.getByText(noor.t('letGo.done.links'))).toHaveCount(0);
});
