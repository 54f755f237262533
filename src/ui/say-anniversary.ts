/** A day that has come round, in words; and which day it is where this device is. Pure. */
import { sayNumber } from './when.ts';
import type { Lang, T } from './translate.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "Seven years ago today". */
export const sayYearsOn = (t: T, lang: Lang, years: number): string => capital(t('anniversary.since', { count: years, number: sayNumber(lang, years) }));

/** "2026-09-14", by this device's own calendar. */
export const dayHere = (now: Date): string =>
	`${String(now.getFullYear()).padStart(4, '0')}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
