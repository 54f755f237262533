import en from '#messages/en.json';
import sv from '#messages/sv.json';
import { translate, type Lang, type Messages, type T } from './translate.ts';

/** Words for pages drawn on the server, where the address says the language. Not for the app: it holds both languages. */
const all: Record<Lang, Messages> = { sv, en };
const made = new Map<Lang, T>();

export function createWords(lang: Lang): T {
	const known = made.get(lang) ?? (translate(lang, all[lang]) as T);
	made.set(lang, known);
	return known;
}
