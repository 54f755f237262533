import { expect, test } from 'vitest';
import { firstChild } from './child.ts';
import { exactDay } from './day.ts';
import { maxLine, maxNote, maxTo } from './dedication.ts';
import type { Enclosed } from './enclosed.ts';
import type { Kept, KeptOf } from './kept.ts';
import { maxThanked } from './thanks.ts';
import { tidyKept } from './tidy-kept.ts';

const sound: Enclosed = { kind: 'sound', says: '', duration: 1, wave: [], sound: { id: '', secret: '', size: 1, mime: 'audio/mpeg' } };
const letter: KeptOf<'letter'> = { type: 'letter', child: firstChild, text: 'Kära Ture' };
const keepsake: KeptOf<'keepsake'> = { type: 'keepsake', child: firstChild, kind: 'print', text: 'Hans fot' };
const song: KeptOf<'dedication'> = { type: 'dedication', kind: 'song', to: [], toWords: 'dig', title: 'Samma väg hem', text: '', link: null };
const line: KeptOf<'line'> = { type: 'line', to: 'a', text: 'du bar lyktan', place: 1 };
const note: KeptOf<'note'> = { type: 'note', to: 'b', text: 'Din hand.' };
const moment: KeptOf<'moment'> = { type: 'moment', day: exactDay('2019-09-14'), height: 60, title: 'vi möttes', text: '' };
const promise: KeptOf<'promise'> = { type: 'promise', text: 'Att gå hem', day: null, gave: '' };
const given: KeptOf<'given'> = { type: 'given', kind: 'food', from: 'Ingrid', day: null, text: '' };
const thanks: KeptOf<'thanks'> = { type: 'thanks', to: { all: true }, text: 'Tack' };
const noDay = exactDay('2026-02-30');
const long = (most: number) => 'x'.repeat(most + 1);

test('what is ready is said as it is', () => {
	for (const body of [letter, keepsake, song, line, note, moment, promise, given, thanks]) expect(tidyKept(body)).toEqual(body);
});

test('space round the words goes, in every field that is shown', () => {
	const day = exactDay('2019-09-14', ' den hösten ');
	const said = exactDay('2019-09-14', 'den hösten');
	expect(tidyKept({ ...letter, text: ' Kära Ture\n' })).toEqual(letter);
	expect(tidyKept({ ...song, title: ' Samma väg hem ', toWords: ' dig ', link: ' musik.example/samma ' })).toEqual({
		...song,
		link: 'https://musik.example/samma'
	});
	expect(tidyKept({ ...moment, title: ' vi möttes ', day })).toEqual({ ...moment, day: said });
	expect(tidyKept({ ...promise, gave: ' Noor ', day })).toEqual({ ...promise, gave: 'Noor', day: said });
	expect(tidyKept({ ...given, from: ' Ingrid ', day })).toEqual({ ...given, day: said });
	expect(tidyKept({ ...thanks, to: { people: [], words: ' de på avdelningen ' } })).toEqual({ ...thanks, to: { people: [], words: 'de på avdelningen' } });
	expect(tidyKept({ ...song, link: '  ' })).toEqual(song);
});

test.each<[string, Kept, string]>([
	['a letter without words', { ...letter, text: ' ' }, 'empty'],
	['a thing without words', { ...keepsake, text: '' }, 'empty'],
	['a line without words', { ...line, text: ' ' }, 'empty'],
	['a note without words', { ...note, text: ' ' }, 'empty'],
	['a song without a name', { ...song, title: ' ' }, 'empty'],
	['a moment without a name', { ...moment, title: ' ' }, 'empty'],
	['a promise without words', { ...promise, text: ' ', gave: 'Noor' }, 'empty'],
	['something given by nobody', { ...given, from: ' ' }, 'empty'],
	['thanks without words', { ...thanks, text: '' }, 'empty'],
	['thanks without words to some', { ...thanks, to: { people: ['a'], words: '' }, text: '' }, 'empty'],
	['a song to nobody', { ...song, toWords: ' ' }, 'nobody'],
	['thanks for nothing', { ...thanks, to: { kinds: [] } }, 'nobody'],
	['thanks to nobody', { ...thanks, to: { people: [], words: ' ' } }, 'nobody'],
	['a day there is none of, for a moment', { ...moment, day: noDay }, 'no-day'],
	['a day there is none of, for a promise', { ...promise, day: noDay }, 'no-day'],
	['a day there is none of, for what was given', { ...given, day: noDay }, 'no-day'],
	['a link that is none', { ...song, link: 'javascript:alert(1)' }, 'no-link'],
	['a letter too long', { ...letter, text: long(20_000) }, 'too-long'],
	['a line too long', { ...line, text: long(maxLine) }, 'too-long'],
	['a note too long', { ...note, text: long(maxNote) }, 'too-long'],
	['a name too long', { ...song, title: long(200) }, 'too-long'],
	['words for whom too long', { ...song, toWords: long(200) }, 'too-long'],
	['a song to too many', { ...song, to: Array.from({ length: maxTo + 1 }, String) }, 'too-long'],
	['a moment’s name too long', { ...moment, title: long(200) }, 'too-long'],
	['a moment’s day in too many words', { ...moment, day: exactDay('2019-09-14', long(200)) }, 'too-long'],
	['a promise by too long a name', { ...promise, gave: long(200) }, 'too-long'],
	['something from too long a name', { ...given, from: long(200) }, 'too-long'],
	['thanks to too many', { ...thanks, to: { people: Array.from({ length: maxThanked + 1 }, String), words: '' } }, 'too-long'],
	['thanks to whom, in too many words', { ...thanks, to: { people: [], words: long(1000) } }, 'too-long']
])('%s is not said, and it is said why', (_, body, why) => {
	expect(tidyKept(body)).toBe(why);
});

test('as long as it may be it is said, and something enclosed says enough', () => {
	for (const body of [
		{ ...letter, text: 'x'.repeat(20_000) },
		{ ...line, text: 'x'.repeat(maxLine) },
		{ ...note, text: 'x'.repeat(maxNote) },
		{ ...song, title: 'x'.repeat(200), toWords: 'x'.repeat(200), to: Array.from({ length: maxTo }, String) },
		...[letter, keepsake, moment, promise, given, thanks].map((one) => ({ ...one, text: '', enclosed: [sound] })),
		{ ...song, title: '', enclosed: [sound] },
		{ ...song, title: '', link: 'https://musik.example/' },
		{ ...given, from: '', text: 'gryta' }
	])
		expect(tidyKept(body)).toEqual(body);
});

test('a height is a whole one between deep and high, and kinds stand in the order of the book', () => {
	for (const [height, is] of [
		[-1000, -100],
		[1000, 100],
		[12.4, 12]
	] as const)
		expect(tidyKept({ ...moment, height })).toEqual({ ...moment, height: is });
	expect(tidyKept({ ...thanks, to: { kinds: ['gift', 'words', 'gift'] } })).toEqual({ ...thanks, to: { kinds: ['words', 'gift'] } });
});
