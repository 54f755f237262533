/** A DEDICATION: a song, a reading, given to someone, with a note. LINES of it may be quoted, each with what it means to either parent, in the margin. */
import type { Enclosed } from './enclosed.ts';

export const dedicationKinds = ['song', 'reading', 'other'] as const;
export type DedicationKind = (typeof dedicationKinds)[number];

export interface Dedication {
	type: 'dedication';
	kind: DedicationKind;
	/** Members it is given to (hex ids), and whoever else, in words. */
	to: string[];
	toWords: string;
	title: string;
	text: string;
	/** Somewhere else, shown as words, opened only when somebody asks for it; null: nowhere. */
	link: string | null;
	enclosed?: Enclosed[];
}
/** One line of what was dedicated. Of two the one with the lower `place` stands first. */
export interface Line {
	type: 'line';
	/** The dedication's entry id. */
	to: string;
	text: string;
	place: number;
}
/** What a line means to who writes it. */
export interface MarginNote {
	type: 'note';
	/** The line's entry id. */
	to: string;
	text: string;
}

export const maxLine = 500;
export const maxNote = 2000;
export const maxLink = 2000;
export const maxTo = 50;

/** The address of a link that may be opened: of the web, without a name and password in it. Null for anything else. */
export function linkOf(text: string): string | null {
	const typed = text.trim();
	if (typed === '' || typed.length > maxLink) return null;
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`);
	if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') return null;
	return url.hostname.includes('.') ? url.href : null;
}

/** Whose it is, as one says it: "open.spotify.com". */
export const hostOf = (link: string): string => URL.parse(link)?.hostname.replace(/^www\./, '') ?? '';
