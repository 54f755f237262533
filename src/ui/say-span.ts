/** What is seen of a life, in words; and what stands under the two ends of the curve. Pure. */
import type { Span } from '#domain/span.ts';
import { sayDate } from './say-day.ts';
import type { Lang, T } from './translate.ts';

const locale: Record<Lang, string> = { sv: 'sv-SE', en: 'en-GB' };
const written = (lang: Lang, iso: string, options: Intl.DateTimeFormatOptions): string =>
	new Intl.DateTimeFormat(locale[lang], { ...options, timeZone: 'UTC' }).format(Date.parse(`${iso}T00:00:00Z`));
const yearOf = (iso: string): string => iso.slice(0, 4);

/** "2015–2019", "2019", "September 2019", "9–15 September 2019". */
export function saySpan(t: T, lang: Lang, { zoom, first, last }: Span): string {
	switch (zoom) {
		case 'life':
			return t('curve.span.life');
		case 'years':
			return `${yearOf(first)}–${yearOf(last)}`;
		case 'year':
			return yearOf(first);
		case 'month':
			return sayDate(t, lang, { precision: 'month', year: Number(yearOf(first)), part: Number(first.slice(5, 7)), day: 0, words: '' });
		case 'week':
			return new Intl.DateTimeFormat(locale[lang], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).formatRange(
				Date.parse(`${first}T00:00:00Z`),
				Date.parse(`${last}T00:00:00Z`)
			);
	}
}

/** `thisYear`: it is said as one says it. */
export function sayEnds(t: T, lang: Lang, { zoom, first, last }: Span, thisYear: number): [string, string] {
	const year = (iso: string): string => (Number(yearOf(iso)) === thisYear ? t('curve.thisYear') : yearOf(iso));
	switch (zoom) {
		case 'life':
		case 'years':
			return yearOf(first) === yearOf(last) ? [year(first), ''] : [year(first), year(last)];
		case 'year':
			return [written(lang, first, { month: 'long' }), written(lang, last, { month: 'long' })];
		case 'month':
			return [first, last].map((iso) => written(lang, iso, { day: 'numeric', month: 'long' })) as [string, string];
		case 'week':
			return [first, last].map((iso) => written(lang, iso, { weekday: 'long' })) as [string, string];
	}
}
