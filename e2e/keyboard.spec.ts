/** The first days by keyboard alone: every step is reached by Tab, seen where it is, named, and done by Enter, Space and arrows. */
import { expect, test } from '@playwright/test';
import { here, presses, reaches, types } from './support/by-keyboard.ts';
import { answers, begins, invites, opensLink, reads, tells } from './support/doing.ts';
import { startHost } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';

const title = ({ page }: Person, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

test('a family begins, lets the other parent in, tells the news, and is answered, by keyboard alone', async ({ browser }) => {
	await using host = await startHost();
	const wide = { viewport: { width: 1280, height: 900 } };
	await using noor = await newPerson(browser, host.origin, 'Noor', wide);
	await using elias = await newPerson(browser, host.origin, 'Elias', wide);
	await using malik = await newPerson(browser, host.origin, 'Malik', wide);
	const { t } = noor;

	await test.step('Noor begins', async () => {
		await noor.goes('/sv');
		await presses(noor, t('land.start'));
		await title(noor, t('start.title'));
		await types(noor, t('start.name'), 'Noor');
		await types(noor, t('start.place'), 'Platsen');
		await presses(noor, t('start.make'));
		await expect(noor.page.getByRole('heading', { name: t('start.done') })).toBeFocused();
		await presses(noor, t('start.done.enter'));
		await expect(noor.page.getByText(t('today.nothing'))).toBeVisible();
	});
	await test.step('and invites Elias, who comes in after they have compared words', async () => {
		await presses(noor, t('today.other.go'));
		await title(noor, t('invite.new'));
		await presses(noor, t('invite.make.link'));
		const link = await noor.page.getByText(/\/i#[1-9A-HJ-NP-Za-km-z]{60,}/).innerText();
		await opensLink(elias, link);
		await types(elias, t('join.name.parent'), 'Elias');
		await presses(elias, t('join.knock'));
		await expect(elias.page.getByText(t('join.call.words'))).toBeVisible();

		await presses(noor, t('ui.done'));
		await noor.page.getByText(t('today.waits', { name: 'Elias' })).waitFor();
		await presses(noor, t('today.waits.go'));
		await presses(noor, t('compare.draw'));
		const two = await noor.page.getByRole('main').getByRole('listitem').allInnerTexts();
		for (const [i, word] of two.entries()) await types(elias, t(i === 0 ? 'compare.word.1' : 'compare.word.2'), word);
		await presses(elias, t('join.call.show'));
		await expect(elias.page.getByRole('heading', { name: t('join.say') })).toBeVisible();
		const four = await elias.page.getByRole('main').getByRole('listitem').allInnerTexts();
		for (const [i, word] of four.entries())
			await types(noor, t((['compare.word.1', 'compare.word.2', 'compare.word.3', 'compare.word.4'] as const)[i] ?? 'compare.word.1'), word);
		await presses(noor, t('compare.let'));
		await expect(noor.page.getByRole('heading', { name: t('compare.in', { name: 'Elias' }) })).toBeVisible();
		await expect(elias.page).toHaveURL(/\/today/, { timeout: 20_000 });
	});
	await test.step('Noor tells the news to everyone, choosing the ring by arrows', async () => {
		await noor.goes('/today');
		await presses(noor, t('today.write'));
		await title(noor, t('tell.title'));
		await types(noor, t('tell.words'), 'Vi har förlorat vår son.');
		await reaches(noor, t('tell.asking.nothing'));
		await noor.page.keyboard.press('ArrowUp');
		await expect(noor.page.getByRole('radio', { name: t('tell.asking.dontAsk') })).toBeChecked();
		await reaches(noor, t('ring.close'));
		await noor.page.keyboard.press('ArrowDown');
		await expect(noor.page.getByRole('radio', { name: t('ring.all') })).toBeChecked();
		await presses(noor, t('tell.look'));
		await title(noor, t('tell.look.title'));
		await presses(noor, t('tell.go.all'));
		await expect(noor.page.getByText('Vi har förlorat vår son.')).toBeVisible();
	});
	await test.step('begins from ready words in a sheet that keeps the focus and gives it back', async () => {
		await noor.goes('/tell');
		await reaches(noor, t('tell.start'));
		await noor.page.keyboard.press('Enter');
		await expect(noor.page.getByRole('dialog')).toBeVisible();
		for (let i = 0; i < 40; i++) {
			await noor.page.keyboard.press('Tab');
			expect(await noor.page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true);
		}
		await noor.page.keyboard.press('Escape');
		await expect(noor.page.getByRole('dialog')).toBeHidden();
		expect((await here(noor)).name).toBe(t('tell.start'));
	});
	await test.step('Malik reads, lights a candle and writes', async () => {
		await noor.goes('/invitations/new');
		await presses(noor, t('invite.make.link'));
		await opensLink(malik, await noor.page.getByText(/\/i#[1-9A-HJ-NP-Za-km-z]{60,}/).innerText());
		await presses(malik, t('join.read'));
		await malik.page.getByText('Vi har förlorat vår son.').waitFor();
		await presses(malik, t('answer.way.candle'));
		await types(malik, t('name.field'), 'Malik');
		await malik.page.keyboard.press('Enter');
		await title(malik, t('answer.title.candle'));
		await presses(malik, t('answer.send.candle'));
		await expect(malik.page).toHaveURL(/today/);
		await presses(malik, t('answer.way.card'));
		await title(malik, t('answer.title.card'));
		await reaches(malik, t('card.motif.branch'));
		await malik.page.keyboard.press('ArrowRight');
		await types(malik, t('answer.label.card'), 'Jag sörjer med er.');
		await presses(malik, t('answer.send.card'));
		await noor.goes('/today');
		await expect(noor.page.getByText('Jag sörjer med er.')).toBeVisible();
	});
	await test.step('the way back is as open as the way on, and the words can be skipped to', async () => {
		await noor.page.keyboard.press('Tab');
		expect((await here(noor)).name).toBe(t('ui.skip'));
		await noor.page.keyboard.press('Enter');
		expect(await noor.page.evaluate(() => document.activeElement?.id)).toBe('main');
		await reaches(noor, t('settings.title'), 'Shift+Tab');
	});
	for (const person of [noor, elias, malik]) expect(person.complaints).toEqual([]);
});

test('something is laid aside and taken up, then taken away, news told anew, someone moved after a call and let go of, by keyboard alone', async ({
	browser
}) => {
	await using host = await startHost();
	const wide = { viewport: { width: 1280, height: 900 } };
	await using noor = await newPerson(browser, host.origin, 'Noor', wide);
	await using malik = await newPerson(browser, host.origin, 'Malik', wide);
	const { page, t } = noor;
	const name = 'Malik';
	await begins(noor, 'Noor', 'Platsen', '');
	await tells(noor, 'all', 'Vi har förlorat vår son.');
	await reads(malik, await invites(noor, { ring: 'all' }));
	await answers(malik, 'candle', '', { name });
	await answers(malik, 'words', 'Ni hinner få fler.');

	await test.step('laid aside: the focus comes to the line that stands in its place', async () => {
		await noor.goes('/today');
		await page.getByText('Ni hinner få fler.').waitFor();
		await presses(noor, t('aside.more', { name }));
		await expect(page.getByRole('dialog')).toBeVisible();
		await presses(noor, t('aside.do'));
		await expect(page.getByText(t('aside.is'))).toBeFocused();
		await presses(noor, t('aside.show'));
		await expect(page.getByText('Ni hinner få fler.')).toBeVisible();
		await presses(noor, t('aside.up'));
		await expect(page.getByText(t('aside.is'))).toHaveCount(0);
	});
	await test.step('taken away for everyone: Escape lets it be and gives the focus back; done, it is at the line that says so', async () => {
		await presses(noor, t('aside.more', { name }));
		await presses(noor, t('away.go'));
		await expect(page.getByRole('heading', { name: t('away.title') })).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(page.getByRole('dialog')).toBeHidden();
		expect((await here(noor)).name).toBe(t('aside.more', { name }));
		await page.keyboard.press('Enter');
		await presses(noor, t('away.go'));
		await expect(page.getByRole('heading', { name: t('away.title') })).toBeVisible();
		await presses(noor, t('away.go'));
		await expect(page.getByText(t('away.done'))).toBeFocused();
		await presses(malik, t('away.own.hide'));
		await expect(malik.page.getByText(t('away.own'))).toHaveCount(0);
	});
	await test.step('told anew to fewer', async () => {
		await noor.goes('/today');
		await presses(noor, new RegExp(`^${t('today.change')}: `));
		await title(noor, t('correct.title'));
		await presses(noor, t('retell.link'));
		await title(noor, t('retell.title'));
		await reaches(noor, t('ring.all'));
		await page.keyboard.press('ArrowUp');
		await expect(page.getByText(t('retell.narrower'))).toBeVisible();
		await presses(noor, t('tell.go.close'));
		await expect(malik.page.getByText(malik.t('today.takenBack'))).toBeVisible();
	});
	await test.step('Malik comes closer', async () => {
		await noor.goes('/people');
		await presses(noor, name);
		await title(noor, name);
		await presses(noor, t('person.move'));
		await title(noor, t('move.title'));
		await reaches(noor, t('ring.all'));
		await page.keyboard.press('ArrowUp');
		await presses(noor, t('move.in.call'));
		await expect(page.getByRole('heading', { name: t('compare.call', { name }) })).toBeFocused();
		await presses(noor, t('compare.draw'));
		const two = await page.getByRole('main').getByRole('listitem').allInnerTexts();
		await malik.goes('/people');
		await presses(malik, malik.t('compare.title'));
		for (const [i, word] of two.entries()) await types(malik, malik.t(i === 0 ? 'compare.word.1' : 'compare.word.2'), word);
		await presses(malik, malik.t('join.call.show'));
		await expect(malik.page.getByRole('heading', { name: malik.t('join.say') })).toBeFocused();
		const four = await malik.page.getByRole('main').getByRole('listitem').allInnerTexts();
		for (const [i, word] of four.entries())
			await types(noor, t((['compare.word.1', 'compare.word.2', 'compare.word.3', 'compare.word.4'] as const)[i] ?? 'compare.word.1'), word);
		await presses(noor, t('compare.check'));
		await expect(page.getByRole('heading', { name: t('move.in.done', { name }) })).toBeFocused();
	});
	await test.step('and is let go of', async () => {
		await presses(noor, t('compare.people'));
		await presses(noor, name);
		await presses(noor, t('person.letGo', { name }));
		await expect(page.getByRole('heading', { name: t('letGo.ask', { name }) })).toBeFocused();
		await presses(noor, t('letGo.do', { name }));
		await expect(page.getByRole('heading', { name: t('letGo.done', { name }) })).toBeFocused();
	});
	await test.step('the last yes is asked for in a sheet that Escape closes', async () => {
		await noor.goes('/settings');
		await presses(noor, t('settings.erase.go'));
		await title(noor, t('erase.title'));
		await presses(noor, t('erase.yes'));
		await expect(page.getByRole('dialog')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(page.getByRole('dialog')).toBeHidden();
		expect((await here(noor)).name).toBe(t('erase.yes'));
	});
	for (const person of [noor, malik]) expect(person.complaints).toEqual([]);
});
