/** The page of an archive shows people's words as words, whatever stands in them. */
import { expect, test } from 'vitest';
import { writeArchivePage, type ArchiveWords } from './archive-page.ts';
import type { Archive, ArchivedTold } from './archive.ts';

const words: ArchiveWords = {
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
	version: 1,
	made: at,
	by: { member: 'm', name: bad },
	place: { circle: 'c', title: bad, child: bad },
	people: [{ member: 'm', name: bad, ring: 'us', parent: true, since: at }],
	told: all
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
