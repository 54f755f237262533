import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/support/property.ts';
import type { OwnBody } from '#log/body-own.ts';
import { copyOwnFold, draftsOf, emptyOwnFold, foldOwn, shownDays, type OwnFold } from './own-log.ts';

const here = 'aa';
const elsewhere = 'aab';
const draft = (entry: string, text: string, circle = here, release: number | null = null): OwnBody => ({
	type: 'draft',
	circle,
	entry,
	ring: 'us',
	says: { type: 'announcement', text, asking: null },
	release
});
const gone = (entry: string, circle = here): OwnBody => ({ type: 'draft-gone', circle, entry });
type Said = [body: OwnBody, time: number, id: string];
function foldOf(said: readonly Said[], own: OwnFold = emptyOwnFold()): OwnFold {
	for (const one of said) foldOwn(own, ...one);
	return own;
}
const shown = (own: OwnFold, circle = here) => draftsOf(own, circle).map(({ entry, says }) => [entry, says.text]);

test('what rests is shown with its newest words, the newest first, each where it rests', () => {
	const own = foldOf([
		[draft('e1', 'först'), 1, 'a'],
		[draft('e2', 'en till'), 2, 'b'],
		[draft('e1', 'sedan'), 3, 'c'],
		[draft('e3', 'i en annan plats', elsewhere), 4, 'd']
	]);
	expect(shown(own)).toEqual([
		['e1', 'sedan'],
		['e2', 'en till']
	]);
	expect(shown(own, elsewhere)).toEqual([['e3', 'i en annan plats']]);
});

test('what was said or put away rests no longer, whatever is read of it then, and its words are gone from what is kept', () => {
	for (const said of [
		[
			[draft('e1', 'ord'), 1, 'a'],
			[gone('e1'), 2, 'b']
		],
		[
			[gone('e1'), 2, 'b'],
			[draft('e1', 'ord'), 1, 'a']
		],
		[
			[gone('e1'), 1, 'b'],
			[draft('e1', 'ord'), 2, 'a']
		]
	] satisfies Said[][]) {
		const own = foldOf(said);
		expect(shown(own)).toEqual([]);
		expect(own.drafts.size).toBe(0);
	}
	// In another place, or of another, nothing has gone.
	expect(
		shown(
			foldOf([
				[draft('e1', 'ord'), 1, 'a'],
				[gone('e1', elsewhere), 2, 'b'],
				[gone('e2'), 3, 'c']
			])
		)
	).toEqual([['e1', 'ord']]);
});

test('whatever order it is read in, the same rests; and a copy lives by itself', () => {
	const said: Said[] = [
		[draft('e1', 'a'), 1, 'a'],
		[draft('e1', 'b', here, 9), 1, 'b'],
		[draft('e2', 'c'), 2, 'c'],
		[gone('e2'), 1, 'd'],
		[draft('e3', 'd', elsewhere), 5, 'e'],
		[{ type: 'anniversary', circle: here, what: 'w', shown: true }, 1, 'f'],
		[{ type: 'anniversary', circle: here, what: 'w', shown: false }, 2, 'g'],
		[{ type: 'anniversary', circle: here, what: 'v', shown: true }, 1, 'h']
	];
	const expected = foldOf(said);
	expect(shown(expected)).toEqual([['e1', 'b']]);
	expect(shownDays(expected, here)).toEqual(['v']);
	fc.assert(
		fc.property(fc.shuffledSubarray(said, { minLength: said.length }), (order) => {
			const own = foldOf(order);
			expect(new Map([...own.drafts].sort())).toEqual(new Map([...expected.drafts].sort()));
			expect(own.draftsGone).toEqual(expected.draftsGone);
			expect(own.anniversaries).toEqual(expected.anniversaries);
		}),
		runs(50)
	);
	const copy = copyOwnFold(expected);
	foldOf(
		[
			[draft('e4', 'till'), 7, 'i'],
			[gone('e1'), 8, 'j'],
			[{ type: 'anniversary', circle: here, what: 'x', shown: true }, 9, 'k']
		],
		copy
	);
	expect(shown(expected)).toEqual([['e1', 'b']]);
	expect([expected.draftsGone.size, expected.anniversaries.size]).toEqual([1, 2]);
});
