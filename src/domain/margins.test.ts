import { expect, test } from 'vitest';
import type { Kept } from './kept.ts';
import { linesIn, linesOf, nextPlace } from './margins.ts';
import type { KeptView } from './view.ts';

const at = (id: string, body: Kept, when = 0) => ({ id, body, at: when }) as KeptView;
const line = (id: string, to: string, place: number, when = 0) => at(id, { type: 'line', to, text: 'du bar lyktan', place }, when);
const note = (id: string, to: string, text: string, when = 0) => at(id, { type: 'note', to, text }, when);
const shown = (kept: readonly KeptView[], of: string) =>
	linesOf(kept, of).map(({ line, notes }) => [line.id, notes.map(({ body }) => (body.type === 'note' ? body.text : ''))]);

test('each note stands beside its own line, also where two lines say the same, oldest first', () => {
	const kept = [
		note('n3', 'second', 'om den andra', 3),
		line('second', 'song', 2),
		line('first', 'song', 1),
		note('n2', 'first', 'och hennes svar', 2),
		note('n1', 'first', 'om den första', 1),
		// Of another song, of no line at all, and of the song itself.
		line('elsewhere', 'other', 1),
		note('n4', 'elsewhere', 'om en annan sång'),
		note('n5', 'song', 'om ingen rad'),
		note('n6', 'nothing', 'om ingenting')
	];
	expect(shown(kept, 'song')).toEqual([
		['first', ['om den första', 'och hennes svar']],
		['second', ['om den andra']]
	]);
	expect(shown(kept, 'other')).toEqual([['elsewhere', ['om en annan sång']]]);
	expect(shown(kept, 'first')).toEqual([]);
});

test('lines stand by their place, two of one place by when they were written, and those of one moment in the same order for everybody', () => {
	const kept = [line('d', 'song', 2, 1), line('c', 'song', 1, 2), line('b', 'song', 1, 1), line('a', 'song', 1, 2)];
	for (const some of [kept, [...kept].reverse()]) expect(shown(some, 'song').map(([id]) => id)).toEqual(['b', 'a', 'c', 'd']);
	const notes = [line('l', 'song', 1), note('b', 'l', 'två', 1), note('a', 'l', 'ett', 1)];
	for (const some of [notes, [...notes].reverse()]) expect(shown(some, 'song')).toEqual([['l', ['ett', 'två']]]);
});

test('what is added stands behind what there is', () => {
	expect(nextPlace([])).toBe(1);
	expect(nextPlace(linesOf([line('a', 'song', 7), line('b', 'song', 3)], 'song'))).toBe(8);
});

test('what is pasted becomes lines, without space round them and without what is empty; the same line twice is two', () => {
	expect(linesIn('  Isen låg på sjön \r\n\r\n \t\ndu bar lyktan\ndu bar lyktan')).toEqual(['Isen låg på sjön', 'du bar lyktan', 'du bar lyktan']);
	expect(linesIn(' \n ')).toEqual([]);
});
