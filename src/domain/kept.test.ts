import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyKept } from '../../test/support/kept.ts';
import { runs } from '../../test/support/property.ts';
import { belongsTo, blankOf, enclosedIn, keptTypes, maySay } from './kept.ts';

test('a guest may give a song and quote it; all else is the parents’ to say', () => {
	expect(keptTypes.filter((type) => maySay(type, false)).sort()).toEqual(['dedication', 'line']);
	expect(keptTypes.filter((type) => !maySay(type, true))).toEqual([]);
});

test('a line belongs to its dedication, a note to its line, nothing else to anything', () => {
	fc.assert(
		fc.property(anyKept, (body) => {
			expect(belongsTo(body)).toBe(body.type === 'line' || body.type === 'note' ? body.to : null);
		}),
		runs(100)
	);
});

test('once it was taken back nothing is left of it that anybody wrote or enclosed, and it is still of its kind, where it was', () => {
	/** What says only of what kind it is, and to what it belonged. */
	const stays: ReadonlySet<string> = new Set(['type', 'child', 'kind', 'place']);
	const bare = (value: unknown): boolean =>
		typeof value === 'string'
			? value === '' || value === 'year' || value === 'words'
			: typeof value === 'number'
				? value === 0 || value === 2000
				: value === null || value === true || Object.values(value as object).every(bare);
	fc.assert(
		fc.property(anyKept, (body) => {
			const blank = blankOf(body);
			expect(blank.type).toBe(body.type);
			expect(enclosedIn(blank)).toEqual([]);
			expect(belongsTo(blank)).toBe(belongsTo(body));
			for (const [field, value] of Object.entries(blank))
				if (!stays.has(field) && !(field === 'to' && belongsTo(body) !== null)) expect(bare(value), `${body.type} ${field}`).toBe(true);
		}),
		runs(300)
	);
});
