/** The shapes in which what is kept is written; its days are counted like the story's, and those of the life before in years. */
import type { ChildField, KeepsakeKind } from '../../../src/domain/child.ts';
import type { Day } from '../../../src/domain/day.ts';
import type { DedicationKind } from '../../../src/domain/dedication.ts';
import type { Ring } from '../../../src/domain/ring.ts';
import type { GivenKind } from '../../../src/domain/support.ts';
import type { Name } from '../people.ts';
import type { Shown } from './telling.ts';

interface Kept {
	day: number;
	at: string;
	by: Name;
	ring: Ring;
}
export interface OfChild extends Kept {
	says?: Partial<Record<ChildField, string>>;
	dates?: readonly { what: string; day: number }[];
}
export interface Keeping extends Kept {
	kind: KeepsakeKind | 'letter';
	text: string;
	shown?: Shown;
}
/** A note in the margin: who, how many days later, and what it means to them. */
export type Noting = readonly [by: Name, days: number, text: string, ring?: Ring];
export interface Dedicating extends Kept {
	key: string;
	kind: DedicationKind;
	to: readonly Name[];
	toWords?: string;
	title: string;
	text: string;
	link?: string;
	film?: string;
	sound?: string;
	lines: readonly { text: string; notes: readonly Noting[] }[];
}
/** Whose, when in their life: the year beside that of the birth, month and day as far as they are known; how high, what. */
export type Living = readonly [
	by: Name,
	year: number,
	month: number | null,
	date: number | null,
	height: number,
	title: string,
	text?: string,
	more?: { words?: string; shown?: Shown; key?: string; ring?: Ring; season?: Day['part'] }
];
export interface Promising extends Kept {
	key: string;
	text: string;
	gave: string;
	/** Beside the year of the birth. */
	on: readonly [year: number, month: number, date: number] | null;
	/** What belongs to it, by key. */
	ties: readonly string[];
}
export interface Giving extends Kept {
	kind: GivenKind;
	from: string;
	on: number | null;
	text: string;
	shown?: Shown;
}
export interface Thanking extends Kept {
	to: 'all' | readonly GivenKind[] | { people: readonly Name[]; words?: string };
	text: string;
}
