/**
 * SEARCH over everything of a circle that is opened on this device. Nothing of it is kept: the index is made when somebody looks for the first
 * time, a little at a time, and then learns what has changed since it was last asked. What the fold holds is replaced, never changed, so that
 * what is new is known by being another; only that is read anew.
 */
import type { Fold, Told } from '#domain/fold.ts';
import type { Found, Hit } from '#domain/found.ts';
import type { CircleReplica } from './circle.ts';
import { newSearchIndex, wordFields, type Match } from './search-index.ts';
import { childSayings, standsOn, wordsOfTold, type ChildSaying } from './searched.ts';
import { beginningOf, snippetOf } from './snippet.ts';

export type Searched = Pick<CircleReplica, 'id' | 'fold' | 'keys' | 'record'>;

export interface Search {
	/** Learns what is new. Resolves when there is nothing more that is. */
	catchUp(): Promise<void>;
	find(query: string, most: number, isAside: (id: string) => boolean): Pick<Found, 'hits' | 'more'>;
}

const searches = new WeakMap<Searched, Search>();
/** Of this circle, for as long as it is held in memory. */
export function searchOf(circle: Searched): Search {
	let search = searches.get(circle);
	if (search === undefined) searches.set(circle, (search = newSearch(circle)));
	return search;
}

/** For so long at a time is nothing else done on this thread while the index is made. Milliseconds. */
const slice = 12;
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Scores in so many steps are told apart; within one, the newer stands first. */
const steps = 4;

export function newSearch(circle: Searched): Search {
	const index = newSearchIndex();
	/** As they were when they were read last. */
	const read = {
		told: new Map<string, Told>(),
		corrections: new Map<string, unknown>(),
		erased: new Map<string, unknown>(),
		names: new Map<string, unknown>()
	};
	const byAuthor = new Map<string, Set<string>>();
	const sayings = new Map<string, ChildSaying>();
	let children: Fold['children'] | null = null;
	const toRead = new Set<string>();

	function nameOf(member: string): string {
		const { fold, keys, record } = circle;
		const said = fold.names.get(member)?.value;
		return said ?? (member === keys?.member.id ? (record.saidName ?? '') : record.card?.memberId === member ? record.card.inviter : '');
	}

	/** Notes whatever is another than when it was read. */
	function look(): void {
		const { fold } = circle;
		let met = 0;
		for (const [id, told] of fold.told) {
			const known = read.told.get(id);
			if (known !== undefined) met++;
			if (known !== told) toRead.add(id);
		}
		if (met < read.told.size) for (const id of read.told.keys()) if (!fold.told.has(id)) toRead.add(id);
		for (const what of ['corrections', 'erased'] as const)
			changed(read[what], fold[what], (key) => {
				const id = key.split(' ')[1] as string;
				if (fold.told.has(id)) toRead.add(id);
			});
		changed(read.names, fold.names, (member) => {
			for (const id of byAuthor.get(member) ?? []) toRead.add(id);
		});
		if (children !== fold.children) readChildren(fold);
	}

	function readTold(id: string): void {
		const { fold } = circle;
		const [before, told] = [read.told.get(id), fold.told.get(id)];
		if (before !== undefined && before.author !== told?.author) byAuthor.get(before.author)?.delete(id);
		const words = told === undefined ? null : wordsOfTold(fold, told, nameOf(told.author));
		if (words === null) index.remove(id);
		else index.put(id, words);
		if (told === undefined) return void read.told.delete(id);
		read.told.set(id, told);
		const theirs = byAuthor.get(told.author);
		if (theirs === undefined) byAuthor.set(told.author, new Set([id]));
		else theirs.add(id);
	}

	function readChildren(fold: Fold): void {
		const gone = new Set(sayings.keys());
		for (const saying of childSayings(fold)) {
			const id = `${saying.child} ${saying.field}`;
			gone.delete(id);
			sayings.set(id, saying);
			index.put(id, { title: '', text: saying.text, says: '', name: '' });
		}
		for (const id of gone) {
			sayings.delete(id);
			index.remove(id);
		}
		children = fold.children;
	}

	async function catchUp(): Promise<void> {
		for (;;) {
			look();
			if (toRead.size === 0) return;
			let until = performance.now() + slice;
			for (const id of toRead) {
				readTold(id);
				toRead.delete(id);
				if (performance.now() < until) continue;
				await rest();
				until = performance.now() + slice;
			}
		}
	}

	const timeOf = (id: string): number => sayings.get(id)?.at ?? circle.fold.told.get(id)?.time ?? 0;

	function* ranked(matches: readonly Match[]): Generator<Match> {
		const best = matches[0]?.score ?? 1;
		const stepOf = ({ score }: Match): number => Math.ceil((score / best) * steps);
		for (let at = 0; at < matches.length;) {
			const step = stepOf(matches[at] as Match);
			let end = at;
			while (end < matches.length && stepOf(matches[end] as Match) === step) end++;
			const group = matches.slice(at, end).map((match) => ({ match, at: timeOf(match.id) }));
			for (const { match } of group.sort((a, b) => b.at - a.at || (a.match.id < b.match.id ? 1 : -1))) yield match;
			at = end;
		}
	}

	function hitOf({ id, ...match }: Match, isAside: (id: string) => boolean): Hit | null {
		const saying = sayings.get(id);
		const told = circle.fold.told.get(id);
		// Looked at as it is now, whatever the index has been told: what was taken back is never shown.
		const stands = saying !== undefined ? { on: 'child' as const, id: saying.child } : told === undefined ? null : standsOn(circle.fold, told, isAside);
		const words = index.wordsOf(id);
		if (stands === null || words === undefined) return null;
		const terms = new Set(match.terms);
		const title = snippetOf(words.title, terms);
		const where = wordFields.slice(1, 3).map((field) => snippetOf(words[field], terms));
		const shown = where.find((parts) => parts !== null) ?? beginningOf(words.text || words.says);
		const parts = { title: title ?? beginningOf(words.title), words: shown };
		if (saying !== undefined) {
			const { field, at, ring } = saying;
			return { id, type: 'child', field, name: '', mine: false, at, ring, stands, ...parts };
		}
		const { body, time: at, ring, author } = told as Told;
		return { id, type: body.type, field: null, name: words.name, mine: author === circle.keys?.member.id, at, ring, stands, ...parts };
	}

	return {
		catchUp,
		find(query, most, isAside) {
			const hits: Hit[] = [];
			for (const match of ranked(index.find(query))) {
				const hit = hitOf(match, isAside);
				if (hit === null) continue;
				if (hits.length === most) return { hits, more: true };
				hits.push(hit);
			}
			return { hits, more: false };
		}
	};
}

/** Says the key of each that is another than before, or new; and remembers it. Nothing is ever taken out of these. */
function changed(before: Map<string, unknown>, now: ReadonlyMap<string, unknown>, say: (key: string) => void): void {
	for (const [key, value] of now) {
		if (before.get(key) === value) continue;
		before.set(key, value);
		say(key);
	}
	// Folded anew, after something that held no longer: what is not said any more no longer changes anything.
	if (before.size > now.size)
		for (const key of [...before.keys()])
			if (!now.has(key)) {
				before.delete(key);
				say(key);
			}
}
