import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEnclosed } from '../../test/support/enclosed.ts';
import { anyAboutChild, anyKept } from '../../test/support/kept.ts';
import { runs } from '../../test/support/property.ts';
import type { Asking } from './announcement.ts';
import type { Body } from './body.ts';
import type { AboutChild } from './child.ts';
import type { Enclosed } from './enclosed.ts';
import { isKept, maySay, type Kept } from './kept.ts';
import { agreedBy, emptyFold, foldBehind, foldEntry, isTakenAway, nowIs, nowSays, standsAt, type Fold, type FoldEntry, type Told } from './fold.ts';
import { rings, ringsWithin, type Ring } from './ring.ts';

/** Two parents on two devices each, someone close, two in all. */
const people = [
	{ id: 'noor', parent: true, ring: 'us', devices: 2 },
	{ id: 'elias', parent: true, ring: 'us', devices: 2 },
	// Asked to speak for them.
	{ id: 'ingrid', parent: false, ring: 'close', devices: 1, speaks: true },
	{ id: 'malik', parent: false, ring: 'all', devices: 1 },
	{ id: 'berg', parent: false, ring: 'all', devices: 1 }
] as const;

interface Step {
	who: number;
	ring: number;
	what: number;
	target: number;
	time: number;
	text: string;
	asking: Asking;
	enclosed: Enclosed[];
	body: Kept;
	about: AboutChild;
}
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.record({
		who: fc.nat({ max: 4 }),
		ring: fc.nat(),
		what: fc.nat({ max: 20 }),
		body: anyKept,
		about: anyAboutChild,
		target: fc.nat(),
		time: fc.nat({ max: 5 }),
		text: fc.string({ maxLength: 5 }),
		asking: fc.constantFrom<Asking[]>(null, 'ask', 'dont-ask'),
		enclosed: fc.array(anyEnclosed, { maxLength: 2 })
	}),
	{ minLength: 1, maxLength: 30 }
);

const steps1: Step[] = [
	{
		who: 2,
		ring: 0,
		what: 0,
		target: 0,
		time: 0,
		text: '',
		asking: null,
		enclosed: [],
		body: { type: 'note', to: '', text: '' },
		about: { type: 'about-child', child: '', says: {} }
	}
];

/** Something told or kept, by somebody who may. */
const isTelling = ({ body, byParent, speaks }: FoldEntry): boolean =>
	body.type === 'answer' || (body.type === 'announcement' && (byParent || speaks === true)) || (isKept(body) && maySay(body.type, byParent));

/** What the server would have numbered: each entry in a ring its author reaches. */
function entriesOf(given: readonly Step[]): FoldEntry[] {
	const entries: FoldEntry[] = [];
	const last: Record<Ring, number> = { us: 0, close: 0, all: 0 };
	for (const [i, step] of given.entries()) {
		const person = people[step.who] as (typeof people)[number];
		const reach = ringsWithin(person.ring);
		const ring = reach[step.ring % reach.length] as Ring;
		const told = entries.filter(isTelling);
		const target = told[step.target % Math.max(1, told.length)]?.id ?? 'nothing';
		const bodies: Body[] = [
			{ type: 'announcement', text: step.text, asking: step.asking, enclosed: step.enclosed },
			{ type: 'answer', to: target, kind: 'words', text: step.text, motif: null, enclosed: step.enclosed },
			{ type: 'edit', target, text: step.text, asking: step.asking, enclosed: step.enclosed },
			{ type: 'erase', target, targetHash: '00' },
			{ type: 'name', name: step.text },
			{ type: 'place', title: step.text },
			{ type: 'child', name: step.text },
			{ type: 'settings', prayers: 'thoughts' },
			{ type: 'receipt' },
			{ type: 'invitation', invitation: `i${step.target % 3}`, label: step.text, secret: '00', form: 'link' },
			{ type: 'retold', entry: told[(step.target + 1) % Math.max(1, told.length)]?.id ?? 'nothing', earlier: target },
			step.body,
			{ type: 'line', to: target, text: step.text, place: step.target },
			{ type: 'changed', target, body: step.body },
			// Of the kind that is changed.
			{
				type: 'changed',
				target,
				body: isKept(told[step.target % Math.max(1, told.length)]?.body ?? { type: '' }) ? (told[step.target % told.length]?.body as Kept) : step.body
			},
			{ ...step.about, child: `c${step.target % 3}` },
			{ type: 'tie', promise: target, target: `t${step.target % 2}`, tied: step.time % 2 === 0 },
			{ type: 'proposal', entry: `p${step.target % 3}`, ring: 'close', says: { type: 'announcement', text: step.text, asking: null } },
			{ type: 'consent', entry: `p${step.target % 3}`, hash: 'h', yes: null },
			{ type: 'announcement', text: step.text, asking: null, yes: { member: 'elias', device: 'd', controlN: 0, signature: 's' } },
			{ type: 'child', name: step.text }
		];
		last[ring] += 1;
		const body = bodies[step.what] as Body;
		entries.push({
			id: `e${i}`,
			ring,
			author: person.id,
			byParent: person.parent,
			...('speaks' in person ? { speaks: true } : {}),
			time: step.time,
			n: last[ring],
			settled: true,
			device: person.id,
			deviceSeq: last[ring],
			controlN: 0,
			seenSeq: Math.max(0, last[ring] - 1 - (step.target % 3)),
			hash: `h${i}`,
			body
		});
	}
	return entries;
}

function foldOf(entries: readonly FoldEntry[], into: Fold = emptyFold()): Fold {
	for (const entry of entries) foldEntry(into, entry);
	return into;
}
const waitingOf = (entry: FoldEntry): FoldEntry => ({ ...entry, n: null, settled: false, seenSeq: 0, hash: '' });
/** An order of `items` out of numbers, and some of them again. */
const shuffled = <T>(items: readonly T[], order: readonly number[]): T[] => {
	const rest = [...items];
	const out: T[] = [];
	for (let i = 0; rest.length > 0; i++) out.push(...rest.splice((order[i % order.length] as number) % rest.length, 1));
	for (const n of order.slice(0, 5)) out.splice(n % (out.length + 1), 0, items[n % items.length] as T);
	return out;
};
const orders = fc.array(fc.nat({ max: 1000 }), { minLength: 7, maxLength: 40 });

test('in whatever order entries come, in however many pieces and how often, the fold is the same', () => {
	fc.assert(
		fc.property(steps, orders, orders, (given, a, b) => {
			const entries = entriesOf(given);
			const expected = foldOf(entries);
			expect(foldOf(shuffled(entries, a))).toEqual(expected);
			expect(foldOf(shuffled(entries, b), foldOf(shuffled(entries, a)))).toEqual(expected);
		}),
		runs(300)
	);
});

test('what waits on this device is replaced by what came back from the log, whichever is folded last', () => {
	fc.assert(
		fc.property(steps, orders, fc.nat({ max: 1000 }), (given, order, mask) => {
			const entries = entriesOf(given);
			const waiting = entries.filter((_, i) => ((mask >> (i % 10)) & 1) === 1).map(waitingOf);
			expect(foldOf(shuffled([...waiting, ...entries], order))).toEqual(foldOf(entries));
		}),
		runs(300)
	);
});

test('two settled entries of one id, which only liars can bring about, are folded alike by everyone', () => {
	fc.assert(
		fc.property(steps, orders, fc.nat({ max: 3 }), (given, order, ids) => {
			const entries = entriesOf(given).map((entry, i) => ({ ...entry, id: `e${i % (ids + 1)}`, time: i }));
			expect(foldOf(shuffled(entries, order)).told).toEqual(foldOf(entries).told);
			for (const told of foldOf(entries).told.values()) {
				const rivals = entries.filter((entry) => entry.id === told.id && isTelling(entry));
				const innermost = rings.find((ring) => rivals.some((rival) => rival.ring === ring));
				expect(told.ring).toBe(innermost);
				expect(told.n).toBe(Math.min(...rivals.filter(({ ring }) => ring === innermost).map(({ n }) => n ?? 0)));
			}
		}),
		runs(200)
	);
});

test('what is told stays in its ring with its author, and says what its own author said last there', () => {
	fc.assert(
		fc.property(steps, orders, (given, order) => {
			const entries = entriesOf(given);
			const fold = foldOf(shuffled(entries, order));
			for (const entry of entries) {
				if (!isTelling(entry)) {
					expect(fold.told.has(entry.id)).toBe(false);
					continue;
				}
				const told = fold.told.get(entry.id);
				expect(told).toEqual(entry);
				const own = entries.filter(({ ring, author, body }) => ring === entry.ring && author === entry.author && 'target' in body && body.target === entry.id);
				const says = nowSays(fold, told as never);
				const byParents = entries.filter(({ ring, byParent, body }) => ring === entry.ring && byParent && body.type === 'erase' && body.target === entry.id);
				// What one parent says is not the other's to take away.
				if (entry.byParent) byParents.splice(0);
				if (byParents.length > 0 || own.some(({ body }) => body.type === 'erase')) {
					expect(says).toEqual({ text: '', asking: null, enclosed: [], edited: false, takenBack: true });
					expect(isTakenAway(fold, told as never)).toBe(!own.some(({ body }) => body.type === 'erase'));
					continue;
				}
				const inTime = (a: FoldEntry, b: FoldEntry): number => a.time - b.time || (a.id < b.id ? -1 : 1);
				const { body: first } = entry;
				if (isKept(first)) {
					const changes = own.filter(({ body }) => body.type === 'changed' && body.body.type === first.type).sort(inTime);
					const newest = changes.at(-1)?.body as Extract<Body, { type: 'changed' }> | undefined;
					expect(nowIs(fold, told as Told<Kept>)).toEqual(newest?.body ?? first);
					expect(says.edited).toBe(newest !== undefined);
					continue;
				}
				const edits = own.filter(({ body }) => body.type === 'edit').sort(inTime);
				const newest = edits.at(-1)?.body as Extract<Body, { type: 'edit' }> | undefined;
				if (first.type !== 'announcement' && first.type !== 'answer') throw new Error('not told');
				// Both have said it, as long as it says what they both said.
				expect(agreedBy(fold, told as Told)).toBe(first.type === 'announcement' && newest === undefined ? (first.yes?.member ?? null) : null);
				expect(says).toEqual({
					text: newest?.text ?? first.text,
					asking: newest === undefined ? ('asking' in first ? first.asking : null) : newest.asking,
					enclosed: newest === undefined ? (first.enclosed ?? []) : newest.enclosed,
					edited: newest !== undefined,
					takenBack: false
				});
			}
		}),
		runs(300)
	);
});

test('a correction that was itself taken back holds no longer, in whatever order they come', () => {
	const at = (id: string, time: number, body: Body): FoldEntry => ({ ...(entriesOf(steps1)[0] as FoldEntry), id, time, n: time, hash: id, body });
	const entries = [
		at('a', 1, { type: 'answer', to: 'x', kind: 'words', text: 'först', motif: null }),
		at('b', 2, { type: 'edit', target: 'a', text: 'sedan', asking: null }),
		at('c', 3, { type: 'edit', target: 'a', text: 'sist', asking: null }),
		at('d', 4, { type: 'erase', target: 'c', targetHash: 'c' })
	];
	fc.assert(
		fc.property(orders, (order) => {
			const fold = foldOf(shuffled(entries, order));
			expect(nowSays(fold, fold.told.get('a') as Told)).toMatchObject({ text: 'sedan', edited: true, takenBack: false });
		}),
		runs(50)
	);
});

test('only parents name the place and the child, set the switch, keep invitations and make things arrive', () => {
	fc.assert(
		fc.property(steps, (given) => {
			const entries = entriesOf(given);
			const fold = foldOf(entries);
			const parents = foldOf(entries.filter(({ byParent }) => byParent));
			for (const part of ['title', 'children', 'ties', 'proposals', 'consents', 'prayers', 'invitations', 'arrived'] as const)
				expect(fold[part]).toEqual(parents[part]);
			for (const [author, { id }] of fold.names) expect(entries.find((entry) => entry.id === id)?.author).toBe(author);
		}),
		runs(200)
	);
});

/** Noor tells something in `from`, then anew in `to`, said in `where`; then the earlier is taken back. Each change makes another story of it. */
function retelling(from: Ring, to: Ring, where: Ring, change: (entries: FoldEntry[]) => FoldEntry[] = (entries) => entries): string {
	const entry = (id: string, ring: Ring, body: Body, author = 'noor'): FoldEntry => ({
		id,
		ring,
		author,
		byParent: author !== 'malik',
		time: 1,
		n: 1,
		settled: true,
		device: author,
		deviceSeq: 1,
		controlN: 0,
		seenSeq: 0,
		hash: id,
		body
	});
	const fold = foldOf(
		change([
			entry('earlier', from, { type: 'announcement', text: 'a', asking: null }),
			entry('later', to, { type: 'announcement', text: 'b', asking: null }),
			entry('link', where, { type: 'retold', entry: 'later', earlier: 'earlier' }),
			entry('erase', from, { type: 'erase', target: 'earlier', targetHash: 'earlier' })
		])
	);
	return standsAt(fold, fold.told.get('earlier') as Told).id;
}

test('what was told anew stands in the place of the earlier, wider and narrower, and only there where its own writer said so', () => {
	expect(retelling('close', 'all', 'close')).toBe('later');
	expect(retelling('all', 'close', 'close')).toBe('later');
	expect(retelling('all', 'us', 'us')).toBe('later');
	// Said further out than the inner of the two, it is nothing: whoever reads that could not read both.
	expect(retelling('close', 'all', 'all')).toBe('earlier');
	expect(retelling('close', 'all', 'us')).toBe('earlier');
	// While the earlier has not been taken back both stand.
	expect(retelling('close', 'all', 'close', (entries) => entries.filter(({ id }) => id !== 'erase'))).toBe('earlier');
	// Where the later cannot be read, or is somebody else's, or somebody else says so.
	expect(retelling('all', 'close', 'close', (entries) => entries.filter(({ id }) => id !== 'later'))).toBe('earlier');
	for (const one of ['later', 'link'])
		expect(retelling('close', 'all', 'close', (entries) => entries.map((entry) => (entry.id === one ? { ...entry, author: 'elias' } : entry)))).toBe('earlier');
	// In a circle of two that each stand for the other, one comes to an end.
	const round = (entries: FoldEntry[]): FoldEntry[] => [
		...entries,
		{ ...(entries[2] as FoldEntry), id: 'back', body: { type: 'retold', entry: 'earlier', earlier: 'later' } },
		{ ...(entries[3] as FoldEntry), id: 'erase-later', body: { type: 'erase', target: 'later', targetHash: 'later' } }
	];
	expect(retelling('close', 'close', 'close', round)).toBe('later');
});

test('what only waits makes nothing arrive', () => {
	fc.assert(
		fc.property(steps, (given) => {
			expect(foldOf(entriesOf(given).map((entry) => ({ ...entry, n: null }))).arrived).toEqual({ us: 0, close: 0, all: 0 });
		}),
		runs(50)
	);
});

test('what lies behind is known for its facts alone, and once it is looked for the fold is as if it had never lain there', () => {
	fc.assert(
		fc.property(steps, orders, fc.integer({ min: 1, max: 30 }), (given, order, cut) => {
			const entries = entriesOf(given);
			const behind = entries.slice(0, cut);
			const whole = foldOf(entries);
			const fold = foldOf(entries.slice(cut));
			const shown = new Set(fold.told.keys());
			for (const entry of shuffled(behind, order)) foldBehind(fold, entry);
			for (const part of ['names', 'title', 'children', 'ties', 'proposals', 'consents', 'prayers', 'invitations', 'arrived', 'retold'] as const)
				expect(fold[part]).toEqual(whole[part]);
			expect(new Set(fold.told.keys())).toEqual(shown);
			for (const told of fold.told.values()) expect(nowSays(fold, told)).toEqual(nowSays(whole, told));
			expect(foldOf(behind, fold)).toEqual(whole);
		}),
		runs(200)
	);
});
