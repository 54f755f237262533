/** What people do on the screens, by the words they read there. */
import { expect, type Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** Presses a ring by its name, as a finger does: the name lies over the radio. */
export async function choosesRing(group: Locator, ring: 'us' | 'close' | 'all'): Promise<void> {
	const radio = group.locator(`input[value=${ring}]`);
	const name = group.locator(`label:has(input[value=${ring}]) span`);
	const { width } = (await name.boundingBox()) ?? { width: 0 };
	// At the top of its own ring: in the middle lies the innermost.
	await name.click({ position: { x: width / 2, y: 14 } });
	await expect(radio).toBeChecked();
}

/** Begins a place. */
export async function begins({ page, t, goes }: Person, name: string, title: string, childName: string): Promise<void> {
	await goes('/start');
	await page.getByLabel(t('start.name')).fill(name);
	await page.getByLabel(t('start.place')).fill(title);
	await page.getByLabel(t('start.child')).fill(childName);
	await page.getByRole('button', { name: t('start.make') }).click();
	await expect(page.getByRole('heading', { name: t('start.done') })).toBeVisible();
	await page.getByRole('link', { name: t('start.done.enter') }).click();
	await expect(page).toHaveURL(/\/today$/);
}

export interface InvitationWishes {
	ring: 'us' | 'close' | 'all';
	many?: boolean;
	code?: boolean;
	label?: string;
	greeting?: string;
}

/** Makes an invitation and gives its link or code, as it stands on the screen. */
export async function invites({ page, t, goes }: Person, { ring, many, code, label, greeting }: InvitationWishes): Promise<string> {
	await goes('/invitations/new');
	if (ring === 'us') await page.getByRole('radio', { name: t('invite.who.parent') }).check();
	else {
		const others = page.getByRole('radio', { name: t('invite.who.others') });
		if (await others.isVisible()) await others.check();
		await choosesRing(page.getByRole('group', { name: t('invite.rings') }), ring);
		if (ring === 'all') await page.getByRole('radio', { name: t(many === false || code === true ? 'invite.count.one' : 'invite.count.many') }).check();
	}
	if (code === true) await page.getByRole('radio', { name: t('invite.shape.code') }).check();
	if (label !== undefined) await page.getByLabel(t('invite.label')).fill(label);
	if (greeting !== undefined) {
		await page.getByRole('button', { name: t('invite.greeting') }).click();
		await page.getByRole('textbox', { name: t('invite.greeting') }).fill(greeting);
	}
	await page.getByRole('button', { name: t(code === true ? 'invite.make.code' : 'invite.make.link') }).click();
	await page.getByRole('button', { name: t(code === true ? 'invite.copy.code' : 'invite.copy.link') }).waitFor();
	if (code === true)
		return (
			await page
				.locator('[aria-label]')
				.filter({ has: page.locator('span') })
				.getByText(/^[0-9A-Z]{4}$/)
				.allInnerTexts()
		).join('-');
	return page.getByText(/\/i#[1-9A-HJ-NP-Za-km-z]{60,}/).innerText();
}

/** Opens a link as one opens it out of a message. */
export async function opensLink({ page }: Person, link: string): Promise<void> {
	await page.goto(link);
	// The secret has left the address bar.
	await expect(page).toHaveURL(/\/i$/);
}

/** Opens a link that joins at once, and reads. */
export async function reads(person: Person, link: string): Promise<void> {
	await opensLink(person, link);
	await person.page.getByRole('link', { name: person.t('join.read') }).click();
}

/** Says a name at the door, and waits. */
export async function knocks({ page, t }: Person, name: string): Promise<void> {
	await page.getByLabel(new RegExp(`^(${t('join.name')}|${escape(t('join.name.parent'))})`)).fill(name);
	await page.getByRole('button', { name: t('join.knock') }).click();
	await expect(page.getByText(t('join.call.words'))).toBeVisible();
}

/** Knocks and is let in. */
export async function letsIn(parent: Person, waiting: Person, name: string): Promise<void> {
	await knocks(waiting, name);
	await compares(parent, waiting, name);
}

/** Two people compare words on the telephone, and the one who waits is let in. */
export async function compares(parent: Person, waiting: Person, name: string): Promise<void> {
	await parent.goes('/today');
	await parent.page.getByText(parent.t('today.waits', { name })).waitFor();
	await parent.page.getByRole('link', { name: parent.t('today.waits.go') }).click();
	await parent.page.getByRole('button', { name: parent.t('compare.draw') }).click();
	await saysAndHears(parent, waiting);
	await parent.page.getByRole('button', { name: parent.t('compare.let') }).click();
	await expect(parent.page.getByRole('heading', { name: parent.t('compare.in', { name }) })).toBeVisible();
	await expect(waiting.page.getByRole('heading', { name: waiting.t('join.in') })).toBeVisible();
	// The words "you are in" stand for a few seconds first.
	await expect(waiting.page).toHaveURL(/\/today/, { timeout: 20_000 });
}

/** The call itself: two words are said and typed, four are said back and typed. */
export async function saysAndHears(parent: Person, other: Person): Promise<void> {
	const fields = ({ page }: Person) => page.getByRole('main').getByRole('combobox').or(page.getByRole('main').getByRole('textbox'));
	const drawn = parent.page.getByRole('main').getByRole('listitem');
	await expect(drawn).toHaveCount(2);
	const two = await drawn.allInnerTexts();
	for (const [i, word] of two.entries()) await fields(other).nth(i).fill(word);
	await other.page.getByRole('button', { name: other.t('join.call.show') }).click();
	await expect(other.page.getByRole('heading', { name: other.t('join.say') })).toBeVisible();
	const four = await other.page.getByRole('main').getByRole('listitem').allInnerTexts();
	expect(four).toHaveLength(4);
	for (const [i, word] of four.entries()) await fields(parent).nth(i).fill(word);
}

/** A parent opens somebody's own page, from the list of who is here. */
export async function opensPerson({ page, t, goes }: Person, name: string): Promise<void> {
	await goes('/people');
	await page.getByRole('link', { name: new RegExp(`^${escape(name)}`) }).click();
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	await expect(page.getByText(t('people.title'))).toHaveCount(0);
}

/** From Today to the page that tells what is wrong, the way one finds it. */
export async function looksInto({ page, t }: Person): Promise<void> {
	await page.getByRole('link', { name: t('wrong.go') }).click();
	await expect(page.getByRole('heading', { level: 1, name: t('wrong.title') })).toBeVisible();
}

/** A parent lets go of somebody. */
export async function letsGo(parent: Person, name: string): Promise<void> {
	const { page, t } = parent;
	await opensPerson(parent, name);
	await page.getByRole('link', { name: t('person.letGo', { name }) }).click();
	await page.getByRole('button', { name: t('letGo.do', { name }) }).click();
	await expect(page.getByRole('heading', { name: t('letGo.done', { name }) })).toBeVisible();
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Tells something to a ring, after looking at it as the others will see it. */
export async function tells(
	{ page, t, goes }: Person,
	ring: 'us' | 'close' | 'all',
	text: string,
	asking: 'ask' | 'dontAsk' | 'nothing' = 'nothing'
): Promise<void> {
	// Each paragraph of it stands by itself.
	const first = page.getByText(text.split('\n')[0] ?? '');
	await goes('/tell');
	await page.getByRole('textbox', { name: t('tell.words') }).fill(text);
	await page.getByRole('radio', { name: t(`tell.asking.${asking}`) }).check();
	await choosesRing(page.getByRole('group', { name: t('ring.label') }), ring);
	await page.getByRole('button', { name: t('tell.look') }).click();
	await expect(first).toBeVisible();
	await page.getByRole('button', { name: t(`tell.go.${ring}`) }).click();
	await expect(page).toHaveURL(/\/today/);
	await expect(first).toBeVisible();
}

type Way = 'words' | 'candle' | 'card' | 'prayer' | 'thought' | 'offer';

/** Answers the newest thing told, or the one before it; says a name first where none has been said. */
export async function answers({ page, t, goes }: Person, kind: Way, text: string, { name, older }: { name?: string; older?: boolean } = {}): Promise<void> {
	await goes('/today');
	if (older === true) {
		const link = page.getByRole('link', { name: t('today.answer.this') }).first();
		await link.waitFor();
		// What has just arrived moves the page: one looks before one taps.
		await page.waitForTimeout(1000);
		await link.click();
		// The same ways stand below the newest, where one comes from.
		await page.waitForURL(/\/answer\?to=/);
	}
	await page.getByRole('link', { name: t(`answer.way.${kind}`) }).click();
	if (name !== undefined) {
		await page.getByLabel(t('name.field')).fill(name);
		await page.getByRole('button', { name: t('name.go') }).click();
	}
	await expect(page.getByRole('heading', { name: t(`answer.title.${kind}`) })).toBeVisible();
	if (text !== '') await page.getByRole('textbox', { name: t(`answer.label.${kind}`) }).fill(text);
	await page.getByRole('button', { name: t(`answer.send.${kind}`) }).click();
	await expect(page).toHaveURL(/\/today/);
}
