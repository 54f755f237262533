/** WHAT A SEARCH FINDS: one thing that was said, as it says now, and where it stands. */
import type { ChildField } from './child.ts';
import type { KeptType } from './kept.ts';
import type { Ring } from './ring.ts';

/** A stretch of somebody's words; `found`: a word that was looked for, or one of its kin. */
export interface Part {
	text: string;
	found: boolean;
}

/** The page on which it stands, and what it is there: an entry, a child. */
export interface Stands {
	on: 'today' | 'child' | 'dedication' | 'moment' | 'promise' | 'support';
	id: string;
}

export interface Hit {
	/** Of the entry; of what is said of a child: of the child and the field. */
	id: string;
	type: 'announcement' | 'answer' | KeptType | 'child';
	/** Of `child`: what is said of it. */
	field: ChildField | 'dates' | null;
	/** Who said it; empty where nobody says who, or no name is known. */
	name: string;
	mine: boolean;
	at: number;
	ring: Ring;
	stands: Stands;
	/** Its name, where it has one. */
	title: Part[];
	/** So much of its words as shows why it was found; none where it has none. */
	words: Part[];
}

export interface Found {
	hits: Hit[];
	/** There is more that fits than was asked for. */
	more: boolean;
	/** All there is lies on this device; else older things may still be on their way. */
	whole: boolean;
}
