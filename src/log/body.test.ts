import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEnclosed } from '../../test/support/enclosed.ts';
import { anyAboutChild, anyKept, kept } from '../../test/support/kept.ts';
import { bytesOf, countOf, runs, textOf } from '../../test/support/property.ts';
import { hex } from '#crypto/bytes.ts';
import { cardMotifs, type AnswerKind } from '#domain/answer.ts';
import type { Announcement, Asking } from '#domain/announcement.ts';
import { rings } from '#domain/ring.ts';
import type { Yes } from '#domain/yes.ts';
import { doorKinds } from '#domain/door.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { maxText } from './codec.ts';
import { decodeBody, encodeBody, UnknownBody, type OpenedBody } from './body.ts';

type AnyBody = OpenedBody['body'];
const id = bytesOf(16).map(hex);
const text = textOf(300);
const short = textOf(200);
const enclosing = { enclosed: fc.array(anyEnclosed, { minLength: 1, maxLength: 3 }) };
const asking = fc.constantFrom<Asking[]>(null, 'ask', 'dont-ask');
const news: fc.Arbitrary<Announcement> = fc.record(
	{ type: fc.constant('announcement'), text, asking, ...enclosing },
	{ requiredKeys: ['type', 'text', 'asking'] }
);
const yes: fc.Arbitrary<Yes> = fc.record({ member: id, device: id, controlN: countOf(), signature: bytesOf(64).map(hex) });
const withYes = <B extends object>(body: fc.Arbitrary<B>): fc.Arbitrary<B & { yes: Yes }> =>
	fc.tuple(body, yes).map(([says, theirs]) => ({ ...says, yes: theirs }));
const bodies: { [K in AnyBody['type']]: fc.Arbitrary<Extract<AnyBody, { type: K }>> } = {
	...(Object.fromEntries(Object.entries(kept).map(([type, body]) => [type, fc.oneof(body, withYes(body as fc.Arbitrary<never>))])) as never as typeof kept),
	'about-child': anyAboutChild,
	tie: fc.record({ type: fc.constant('tie'), promise: id, target: id, tied: fc.boolean() }),
	changed: fc.record({ type: fc.constant('changed'), target: id, body: anyKept }),
	proposal: fc.record({ type: fc.constant('proposal'), entry: id, ring: fc.constantFrom(...rings), says: fc.oneof(news, anyKept) }),
	consent: fc.record({ type: fc.constant('consent'), entry: id, hash: bytesOf(32).map(hex), yes: fc.option(yes) }),
	draft: fc.record({
		type: fc.constant('draft'),
		circle: bytesOf(32).map(hex),
		entry: id,
		ring: fc.constantFrom(...rings),
		says: fc.oneof(news, anyKept),
		release: fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }))
	}),
	'draft-gone': fc.record({ type: fc.constant('draft-gone'), circle: bytesOf(32).map(hex), entry: id }),
	anniversary: fc.record({ type: fc.constant('anniversary'), circle: bytesOf(32).map(hex), what: short, shown: fc.boolean() }),
	announcement: fc.oneof(news, withYes(news)),
	answer: fc.record(
		{
			type: fc.constant('answer'),
			to: id,
			kind: fc.constantFrom<AnswerKind[]>('words', 'candle', 'card', 'prayer', 'thought', 'offer'),
			text,
			motif: fc.constantFrom(null, ...cardMotifs),
			...enclosing,
			burns: fc.option(fc.integer({ min: 1, max: 1000 }))
		},
		{ requiredKeys: ['type', 'to', 'kind', 'text', 'motif'] }
	),
	edit: fc.record({ type: fc.constant('edit'), target: id, text, asking, ...enclosing }, { requiredKeys: ['type', 'target', 'text', 'asking'] }),
	erase: fc.record({ type: fc.constant('erase'), target: id, targetHash: bytesOf(32).map(hex) }),
	retold: fc.record({ type: fc.constant('retold'), entry: id, earlier: id }),
	name: fc.record({ type: fc.constant('name'), name: short }),
	place: fc.record({ type: fc.constant('place'), title: short }),
	child: fc.record({ type: fc.constant('child'), name: short }),
	settings: fc.record({ type: fc.constant('settings'), prayers: fc.constantFrom('both', 'prayers', 'thoughts') }),
	receipt: fc.record({ type: fc.constant('receipt') }),
	invitation: fc.record({
		type: fc.constant('invitation'),
		invitation: id,
		label: short,
		secret: bytesOf(10, 16).map(hex),
		form: fc.constantFrom('link', 'code')
	}),
	cut: fc.record({
		type: fc.constant('cut'),
		n: countOf(),
		ends: fc.array(fc.record({ device: id, seq: countOf(), hash: bytesOf(32).map(hex) }), { minLength: 1, maxLength: 5 })
	}),
	aside: fc.record({ type: fc.constant('aside'), circle: bytesOf(32).map(hex), target: id, aside: fc.boolean() }),
	circle: fc.record({ type: fc.constant('circle'), circleId: bytesOf(32), seed: bytesOf(32) }),
	roll: fc.record({ type: fc.constant('roll'), circle: bytesOf(32).map(hex), member: id, seed: bytesOf(32) }),
	door: fc.record({
		type: fc.constant('door'),
		door: id,
		kind: fc.constantFrom(...doorKinds),
		name: short,
		kem: bytesOf(32),
		plate: bytesOf(64)
	}),
	'door-used': fc.record({ type: fc.constant('door-used'), door: id }),
	'door-kept': fc.record({ type: fc.constant('door-kept'), door: id }),
	'door-gone': fc.record({ type: fc.constant('door-gone'), door: id })
};
const anyBody: fc.Arbitrary<OpenedBody> = fc.record({ time: countOf(), body: fc.oneof(...(Object.values(bodies) as fc.Arbitrary<AnyBody>[])) });

test('whatever can be said comes back as it was said', () => {
	fc.assert(
		fc.property(anyBody, (said) => {
			expect(decodeBody(encodeBody(said))).toEqual(said);
		}),
		runs(500)
	);
});

test('a type or schema of a newer version is told apart from nonsense, and never guessed at', () => {
	fc.assert(
		fc.property(anyBody, fc.string(), countOf(), (said, name, schema) => {
			const [type, , ...rest] = decodeCbor(encodeBody(said)) as Cbor[];
			fc.pre(!Object.hasOwn(bodies, name) && name.isWellFormed() && schema > 3);
			expect(() => decodeBody(encodeCbor([name, 1, ...rest]))).toThrow(UnknownBody);
			expect(() => decodeBody(encodeCbor([type as Cbor, schema, ...rest]))).toThrow(UnknownBody);
		}),
		runs(100)
	);
	for (const [type, schema] of [
		['line', 2],
		['note', 2],
		['edit', 3],
		['name', 2],
		['tie', 3],
		['draft', 3],
		['announcement', 0]
	] as const)
		expect(() => decodeBody(encodeCbor([type, schema, 0])), type).toThrow(UnknownBody);
	for (const name of ['__proto__', 'constructor', 'toString']) expect(() => decodeBody(encodeCbor([name, 1, 0]))).toThrow(UnknownBody);
});

/** In some fields of these another form says something else, and says it in the one way it is written. */
const loose: ReadonlySet<unknown> = new Set(['about-child', 'anniversary', 'consent', 'dedication', 'draft', 'given', 'line', 'moment', 'promise', 'thanks']);
function isAnother(fields: Cbor[]): boolean {
	if (!loose.has(fields[0]) && fields[1] !== 3) return false;
	try {
		return hex(encodeBody(decodeBody(encodeCbor(fields)))) === hex(encodeCbor(fields));
	} catch {
		return false;
	}
}
const wrong: Cbor[] = [null, -1, 99, new Uint8Array(5), [], 'x'.repeat(maxText + 1), new Map()];

test('a field of another form, missing or too many, is refused and not taken for a newer version', () => {
	fc.assert(
		fc.property(anyBody, fc.nat(), fc.constantFrom(...wrong), (said, at, other) => {
			const fields = decodeCbor(encodeBody(said)) as Cbor[];
			const refuses = (changed: Cbor[]) => {
				let thrown: unknown;
				try {
					decodeBody(encodeCbor(changed));
				} catch (error) {
					thrown = error;
				}
				expect(thrown, JSON.stringify(changed)).toBeInstanceOf(Error);
				expect(thrown).not.toBeInstanceOf(UnknownBody);
			};
			const field = 3 + (at % Math.max(1, fields.length - 3));
			const may = (other === null && said.body.type === 'answer' && field === 6) || (other === 99 && said.body.type === 'cut' && field === 3);
			if (field < fields.length && !may && !isAnother(fields.with(field, other))) refuses(fields.with(field, other));
			if (fields.length > 3) refuses(fields.slice(0, -1));
			refuses([...fields, other]);
			refuses(fields.with(2, 'time'));
		}),
		runs(300)
	);
});

test('what no reader would take is not written', () => {
	const time = 1;
	const never: OpenedBody[] = [
		{ time, body: { type: 'announcement', text: 'x'.repeat(maxText + 1), asking: null } },
		{ time, body: { type: 'announcement', text: 'x', asking: 'perhaps' as never } },
		{ time, body: { type: 'name', name: 'x'.repeat(201) } },
		{ time, body: { type: 'answer', to: '00', kind: 'words', text: '', motif: null } },
		{ time, body: { type: 'settings', prayers: 'none' as never } },
		{ time, body: { type: 'invitation', invitation: '00'.repeat(16), label: 'x'.repeat(201), secret: '00'.repeat(16), form: 'link' } },
		{ time: 1.5, body: { type: 'receipt' } },
		{ time: -1, body: { type: 'receipt' } }
	];
	for (const said of never) expect(() => encodeBody(said), said.body.type).toThrow();
});

test('what no program of ours would write is refused where it is read', () => {
	const [at, by] = [new Uint8Array(16), new Uint8Array(16).fill(1)];
	const carried: Cbor[] = ['announcement', 3, 'Ture', 0, null, [at, at, 1, new Uint8Array(64)]];
	const day: Cbor[] = [0, 2026, 9, 15, ''];
	const never: [string, Cbor[]][] = [
		// A yes is given to what waits; nothing that waits, rests or is changed carries one.
		['a proposal with a yes', ['proposal', 1, 1, at, 1, carried]],
		['a draft with a yes', ['draft', 1, 1, new Uint8Array(32), at, 1, carried, 0]],
		['a change with a yes', ['changed', 1, 1, at, ['letter', 3, at, 'Kära', null, [at, at, 1, new Uint8Array(64)]]]],
		['news that waits within news that waits', ['proposal', 1, 1, at, 1, ['proposal', 1, at, 1, ['announcement', 1, 'Ture', 0]]]],
		['news changed as if it were kept', ['changed', 1, 1, at, ['announcement', 1, 'Ture', 0]]],
		['a name that rests', ['draft', 1, 1, new Uint8Array(32), at, 1, ['name', 1, 'Noor'], 0]],
		['a line with something enclosed', ['line', 3, 1, at, 'rad', 1, [], [at, at, 1, new Uint8Array(64)]]],
		[
			'a field of a child said twice',
			[
				'about-child',
				1,
				1,
				at,
				[
					[0, 'Ture'],
					[0, 'Majken']
				],
				null
			]
		],
		[
			'fields of a child in another order',
			[
				'about-child',
				1,
				1,
				at,
				[
					[1, 'vår'],
					[0, 'Ture']
				],
				null
			]
		],
		['a day there is none of', ['about-child', 1, 1, at, [], [['Föddes', day.with(3, 31)]]]],
		['a link that is none', ['dedication', 1, 1, 0, [at], '', 'sång', '', 'javascript:alert(1)']],
		['a link within words', ['dedication', 1, 1, 0, [at], '', 'sång', '', 'se https://musik.example/']],
		['thanks to all, and to a kind', ['thanks', 1, 1, 0, [1], [], '', 'tack']],
		['thanks to all, and to somebody', ['thanks', 1, 1, 0, [], [at], '', 'tack']],
		['thanks to a kind, and to somebody in words', ['thanks', 1, 1, 1, [1], [], 'dig', 'tack']],
		['thanks to people, and to a kind', ['thanks', 1, 1, 2, [1], [by], '', 'tack']],
		['thanks to one kind twice', ['thanks', 1, 1, 1, [1, 1], [], '', 'tack']],
		['a moment too high', ['moment', 1, 1, day, 201, 'a', '']]
	];
	for (const [what, fields] of never) {
		let thrown: unknown = null;
		try {
			decodeBody(encodeCbor(fields));
		} catch (error) {
			thrown = error;
		}
		expect(thrown, what).toBeInstanceOf(Error);
		expect(thrown, what).not.toBeInstanceOf(UnknownBody);
	}
	// As they would be written, each is read.
	for (const fields of [
		['proposal', 1, 1, at, 1, ['announcement', 1, 'Ture', 0]],
		['changed', 1, 1, at, ['letter', 1, at, 'Kära']],
		[
			'about-child',
			1,
			1,
			at,
			[
				[0, 'Ture'],
				[1, 'vår']
			],
			[['Föddes', day]]
		],
		['dedication', 1, 1, 0, [at], '', 'sång', '', 'http://musik.example/'],
		['thanks', 1, 1, 1, [1, 2], [], '', 'tack'],
		['moment', 1, 1, day, 200, 'a', '']
	] satisfies Cbor[][])
		expect(() => decodeBody(encodeCbor(fields))).not.toThrow();
});

test('text cut in the middle of a character, or pasted with a byte-order mark, is still read by everyone', () => {
	const saying = (name: string) => decodeBody(encodeBody({ time: 1, body: { type: 'name', name } })).body;
	expect(saying('Ture 👣'.slice(0, 6))).toEqual({ type: 'name', name: 'Ture \u{fffd}' });
	expect(saying('\u{feff}Ture')).toEqual({ type: 'name', name: 'Ture' });
	fc.assert(
		fc.property(fc.array(fc.nat({ max: 0xffff }), { maxLength: 200 }), (units) => {
			saying(String.fromCharCode(...units));
		}),
		runs(300)
	);
});

const file = (mime: string) => ({ id: '11'.repeat(32), secret: '22'.repeat(16), size: 5, mime });
const withPicture = (mime: string): OpenedBody => ({
	time: 1,
	body: {
		type: 'announcement',
		text: '',
		asking: null,
		enclosed: [{ kind: 'picture', says: '', covered: false, width: 1, height: 1, thumbnail: file(mime), screen: file('image/jpeg'), original: null }]
	}
});

test('what is enclosed is a picture, a film or a sound, and nothing that a page would run', () => {
	for (const mime of ['image/jpeg', 'image/webp']) expect(decodeBody(encodeBody(withPicture(mime)))).toEqual(withPicture(mime));
	// Nor is a picture anything but a picture.
	for (const mime of [
		'video/mp4; codecs="avc1.64001f, mp4a.40.2"',
		'video/html',
		'text/html',
		'image/svg+xml',
		'application/pdf',
		'video/mp4\r\nset-cookie: a=b',
		'image/jpeg; charset=x',
		''
	])
		expect(() => encodeBody(withPicture(mime))).toThrow();
});

test('where nothing is enclosed a body is of schema 1, as those who know no other write and read it', () => {
	for (const enclosed of [undefined, []])
		expect((decodeCbor(encodeBody({ time: 1, body: { type: 'announcement', text: 'a', asking: null, ...(enclosed && { enclosed }) } })) as Cbor[])[1]).toBe(1);
	expect((decodeCbor(encodeBody(withPicture('image/jpeg'))) as Cbor[])[1]).toBe(2);
	expect(() => decodeBody(encodeCbor(['name', 2, 1, 'Noor', []]))).toThrow(UnknownBody);
});
