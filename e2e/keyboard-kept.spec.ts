/** What is kept, given and thanked for, by keyboard alone, in one place: each is come to by Tab, and what has been done has the focus and is read out. */
import { expect, test, type Locator } from '@playwright/test';
import { exactDay } from '#domain/day.ts';
import { openDevice, type TestDevice } from '../test/support/home.ts';
import { choosesOf, here, presses, reaches, types } from './support/by-keyboard.ts';
import { opensLink } from './support/doing.ts';
import { startHost, type Host } from './support/host.ts';
import { newPerson, type Person } from './support/person.ts';
import { takesPicture } from './support/picture.ts';
import { twoParents, type TwoParents } from './support/two-parents.ts';

test.describe.configure({ mode: 'serial' });
const wide = { viewport: { width: 1280, height: 900 } };
const [date, typedDate] = ['15 september 2026', '09152026'];
let host: Host;
let noor: Person, malik: Person;
let two: TwoParents;
/** Gives without anybody looking. */
let asa: TestDevice;
let link: string;

const title = ({ page }: Person, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
/** What came of it has the focus, and says what it is. */
async function comesTo(what: Locator, ...says: string[]): Promise<void> {
	await expect(what).toBeFocused();
	for (const words of says) await expect(what).toContainText(words);
}
/** Chooses a picture. */
async function enclosesPicture(person: Person): Promise<void> {
	const { page, t } = person;
	const buffer = await takesPicture(page, 600, 800);
	await reaches(person, t('enclose.add'));
	const chosen = new Promise<unknown>((resolve) =>
		page.once('filechooser', (chooser) => resolve(chooser.setFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer })))
	);
	await page.keyboard.press('Enter');
	await chosen;
	await expect(page.getByRole('textbox', { name: t('enclose.says') })).toBeVisible();
	expect((await here(person)).name).toBe(t('enclose.add'));
}
const closed = ({ page }: Person) => expect(page.getByRole('dialog')).toHaveCount(0);

test.beforeAll(async ({ browser }) => {
	host = await startHost();
	[noor, malik] = await Promise.all([newPerson(browser, host.origin, 'Noor', wide), newPerson(browser, host.origin, 'Malik', wide)]);
	// Listened for from the beginning: else what is chosen by a key may come before anybody listens.
	noor.page.on('filechooser', () => undefined);
	two = await twoParents(host.origin, noor);
	await two.tablet.does('tellNews', { ring: 'all', text: 'Vår son Ture föddes i tisdags.', asking: null });
	const invitation = await two.tablet.does('invite', { ring: 'all', label: '', many: true, form: 'link', parent: false, greeting: '' });
	const { invitations } = await two.tablet.sees(({ unsent }) => unsent === 0);
	link = invitations.find((one) => one.invitation === invitation)?.share ?? '';
	asa = await openDevice(host.origin);
	await asa.does('openInvitation', { text: link });
	await asa.does('comeIn', { name: 'Åsa' });
	const { told } = await asa.sees(({ standing, told }) => standing === 'member' && told.length > 0);
	await asa.does('answer', { to: told[0]?.id ?? '', kind: 'prayer', text: '', motif: null });
	await asa.sees(({ unsent }) => unsent === 0);
});
test.afterAll(async () => {
	await asa[Symbol.asyncDispose]();
	await two[Symbol.asyncDispose]();
	await Promise.all([noor, malik].map(({ context }) => context.close()));
	await host[Symbol.asyncDispose]();
});

test('a candle is lit for as long as its giver chooses', async () => {
	const { page, t } = malik;
	await opensLink(malik, link);
	await presses(malik, t('join.read'));
	await page.getByText('Vår son Ture').waitFor();
	await presses(malik, t('answer.way.candle'));
	await types(malik, t('name.field'), 'Malik');
	await page.keyboard.press('Enter');
	await title(malik, t('answer.title.candle'));
	await choosesOf(malik, t('candles.burns.24'), t('candles.burns.168'));
	await types(malik, t('answer.label.candle'), 'För Ture.');
	await presses(malik, t('answer.send.candle'));
	await expect(page).toHaveURL(/\/today/);
	expect((await here(malik)).role, 'the focus is lost').not.toBe('body');
	await expect(page.getByText('För Ture.')).toBeVisible();
	await two.tablet.sees(({ told }) => told.some(({ answers }) => answers.some(({ text, burns }) => text === 'För Ture.' && burns === 168)));
});

test('the child’s page: facts, a day, a thing with its picture, a letter', async () => {
	const { page, t } = noor;
	await test.step('what is known, each by itself; a day that is missing is said where it is', async () => {
		await noor.goes('/keep');
		await presses(noor, /^Ture/);
		await title(noor, 'Ture');
		await presses(noor, t('child.facts.begin'));
		await title(noor, t('child.facts.title'));
		await types(noor, t('child.weeks'), '20+3');
		await presses(noor, t('child.dates.add'));
		await comesTo(page.getByLabel(t('child.dates.what')));
		await page.keyboard.type('Föddes');
		await presses(noor, t('child.facts.save'));
		await comesTo(page.getByLabel(t('day.date')));
		await expect(page.getByLabel(t('day.date'))).toHaveAccessibleDescription(t('problem.no-day'));
		await page.keyboard.type(typedDate);
		await presses(noor, t('child.dates.add'));
		await comesTo(page.getByLabel(t('child.dates.what')).last());
		await presses(noor, t('child.dates.remove'));
		await comesTo(page.getByRole('button', { name: t('child.dates.add') }));
		await types(noor, t('child.weight'), '310 gram');
		await choosesOf(noor, t('ring.us'), t('ring.close'), 'ArrowDown');
		await presses(noor, t('child.facts.save'));
		await comesTo(page.getByRole('group', { name: t('child.facts.title') }), '20+3', '310 gram', date);
	});
	await test.step('a thing with its picture', async () => {
		await presses(noor, t('child.things.add'));
		await title(noor, t('keepsake.title'));
		await choosesOf(noor, t('keepsake.kind.picture'), t('keepsake.kind.print'));
		await enclosesPicture(noor);
		await reaches(noor, t('enclose.says'), 'Shift+Tab');
		await page.keyboard.type('En fot, fyra centimeter');
		await presses(noor, t('enclose.remove'));
		await comesTo(page.getByLabel(t('enclose.add')));
		await page.keyboard.press('Shift+Tab');
		await enclosesPicture(noor);
		await reaches(noor, t('enclose.says'), 'Shift+Tab');
		await page.keyboard.type('En fot i blått');
		await types(noor, t('keepsake.text'), 'Hans fot.');
		await presses(noor, t('keepsake.keep'));
		await comesTo(page.getByRole('article').filter({ hasText: 'Hans fot.' }), t('keepsake.kind.print'));
		await expect(page.getByRole('img', { name: 'En fot i blått' })).toBeVisible();
	});
	await test.step('a letter; empty, it is said where one writes', async () => {
		await presses(noor, t('child.letters.add'));
		await title(noor, t('letter.title.to', { name: 'Ture' }));
		await presses(noor, t('letter.keep'));
		await comesTo(page.getByLabel(t('letter.text')));
		await expect(page.getByRole('alert')).toHaveText(t('problem.empty'));
		await page.keyboard.type('Kära Ture, i dag kom snön.');
		await presses(noor, t('letter.keep'));
		await comesTo(page.getByRole('article').filter({ hasText: 'Kära Ture' }));
	});
	await test.step('changed where it stands', async () => {
		await presses(noor, new RegExp(`^${t('today.change')}: `));
		await reaches(noor, t('letter.text'));
		await page.keyboard.press('Control+End');
		await page.keyboard.type(' Du hade tyckt om den.');
		await presses(noor, t('correct.save'));
		await comesTo(page.getByRole('article').filter({ hasText: 'Kära Ture' }), 'Du hade tyckt om den.', t('today.edited'));
	});
});

test('a dedication with a link and lines, and a promise to which it belongs', async () => {
	const { page, t } = noor;
	await test.step('a song; a link that is none is said where it stands', async () => {
		await noor.goes('/keep');
		await presses(noor, t('keep.dedications.begin'));
		await title(noor, t('dedication.title'));
		await reaches(noor, 'Elias');
		await page.keyboard.press('Space');
		await types(noor, t('dedication.name.song'), 'Samma väg hem');
		await types(noor, t('dedication.link'), 'javascript:alert(1)');
		await presses(noor, t('dedication.give'));
		const address = page.getByRole('textbox', { name: t('dedication.link'), exact: true });
		await comesTo(address);
		await page.keyboard.press('Control+A');
		await page.keyboard.type('musik.example/samma');
		await presses(noor, t('dedication.give'));
		await comesTo(page.getByRole('article'), 'Samma väg hem', 'Elias');
		await reaches(noor, t('dedication.link.open', { host: 'musik.example' }));
	});
	await test.step('its lines, and what one means', async () => {
		await presses(noor, t('lines.begin'));
		await reaches(noor, t('lines.add.label'));
		await page.keyboard.type('Isen låg på sjön\ndu bar lyktan');
		await presses(noor, t('lines.add.do'));
		await closed(noor);
		await comesTo(page.getByRole('button', { name: t('lines.add') }));
		await reaches(noor, 'du bar lyktan', 'Shift+Tab');
		await page.keyboard.press('Enter');
		await presses(noor, t('lines.note'));
		await types(noor, t('lines.note.label'), 'Din hand i rummet.');
		await presses(noor, t('lines.note.do'));
		await closed(noor);
		await comesTo(page.getByRole('button', { name: t('lines.note') }));
		await expect(page.getByText('Din hand i rummet.')).toBeVisible();
	});
	await test.step('a promise, its day, and what belongs to it', async () => {
		await noor.goes('/keep');
		await presses(noor, t('keep.promises.begin'));
		await title(noor, t('promise.new'));
		await types(noor, t('promise.words'), 'Att gå hem tillsammans.');
		await choosesOf(noor, t('day.known.none'), t('day.known.day'));
		await types(noor, t('day.date'), '09142019');
		await presses(noor, t('promise.keep'));
		await expect(page).toHaveURL(/promise\?what=/);
		await comesTo(page.locator(':focus'), 'Att gå hem tillsammans.', '14 september 2019');
		await presses(noor, t('promise.tie'));
		await reaches(noor, 'Samma väg hem');
		await page.keyboard.press('Space');
		await presses(noor, t('promise.tie.save'));
		await closed(noor);
		await comesTo(page.getByRole('button', { name: t('promise.tie') }));
		await expect(page.getByRole('link', { name: /^Samma väg hem/ })).toBeVisible();
	});
});

test('saved unchanged, nothing is said anew; taken back elsewhere meanwhile, what is typed stays, and it is said why it is not saved', async () => {
	const { page, t } = noor;
	await noor.goes('/keep/promise');
	await presses(noor, t('today.change'));
	await title(noor, t('correct.title'));
	await presses(noor, t('correct.save'));
	await expect(page).toHaveURL(/keep\/promise\?what=/);
	await comesTo(page.locator(':focus'), 'Att gå hem tillsammans.');
	await expect(page.getByText(t('today.edited'))).toHaveCount(0);
	await presses(noor, t('today.change'));
	await title(noor, t('correct.title'));
	await reaches(noor, t('promise.words'));
	await page.keyboard.press('Control+End');
	await page.keyboard.type(' Alltid.');
	const { kept } = await two.tablet.sees(({ kept }) => kept.some(({ body }) => body.type === 'promise'));
	await two.tablet.does('takeBack', { target: kept.find(({ body }) => body.type === 'promise')?.id ?? '' });
	await two.tablet.sees(({ unsent }) => unsent === 0);
	// Long enough to have come here.
	await page.waitForTimeout(1500);
	await expect(page.getByLabel(t('promise.words'))).toBeFocused();
	await expect(page.getByLabel(t('promise.words'))).toHaveValue('Att gå hem tillsammans. Alltid.');
	await presses(noor, t('correct.save'));
	await expect(page.getByRole('alert')).toHaveText(t('problem.not-found'));
	await expect(page.getByLabel(t('promise.words'))).toHaveValue('Att gå hem tillsammans. Alltid.');
	await page.reload();
	await expect(page.getByText(t('correct.gone'))).toBeVisible();
	// The same of what was told.
	const target = await two.tablet.does('tellNews', { ring: 'us', text: 'Det snöar.', asking: null });
	await two.tablet.sees(({ unsent }) => unsent === 0);
	await noor.goes(`/correct?what=${target}`);
	const words = page.getByLabel(t('correct.words'));
	await words.fill('Det snöar fortfarande.');
	await two.tablet.does('takeBack', { target });
	await two.tablet.sees(({ unsent }) => unsent === 0);
	await page.waitForTimeout(1500);
	await expect(words).toHaveValue('Det snöar fortfarande.');
	await page.getByRole('button', { name: t('correct.save') }).click();
	await expect(page.getByText(t('problem.not-found'))).toBeVisible();
	await expect(words).toHaveValue('Det snöar fortfarande.');
});

test('the book: written in by hand with a photo; it rests, waits for its day, is gone on with and said', async () => {
	const { page, t } = noor;
	await noor.goes('/support');
	await presses(noor, t('book.write'));
	await title(noor, t('given.title'));
	await presses(noor, t('ready.rest'));
	await comesTo(page.getByLabel(t('given.words')));
	await expect(page.getByRole('alert')).toHaveText(t('problem.empty'));
	await reaches(noor, t('given.kind.flowers'), 'Shift+Tab');
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('radio', { name: t('given.kind.card') })).toBeChecked();
	await types(noor, t('given.from'), 'Kören');
	await types(noor, t('given.words'), 'Vi sjunger för er.');
	await enclosesPicture(noor);
	await test.step('it rests', async () => {
		await presses(noor, t('ready.rest'));
		await comesTo(page.locator(':focus'), t('resting.done.rest'));
		await presses(noor, t('resting.goOn'));
		await title(noor, t('given.title'));
		await expect(page.getByLabel(t('given.from'))).toHaveValue('Kören');
	});
	await test.step('on a day: which one is asked first', async () => {
		await choosesOf(noor, t('ready.now'), t('ready.day'));
		await presses(noor, t('ready.day.do.open'));
		await expect(page.getByRole('alert')).toHaveText(t('problem.no-day'));
		await comesTo(page.getByLabel(t('ready.day.which')));
		await page.keyboard.type('12242030');
		await presses(noor, /24 december 2030/);
		await comesTo(page.locator(':focus'), t('resting.done.day'));
		await expect(page.getByText(t('resting.day', { day: '24 december 2030' }))).toBeVisible();
	});
	await test.step('and now', async () => {
		await presses(noor, t('resting.goOn'));
		await title(noor, t('given.title'));
		await presses(noor, t('given.save'));
		await comesTo(page.getByRole('listitem').filter({ hasText: 'Vi sjunger för er.' }), 'Kören', t('given.was.card'));
		await expect(page.getByRole('listitem').filter({ hasText: 'Vi sjunger för er.' }).getByRole('img')).toBeVisible();
	});
	await test.step('put away, it is gone, and the focus is not', async () => {
		await presses(noor, t('book.write'));
		await types(noor, t('given.words'), 'Det här sägs aldrig');
		await presses(noor, t('ready.rest'));
		await comesTo(page.locator(':focus'), t('resting.done.rest'));
		await presses(noor, t('resting.putAway'));
		await presses(noor, t('resting.putAway.yes'));
		await expect(page.getByText(t('resting.nothing'))).toBeVisible();
		await comesTo(page.getByRole('main'));
	});
});

test('thanks to one, to several, to those who gave something of a kind, to all', async () => {
	const { page, t } = noor;
	const thanks = async (words: string, whom: () => Promise<unknown>, find: string) => {
		await noor.goes('/support');
		await presses(noor, t('thanks.go'));
		await title(noor, t('thanks.form'));
		await whom();
		await types(noor, t('thanks.words'), words);
		await expect(page.getByRole('status').filter({ hasText: t('thanks.finds', { names: find }) })).toBeVisible();
		await presses(noor, t('thanks.say'));
		await comesTo(page.locator(':focus'), t('thanks.said'));
		await expect(page.getByRole('region', { name: t('thanks.title') }).getByText(words)).toBeVisible();
	};
	const ticks = async (name: string) => {
		await reaches(noor, name);
		await page.keyboard.press('Space');
		await expect(page.getByRole('checkbox', { name })).toBeChecked();
	};
	const some = () => choosesOf(noor, t('thanks.to.all'), t('thanks.to.people'), 'ArrowUp');
	await thanks('Tack, Malik.', () => some().then(() => ticks('Malik')), 'Malik');
	await thanks(
		'Tack, ni två.',
		async () => {
			await some();
			await ticks('Åsa');
			await ticks('Malik');
			await types(noor, t('thanks.others'), 'kören');
		},
		'Åsa och Malik'
	);
	await thanks(
		'Tack för ljuset.',
		() => choosesOf(noor, t('thanks.to.all'), t('thanks.to.kinds'), 'ArrowDown').then(() => ticks(t('given.kind.candle'))),
		'Malik'
	);
	await thanks('Tack till er alla.', () => reaches(noor, t('thanks.to.all')), 'Åsa och Malik');
	await test.step('changed, one comes to them', async () => {
		const said = page.getByRole('region', { name: t('thanks.title') });
		await reaches(noor, new RegExp(`^${t('today.change')}: `));
		// What stands in the book above them is changed by a way that is called the same.
		while ((await said.locator(':focus').count()) === 0) await reaches(noor, new RegExp(`^${t('today.change')}: `));
		await page.keyboard.press('Enter');
		await title(noor, t('thanks.form.change'));
		await reaches(noor, t('thanks.words'));
		await page.keyboard.press('Control+End');
		await page.keyboard.type(' Ni bar oss.');
		await presses(noor, t('correct.save'));
		await comesTo(page.getByRole('listitem').filter({ hasText: 'Ni bar oss.' }));
	});
});

test('the other parent is asked, answers, and asks; “not now” and a yes', async () => {
	const { page, t } = noor;
	await test.step('Noor asks Elias, who says yes', async () => {
		await noor.goes('/keep/promise/new');
		await types(noor, t('promise.words'), 'Att minnas dig.');
		await choosesOf(noor, t('ring.us'), t('ring.close'), 'ArrowDown');
		await choosesOf(noor, t('ready.now'), t('ready.yes', { name: 'Elias' }));
		await presses(noor, t('ready.yes.do', { name: 'Elias' }));
		await comesTo(page.locator(':focus'), t('resting.done.yes', { name: 'Elias' }));
		const { proposals } = await two.elias.sees(({ proposals }) => proposals.length > 0);
		await two.elias.does('answerProposal', { id: proposals[0]?.id ?? '', yes: false });
		await expect(page.getByRole('status').filter({ hasText: t('resting.answered.notNow', { name: 'Elias' }) })).toBeVisible();
		await reaches(noor, t('resting.withdraw'));
		await two.elias.does('answerProposal', { id: proposals[0]?.id ?? '', yes: true });
		await expect(page.getByText(t('resting.nothing'))).toBeVisible();
		await comesTo(page.getByRole('main'));
	});
	await test.step('Elias asks Noor: not now, and then yes', async () => {
		await two.elias.does('propose', {
			entry: 'e'.repeat(32),
			ring: 'close',
			says: { type: 'promise', text: 'Att gå hit.', gave: '', day: exactDay('2019-09-14') }
		});
		await page.getByText('Att gå hit.').waitFor();
		await presses(noor, t('ui.notNow'));
		await comesTo(page.getByText(t('resting.said.notNow')));
		await presses(noor, t('resting.yes'));
		// It may be said at once: then one is on the page where it stood.
		await expect(page.getByText(t('resting.nothing'))).toBeVisible();
		await comesTo(page.getByRole('main'));
	});
});

test('somebody is asked to speak for them, and no longer', async () => {
	const { page, t } = noor;
	await noor.goes('/people');
	await presses(noor, 'Åsa');
	await title(noor, 'Åsa');
	await presses(noor, t('person.entrust', { name: 'Åsa' }));
	await title(noor, t('entrust.title'));
	const speaks = page.getByRole('group', { name: t('entrust.spokesperson', { name: 'Åsa' }) });
	await choosesOf(noor, t('entrust.no'), t('entrust.yes'), 'ArrowLeft');
	await expect(speaks.getByRole('radio', { name: t('entrust.yes') })).toBeFocused();
	await asa.sees(({ members }) => members.some(({ me, grants }) => me && grants.includes('spokesperson')));
	await page.keyboard.press('ArrowRight');
	await asa.sees(({ members }) => members.every(({ grants }) => grants.length === 0));
	await expect(speaks.getByRole('radio', { name: t('entrust.no') })).toBeFocused();
});

test('a day that comes round is asked for, stands on Today, and is silenced; and nobody has complained', async () => {
	const { page, t } = noor;
	await noor.goes('/keep');
	await presses(noor, /^Ture/);
	await title(noor, 'Ture');
	await presses(noor, new RegExp(`^${t('anniversary.title')}: `));
	await reaches(noor, t('anniversary.ask'));
	await page.keyboard.press('Space');
	await expect(page.getByRole('checkbox', { name: t('anniversary.ask') })).toBeChecked();
	await expect(page.getByRole('checkbox', { name: t('anniversary.ask') })).toBeFocused();
	await page.waitForTimeout(500);
	await page.clock.setSystemTime(new Date('2027-09-15T12:00:00+02:00'));
	await noor.goes('/today');
	const what = t('anniversary.child', { name: 'Ture', what: 'Föddes' });
	await page.getByText(what).waitFor();
	await presses(noor, t('anniversary.silence.which', { what }));
	await comesTo(page.getByText(t('anniversary.silenced')));
	await presses(noor, t('anniversary.again'));
	await expect(page.getByRole('link', { name: what })).toBeVisible();
	await comesTo(page.getByRole('listitem').filter({ hasText: what }));
	for (const { complaints } of [noor, malik]) expect(complaints).toEqual([]);
});
