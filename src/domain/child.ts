/**
 * THE CHILD, or several: what the family wishes to say of each. Every field is said by itself, none has to be; nothing is worked out from
 * another. Either parent says them: of two things said of one field in one ring the later holds. In a ring further in more may be known.
 */
import type { Day } from './day.ts';
import type { Enclosed } from './enclosed.ts';
import { rings, type Ring } from './ring.ts';

/** The child whose name was said when the place was begun. */
export const firstChild = '0'.repeat(32);

/** In the order of their numbers on the wire. `words`: what the family says where it says no name. */
export const childFields = ['name', 'words', 'weeks', 'weight', 'length', 'there', 'siblings', 'more'] as const;
export type ChildField = (typeof childFields)[number];

export interface ChildDate {
	/** What happened on it, in their own words. */
	what: string;
	day: Day;
}

/** One or more fields of one child. An empty text, or no dates, takes away what stood there in this ring. */
export interface AboutChild {
	type: 'about-child';
	/** Hex id of the child, drawn by who first speaks of it. */
	child: string;
	says: Partial<Record<ChildField, string>>;
	dates?: ChildDate[];
}

export const keepsakeKinds = ['picture', 'print', 'scan', 'thing'] as const;
export type KeepsakeKind = (typeof keepsakeKinds)[number];

/** A picture, a print of a hand or foot, an ultrasound picture, a thing out of the box. */
export interface Keepsake {
	type: 'keepsake';
	child: string;
	kind: KeepsakeKind;
	text: string;
	enclosed?: Enclosed[];
}
/** A letter to the child. */
export interface LetterToChild {
	type: 'letter';
	child: string;
	text: string;
	enclosed?: Enclosed[];
}

interface Stamped<T> {
	time: number;
	id: string;
	value: T;
}
type Register<T> = Partial<Record<Ring, Stamped<T>>>;
/** What is known of one child, by field and ring. */
export interface ChildFold {
	says: Partial<Record<ChildField, Register<string>>>;
	dates: Register<ChildDate[]>;
	/** When it was first spoken of. */
	since: number;
}
export type ChildrenFold = ReadonlyMap<string, ChildFold>;

const isLater = (a: Stamped<unknown>, b: Stamped<unknown> | undefined): boolean => b === undefined || a.time > b.time || (a.time === b.time && a.id > b.id);
const put = <T>(known: Register<T> | undefined, ring: Ring, one: Stamped<T>): Register<T> =>
	isLater(one, known?.[ring]) ? { ...known, [ring]: one } : { ...known };

/** Takes one saying in: a new fold, the old one is not changed. */
export function foldAboutChild(
	children: ChildrenFold,
	{ child, says, dates }: Omit<AboutChild, 'type'>,
	at: { ring: Ring; time: number; id: string }
): ChildrenFold {
	const known = children.get(child);
	const stamp = <T>(value: T): Stamped<T> => ({ time: at.time, id: at.id, value });
	const next: ChildFold = { says: { ...known?.says }, dates: { ...known?.dates }, since: Math.min(at.time, known?.since ?? at.time) };
	for (const field of childFields) {
		const said = says[field];
		if (said !== undefined) next.says[field] = put(next.says[field], at.ring, stamp(said));
	}
	if (dates !== undefined) next.dates = put(next.dates, at.ring, stamp(dates));
	return new Map(children).set(child, next);
}

/** What holds of a field for whoever reads all of these rings, and in which ring it stands: the latest that says something. */
function newest<T extends { length: number }>(register: Register<T> | undefined): { value: T; ring: Ring } | null {
	let best: Ring | null = null;
	for (const ring of rings) {
		const one = register?.[ring];
		if (one === undefined || one.value.length === 0) continue;
		if (best === null || isLater(one, register?.[best])) best = ring;
	}
	return best === null ? null : { value: (register?.[best] as Stamped<T>).value, ring: best };
}

const listsOf = (register: Register<ChildDate[]>): ChildView['lists'] =>
	rings
		.flatMap((ring) => (register[ring] === undefined || register[ring].value.length === 0 ? [] : [{ ring, one: register[ring] }]))
		.sort((a, b) => (isLater(a.one, b.one) ? 1 : -1))
		.map(({ ring, one }) => ({ ring, value: one.value }));

export interface ChildView {
	child: string;
	says: Partial<Record<ChildField, { value: string; ring: Ring }>>;
	dates: { value: ChildDate[]; ring: Ring } | null;
	/** Each list of dates there is, in whichever ring, the one said first before the others: the last is the one that is shown. */
	lists: { value: ChildDate[]; ring: Ring }[];
	/** In which rings something is said of a field that is not empty, innermost first. */
	rings: Partial<Record<ChildField | 'dates', Ring[]>>;
}

/** Those of whom anything is said, in the order in which they were first spoken of. */
export function viewChildren(children: ChildrenFold): ChildView[] {
	return [...children]
		.sort(([a, one], [b, other]) => one.since - other.since || (a < b ? -1 : 1))
		.flatMap(([child, { says, dates }]): ChildView[] => {
			const view: ChildView = { child, says: {}, dates: newest(dates), lists: listsOf(dates), rings: {} };
			const standsIn = (register: Register<{ length: number }> | undefined): Ring[] => rings.filter((ring) => (register?.[ring]?.value.length ?? 0) > 0);
			for (const field of childFields) {
				const said = newest(says[field]);
				if (said === null) continue;
				view.says[field] = said;
				view.rings[field] = standsIn(says[field]);
			}
			if (view.dates !== null) view.rings.dates = standsIn(dates);
			return Object.keys(view.rings).length === 0 ? [] : [view];
		});
}

/** What the child is called: its name, or the family's own words; null where neither is said. */
export const callOf = (view: Pick<ChildView, 'says'> | undefined): string | null => view?.says.name?.value ?? view?.says.words?.value ?? null;
