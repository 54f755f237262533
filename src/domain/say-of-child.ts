/**
 * WHERE WHAT IS TYPED OF A CHILD IS SAID: what is new in the ring that was chosen, what is changed where it stood, what is taken away wherever
 * it stands. Nothing is said further out than that, unless it was asked for all that stands there.
 */
import { childFields, type ChildDate, type ChildField, type ChildView } from './child.ts';
import type { Day } from './day.ts';
import { isWider, reaches, rings, type Ring } from './ring.ts';

export interface TypedDate {
	what: string;
	/** Null while it is no day yet: it is not said. */
	day: Day | null;
	/** What it was when the form was begun; a new one has none. */
	was?: ChildDate;
}
export interface TypedFacts {
	/** What stood there when the form was begun: what differs from it is said, and nothing else. */
	before: Record<ChildField, string>;
	datesBefore: readonly ChildDate[];
	says: Record<ChildField, string>;
	dates: readonly TypedDate[];
	ring: Ring;
	/** The ring is for everything that stands there, not only for what is new. */
	all: boolean;
}
export interface SaidOfChild {
	says: Partial<Record<ChildField, string>>;
	dates?: ChildDate[];
}
type List = ChildView['lists'][number];

const sameDate = (a: ChildDate, b: ChildDate): boolean => JSON.stringify(a) === JSON.stringify(b);
const has = (list: readonly ChildDate[], one: ChildDate): boolean => list.some((other) => sameDate(one, other));

/** What was done to the dates, whatever the other parent has said meanwhile. */
function done({ dates, datesBefore }: TypedFacts, shown: readonly ChildDate[]) {
	const typed = dates.flatMap(({ what, day, was }) => {
		if (day === null) return [];
		const now: ChildDate = { what: what.trim(), day };
		return [{ now, was: was ?? datesBefore.find((one) => sameDate(one, now)) }];
	});
	const edit = (list: readonly ChildDate[]): ChildDate[] =>
		list.flatMap((one) => {
			if (!has(datesBefore, one)) return [one];
			const row = typed.find(({ was }) => was !== undefined && sameDate(was, one));
			return row === undefined ? [] : [row.now];
		});
	// What was changed here and is there no longer is not lost: it is new.
	const added = typed.filter(({ now, was }) => was === undefined || (!sameDate(now, was) && !has(shown, was))).map(({ now }) => now);
	const add = (list: readonly ChildDate[]): ChildDate[] => [...list, ...added.filter((one) => !has(list, one))];
	return { edit, add, isAdded: added.length > 0 };
}

/** The lists that are to be said, in this order: of several that one reads the one said last is shown. */
function datesToSay(typed: TypedFacts, known: ChildView | null): List[] {
	const { ring } = typed;
	const lists = known?.lists ?? [];
	const shown = lists.at(-1)?.value ?? [];
	const { edit, add, isAdded } = done(typed, shown);
	const all = add(edit(shown));
	if (all.length === 0) return lists.map(({ ring }) => ({ ring, value: [] }));
	if (typed.all) return [{ ring, value: all }, ...lists.filter((one) => one.ring !== ring).map(({ ring }) => ({ ring, value: [] }))];

	let next: (List & { changed: boolean })[] = lists.map(({ ring, value }) => {
		const edited = edit(value);
		return { ring, value: edited, changed: JSON.stringify(edited) !== JSON.stringify(value) };
	});
	if (isAdded) {
		// Whoever reads as far in as was chosen has what they saw, and the new; so has whoever reads further in.
		const seen = next.findLastIndex((one) => reaches(ring, one.ring));
		const base = next[seen];
		const value = add(base?.value ?? []);
		const changed = base?.ring !== ring || value.length !== base.value.length || base.changed;
		const inner = next.slice(seen + 1).map((one) => {
			const value = add(one.value);
			return { ...one, value, changed: one.changed || value.length !== one.value.length };
		});
		next = [...next.slice(0, seen + 1).filter((one) => one.ring !== ring), { ring, value, changed }, ...inner];
	}
	// What is said anew in one ring would stand in the place of what was said after it: that is said again.
	const from = next.findIndex(({ changed }) => changed);
	return from < 0 ? [] : next.slice(from).map(({ ring, value }) => ({ ring, value }));
}

/** What is to be said in each ring, one after the other. */
export function planOfChild(typed: TypedFacts, known: ChildView | null): [Ring, SaidOfChild][] {
	const byRing: Partial<Record<Ring, SaidOfChild>> = {};
	const at = (ring: Ring) => (byRing[ring] ??= { says: {} });
	for (const field of childFields) {
		const value = typed.says[field].trim();
		const before = typed.before[field];
		const changed = value !== before;
		const stands = known?.says[field];
		const now = changed ? value : (stands?.value ?? '');
		if (changed && value === '') for (const ring of known?.rings[field] ?? []) at(ring).says[field] = '';
		else if (typed.all && now !== '') {
			at(typed.ring).says[field] = now;
			for (const ring of known?.rings[field] ?? []) if (isWider(ring, typed.ring)) at(ring).says[field] = '';
		}
		// What the other parent has said meanwhile, where nothing stood, chooses for nobody else: here it is new.
		else if (changed) at((before === '' ? undefined : stands?.ring) ?? typed.ring).says[field] = value;
	}
	const dates = datesToSay(typed, known);
	for (const { ring, value } of dates) at(ring).dates = value;
	// For everything: first where it will stand. Broken off in between, nothing has gone that is not said elsewhere.
	const order = new Set([...(typed.all ? [typed.ring] : []), ...dates.map(({ ring }) => ring), ...rings]);
	return [...order].flatMap((ring): [Ring, SaidOfChild][] => (byRing[ring] === undefined ? [] : [[ring, byRing[ring]]]));
}
