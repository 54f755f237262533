import { expect, test } from 'vitest';
import { childPages } from './child-pages.ts';
import type { ChildView } from './child.ts';
import type { Kept } from './kept.ts';
import type { KeptView } from './view.ts';

const known = (child: string, name?: string): ChildView => ({
	child,
	says: { weeks: { value: '20', ring: 'all' }, ...(name === undefined ? {} : { name: { value: name, ring: 'all' as const } }) },
	dates: null,
	lists: [],
	rings: { weeks: ['all'] }
});
const at = (when: number, body: Kept, more: Partial<KeptView> = {}) =>
	({ id: `e${when}`, at: when, body, text: 'text' in body ? body.text : '', takenBack: false, aside: false, ...more }) as KeptView;
const keepsake = (child: string, text = ''): Kept => ({ type: 'keepsake', child, kind: 'picture', text });
const letter = (child: string, text: string): Kept => ({ type: 'letter', child, text });
const promise: Kept = { type: 'promise', text: 'Vi kommer tillbaka', day: null, gave: '' };

test('who something kept belongs to has a page, also where nothing is said of them; nobody twice', () => {
	const pages = childPages({
		children: [known('b', 'Ture')],
		kept: [at(3, letter('c', 'Kära du')), at(2, keepsake('a')), at(1, keepsake('b')), at(4, promise)]
	});
	expect(pages.map(({ child, call }) => [child, call])).toEqual([
		['b', 'Ture'],
		['a', null],
		['c', null]
	]);
});

test('without a name it is known by the first words kept for it that this person has not laid aside', () => {
	const [page] = childPages({
		children: [],
		kept: [at(4, letter('a', 'Sedan')), at(1, keepsake('a')), at(2, keepsake('a', 'Undanlagt'), { aside: true }), at(3, letter('a', ' Kära du '))]
	});
	expect(page).toMatchObject({ words: 'Kära du', another: false });
});

test('of several with neither name nor words each after the first is another one', () => {
	const pages = childPages({ children: [known('a'), known('b', 'Ture')], kept: [at(1, keepsake('c')), at(2, letter('d', 'Kära du')), at(3, keepsake('e'))] });
	expect(pages.map(({ child, another }) => [child, another])).toEqual([
		['a', false],
		['b', false],
		['c', true],
		['d', false],
		['e', true]
	]);
});

test('what was taken back makes no page; what was laid aside still has its place', () => {
	const kept = [at(1, keepsake('a', 'Borta'), { takenBack: true }), at(2, keepsake('b', 'Undan'), { aside: true })];
	expect(childPages({ children: [], kept })).toEqual([{ child: 'b', known: undefined, call: null, words: '', another: false }]);
});
