import { expect, test } from 'vitest';
import { callOf, childFields, firstChild, foldAboutChild, viewChildren, type AboutChild, type ChildrenFold, type ChildView } from './child.ts';
import { exactDay } from './day.ts';
import type { Ring } from './ring.ts';

type Said = Omit<AboutChild, 'type'> & { ring: Ring; time: number; id?: string };
const foldOf = (said: readonly Said[]): ChildrenFold =>
	said.reduce<ChildrenFold>((fold, { ring, time, id = `e${time}`, ...about }) => foldAboutChild(fold, about, { ring, time, id }), new Map());
const one = (...said: Omit<Said, 'child'>[]): ChildView | undefined => viewChildren(foldOf(said.map((about) => ({ child: 'a', ...about }))))[0];
const day = [{ what: 'Föddes', day: exactDay('2026-09-15') }];

test('of one field in one ring the later holds, whichever was read first; of two in one moment, the same for everybody', () => {
	const early = { ring: 'us', time: 1, says: { weight: '310 g' } } as const;
	const late = { ring: 'us', time: 2, says: { weight: '312 g' } } as const;
	for (const said of [
		[early, late],
		[late, early]
	])
		expect(one(...said)?.says.weight).toEqual({ value: '312 g', ring: 'us' });
	const [a, b] = [
		{ ...early, id: 'a' },
		{ ...late, time: 1, id: 'b' }
	];
	expect(one(a, b)?.says.weight?.value).toBe('312 g');
	expect(one(b, a)?.says.weight?.value).toBe('312 g');
});

test('one field said changes no other, nor the dates', () => {
	const view = one(
		{ ring: 'us', time: 1, says: { name: 'Ture', weight: '310 g' }, dates: day },
		{ ring: 'us', time: 2, says: { length: '24 cm' } },
		{ ring: 'us', time: 3, says: { weight: '' } }
	);
	expect(view?.says).toEqual({ name: { value: 'Ture', ring: 'us' }, length: { value: '24 cm', ring: 'us' } });
	expect(view?.dates).toEqual({ value: day, ring: 'us' });
	expect(one({ ring: 'us', time: 1, says: {}, dates: day }, { ring: 'us', time: 2, says: { name: 'Ture' }, dates: [] })?.dates).toBeNull();
});

test('said in several rings, the latest that says something holds; taken away in one, what stands in another is there', () => {
	const near = { ring: 'us', time: 1, says: { name: 'Ture' } } as const;
	const far = { ring: 'close', time: 2, says: { name: 'Ture Elias' } } as const;
	expect(one(near, far)).toMatchObject({ says: { name: { value: 'Ture Elias', ring: 'close' } }, rings: { name: ['us', 'close'] } });
	expect(one(near, far, { ring: 'close', time: 3, says: { name: '' } })).toMatchObject({
		says: { name: { value: 'Ture', ring: 'us' } },
		rings: { name: ['us'] }
	});
	// The inner said later holds for those who read it.
	expect(one({ ...near, time: 3 }, far)?.says.name).toEqual({ value: 'Ture', ring: 'us' });
	expect(one({ ring: 'all', time: 1, says: {}, dates: day }, { ring: 'close', time: 2, says: {}, dates: [...day, ...day] })).toMatchObject({
		dates: { ring: 'close' },
		rings: { dates: ['close', 'all'] }
	});
});

test('two children are two; in the order in which they were first spoken of, and nobody of whom nothing is said', () => {
	const fold = foldOf([
		{ child: 'c', ring: 'us', time: 3, says: { name: 'Ture' } },
		{ child: 'b', ring: 'us', time: 2, says: { name: 'Majken' } },
		{ child: 'c', ring: 'us', time: 1, says: { weeks: '20+3' } },
		{ child: 'd', ring: 'us', time: 1, says: { name: '' }, dates: [] }
	]);
	expect(viewChildren(fold).map(({ child, says }) => [child, says.name?.value])).toEqual([
		['c', 'Ture'],
		['b', 'Majken']
	]);
	// In one moment: the same order for everybody, whichever was read first.
	const [x, y] = [
		{ child: 'x', ring: 'us', time: 1, says: { name: 'x' } },
		{ child: 'y', ring: 'us', time: 1, says: { name: 'y' } }
	] as const;
	for (const said of [
		[x, y],
		[y, x]
	])
		expect(viewChildren(foldOf(said)).map(({ child }) => child)).toEqual(['x', 'y']);
});

test('the name is said before the family’s own words, and those where there is no name', () => {
	expect(callOf(one({ ring: 'us', time: 1, says: { name: 'Ture', words: 'vår lilla' } }))).toBe('Ture');
	expect(callOf(one({ ring: 'us', time: 1, says: { words: 'vår lilla' } }))).toBe('vår lilla');
	expect(callOf(one({ ring: 'us', time: 1, says: { weeks: '20+3' } }))).toBeNull();
	expect(callOf(undefined)).toBeNull();
});

test('what was folded before is not changed by what comes', () => {
	const before = foldOf([{ child: firstChild, ring: 'us', time: 1, says: { name: 'Ture' }, dates: day }]);
	const was = structuredClone(before);
	const says = Object.fromEntries(childFields.map((field) => [field, 'annat']));
	foldAboutChild(before, { child: firstChild, says, dates: [] }, { ring: 'us', time: 2, id: 'e' });
	expect(before).toEqual(was);
});
