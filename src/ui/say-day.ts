import type { Day } from '#domain/day.ts';
import { seasons } from '#domain/day.ts';
import type { Lang, T } from './translate.ts';

const locale: Record<Lang, string> = { sv: 'sv-SE', en: 'en-GB' };

/** A day as people said it: in their own words where they have any, else as exactly as it is known. "14 September 2019", "autumn 2019". */
export const sayDayOf = (t: T, lang: Lang, day: Day): string => day.words || sayDate(t, lang, day);

/** As exactly as it is known, whatever their own words for it. */
export function sayDate(t: T, lang: Lang, { precision, year, part, day }: Day): string {
	const written = (options: Intl.DateTimeFormatOptions): string =>
		new Intl.DateTimeFormat(locale[lang], { ...options, timeZone: 'UTC' }).format(Date.UTC(year, part - 1, day || 1));
	switch (precision) {
		case 'day':
			return written({ day: 'numeric', month: 'long', year: 'numeric' });
		case 'month':
			return written({ month: 'long', year: 'numeric' });
		case 'season':
			return t(`day.season.${seasons[part] ?? 'winter'}`, { year });
		case 'year':
			return String(year);
	}
}

/** Names of the months, from January. */
export const monthNames = (lang: Lang): string[] =>
	Array.from({ length: 12 }, (_, i) => new Intl.DateTimeFormat(locale[lang], { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, i, 1)));
