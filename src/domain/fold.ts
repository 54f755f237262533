/**
 * HOW ENTRIES FOLD INTO STATE. The fold does not depend on the order in which entries come, nor on how often one comes: two
 * devices that have the same entries have the same state. Where two entries say different things about one matter, the later
 * by (writer's clock, entry id) holds; that is shown, and decides nothing about who may.
 *
 * NOTE a correction or taking-back holds only for its own writer's entry in the same ring: it is kept under
 * `${ring} ${target} ${author}` and looked up with the target's own ring and author. So an edit can never widen a ring, and
 * nobody can change another's words. A parent can take a guest's away, in the ring where it stands; never another parent's.
 */
import type { Answer } from './answer.ts';
import type { Announcement, Asking } from './announcement.ts';
import type { Body, InvitationNote, Prayers } from './body.ts';
import { firstChild, foldAboutChild, type ChildrenFold } from './child.ts';
import type { Enclosed } from './enclosed.ts';
import { blankOf, enclosedIn, isKept, maySay, type Kept } from './kept.ts';
import type { Consent, Proposal } from './ready.ts';
import type { Yes } from './yes.ts';
import { isWider, rings, type Ring } from './ring.ts';

/** One opened entry, with what its place and signature prove. */
export interface FoldEntry {
	/** Hex entry id. */
	id: string;
	ring: Ring;
	/** Hex member id. */
	author: string;
	/** The author was a parent when it was written. */
	byParent: boolean;
	/** The author spoke for the parents when it was written. Not there: they did not. */
	speaks?: boolean;
	time: number;
	/** Number in the ring's log; null while it waits to be sent. */
	n: number | null;
	/** The server has it safe (its number may still be unknown here). */
	settled: boolean;
	/** Hex id of the device that wrote it, and that device's number of it. */
	device: string;
	deviceSeq: number;
	/** The newest control entry its writer knew. */
	controlN: number;
	/** How far its author's device had read this ring's log. */
	seenSeq: number;
	/** Hex SHA-256 of its envelope; empty while it waits. */
	hash: string;
	body: Body;
}

/** Something said once, by one person: corrected and taken back by them alone. */
export type TellingBody = Announcement | Answer | (Kept & { yes?: Yes });
export interface Told<B extends TellingBody = TellingBody> extends Omit<FoldEntry, 'body'> {
	body: B;
}

/** A value with the stamp that decides between two. */
interface Stamped<T> {
	time: number;
	id: string;
	value: T;
}

interface Correction extends Pick<FoldEntry, 'id' | 'time' | 'n' | 'hash' | 'byParent'> {
	text: string;
	asking: Asking;
	enclosed: Enclosed[];
	/** As it is from now on, where something kept was said anew. Not there: words of news or of an answer. */
	body?: Kept;
}
/** What waits for the other parent, and whether their answer fits it is for whoever looks to see. */
export interface Waits extends Pick<FoldEntry, 'id' | 'author' | 'time' | 'hash' | 'n' | 'settled'> {
	body: Proposal;
}
export interface Answered extends Pick<FoldEntry, 'id' | 'author' | 'time'> {
	body: Consent;
}

export interface Fold {
	told: Map<string, Told>;
	/** Every correction there is of an entry (ownKey), by its own id. */
	corrections: Map<string, Map<string, Correction>>;
	/** Hashes of the envelopes that were taken back, by where it stood and whose it was (ownKey), or `parent` where a parent took it away. */
	erased: Map<string, Set<string>>;
	/** What was told anew in the place of something earlier: id of the later, by where that is said, the earlier, and whose it is (ownKey). */
	retold: Map<string, Stamped<string>>;
	names: Map<string, Stamped<string>>;
	title: Stamped<string> | null;
	children: ChildrenFold;
	/** Whether something belongs to a promise, by `${ring} ${promise} ${target}`. */
	ties: Map<string, Stamped<boolean>>;
	/** What waits for the other parent's yes, by the id of its own entry; and what each parent has answered, by `${what} ${who}`. */
	proposals: Map<string, Waits>;
	consents: Map<string, Answered>;
	prayers: Stamped<Prayers> | null;
	invitations: Map<string, Stamped<InvitationNote>>;
	/** How far parents' devices have read, by ring: what has arrived with them. */
	arrived: Record<Ring, number>;
}

export const emptyFold = (): Fold => ({
	told: new Map(),
	corrections: new Map(),
	erased: new Map(),
	retold: new Map(),
	names: new Map(),
	title: null,
	children: new Map(),
	ties: new Map(),
	proposals: new Map(),
	consents: new Map(),
	prayers: null,
	invitations: new Map(),
	arrived: { us: 0, close: 0, all: 0 }
});

/**
 * Takes in of an entry that lies further back than what is shown only what must be known however long ago it was said: who is called
 * what, what the place is called, how far was read, what was taken back. What was told and answered waits in the store until it is looked for.
 */
export function foldBehind(fold: Fold, entry: FoldEntry): void {
	foldEntry(fold, isTold(entry.body) ? { ...entry, body: { type: 'receipt' } } : entry);
}

const isTold = (body: Body): boolean =>
	body.type === 'announcement' || body.type === 'answer' || body.type === 'edit' || body.type === 'changed' || isKept(body);

/** Takes one entry in. `fold` is changed. */
export function foldEntry(fold: Fold, entry: FoldEntry): void {
	if (entry.byParent && entry.n !== null) fold.arrived[entry.ring] = Math.max(fold.arrived[entry.ring], entry.seenSeq);
	const { body } = entry;
	const stamp = <T>(value: T): Stamped<T> => ({ time: entry.time, id: entry.id, value });
	switch (body.type) {
		case 'announcement':
			// Whoever is no parent tells the news only where the parents have asked them to speak for them.
			if (!entry.byParent && entry.speaks !== true) return;
			return foldTold(fold, { ...entry, body });
		case 'answer':
			return foldTold(fold, { ...entry, body });
		case 'keepsake':
		case 'letter':
		case 'dedication':
		case 'line':
		case 'note':
		case 'moment':
		case 'promise':
		case 'given':
		case 'thanks':
			if (maySay(body.type, entry.byParent)) foldTold(fold, { ...entry, body });
			return;
		case 'edit':
			return foldCorrection(fold, entry, body.target, { text: body.text, asking: body.asking, enclosed: body.enclosed ?? [] });
		case 'changed':
			return foldCorrection(fold, entry, body.target, { text: '', asking: null, enclosed: enclosedIn(body.body), body: body.body });
		case 'about-child':
			if (entry.byParent) fold.children = foldAboutChild(fold.children, body, entry);
			return;
		case 'tie': {
			const key = `${entry.ring} ${body.promise} ${body.target}`;
			if (entry.byParent) fold.ties.set(key, later(fold.ties.get(key), stamp(body.tied)));
			return;
		}
		case 'proposal': {
			const { id, author, time, hash, n, settled } = entry;
			if (entry.byParent && entry.ring === 'us' && isSooner(n, fold.proposals.get(id))) fold.proposals.set(id, { id, author, time, hash, n, settled, body });
			return;
		}
		case 'consent': {
			const key = `${body.entry} ${entry.author}`;
			const { id, author, time } = entry;
			if (entry.byParent && entry.ring === 'us') fold.consents.set(key, later(fold.consents.get(key), { id, author, time, body }));
			return;
		}
		case 'erase':
			for (const by of entry.byParent ? [entry.author, 'parent'] : [entry.author]) {
				const key = ownKey(entry.ring, body.target, by);
				fold.erased.set(key, new Set(fold.erased.get(key)).add(body.targetHash));
			}
			return;
		case 'retold': {
			const key = ownKey(entry.ring, body.earlier, entry.author);
			fold.retold.set(key, later(fold.retold.get(key), stamp(body.entry)));
			return;
		}
		case 'name':
			fold.names.set(entry.author, later(fold.names.get(entry.author), stamp(body.name)));
			return;
		case 'place':
			if (entry.byParent) fold.title = later(fold.title, stamp(body.title));
			return;
		case 'child':
			if (entry.byParent) fold.children = foldAboutChild(fold.children, { child: firstChild, says: { name: body.name } }, entry);
			return;
		case 'settings':
			if (entry.byParent) fold.prayers = later(fold.prayers, stamp(body.prayers));
			return;
		case 'invitation':
			if (entry.byParent) fold.invitations.set(body.invitation, later(fold.invitations.get(body.invitation), stamp(body)));
			return;
		case 'receipt':
		case 'cut':
			return;
	}
}

function foldTold(fold: Fold, told: Told): void {
	if (comesFirst(told, fold.told.get(told.id))) fold.told.set(told.id, told);
}

function foldCorrection(
	fold: Fold,
	{ id, ring, author, time, n, hash, byParent }: FoldEntry,
	target: string,
	says: Pick<Correction, 'text' | 'asking' | 'enclosed' | 'body'>
): void {
	const key = ownKey(ring, target, author);
	const known = fold.corrections.get(key);
	if (isSooner(n, known?.get(id))) fold.corrections.set(key, new Map(known).set(id, { id, time, n, hash, byParent, ...says }));
}

/**
 * Which of two with one id is shown. The settled one before the one that waits; of two settled ones, which only a server and a
 * member who lie together can bring about, the one further in and then the earlier, whichever was read first.
 */
function comesFirst(one: Told, than: Told | undefined): boolean {
	if (than === undefined || one.ring === than.ring || one.n === null || than.n === null) return isSooner(one.n, than);
	return isWider(than.ring, one.ring);
}

/** In one log: the settled one before the one that waits, the earlier before the later. */
const isSooner = (n: number | null, than: { n: number | null } | undefined): boolean => than === undefined || than.n === null || (n !== null && n < than.n);

const ownKey = (ring: Ring, target: string, author: string): string => `${ring} ${target} ${author}`;

function later<S extends { time: number; id: string }>(a: S | null | undefined, b: S): S {
	if (a === null || a === undefined) return b;
	return b.time > a.time || (b.time === a.time && b.id > a.id) ? b : a;
}

type Place = Pick<FoldEntry, 'id' | 'ring' | 'author' | 'byParent'>;

/** Whether an entry was taken back by its writer, or, where that was no parent, away by one. `hash` asks for that very envelope. */
export function isErased({ erased }: Pick<Fold, 'erased'>, { id, ring, author, byParent }: Place, hash?: string): boolean {
	return (byParent ? [author] : [author, 'parent']).some((by) => {
		const said = erased.get(ownKey(ring, id, by));
		return said !== undefined && (hash === undefined || said.has(hash));
	});
}

/** Whether a parent took it away, and its writer has not taken it back. */
export const isTakenAway = (fold: Pick<Fold, 'erased'>, told: Place): boolean =>
	isErased(fold, told) && !fold.erased.has(ownKey(told.ring, told.id, told.author));

const correctionsOf = ({ corrections }: Fold, { id, ring, author }: Place): Correction[] => [...(corrections.get(ownKey(ring, id, author))?.values() ?? [])];

/** Ids of an entry and of every correction of it that is known, each with the hash of its envelope. */
export const everythingOf = (fold: Fold, told: Told): Map<string, string> => new Map([told, ...correctionsOf(fold, told)].map(({ id, hash }) => [id, hash]));

/** What was enclosed with an entry and with each correction of it that is known, whichever holds. */
export const everSaid = (fold: Fold, told: Told): (readonly Enclosed[])[] => [
	enclosedOf(told.body),
	...correctionsOf(fold, told).map(({ enclosed }) => enclosed)
];

const enclosedOf = (body: TellingBody): Enclosed[] => (isKept(body) ? enclosedIn(body) : (body.enclosed ?? []));

/** Leaves of an entry that was taken back or away all but its words and what was enclosed; and gives what is to be kept of it. */
export function forgetWords(fold: Fold, entry: FoldEntry): FoldEntry {
	const bare: FoldEntry = { ...entry, body: withoutWords(entry.body) };
	const told = fold.told.get(entry.id);
	if (told?.hash === entry.hash && isTelling(bare.body)) fold.told.set(told.id, { ...told, body: bare.body });
	const waits = fold.proposals.get(entry.id);
	if (waits?.hash === entry.hash && bare.body.type === 'proposal') fold.proposals.set(waits.id, { ...waits, body: bare.body });
	return bare;
}

const isTelling = (body: Body): body is TellingBody => body.type === 'announcement' || body.type === 'answer' || isKept(body);

function withoutWords(body: Body): Body {
	switch (body.type) {
		case 'answer':
			return { ...body, text: '', motif: null, enclosed: [] };
		case 'announcement':
		case 'edit':
			return { ...body, text: '', asking: null, enclosed: [] };
		case 'changed':
			return { ...body, body: blankOf(body.body) };
		case 'proposal':
			return { ...body, says: { type: 'announcement', text: '', asking: null } };
		default:
			return isKept(body) ? blankOf(body) : body;
	}
}

/**
 * Where the answers to something told stand: with what its own writer has told anew in its place, and so on to the last; with itself
 * where that cannot be read here, or the earlier still stands. A `retold` holds in the inner of the two rings only.
 */
export function standsAt(fold: Fold, told: Told): Told {
	const met = new Set<string>();
	for (let at = told; ;) {
		met.add(at.id);
		const next = isErased(fold, at) ? toldAnew(fold, at) : undefined;
		if (next === undefined || met.has(next.id)) return at;
		at = next;
	}
}

function toldAnew(fold: Fold, { id, ring, author, body }: Told): Told | undefined {
	if (body.type !== 'announcement') return undefined;
	for (const where of rings) {
		const next = fold.told.get(fold.retold.get(ownKey(where, id, author))?.value ?? '');
		if (next?.body.type === 'announcement' && next.author === author && where === (isWider(ring, next.ring) ? next.ring : ring)) return next;
	}
	return undefined;
}

/** The newest correction that holds. Of something kept, only one of its own kind does. */
function newestOf(fold: Fold, told: Told): Correction | null {
	return correctionsOf(fold, told)
		.filter((one) => (isKept(told.body) ? one.body?.type === told.body.type : one.body === undefined) && !isErased(fold, { ...told, ...one, id: one.id }))
		.reduce<Correction | null>((last, one) => later(last, one), null);
}

export interface Says {
	text: string;
	asking: Asking;
	enclosed: Enclosed[];
	edited: boolean;
	takenBack: boolean;
}
/** What an entry says now, corrections and taking-back taken in. Of something kept, what is enclosed with it. */
export function nowSays(fold: Fold, told: Told): Says {
	if (isErased(fold, told)) return { text: '', asking: null, enclosed: [], edited: false, takenBack: true };
	const newest = newestOf(fold, told);
	const edited = newest !== null;
	if (isKept(told.body)) {
		const body = newest?.body ?? told.body;
		return { text: 'text' in body ? body.text : '', asking: null, enclosed: enclosedIn(body), edited, takenBack: false };
	}
	const asking = told.body.type === 'announcement' ? told.body.asking : null;
	if (newest === null) return { text: told.body.text, asking, enclosed: told.body.enclosed ?? [], edited, takenBack: false };
	return { text: newest.text, asking: newest.asking, enclosed: newest.enclosed, edited, takenBack: false };
}

/** Something kept as it is now. What is taken back has no words any more. */
export function nowIs<K extends Kept>(fold: Fold, told: Told<K>): K {
	if (isErased(fold, told)) return blankOf(told.body) as K;
	return (newestOf(fold, told)?.body as K | undefined) ?? told.body;
}

/** Whose yes it carries, while it says what they said yes to: the other parent's id. */
export const agreedBy = (fold: Fold, told: Told): string | null =>
	told.body.type !== 'answer' && told.body.yes !== undefined && !isErased(fold, told) && newestOf(fold, told) === null ? told.body.yes.member : null;

/** What belongs to a promise, in whichever of the rings that are read here it was said: the latest holds. */
export function tiesOf({ ties }: Pick<Fold, 'ties'>): { promise: string; target: string }[] {
	const newest = new Map<string, Stamped<boolean>>();
	for (const [key, tie] of ties) {
		const pair = key.slice(key.indexOf(' ') + 1);
		newest.set(pair, later(newest.get(pair), tie));
	}
	return [...newest]
		.filter(([, { value }]) => value)
		.map(([pair]) => {
			const [promise = '', target = ''] = pair.split(' ');
			return { promise, target };
		});
}

/** What waits for a yes and has not been said, or withdrawn: what somebody else says as it is something else. */
export const proposalsOf = (fold: Fold): Waits[] =>
	[...fold.proposals.values()].filter((waits) => fold.told.get(waits.body.entry)?.author !== waits.author && !isWithdrawn(fold, waits));

/** Whether who asked has taken it back, or it has been said. */
export const isWithdrawn = (fold: Pick<Fold, 'erased'>, { id, author }: Pick<Waits, 'id' | 'author'>): boolean =>
	isErased(fold, { id, ring: 'us', author, byParent: true });
