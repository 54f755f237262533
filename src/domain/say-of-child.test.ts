import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/support/property.ts';
import { childFields, foldAboutChild, viewChildren, type ChildDate, type ChildField, type ChildrenFold, type ChildView } from './child.ts';
import { exactDay } from './day.ts';
import { isWider, reaches, rings, ringsWithin, type Ring } from './ring.ts';
import { planOfChild, type SaidOfChild, type TypedDate, type TypedFacts } from './say-of-child.ts';

type Said = [Ring, SaidOfChild];
const dateOf = (n: number, what = `dag ${n}`): ChildDate => ({ what, day: exactDay(`2026-09-${String(n + 10)}`) });
const [born, farewell, grave] = [dateOf(1, 'Föddes'), dateOf(2, 'Avsked'), dateOf(3, 'Begravning')];

/** One after the other, each a moment later than the last. */
const foldOf = (said: readonly Said[]): ChildrenFold =>
	said.reduce<ChildrenFold>((fold, [ring, about], i) => foldAboutChild(fold, { child: 'a', ...about }, { ring, time: i, id: `e${i}` }), new Map());
/** What somebody who reads as far in as `own` is shown, of all that was said. */
const shownTo = (own: Ring, said: readonly Said[]): ChildView | null => viewChildren(foldOf(said.filter(([ring]) => reaches(own, ring))))[0] ?? null;
const datesFor = (own: Ring, said: readonly Said[]): ChildDate[] => shownTo(own, said)?.dates?.value ?? [];
const saysOf = (known: ChildView | null) =>
	Object.fromEntries(childFields.map((field) => [field, known?.says[field]?.value ?? ''])) as Record<ChildField, string>;

/** The form as it stands when it is begun. */
function begun(known: ChildView | null): TypedFacts & { dates: TypedDate[] } {
	const dates = known?.dates?.value ?? [];
	return { before: saysOf(known), datesBefore: dates, says: saysOf(known), dates: dates.map((was) => ({ ...was, was })), ring: 'us', all: false };
}
/** Everything said, once what was done in the form is saved. */
function saved(said: readonly Said[], act: (form: ReturnType<typeof begun>) => void, meanwhile: readonly Said[] = []): Said[] {
	const form = begun(shownTo('us', said));
	act(form);
	const now = [...said, ...meanwhile];
	return [...now, ...planOfChild(form, shownTo('us', now))];
}
const dates = (ring: Ring, ...value: ChildDate[]): Said => [ring, { says: {}, dates: value }];

test('a day added further in than the others stand is seen there alone; the others stay as they were', () => {
	const after = saved([dates('all', born)], ({ dates }) => dates.push(grave));
	expect(datesFor('us', after)).toEqual([born, grave]);
	expect(datesFor('close', after)).toEqual([born]);
	expect(datesFor('all', after)).toEqual([born]);
});

test('a day added further out than the others is seen by those chosen; the others are shown to nobody else, and the parents see all', () => {
	const after = saved([dates('us', born)], (form) => {
		form.dates.push(grave);
		form.ring = 'all';
	});
	expect(datesFor('us', after)).toEqual([born, grave]);
	for (const own of ['close', 'all'] as const) expect(datesFor(own, after)).toEqual([grave]);
	// A third, in between: each sees what they saw, and it.
	const more = saved(after, (form) => {
		form.dates.push(farewell);
		form.ring = 'close';
	});
	expect(datesFor('us', more)).toEqual([born, grave, farewell]);
	expect(datesFor('close', more)).toEqual([grave, farewell]);
	expect(datesFor('all', more)).toEqual([grave]);
});

test('a day that stands in two rings is changed in both and taken away in both, and what the parents see besides stays', () => {
	const said = [dates('all', grave), dates('us', born, grave)];
	const elsewhere = { ...grave, what: 'Gravsättning' };
	const changed = saved(said, ({ dates }) => ((dates[1] as TypedDate).what = 'Gravsättning'));
	expect(datesFor('us', changed)).toEqual([born, elsewhere]);
	expect(datesFor('all', changed)).toEqual([elsewhere]);
	const gone = saved(said, ({ dates }) => void dates.pop());
	expect(datesFor('us', gone)).toEqual([born]);
	expect(datesFor('all', gone)).toEqual([]);
});

test('for everything that stands here: one list where one chose, and none of it anywhere else', () => {
	const said = [dates('all', grave), dates('us', born, grave)];
	for (const ring of rings) {
		const after = saved(said, (form) => void ([form.ring, form.all] = [ring, true]));
		for (const own of rings) expect(datesFor(own, after), `${ring} ${own}`).toEqual(reaches(own, ring) ? [born, grave] : []);
	}
});

test('what is typed where nothing stood is new, also where the other parent has said something there meanwhile', () => {
	const after = saved([], (form) => (form.says.weight = '310 g'), [['all', { says: { weight: '300 g' } }]]);
	expect(shownTo('us', after)?.says.weight?.value).toBe('310 g');
	expect(shownTo('all', after)?.says.weight?.value).toBe('300 g');
});

test('what is kept from before a row said what it had been is read as it was meant', () => {
	const after = saved([dates('all', born, grave)], (form) => (form.dates = [{ ...grave }, { ...farewell }]));
	expect(datesFor('us', after)).toEqual([grave, farewell]);
	expect(datesFor('all', after)).toEqual([grave]);
});

test('nothing changed, nothing is said; emptied, it is emptied wherever it stands', () => {
	const said: Said[] = [
		['all', { says: { name: 'T' }, dates: [born] }],
		['us', { says: { name: 'Ture' }, dates: [farewell] }]
	];
	expect(saved(said, () => undefined)).toEqual(said);
	const after = saved(said, (form) => {
		form.says.name = ' ';
		form.dates = [];
	});
	for (const own of rings) expect(shownTo(own, after)).toBeNull();
});

const ring = fc.constantFrom(...rings);
const date = fc.integer({ min: 0, max: 5 }).map((n) => dateOf(n));
const word = fc.constantFrom('', 'a', 'b', 'c');
const saying: fc.Arbitrary<Said> = fc.tuple(
	ring,
	fc.record({ says: fc.record({ weeks: word, name: word }, { requiredKeys: [] }), dates: fc.uniqueArray(date, { maxLength: 4, selector: ({ what }) => what }) })
);
const history = fc.array(saying, { maxLength: 5 });
const acts = fc.record({
	ring,
	all: fc.boolean(),
	says: fc.record({ weeks: word, name: word }, { requiredKeys: [] }),
	/** Of each day: it stays, goes, or is changed. */
	rows: fc.array(fc.constantFrom('stays', 'goes', 'changes'), { minLength: 4, maxLength: 4 }),
	added: fc.uniqueArray(fc.integer({ min: 6, max: 9 }), { maxLength: 2 })
});
const does = (form: ReturnType<typeof begun>, { ring, all, says, rows, added }: typeof acts extends fc.Arbitrary<infer A> ? A : never) => {
	Object.assign(form, { ring, all, says: { ...form.says, ...says } });
	form.dates = [
		...form.dates
			.filter((_, i) => rows[i] !== 'goes')
			.map((row) => (rows[form.dates.indexOf(row)] === 'changes' ? { ...row, what: `${row.what} ändrad` } : row)),
		...added.map((n) => dateOf(n))
	];
};

test('nothing is said further out than where one chose, or where that very thing stood', () => {
	fc.assert(
		fc.property(history, history, acts, (said, meanwhile, act) => {
			const before = [...said, ...meanwhile];
			const form = begun(shownTo('us', said));
			does(form, act);
			const known = shownTo('us', before);
			for (const [where, { says, dates = [] }] of planOfChild(form, known)) {
				if (!isWider(where, form.ring)) continue;
				const readThere = rings.filter((one) => !isWider(where, one)).flatMap((one) => known?.lists.filter(({ ring }) => ring === one) ?? []);
				for (const one of dates) {
					const was = one.what.replace(' ändrad', '');
					expect(
						readThere.some(({ value }) => value.some(({ what }) => what === was || what === one.what)),
						`${one.what} in ${where}`
					).toBe(true);
				}
				for (const [field, value] of Object.entries(says) as [ChildField, string][])
					if (value !== '') {
						expect(form.all, `${field} in ${where}`).toBe(false);
						expect(form.before[field]).not.toBe('');
						expect(known?.rings[field]).toContain(where);
					}
				if (form.all) expect(dates).toEqual([]);
			}
		}),
		runs(3000)
	);
});

test('the parents see all they left in the form; whoever was chosen sees what is new; nobody sees what was taken away, or loses anything else', () => {
	fc.assert(
		fc.property(history, acts, (said, act) => {
			const form = begun(shownTo('us', said));
			does(form, act);
			const after = [...said, ...planOfChild(form, shownTo('us', said))];
			const names = (list: readonly ChildDate[]) => list.map(({ what }) => what).sort();
			const left = names(form.dates as ChildDate[]);
			// Where a list is emptied, what stands further out is what is known.
			if (left.length > 0) expect(names(datesFor('us', after)), 'the parents').toEqual(left);
			const gone = names(form.datesBefore).filter((what) => !left.includes(what));
			for (const own of rings) {
				const [was, sees] = [names(datesFor(own, said)), names(datesFor(own, after))];
				for (const what of gone) expect(sees, `${own}: gone`).not.toContain(what);
				if (form.all && left.length > 0) expect(sees).toEqual(reaches(own, form.ring) ? left : []);
				else {
					if (ringsWithin(own).includes(form.ring)) for (const n of act.added) expect(sees, own).toContain(dateOf(n).what);
					else for (const n of act.added) expect(sees, own).not.toContain(dateOf(n).what);
					// One whose list is emptied is shown what stands further out.
					if (left.length > 0 && was.some((what) => !gone.includes(what)))
						for (const what of was.filter((one) => !gone.includes(one))) expect(sees, own).toContain(what);
				}
			}
		}),
		runs(3000)
	);
});
