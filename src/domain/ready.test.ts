/** What waits for the other parent, what they answered, and whose yes something carries: folded for what it is, and for nothing more. */
import { expect, test } from 'vitest';
import type { Body } from './body.ts';
import { agreedBy, emptyFold, foldEntry, forgetWords, isWithdrawn, proposalsOf, tiesOf, type Fold, type FoldEntry, type Told, type Waits } from './fold.ts';
import type { Yes } from './yes.ts';

let count = 0;
const said = (body: Body, of: Partial<FoldEntry> = {}): FoldEntry => {
	count += 1;
	return {
		id: `e${count}`,
		ring: 'us',
		author: 'noor',
		byParent: true,
		time: count,
		n: count,
		settled: true,
		device: 'd',
		deviceSeq: count,
		controlN: 1,
		seenSeq: 0,
		hash: `h${count}`,
		body,
		...of
	};
};
const foldOf = (...entries: FoldEntry[]): Fold => {
	const fold = emptyFold();
	for (const entry of entries) foldEntry(fold, entry);
	return fold;
};
const news = (text: string) => ({ type: 'announcement', text, asking: null }) as const;
const yes: Yes = { member: 'elias', device: 'd2', controlN: 1, signature: 's' };
const proposal: Body = { type: 'proposal', entry: 'later', ring: 'close', says: news('vår son') };
const consent = (answer: Yes | null): Body => ({ type: 'consent', entry: 'later', hash: 'h', yes: answer });

test('only a parent asks, and only where the other alone reads it', () => {
	expect(proposalsOf(foldOf(said(proposal)))).toHaveLength(1);
	expect(proposalsOf(foldOf(said(proposal, { ring: 'close' })))).toEqual([]);
	// Somebody in `us` who is no parent.
	expect(proposalsOf(foldOf(said(proposal, { byParent: false })))).toEqual([]);
});

test('only a parent answers, and only there; each has one answer, the later', () => {
	const answers = (...entries: FoldEntry[]) => [...foldOf(...entries).consents.values()].map(({ author, body }) => [author, body.yes !== null]);
	expect(answers(said(consent(yes), { ring: 'close' }))).toEqual([]);
	expect(answers(said(consent(yes), { byParent: false }))).toEqual([]);
	expect(answers(said(consent(yes), { author: 'elias' }), said(consent(null), { author: 'elias' }))).toEqual([['elias', false]]);
	// Another parent's "not now" takes nobody's yes away.
	expect(answers(said(consent(yes), { author: 'elias' }), said(consent(null), { author: 'majken' }))).toEqual([
		['elias', true],
		['majken', false]
	]);
	expect(answers(said(consent(yes), { author: 'elias' }), said({ ...consent(null), entry: 'other' } as Body, { author: 'elias' }))).toHaveLength(2);
});

test('it waits until it is said, or taken back by who asked: not by the other', () => {
	const asked = said(proposal);
	const erase = (of: Partial<FoldEntry> = {}) => said({ type: 'erase', target: asked.id, targetHash: asked.hash }, of);
	expect(proposalsOf(foldOf(asked, said(news('vår son'), { id: 'later', ring: 'close' })))).toEqual([]);
	expect(proposalsOf(foldOf(asked, said(news('annat'), { ring: 'close' })))).toHaveLength(1);
	// Nor does what the other says as it hide it.
	expect(proposalsOf(foldOf(asked, said(news('hans ord'), { id: 'later', author: 'elias' })))).toHaveLength(1);
	for (const [by, waits] of [
		[{}, 0],
		[{ author: 'elias' }, 1],
		[{ ring: 'close' }, 1]
	] as const) {
		const fold = foldOf(asked, erase(by));
		expect([proposalsOf(fold).length, isWithdrawn(fold, fold.proposals.get(asked.id) as Waits)]).toEqual([waits, waits === 0]);
	}
});

test('of what was taken back the words go, of that very envelope', () => {
	const asked = said(proposal);
	const words = (fold: Fold) => fold.proposals.get(asked.id)?.body.says.text;
	const fold = foldOf(asked);
	const rival = { ...asked, hash: 'another' };
	forgetWords(fold, rival);
	expect(words(fold)).toBe('vår son');
	expect(forgetWords(fold, asked).body).toEqual({ ...proposal, says: news('') });
	expect(words(fold)).toBe('');
});

test('both have said it as long as it stands as they said it', () => {
	const both = said({ ...news('vår son'), yes }, { ring: 'close' });
	const by = (...more: FoldEntry[]) => {
		const fold = foldOf(both, ...more);
		return agreedBy(fold, fold.told.get(both.id) as Told);
	};
	expect(by()).toBe('elias');
	const edit = said({ type: 'edit', target: both.id, text: 'vår son Ture', asking: null }, { ring: 'close' });
	expect(by(edit)).toBeNull();
	// The correction taken back, it says what both said.
	expect(by(edit, said({ type: 'erase', target: edit.id, targetHash: edit.hash }, { ring: 'close' }))).toBe('elias');
	// Somebody else's correction is none.
	expect(by({ ...edit, author: 'elias' })).toBe('elias');
	expect(by(said({ type: 'erase', target: both.id, targetHash: both.hash }, { ring: 'close' }))).toBeNull();
	const alone = said(news('min son'));
	const fold = foldOf(alone);
	expect(agreedBy(fold, fold.told.get(alone.id) as Told)).toBeNull();
});

test('of what was tied and untied, in whichever rings, the latest holds, in whatever order it comes', () => {
	const tie = (tied: boolean, of: Partial<FoldEntry>) => said({ type: 'tie', promise: 'p', target: 't', tied }, of);
	const near = tie(true, { ring: 'us', time: 1 });
	const far = tie(false, { ring: 'close', time: 2 });
	const again = tie(true, { ring: 'us', time: 3 });
	for (const [ties, held] of [
		[[near], 1],
		[[near, far], 0],
		[[far, near], 0],
		[[near, far, again], 1],
		[[again, far, near], 1],
		[[tie(true, { byParent: false })], 0]
	] as const)
		expect(tiesOf(foldOf(...ties))).toHaveLength(held);
});
