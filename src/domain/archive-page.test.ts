/** The page of an archive shows people's words as words, whatever stands in them. */
import { expect, test } from 'vitest';
import { wordsOfKept } from '../../test/support/archive-words.ts';
import { writeArchivePage, type ArchiveWords } from './archive-page.ts';
import type { Archive, ArchivedKept, ArchivedTold, KeptFields } from './archive.ts';
import { childFields } from './child.ts';
import { exactDay } from './day.ts';

const words: ArchiveWords = {
	...wordsOfKept,
	lang: 'en-GB',
	rings: { us: 'Only us', close: 'Closest', all: 'Everyone' },
	kinds: { words: '', candle: 'lit a candle', card: '', prayer: 'prays', thought: 'thinks', offer: 'offers' },
	takenBack: 'Taken back.',
	takenAway: 'Borttagen',
	aside: 'Undanlagt',
	covered: 'Covered',
	whole: 'The whole',
	gone: 'Gone',
	people: 'People',
	made: 'Kept by',
	readme: ''
};
const bad = `"><script>alert('x')</script>&<img src=x onerror=alert(1)>`;
const safe = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&lt;img src=x onerror=alert(1)&gt;';
const file = (path: string | null) => ({ path, mime: 'image/jpeg', size: 1 });
const at = '2026-11-03T20:15:00.000Z';
const entry = {
	id: '1',
	ring: 'close' as const,
	author: { member: 'm', name: bad },
	at,
	text: bad,
	edited: false,
	takenBack: false,
	takenAway: false,
	aside: false
};
const told = (change: Partial<ArchivedTold> = {}): ArchivedTold => ({ ...entry, enclosed: [], asking: null, answers: [], ...change });
const archive = (...all: ArchivedTold[]): Archive => ({
	kvar: 'archive',
	version: 2,
	made: at,
	by: { member: 'm', name: bad },
	place: { circle: 'c', title: bad, child: bad },
	people: [{ member: 'm', name: bad, ring: 'us', parent: true, since: at }],
	told: all,
	children: [],
	kept: [],
	ties: []
});

test('nothing anybody wrote becomes anything but text: title, names, words, what a picture shows', () => {
	const things = [
		{ kind: 'picture', says: bad, covered: false, picture: file('files/1.jpg'), original: null },
		{ kind: 'picture', says: bad, covered: true, picture: file('files/1.jpg'), original: file('files/2.jpg') },
		{ kind: 'film', says: bad, covered: true, poster: file('files/3.jpg'), film: file('files/4.mp4') },
		{ kind: 'sound', says: bad, sound: file('files/5.mp3') }
	] as const;
	const page = writeArchivePage(archive(told({ enclosed: [...things], answers: [{ ...entry, enclosed: [], kind: 'candle', motif: null }] })), words);
	expect(page).not.toContain('<script');
	expect(page).not.toContain('<img src=x');
	// Title twice, child, four names, two texts; four captions, of which two cover, and four for whoever cannot see.
	expect(page.split(safe).length - 1).toBe(19);
});

test('what could not be had, and what was taken back, is said in words', () => {
	const page = writeArchivePage(
		archive(
			told({ takenBack: true, text: '' }),
			told({ enclosed: [{ kind: 'film', says: '', covered: false, poster: file(null), film: file(null) }] }),
			told({ enclosed: [{ kind: 'picture', says: '', covered: true, picture: file('files/1.jpg'), original: file(null) }] })
		),
		words
	);
	expect(page.split('Taken back.')).toHaveLength(2);
	expect(page.split('Gone')).toHaveLength(3);
	expect(page).toContain('<summary dir="auto">Covered</summary>');
	expect(page).toContain('3 November 2026 at 2');
	expect(page).not.toContain('poster=');
});

const kept = (id: string, body: KeptFields, change: Partial<ArchivedKept> = {}): ArchivedKept => ({ ...entry, id, enclosed: [], answers: [], body, ...change });

test('whatever is kept stands there as text: names, days, titles, links, lines and margins', () => {
	const bodies: KeptFields[] = [
		{ type: 'dedication', kind: 'song', to: ['m'], toWords: bad, title: bad, link: 'https://example.org/?a="b' },
		{ type: 'moment', day: { ...exactDay('2026-09-14'), words: bad }, height: 0, title: bad },
		{ type: 'promise', day: null, gave: bad },
		{ type: 'given', kind: 'food', from: bad, day: null },
		{ type: 'letter', child: 'c' },
		{ type: 'keepsake', child: 'c', kind: 'print' },
		{ type: 'thanks', to: { people: [], words: bad } }
	];
	const page = writeArchivePage(
		{
			...archive(),
			children: [{ child: 'c', says: Object.fromEntries(childFields.map((field) => [field, bad])), dates: [{ what: bad, day: exactDay('2026-09-14') }] }],
			kept: [
				...bodies.map((body, i) => kept(`k${i}`, body)),
				kept('line', { type: 'line', to: 'k0', place: 1 }, { text: 'du bar lyktan' }),
				kept('note', { type: 'note', to: 'line' }, { text: 'din hand' })
			]
		},
		words
	);
	expect(page).not.toContain('<script');
	expect(page).not.toContain('<img src=x');
	expect(page).not.toContain('?a="b');
	expect(page).toContain('14 September 2026');
	// What belongs to a dedication stands with it, once.
	const [, after = ''] = page.split('du bar lyktan');
	expect(after.indexOf('din hand')).toBeGreaterThan(0);
	expect(after.indexOf('din hand')).toBeLessThan(after.indexOf('</article>'));
	expect(page.split('du bar lyktan')).toHaveLength(2);
});

test('a day is written as exactly as it is known', () => {
	const day = (precision: 'month' | 'season' | 'year', part: number) =>
		kept('m', { type: 'moment', day: { precision, year: 2019, part, day: 0, words: '' }, height: 0, title: '' });
	const page = writeArchivePage({ ...archive(), kept: [day('month', 9), day('season', 3), day('year', 0)] }, words);
	for (const said of ['September 2019', 'autumn 2019', '>2019<']) expect(page).toContain(said);
});
