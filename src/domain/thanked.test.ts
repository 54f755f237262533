import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { answered, member, writtenIn } from '../../test/support/given.ts';
import { runs } from '../../test/support/property.ts';
import { bookOf } from './book.ts';
import { reaches, rings, ringNumber } from './ring.ts';
import { giftsByMember, ringFor, whoFinds, whoGave } from './thanked.ts';

const people = [
	member('noor', 'us', { name: 'Noor', parent: true }),
	member('ingrid', 'close', { name: 'Ingrid' }),
	member('malik', 'all', { name: 'Malik' }),
	member('anna-1', 'all', { name: 'Anna' }),
	member('anna-2', 'all', { name: 'Anna' }),
	member('waits', 'close', { name: 'Väntar', waiting: true })
];
const by = (memberId: string) => ({ memberId, name: people.find((one) => one.memberId === memberId)?.name ?? '', parent: false });
const names = (found: { memberId: string }[]) => found.map(({ memberId }) => memberId);

describe('who gave what', () => {
	const book = bookOf({
		answers: [answered('c', { at: 10, kind: 'candle', author: by('malik') }), answered('left', { author: by('gone') }), answered('w', { author: by('waits') })],
		kept: [
			writtenIn('tulips', { from: 'ingrid ', kind: 'flowers' }, { at: 20, ring: 'us' }),
			writtenIn('soup', { from: 'Anna', kind: 'food' }, { at: 20, ring: 'all' }),
			writtenIn('card', { from: 'Farmor', kind: 'card' }, { at: 20, ring: 'all' })
		]
	});
	it('knows a hand-written gift by the name that only one of them bears', () => {
		const gifts = giftsByMember(book, people);
		expect([...gifts].map(([id, theirs]) => [id, theirs.map(({ id: gift }) => gift)])).toEqual([
			['ingrid', ['tulips']],
			['malik', ['c']],
			['anna-1', []],
			['anna-2', []]
		]);
		expect(names(whoGave(book, people))).toEqual(['ingrid', 'malik']);
	});
	it('finds thanks for whoever gave that before, as far as their own device can know', () => {
		expect(names(whoFinds({ kinds: ['candle', 'flowers'] }, 30, book, people))).toEqual(['malik']);
		expect(names(whoFinds({ kinds: ['candle'] }, 9, book, people))).toEqual([]);
		expect(names(whoFinds({ all: true }, 30, book, people))).toEqual(['malik']);
		expect(names(whoFinds({ people: ['ingrid', 'noor', 'waits', 'gone'], words: '' }, 30, book, people))).toEqual(['ingrid']);
		const told = bookOf({ answers: [], kept: [writtenIn('tulips', { from: 'Ingrid' }, { at: 20, ring: 'close' })] });
		expect(names(whoFinds({ kinds: ['flowers'] }, 30, told, people))).toEqual(['ingrid']);
	});
});

test('the proposed ring is read by every chosen giver, and no narrower one is', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...rings)), (theirs) => {
			const proposed = ringFor(theirs.map((ring) => ({ ring })));
			expect(theirs.every((own) => reaches(own, proposed))).toBe(true);
			for (const narrower of rings.slice(0, ringNumber(proposed))) expect(theirs.every((own) => reaches(own, narrower))).toBe(false);
		}),
		runs(200)
	);
	expect(ringFor([])).toBe('us');
	expect(ringFor([{ ring: 'close' }, { ring: 'us' }])).toBe('close');
	expect(ringFor([{ ring: 'close' }, { ring: 'all' }])).toBe('all');
});
