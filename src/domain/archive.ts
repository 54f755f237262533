/**
 * THE ARCHIVE: all of a place that one member may read, as plain data, to be kept and opened without Kvar. What is in it is what the screens show, oldest
 * first. No invitation, key or secret is in it.
 */
import type { AnswerKind, CardMotif } from './answer.ts';
import type { Asking } from './announcement.ts';
import type { Enclosed, SealedFile } from './enclosed.ts';
import type { ChildDate, ChildField } from './child.ts';
import { endingOf } from './file-ending.ts';
import type { Kept } from './kept.ts';
import type { Ring } from './ring.ts';
import type { AnswerView, CircleView, EntryView, KeepView, KeptView, ToldView } from './view.ts';

/** 1: news and answers alone. */
export const archiveVersion = 2;

export interface Archive {
	kvar: 'archive';
	version: typeof archiveVersion;
	/** ISO 8601, as every time in it. */
	made: string;
	/** Who made it: what others alone may read is not in it. */
	by: { member: string; name: string };
	place: { circle: string; title: string; child: string | null };
	people: ArchivedPerson[];
	told: ArchivedTold[];
	/** What is said of each child. */
	children: ArchivedChild[];
	/** What is kept and given. */
	kept: ArchivedKept[];
	/** Which of it belongs to which promise: ids. */
	ties: { promise: string; target: string }[];
}
interface ArchivedChild {
	child: string;
	says: Partial<Record<ChildField, string>>;
	dates: ChildDate[];
}
interface ArchivedPerson {
	member: string;
	name: string;
	ring: Ring;
	parent: boolean;
	since: string;
}
export interface ArchivedEntry {
	id: string;
	ring: Ring;
	author: { member: string; name: string };
	at: string;
	/** Empty where it was taken back. */
	text: string;
	edited: boolean;
	takenBack: boolean;
	/** It was a parent who took it away. */
	takenAway: boolean;
	/** Laid aside by who made this. */
	aside: boolean;
	enclosed: ArchivedThing[];
}
export interface ArchivedTold extends ArchivedEntry {
	asking: Asking;
	answers: ArchivedAnswer[];
}
/** `body`: as in docs/protocol.md by name, without the words and what is enclosed, which stand beside it. */
export interface ArchivedKept extends ArchivedEntry {
	body: KeptFields;
	answers: ArchivedAnswer[];
}
type Without<K> = K extends unknown ? Omit<K, 'text' | 'enclosed'> : never;
export type KeptFields = Without<Kept>;
export interface ArchivedAnswer extends ArchivedEntry {
	kind: AnswerKind;
	motif: CardMotif | null;
}
/** `path` within the archive; null where it could not be had any more. */
export interface ArchivedFile {
	path: string | null;
	mime: string;
	size: number;
}
export type ArchivedThing =
	| { kind: 'picture'; says: string; covered: boolean; picture: ArchivedFile; original: ArchivedFile | null }
	| { kind: 'film'; says: string; covered: boolean; poster: ArchivedFile | null; film: ArchivedFile }
	| { kind: 'sound'; says: string; sound: ArchivedFile };

/** A file that goes into it. */
export interface FileToKeep {
	file: SealedFile;
	path: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** A clock may say anything; a date may not. */
const possible = (at: number): number => Math.min(Math.max(at, 0), Date.UTC(2107, 0));
const oldestFirst = (a: EntryView, b: EntryView): number => a.at - b.at || (a.id < b.id ? -1 : 1);
/** Everything said in a view, in the order of the archive. */
const saidIn = ({ told, kept }: Shown): EntryView[] => [...told, ...kept].sort(oldestFirst).flatMap((one) => [one, ...[...one.answers].sort(oldestFirst)]);
type Shown = Pick<CircleView, 'told' | 'kept'>;

/** Each file once, under a name that says what it is and nothing of what it shows. Thumbnails are left out. */
export function filesToKeep(view: Shown): FileToKeep[] {
	const kept = new Map<string, FileToKeep>();
	const keep = (file: SealedFile | null, at: number, what: string): void => {
		if (file === null || kept.has(file.id)) return;
		const number = String(kept.size + 1).padStart(4, '0');
		kept.set(file.id, { file, path: `files/${number}${what}.${endingOf(file.mime)}`, at: Math.max(possible(at), Date.UTC(1980, 0, 2)) });
	};
	for (const { enclosed, at } of saidIn(view))
		for (const one of enclosed) {
			const of: [SealedFile | null, string][] =
				one.kind === 'picture'
					? [
							[one.screen, ''],
							[one.original, '-whole']
						]
					: one.kind === 'film'
						? [
								[one.poster, '-poster'],
								[one.film, '']
							]
						: [[one.sound, '']];
			for (const [file, what] of of) keep(file, at, what);
		}
	return [...kept.values()];
}

/** @param paths by file id; what is not in it could not be had */
export function archiveOf(view: CircleView, keep: Pick<KeepView, 'children' | 'ties'>, paths: ReadonlyMap<string, string>, made: number): Archive {
	const iso = (at: number): string => new Date(possible(at)).toISOString();
	const file = ({ id, mime, size }: SealedFile): ArchivedFile => ({ path: paths.get(id) ?? null, mime, size });
	const thing = (one: Enclosed): ArchivedThing => {
		const { says } = one;
		if (one.kind === 'sound') return { kind: 'sound', says, sound: file(one.sound) };
		const { covered } = one;
		if (one.kind === 'film') return { kind: 'film', says, covered, poster: one.poster && file(one.poster), film: file(one.film) };
		return { kind: 'picture', says, covered, picture: file(one.screen), original: one.original && file(one.original) };
	};
	const entry = ({ id, ring, author, at, text, edited, takenBack, takenAway, aside, enclosed }: EntryView): ArchivedEntry => ({
		id,
		ring,
		author: { member: author.memberId, name: author.name },
		at: iso(at),
		text,
		edited,
		takenBack,
		takenAway,
		aside,
		enclosed: enclosed.map(thing)
	});
	const answer = (one: AnswerView): ArchivedAnswer => ({ ...entry(one), kind: one.kind, motif: one.motif });
	const told = (one: ToldView): ArchivedTold => ({ ...entry(one), asking: one.asking, answers: [...one.answers].sort(oldestFirst).map(answer) });
	const kept = (one: KeptView): ArchivedKept => {
		const { text: _, ...rest } = one.body;
		const body = Object.fromEntries(Object.entries(rest).filter(([field]) => field !== 'enclosed'));
		return { ...entry(one), body: body as unknown as KeptFields, answers: [...one.answers].sort(oldestFirst).map(answer) };
	};
	return {
		kvar: 'archive',
		version: archiveVersion,
		made: iso(made),
		by: { member: view.me.memberId, name: view.me.name },
		place: { circle: view.circleId, title: view.title, child: view.childName },
		people: view.members
			.filter(({ waiting }) => !waiting)
			.map(({ memberId, name, ring, parent, since }) => ({ member: memberId, name, ring, parent, since: iso(since) })),
		told: [...view.told].sort(oldestFirst).map(told),
		children: keep.children.map(({ child, says, dates }) => ({
			child,
			says: Object.fromEntries(Object.entries(says).map(([field, { value }]) => [field, value])),
			dates: dates?.value ?? []
		})),
		kept: [...view.kept].sort(oldestFirst).map(kept),
		ties: keep.ties
	};
}
