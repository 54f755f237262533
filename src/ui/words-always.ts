import always from '#messages/always.json';
import { translate, type Lang } from './translate.ts';

/** The few words that must be sayable before a language has been loaded, or when it could not be. */
export type AlwaysKey = keyof (typeof always)['en'];
const both: Record<Lang, Record<AlwaysKey, string>> = always;

export const alwaysWords = (lang: Lang) => translate(lang, both[lang]);
