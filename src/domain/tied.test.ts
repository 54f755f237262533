import { expect, test } from 'vitest';
import { exactDay } from './day.ts';
import { pageOf, tieable, tiedTo } from './tied.ts';
import type { KeptView } from './view.ts';

const moment = (id: string, iso: string, height: number) =>
	({ id, at: 0, body: { type: 'moment', day: exactDay(iso), height, title: id, text: '' } }) as KeptView;
const song = {
	id: 'song',
	at: Date.UTC(2015, 5, 1, 12),
	body: { type: 'dedication', kind: 'song', to: [], toWords: 'Noor', title: 'a', text: '', link: null }
} as unknown as KeptView;
const promise = { id: 'p', at: 0, body: { type: 'promise', text: 'a', day: null, gave: '' } } as unknown as KeptView;
const kept = [promise, moment('late', '2026-09-14', -100), song, moment('early', '2009-05-02', 80), moment('middle', '2015-06-02', 10)];

test('what belongs to a promise stands in the order it was lived, hard and good alike, a dedication where it was said', () => {
	expect(tieable(kept).map(({ id }) => id)).toEqual(['early', 'song', 'middle', 'late']);
	const ties = ['late', 'song', 'early', 'gone'].map((target) => ({ promise: 'p', target }));
	expect(tiedTo('p', { kept, ties: [...ties, { promise: 'other', target: 'middle' }] }).map(({ id }) => id)).toEqual(['early', 'song', 'late']);
});

test('each leads to its own page', () => {
	expect(tieable(kept).map(pageOf)).toContain('/keep/dedication?what=song');
	expect(tieable(kept).map(pageOf)).toContain('/keep/highs-and-lows?what=late');
});
