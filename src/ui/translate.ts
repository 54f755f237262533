import { createInstance } from 'i18next';
import type en from '#messages/en.json';

/** The languages Kvar speaks. English is the one that decides which keys there are. */
export const langs = ['sv', 'en'] as const;
export type Lang = (typeof langs)[number];
export const isLang = (value: unknown): value is Lang => value === 'sv' || value === 'en';

export type Messages = Record<keyof typeof en, string>;

/** `x_one` and `x_other` are asked for as `x`, and then a count must come along. */
type Written = keyof typeof en;
export type CountedKey = Written extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;
export type PlainKey = Exclude<Written, `${CountedKey}_one` | `${CountedKey}_other`>;

export interface T {
	(key: PlainKey, values?: Record<string, string | number>): string;
	(key: CountedKey, values: { count: number } & Record<string, string | number>): string;
}

/** Words of one language. Nothing is escaped: Svelte does that, and a name must not come out as `&#39;`. */
export function translate<K extends string>(lang: Lang, messages: Record<K, string>) {
	const i18n = createInstance();
	void i18n.init({
		lng: lang,
		fallbackLng: false,
		resources: { [lang]: { translation: messages } },
		initAsync: false,
		keySeparator: false,
		nsSeparator: false,
		interpolation: { escapeValue: false }
	});
	const say = i18n.getFixedT(lang) as unknown as (key: string, values?: Record<string, string | number>) => string;
	return (key: K, values?: Record<string, string | number>) => say(key, values);
}

/** Swedish for those who read a language near it, otherwise English. */
export function langFor(preferred: readonly string[]): Lang {
	for (const tag of preferred) {
		if (/^(sv|nb|nn|no|da)\b/i.test(tag)) return 'sv';
		if (/^en\b/i.test(tag)) return 'en';
	}
	return 'en';
}
