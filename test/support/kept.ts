/** Anything that can be kept or given (fast-check). */
import fc from 'fast-check';
import { hex } from '#crypto/bytes.ts';
import { childFields, keepsakeKinds, type AboutChild } from '#domain/child.ts';
import { isDay, precisions, type Day } from '#domain/day.ts';
import { dedicationKinds } from '#domain/dedication.ts';
import type { KeptOf, KeptType } from '#domain/kept.ts';
import { givenKinds } from '#domain/support.ts';
import { orderedKinds } from '#domain/thanks.ts';
import { anyEnclosed } from './enclosed.ts';
import { bytesOf, countOf, textOf } from './property.ts';

const id = bytesOf(16).map(hex);
const text = textOf(300);
const short = textOf(200);
const enclosed = fc.array(anyEnclosed, { minLength: 1, maxLength: 2 });

export const anyDay: fc.Arbitrary<Day> = fc
	.record({
		precision: fc.constantFrom(...precisions),
		year: fc.integer({ min: 1800, max: 2300 }),
		part: fc.integer({ min: 0, max: 12 }),
		day: fc.integer({ min: 0, max: 31 }),
		words: textOf(40)
	})
	.map((one): Day => (one.precision === 'day' ? one : { ...one, day: 0, part: one.precision === 'year' ? 0 : one.part }))
	.filter(isDay);
const dayOrNull = fc.option(anyDay);

type Arbitraries = { [K in KeptType]: fc.Arbitrary<KeptOf<K>> };
/** With something enclosed, or without. */
const enclosing = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
	fc.record({ ...fields, enclosed } as never, { requiredKeys: Object.keys(fields) as never }) as never;

export const kept: Arbitraries = {
	keepsake: enclosing({ type: fc.constant('keepsake'), child: id, kind: fc.constantFrom(...keepsakeKinds), text }),
	letter: enclosing({ type: fc.constant('letter'), child: id, text }),
	dedication: enclosing({
		type: fc.constant('dedication'),
		kind: fc.constantFrom(...dedicationKinds),
		to: fc.array(id, { maxLength: 3 }),
		toWords: short,
		title: short,
		text,
		link: fc.constantFrom(null, 'https://example.org/a?b=c', 'http://example.org/')
	}),
	line: fc.record({ type: fc.constant('line'), to: id, text, place: countOf() }),
	note: fc.record({ type: fc.constant('note'), to: id, text }),
	moment: enclosing({ type: fc.constant('moment'), day: anyDay, height: fc.integer({ min: -100, max: 100 }), title: short, text }),
	promise: enclosing({ type: fc.constant('promise'), text, day: dayOrNull, gave: short }),
	given: enclosing({ type: fc.constant('given'), kind: fc.constantFrom(...givenKinds), from: short, day: dayOrNull, text }),
	thanks: enclosing({
		type: fc.constant('thanks'),
		to: fc.oneof(
			fc.constant({ all: true as const }),
			fc.uniqueArray(fc.constantFrom(...givenKinds)).map((kinds) => ({ kinds: orderedKinds(kinds) })),
			fc.record({ people: fc.array(id, { maxLength: 3 }), words: short })
		),
		text
	})
};
export const anyKept = fc.oneof(...Object.values(kept));

export const anyAboutChild: fc.Arbitrary<AboutChild> = fc.record(
	{
		type: fc.constant('about-child'),
		child: id,
		says: fc.record(Object.fromEntries(childFields.map((field) => [field, text])), { requiredKeys: [] }),
		dates: fc.array(fc.record({ what: short, day: anyDay }), { maxLength: 3 })
	},
	{ requiredKeys: ['type', 'child', 'says'] }
);
