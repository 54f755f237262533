/**
 * THE BODIES of what is kept and given, as bytes; the fields after type, schema and time (body.ts):
 *
 *   day            [precision, year, part, day, words]     precision 0 day 1 month 2 season 3 year; part: month from 1, season from 0
 *   'about-child'  [child id, [[field, text], …], dates]   dates null where nothing is said of them, or [[what, day], …]
 *   'keepsake'     [child id, kind, text]                  kind 0 picture 1 print 2 ultrasound picture 3 thing
 *   'letter'       [child id, text]
 *   'dedication'   [kind, [member id, …], to in words, title, text, link or null]   kind 0 song 1 reading 2 other
 *   'line'         [dedication, text, place]
 *   'note'         [line, text]
 *   'moment'       [day, height + 100, title, text]
 *   'promise'      [text, day or null, who gave it]
 *   'tie'          [promise, target, tied]
 *   'given'        [kind, from, day or null, text]
 *   'thanks'       [mode, kinds, member ids, words, text]  mode 0 all, 1 kinds, 2 people
 *
 * Fields of a child: 0 name, 1 own words, 2 weeks, 3 weight, 4 length, 5 who was there, 6 siblings, 7 more. Kinds of what was given: 0 words,
 * 1 prayer, 2 thought, 3 candle, 4 flowers, 5 card, 6 food, 7 visit, 8 help, 9 gift.
 */
import * as v from 'valibot';
import { fromHex, hex } from '#crypto/bytes.ts';
import { childFields, keepsakeKinds, type AboutChild, type ChildField } from '#domain/child.ts';
import { isDay, maxDayWords, precisions, type Day } from '#domain/day.ts';
import { dedicationKinds, maxLine, maxLink, maxNote, maxTo } from '#domain/dedication.ts';
import type { KeptOf, KeptType } from '#domain/kept.ts';
import { highest } from '#domain/moment.ts';
import type { Tie } from '#domain/promise.ts';
import { givenKinds } from '#domain/support.ts';
import { maxThanked, type ThanksTo } from '#domain/thanks.ts';
import type { Cbor } from '#wire/cbor.ts';
import { bytes, count, entryId, memberId, textUpTo } from '#wire/shapes.ts';
import { codec, index, name, pick, text, type Codec } from './codec.ts';

const childId = bytes(16);

const day = v.pipe(
	v.strictTuple([index(precisions), count, count, count, textUpTo(maxDayWords)]),
	v.check(([precision, year, part, of]) => isDay({ precision: pick(precisions, precision), year, part, day: of, words: '' }), 'a day there is')
);
const writeDay = ({ precision, year, part, day, words }: Day): Cbor => [precisions.indexOf(precision), year, part, day, words];
const readDay = ([precision, year, part, of, words]: v.InferOutput<typeof day>): Day => ({
	precision: pick(precisions, precision),
	year,
	part,
	day: of,
	words
});
const dayOrNull = v.nullable(day);
const writeDayOrNull = (one: Day | null): Cbor => (one === null ? null : writeDay(one));
const readDayOrNull = (one: v.InferOutput<typeof dayOrNull>): Day | null => (one === null ? null : readDay(one));

/** In rising order, each once. */
const rising = <T>(of: readonly T[]) =>
	v.pipe(
		v.array(index(of)),
		v.check((list) => list.every((one, i) => i === 0 || one > (list[i - 1] as number)), 'each once, in order')
	);
/** Of the web. Whether it may be opened, each reader decides (domain/dedication.ts): they do not all write addresses alike. */
const link = v.pipe(textUpTo(maxLink), v.regex(/^https?:\/\//));
const maxDates = 30;

export const aboutChild: Codec<AboutChild> = codec(
	v.strictTuple([
		childId,
		v.pipe(
			v.array(v.strictTuple([index(childFields), text])),
			v.check((list) => list.every(([field], i) => i === 0 || field > (list[i - 1]?.[0] ?? 0)), 'each field once, in order')
		),
		v.nullable(v.pipe(v.array(v.strictTuple([name, day])), v.maxLength(maxDates)))
	]),
	(b) => [
		fromHex(b.child),
		childFields.flatMap((field, i): Cbor[] => (b.says[field] === undefined ? [] : [[i, b.says[field]]])),
		b.dates === undefined ? null : b.dates.map(({ what, day }) => [what, writeDay(day)])
	],
	([child, said, dates]) => ({
		type: 'about-child',
		child: hex(child),
		says: Object.fromEntries(said.map(([field, value]) => [pick(childFields, field), value])) as Partial<Record<ChildField, string>>,
		...(dates === null ? {} : { dates: dates.map(([what, on]) => ({ what, day: readDay(on) })) })
	})
);

export const tie: Codec<Tie> = codec(
	v.strictTuple([entryId, entryId, v.boolean()]),
	(b) => [fromHex(b.promise), fromHex(b.target), b.tied],
	([promise, target, tied]) => ({ type: 'tie', promise: hex(promise), target: hex(target), tied })
);

const thanksModes = ['all', 'kinds', 'people'] as const;
function readTo(mode: number, kinds: number[], people: Uint8Array[], words: string): ThanksTo {
	switch (pick(thanksModes, mode)) {
		case 'all':
			return { all: true };
		case 'kinds':
			return { kinds: kinds.map((kind) => pick(givenKinds, kind)) };
		case 'people':
			return { people: people.map(hex), words };
	}
}

export const keptCodecs: { [K in KeptType]: Codec<KeptOf<K>> } = {
	keepsake: codec(
		v.strictTuple([childId, index(keepsakeKinds), text]),
		(b) => [fromHex(b.child), keepsakeKinds.indexOf(b.kind), b.text],
		([child, kind, words]) => ({ type: 'keepsake', child: hex(child), kind: pick(keepsakeKinds, kind), text: words })
	),
	letter: codec(
		v.strictTuple([childId, text]),
		(b) => [fromHex(b.child), b.text],
		([child, words]) => ({ type: 'letter', child: hex(child), text: words })
	),
	dedication: codec(
		v.strictTuple([index(dedicationKinds), v.pipe(v.array(memberId), v.maxLength(maxTo)), name, name, text, v.nullable(link)]),
		(b) => [dedicationKinds.indexOf(b.kind), b.to.map(fromHex), b.toWords, b.title, b.text, b.link],
		([kind, to, toWords, title, words, address]) => ({
			type: 'dedication',
			kind: pick(dedicationKinds, kind),
			to: to.map(hex),
			toWords,
			title,
			text: words,
			link: address
		})
	),
	line: codec(
		v.strictTuple([entryId, textUpTo(maxLine), count]),
		(b) => [fromHex(b.to), b.text, b.place],
		([to, words, place]) => ({ type: 'line', to: hex(to), text: words, place })
	),
	note: codec(
		v.strictTuple([entryId, textUpTo(maxNote)]),
		(b) => [fromHex(b.to), b.text],
		([to, words]) => ({ type: 'note', to: hex(to), text: words })
	),
	moment: codec(
		v.strictTuple([day, v.pipe(count, v.maxValue(2 * highest)), name, text]),
		(b) => [writeDay(b.day), b.height + highest, b.title, b.text],
		([on, height, title, words]) => ({ type: 'moment', day: readDay(on), height: height - highest, title, text: words })
	),
	promise: codec(
		v.strictTuple([text, dayOrNull, name]),
		(b) => [b.text, writeDayOrNull(b.day), b.gave],
		([words, on, gave]) => ({ type: 'promise', text: words, day: readDayOrNull(on), gave })
	),
	given: codec(
		v.strictTuple([index(givenKinds), name, dayOrNull, text]),
		(b) => [givenKinds.indexOf(b.kind), b.from, writeDayOrNull(b.day), b.text],
		([kind, from, on, words]) => ({ type: 'given', kind: pick(givenKinds, kind), from, day: readDayOrNull(on), text: words })
	),
	thanks: codec(
		v.pipe(
			v.strictTuple([index(thanksModes), rising(givenKinds), v.pipe(v.array(memberId), v.maxLength(maxThanked)), textUpTo(1000), text]),
			v.check(
				([mode, kinds, people, words]) => (mode === 1 || kinds.length === 0) && (mode === 2 || (people.length === 0 && words === '')),
				'to one of the three'
			)
		),
		({ to, text: words }) => {
			if ('all' in to) return [0, [], [], '', words];
			if ('kinds' in to) return [1, to.kinds.map((kind) => givenKinds.indexOf(kind)).sort((a, b) => a - b), [], '', words];
			return [2, [], to.people.map(fromHex), to.words, words];
		},
		([mode, kinds, people, words, said]) => ({ type: 'thanks', to: readTo(mode, kinds, people, words), text: said })
	)
};
