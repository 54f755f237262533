/**
 * WORDS, as they are looked for. A word is kept as it is written, as one types it who has no å, ä and ö on their keys, and by its stems; each
 * under a letter of its own, so that the one is never taken for the other:
 *
 *   w  as it is written, in small letters; accents are left out, but å ä ö are letters
 *   b  without those, too, where it has any
 *   s  its stems · t  the same without å ä ö, where they have any
 */
import { stemsOf } from './stems.ts';

export interface Token {
	word: string;
	/** Where it stands in the text. */
	from: number;
	to: number;
}

const aWord = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*/gu;
/** Written without a space between its words. */
const dense = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

export function* tokensIn(text: string): Generator<Token> {
	for (const { 0: word, index: from } of text.matchAll(aWord)) {
		if (!dense.test(word)) yield { word, from, to: from + word.length };
		else for (const { segment, index } of segmenter.segment(word)) yield { word: segment, from: from + index, to: from + index + segment.length };
	}
}

/** Accents, Hebrew points, Arabic vowel signs and the stroke that lengthens: left out by whoever types in haste. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
const joined: Record<string, string> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

const bare = (word: string): string =>
	word
		.normalize('NFD')
		.replace(marks, '')
		.replace(/[øæœßłđðþı]/g, (letter) => joined[letter] as string)
		.normalize('NFC');

const plain = /^[a-z0-9åäö]*$/;
/** In small letters, without accents, with å ä ö. */
function written(word: string): string {
	const small = word.normalize('NFC').toLowerCase().replaceAll('’', "'");
	return plain.test(small) ? small : small.replace(/[^åäö]+/g, bare);
}

export interface Forms {
	written: string;
	bare: string;
	stems: Set<string>;
}
export function formsOf(word: string): Forms {
	const form = written(word);
	return { written: form, bare: bare(form), stems: stemsOf(form) };
}

/** The same words come again and again. */
const known = new Map<string, string[]>();
const mostKnown = 20_000;

/** All under which a word is kept. */
export function termsOf(word: string): string[] {
	let terms = known.get(word);
	if (terms === undefined) {
		const { written, bare: without, stems } = formsOf(word);
		const all = new Set([`w${written}`, ...(without === written ? [] : [`b${without}`])]);
		for (const stem of stems) {
			all.add(`s${stem}`);
			const bareStem = bare(stem);
			if (bareStem !== stem) all.add(`t${bareStem}`);
		}
		terms = [...all];
		if (known.size >= mostKnown) known.clear();
		known.set(word, terms);
	}
	return terms;
}
