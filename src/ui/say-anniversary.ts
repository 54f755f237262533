/** A day that has come round, in words; and which day it is where this device is. Pure. */
import { sayNumber } from './when.ts';
import type { Lang, T } from './translate.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "Seven years ago today". */
export const sayYearsOn = (t: T, lang: Lang, years: number): string => capital(t('anniversary.since', { count: years, number: sayNumber(lang, years) }));

/** "2026-09-14", by this device's own calendar. */
export const dayHere = (now: Date): string =>
	`${String(now.getFullYear()).padStart(4, '0')}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;

/** A child's date, in the family's own words. @param name what the child is called; null where nothing is said */
export function saysOfDate(t: T, name: string | null, what: string): string {
	const said = what.trim();
	return name === null || said === '' ? name || said || t('anniversary.today') : t('anniversary.child', { name, what: said });
}
