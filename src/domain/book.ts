/**
 * THE BOOK OF SUPPORT, as it is leafed through: everything that people who are no parents have given, as it came in Kvar or as a parent has
 * written it in by hand. Newest first. Nobody in it is counted, and nothing stands higher for being more.
 */
import type { AnswerKind, CardMotif } from './answer.ts';
import { placeOf, type Day } from './day.ts';
import type { Enclosed } from './enclosed.ts';
import type { Ring } from './ring.ts';
import { burnsUnsaid, givenKinds, kindOfAnswer, type GivenKind } from './support.ts';
import type { AnswerView, EntryView, KeepView, KeptView } from './view.ts';

export interface Gift {
	/** Of its entry. */
	id: string;
	kind: GivenKind;
	/** What it was as an answer; null where it is no answer. */
	answer: AnswerKind | null;
	/** Whose it is, as their name stands; empty where nobody has said. */
	from: string;
	/** Member id, where it came in Kvar. */
	by: string | null;
	/** The day as somebody wrote it in; null: when it came is when it was given. */
	day: Day | null;
	/** When it was given, as well as it is known, in milliseconds since 1970. */
	at: number;
	ring: Ring;
	title: string;
	text: string;
	/** Somewhere else, opened only when asked for. */
	link: string | null;
	motif: CardMotif | null;
	/** Of a candle: for how many hours it burns from then; null: as long as there is this place. */
	burns: number | null;
	enclosed: readonly Enclosed[];
	/** Name of the parent who has written it in; null: it came in Kvar. */
	writtenBy: string | null;
	/** Name of the other parent, who has said yes to what was written in. */
	agreed: string | null;
	aside: boolean;
	entry: EntryView;
}

type Read = Pick<KeepView, 'kept' | 'answers'>;

/** Every gift there is, once. */
export function bookOf({ kept, answers }: Read): Gift[] {
	const gifts = new Map<string, Gift>();
	for (const gift of [...answers.map(ofAnswer), ...kept.map(ofKept)]) if (gift !== null) gifts.set(gift.id, gift);
	return [...gifts.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

const common = (entry: EntryView): Omit<Gift, 'kind' | 'from'> => ({
	id: entry.id,
	answer: null,
	by: entry.author.memberId,
	day: null,
	at: entry.at,
	ring: entry.ring,
	title: '',
	text: entry.text,
	link: null,
	motif: null,
	burns: burnsUnsaid,
	enclosed: entry.enclosed,
	writtenBy: null,
	agreed: null,
	aside: entry.aside,
	entry
});

function ofAnswer(entry: AnswerView): Gift | null {
	if (entry.author.parent || entry.takenBack) return null;
	return { ...common(entry), kind: kindOfAnswer(entry.kind), answer: entry.kind, from: entry.author.name, motif: entry.motif, burns: entry.burns };
}

function ofKept(entry: KeptView): Gift | null {
	const { body, author, takenBack } = entry;
	if (takenBack) return null;
	if (body.type === 'given') {
		const at = body.day === null ? entry.at : Math.min(entry.at, timeOf(body.day));
		return { ...common(entry), kind: body.kind, from: body.from, by: null, day: body.day, at, writtenBy: author.name, agreed: entry.agreed };
	}
	// A song or a reading that somebody gives.
	if (body.type === 'dedication' && !author.parent) return { ...common(entry), kind: 'gift', from: author.name, title: body.title, link: body.link };
	return null;
}

/** The middle of what is known of a day. */
function timeOf(day: Day): number {
	const place = placeOf(day);
	const year = Math.floor(place);
	const [begins, ends] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
	return Math.round(begins + (place - year) * (ends - begins));
}

/** A text as it is looked for: "Åsa", "åsa" and "asa" are the same. */
export const plainly = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();

export interface Looked {
	/** None: every kind. */
	kinds: readonly GivenKind[];
	/** A name as in `giversIn`; empty: anybody. */
	from: string;
	/** A part of a name or of the words, however it is written. */
	words: string;
}

/** Those that are looked for, in the order of the book. */
export function lookedFor(book: readonly Gift[], { kinds, from, words }: Looked): Gift[] {
	const [who, what] = [plainly(from), plainly(words)];
	return book.filter(
		(gift) =>
			(kinds.length === 0 || kinds.includes(gift.kind)) &&
			(who === '' || plainly(gift.from) === who) &&
			(what === '' || [gift.from, gift.title, gift.text, gift.day?.words ?? ''].some((text) => plainly(text).includes(what)))
	);
}

/** The kinds of what was given, in the order of the book. */
export const kindsIn = (book: readonly Gift[]): GivenKind[] => {
	const there = new Set(book.map(({ kind }) => kind));
	return givenKinds.filter((kind) => there.has(kind));
};

/** Names of those who gave, each once, by the alphabet of whoever reads. */
export function giversIn(book: readonly Gift[], lang: string): string[] {
	const names = new Map<string, string>();
	for (const { from } of book) if (plainly(from) !== '' && !names.has(plainly(from))) names.set(plainly(from), from.trim());
	return [...names.values()].sort(new Intl.Collator(lang).compare);
}

/**
 * The book in pages: a gift each; but candles without words that were lit on one day, for the same people to see, stand together on the page
 * of the newest. One's own, and what was laid aside, stand alone.
 * @param dayOf the day of a time, as the reader's calendar has it
 */
export function pagesOf(book: readonly Gift[], dayOf: (at: number) => string): Gift[][] {
	const pages: Gift[][] = [];
	const sills = new Map<string, Gift[]>();
	for (const gift of book) {
		const { answer, text, entry, aside, at, ring } = gift;
		const key = answer !== 'candle' || text !== '' || entry.mine || aside ? gift.id : `${dayOf(at)} ${ring}`;
		const sill = sills.get(key);
		if (sill !== undefined) {
			sill.push(gift);
			continue;
		}
		const lit = [gift];
		sills.set(key, lit);
		pages.push(lit);
	}
	return pages;
}

/** So many pages lie open at once: however thick the book is, they are quickly there. */
export const perOpening = 12;

/** The opening where `id` stands, from 0; the first where it is not in the book. */
export const openingOf = (pages: readonly (readonly Gift[])[], id: string): number => {
	const at = pages.findIndex((page) => page.some((gift) => gift.id === id));
	return at < 0 ? 0 : Math.floor(at / perOpening);
};
