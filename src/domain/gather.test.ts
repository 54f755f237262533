import { describe, expect, it } from 'vitest';
import { gatherAll, gatherAnswers } from './gather.ts';
import type { AnswerView, ToldView } from './view.ts';

const entry = (id: string, at: number) => ({
	id,
	ring: 'all' as const,
	author: { memberId: id, name: id, parent: false },
	mine: false,
	at,
	text: '',
	enclosed: [],
	sending: null,
	edited: false,
	takenBack: false,
	takenAway: false,
	aside: false,
	state: 'settled' as const,
	arrived: false
});
const answer = (id: string, at: number, more: Partial<AnswerView> = {}): AnswerView => ({
	...entry(id, at),
	to: 'news',
	kind: 'candle',
	motif: null,
	burns: 24,
	...more
});
const news = (answers: AnswerView[], more: Partial<ToldView> = {}): ToldView => ({
	...entry('news', 10),
	asking: null,
	answers,
	agreed: null,
	spokeFor: false,
	...more
});
const dayOf = (at: number) => String(Math.floor(at / 100));
const ids = (told: ToldView) =>
	gatherAnswers(told, dayOf).map((moment) => (moment.kind === 'candles' ? moment.candles.map(({ id }) => id).join('+') : moment.id));

describe('gathering', () => {
	it('puts the candles of one day together, at the time of the newest', () => {
		expect(ids(news([answer('d', 210), answer('c', 140), answer('w', 130, { kind: 'words', text: 'hej' }), answer('b', 120), answer('a', 110)]))).toEqual([
			'd',
			'c+b+a',
			'w'
		]);
	});

	it('leaves alone a candle with words, one’s own, and one that fewer see', () => {
		expect(ids(news([answer('x', 140, { text: 'till er' }), answer('m', 130, { mine: true }), answer('r', 120, { ring: 'close' }), answer('a', 110)]))).toEqual(
			['x', 'm', 'r', 'a']
		);
	});

	it('takes a candle that was laid aside out from among the others', () => {
		expect(ids(news([answer('c', 140), answer('b', 130, { aside: true }), answer('a', 110)]))).toEqual(['c+a', 'b']);
	});

	it('keeps the place of what a parent took away, for its writer until they hide it, and where it was done just now', () => {
		const gone = { takenBack: true, takenAway: true };
		const answers = [
			answer('d', 140, gone),
			answer('c', 130, { ...gone, mine: true }),
			answer('b', 120, { ...gone, mine: true, aside: true }),
			answer('a', 110, { takenBack: true, mine: true })
		];
		expect(ids(news(answers))).toEqual(['c']);
		expect(gatherAll([news(answers)], [], dayOf, 'd').map(({ kind, id }) => `${kind} ${id}`)).toEqual(['answer d', 'answer c', 'told news']);
	});

	it('shows nothing of what was taken back, but keeps the place of news that was answered', () => {
		expect(ids(news([answer('a', 110, { takenBack: true })]))).toEqual([]);
		expect(gatherAll([news([], { takenBack: true })], [], dayOf)).toEqual([]);
		expect(gatherAll([news([answer('a', 110)], { takenBack: true })], [], dayOf).map(({ kind }) => kind)).toEqual(['candles', 'told']);
	});
});
