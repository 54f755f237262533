/**
 * HOW ENTRIES FOLD INTO STATE. The fold does not depend on the order in which entries come, nor on how often one comes: two
 * devices that have the same entries have the same state. Where two entries say different things about one matter, the later
 * by (writer's clock, entry id) holds; that is shown, and decides nothing about who may.
 *
 * NOTE a correction or taking-back holds only for its own writer's entry in the same ring: it is kept under
 * `${ring} ${target} ${author}` and looked up with the target's own ring and author. So an edit can never widen a ring, and
 * nobody can change another's words. A parent can take a guest's away, in the ring where it stands; never another parent's.
 */
import type { Answer, Announcement, Asking, Body, InvitationNote, Prayers } from './body.ts';
import type { Enclosed } from './enclosed.ts';
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

export interface Told extends Omit<FoldEntry, 'body'> {
	body: Announcement | Answer;
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
	child: Stamped<string> | null;
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
	child: null,
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

const isTold = ({ type }: Body): boolean => type === 'announcement' || type === 'answer' || type === 'edit';

/** Takes one entry in. `fold` is changed. */
export function foldEntry(fold: Fold, entry: FoldEntry): void {
	if (entry.byParent && entry.n !== null) fold.arrived[entry.ring] = Math.max(fold.arrived[entry.ring], entry.seenSeq);
	const { body } = entry;
	const stamp = <T>(value: T): Stamped<T> => ({ time: entry.time, id: entry.id, value });
	switch (body.type) {
		case 'announcement':
		case 'answer':
			if (comesFirst({ ...entry, body }, fold.told.get(entry.id))) fold.told.set(entry.id, { ...entry, body });
			return;
		case 'edit': {
			const key = ownKey(entry.ring, body.target, entry.author);
			const { id, time, n, hash, byParent } = entry;
			const known = fold.corrections.get(key);
			if (isSooner(n, known?.get(id)))
				fold.corrections.set(key, new Map(known).set(id, { id, time, n, hash, byParent, text: body.text, asking: body.asking, enclosed: body.enclosed ?? [] }));
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
			if (entry.byParent) fold.child = later(fold.child, stamp(body.name));
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
	told.body.enclosed ?? [],
	...correctionsOf(fold, told).map(({ enclosed }) => enclosed)
];

/** Leaves of an entry that was taken back or away all but its words and what was enclosed; and gives what is to be kept of it. */
export function forgetWords(fold: Fold, entry: FoldEntry): FoldEntry {
	const bare = withoutWords(entry);
	const told = fold.told.get(entry.id);
	if (told?.hash === entry.hash && (bare.body.type === 'announcement' || bare.body.type === 'answer')) fold.told.set(told.id, { ...told, body: bare.body });
	return bare;
}

function withoutWords(entry: FoldEntry): FoldEntry {
	const { body } = entry;
	if (body.type === 'answer') return { ...entry, body: { ...body, text: '', motif: null, enclosed: [] } };
	return body.type === 'announcement' || body.type === 'edit' ? { ...entry, body: { ...body, text: '', asking: null, enclosed: [] } } : entry;
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

export interface Says {
	text: string;
	asking: Asking;
	enclosed: Enclosed[];
	edited: boolean;
	takenBack: boolean;
}
/** What an entry says now, corrections and taking-back taken in. */
export function nowSays(fold: Fold, told: Told): Says {
	if (isErased(fold, told)) return { text: '', asking: null, enclosed: [], edited: false, takenBack: true };
	const newest = correctionsOf(fold, told)
		.filter((one) => !isErased(fold, { ...told, ...one }))
		.reduce<Correction | null>((last, one) => later(last, one), null);
	const asking = told.body.type === 'announcement' ? told.body.asking : null;
	if (newest === null) return { text: told.body.text, asking, enclosed: told.body.enclosed ?? [], edited: false, takenBack: false };
	return { text: newest.text, asking: newest.asking, enclosed: newest.enclosed, edited: true, takenBack: false };
}
