/** A STRETCH OF A TEXT that shows why it was found: as plain text in parts, never as markup. */
import type { Part } from '#domain/found.ts';
import { termsOf, tokensIn } from './search-words.ts';

/** Of what is shown, in UTF-16 code units; and of what stands before the first word that was found. */
const room = 180;
const before = 60;

/** The text from its beginning, or from somewhat before the first word that was found. Lines run on. Null where none of `terms` is in it. */
export function snippetOf(text: string, terms: ReadonlySet<string>): Part[] | null {
	let start = -1;
	let end = 0;
	const found: { from: number; to: number }[] = [];
	for (const { word, from, to } of tokensIn(text)) {
		if (start >= 0 && from >= end) break;
		if (!termsOf(word).some((term) => terms.has(term))) continue;
		if (start < 0) {
			start = from <= before + 20 ? 0 : wordAfter(text, from - before, from);
			end = start + room;
		}
		found.push({ from, to });
	}
	return start < 0 ? null : cut(text, start, found);
}

/** The beginning of a text. */
export const beginningOf = (text: string): Part[] => (text === '' ? [] : cut(text, 0, []));

function cut(text: string, start: number, found: readonly { from: number; to: number }[]): Part[] {
	const last = found.at(-1)?.to ?? 0;
	const end = text.length <= start + room + 20 ? text.length : Math.max(last, wordBefore(text, start + room, start));
	const parts: Part[] = [];
	const add = (piece: string, isFound: boolean): void => {
		const line = piece.replace(/\s+/g, ' ');
		if (line !== '') parts.push({ text: line, found: isFound });
	};
	if (start > 0) add('… ', false);
	let at = start;
	for (const { from, to } of found) {
		add(text.slice(at, from), false);
		add(text.slice(from, to), true);
		at = to;
	}
	add(end < text.length ? `${text.slice(at, end).trimEnd()} …` : text.slice(at).trimEnd(), false);
	return parts;
}

/** Where a word begins, near `at` and not beyond `limit`. */
function wordAfter(text: string, at: number, limit: number): number {
	const space = text.slice(at, limit).search(/\s\S/);
	return space < 0 ? limit : at + space + 1;
}
/** Where a word has ended, near `at` and not before `limit`. */
function wordBefore(text: string, at: number, limit: number): number {
	const space = text.slice(limit, at).search(/\s\S*$/);
	// One long word, as of a script without spaces: not within a letter that takes two units.
	return space > 0 ? limit + space : at - (/[\ud800-\udbff]/.test(text.charAt(at - 1)) ? 1 : 0);
}
