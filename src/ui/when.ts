import type { Lang, T } from './translate.ts';

/** Times and days said the way one says them to a friend. Pure: the clock, the language and the time zone are given. */

const locale: Record<Lang, string> = { sv: 'sv-SE', en: 'en-GB' };
const minute = 60_000;

type Part = 'night' | 'morning' | 'forenoon' | 'afternoon' | 'evening';

function partOf(hour: number): Part {
	if (hour < 5) return 'night';
	if (hour < 10) return 'morning';
	if (hour < 12) return 'forenoon';
	if (hour < 18) return 'afternoon';
	return 'evening';
}

/** Whole days between two times as the calendar in that place counts them, however long those days are. */
function daysBetween(at: number, now: number, timeZone: string | undefined): number {
	const day = (ms: number) => {
		const parts = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(ms);
		return Date.parse(`${parts}T00:00:00Z`) / 86_400_000;
	};
	return day(now) - day(at);
}

const hourOf = (ms: number, timeZone: string | undefined) =>
	Number(new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(ms));

/** "just now", "this afternoon", "yesterday evening", "on Monday", "on 14 September", "on 14 September 2019". */
export function sayWhen(t: T, lang: Lang, at: number, now: number, timeZone?: string): string {
	const days = daysBetween(at, now, timeZone);
	if (now - at < 5 * minute && now - at > -5 * minute) return t('when.now');
	const part = partOf(hourOf(at, timeZone));
	if (days === 0) return t(part === partOf(hourOf(now, timeZone)) ? `when.this.${part}` : `when.today.${part}`);
	if (days === 1) return t(`when.yesterday.${part}`);
	if (days > 1 && days < 7) {
		return t('when.weekday', { day: new Intl.DateTimeFormat(locale[lang], { weekday: 'long', timeZone }).format(at) });
	}
	const thisYear = new Intl.DateTimeFormat('en-CA', { year: 'numeric', timeZone });
	const year = thisYear.format(at) === thisYear.format(now) ? undefined : 'numeric';
	return t('when.date', { date: new Intl.DateTimeFormat(locale[lang], { day: 'numeric', month: 'long', year, timeZone }).format(at) });
}

/** A calendar day given as "2026-09-14": "14 September 2026", without a word before it. */
export function sayDay(lang: Lang, day: string): string {
	return new Intl.DateTimeFormat(locale[lang], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`));
}

/** Names in a row: "Noor, Elias and Ingrid". */
export const sayNames = (lang: Lang, names: readonly string[]) => new Intl.ListFormat(locale[lang], { type: 'conjunction' }).format(names);

const small: Record<Lang, readonly string[]> = {
	sv: ['', 'en', 'två', 'tre', 'fyra', 'fem', 'sex', 'sju', 'åtta', 'nio', 'tio', 'elva', 'tolv'],
	en: ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
};

/** Numbers up to twelve in letters. */
export const sayNumber = (lang: Lang, n: number) => small[lang][n] || String(n);
