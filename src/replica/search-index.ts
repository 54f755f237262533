/** THE INDEX of everything's words, in memory alone: it is as readable as the words themselves. */
import MiniSearch, { type Query } from 'minisearch';
import { formsOf, termsOf, tokensIn } from './search-words.ts';

/** What is looked for in one thing. */
export interface Words {
	title: string;
	text: string;
	/** For whoever cannot see the pictures; and what else was said with it. */
	says: string;
	/** Of who said it. */
	name: string;
}
export const wordFields = ['title', 'text', 'says', 'name'] as const satisfies (keyof Words)[];

export interface Match {
	id: string;
	score: number;
	/** What of it was found (search-words.ts). */
	terms: readonly string[];
}

export interface SearchIndex {
	/** In the place of what was there under this id. */
	put(id: string, words: Words): void;
	remove(id: string): void;
	/** Best match first. */
	find(query: string): Match[];
	wordsOf(id: string): Words | undefined;
}

/** A typo is let pass in words of so many letters; two, in words of so many more. */
const longWord = 6;
const veryLongWord = 10;
const mostWords = 12;

type Lookup = Exclude<Query, string | symbol>;

export function newSearchIndex(): SearchIndex {
	const texts = new Map<string, Words>();
	const index = new MiniSearch<Words & { id: string }>({
		fields: [...wordFields],
		tokenize: (text) => [...tokensIn(text)].map(({ word }) => word),
		processTerm: (word) => termsOf(word),
		// What is removed is taken out at once (`remove`), not later.
		autoVacuum: false
	});
	const remove = (id: string): void => {
		const words = texts.get(id);
		if (words === undefined) return;
		index.remove({ id, ...words });
		texts.delete(id);
	};
	const matches = (query: Query): Match[] =>
		index
			.search(query, { tokenize: (term) => [term], processTerm: (term) => term, boost: { title: 1.4, name: 0.9, says: 0.8 } })
			.map(({ id, score, terms }) => ({ id: id as string, score, terms }));
	return {
		put(id, words) {
			const before = texts.get(id);
			if (before !== undefined && wordFields.every((field) => before[field] === words[field])) return;
			remove(id);
			index.add({ id, ...words });
			texts.set(id, words);
		},
		remove,
		find(query) {
			const words = [...tokensIn(query)].map(({ word }) => word).slice(0, mostWords);
			if (words.length === 0) return [];
			const all = (combineWith: 'AND' | 'OR', typos: boolean): Match[] =>
				matches({ combineWith, queries: words.map((word, i) => lookFor(word, { typos, unfinished: i === words.length - 1 })) });
			// All the words, as they are; else with a typo; else some of them.
			for (const tried of [() => all('AND', false), () => all('AND', true), () => (words.length > 1 ? all('OR', false) : [])]) {
				const found = tried();
				if (found.length > 0) return found;
			}
			return [];
		},
		wordsOf: (id) => texts.get(id)
	};
}

/** One word, under everything it may be kept under. Whoever has typed å, ä or ö means them. */
function lookFor(word: string, { typos, unfinished }: { typos: boolean; unfinished: boolean }): Lookup {
	const { written, bare, stems } = formsOf(word);
	const prefix = written.length >= (unfinished ? 2 : 3);
	const fuzzy = !typos || written.length < longWord ? false : written.length < veryLongWord ? 1 : 2;
	const anyhow = written === bare;
	const one = (term: string, boost: number, options: { prefix?: boolean; fuzzy?: number | false } = {}): Lookup => ({
		queries: [term],
		boostTerm: () => boost,
		prefix: false,
		fuzzy: false,
		...options
	});
	return {
		combineWith: 'OR',
		queries: [
			one(`w${written}`, 3, { prefix, fuzzy }),
			...(anyhow || fuzzy !== false ? [one(`b${bare}`, 2, { prefix, fuzzy })] : []),
			...(fuzzy !== false && !anyhow ? [one(`w${bare}`, 1, { prefix, fuzzy })] : []),
			...[...stems].map((stem) => one(`s${stem}`, 1)),
			...(anyhow ? [...stems].map((stem) => one(`t${stem}`, 0.7)) : [])
		]
	};
}
