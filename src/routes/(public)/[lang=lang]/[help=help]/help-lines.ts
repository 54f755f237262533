import type { Lang } from '#ui/translate.ts';

/** A help line as it stands in messages/helplines.json. `verifiedOn` there is `verified_on`: the day a host last tried it, or null. */
export interface HelpLine {
	country: string;
	kind: 'urgent-medical' | 'care-advice' | 'talk-now' | 'baby-loss' | 'support';
	name: string;
	number: string;
	hours: Record<Lang, string>;
	languages: string[];
	source: Record<Lang, string>;
	verified_on: string | null;
}

export const sectionOf = {
	'urgent-medical': 'urgent',
	'care-advice': 'advice',
	'talk-now': 'talk',
	'baby-loss': 'loss',
	support: 'later'
} as const satisfies Record<HelpLine['kind'], string>;
export type Section = (typeof sectionOf)[HelpLine['kind']];

export interface Sections {
	section: Section;
	countries: { country: string; lines: HelpLine[] }[];
}

/** The country a reader of a language most likely is in comes first; none is left out. */
const first: Record<Lang, readonly string[]> = { sv: ['SE'], en: ['GB', 'US'] };

/** What is most urgent first; within it by country. */
export function bySection(lines: readonly HelpLine[], lang: Lang): Sections[] {
	const countries = [...new Set([...first[lang], ...lines.map((line) => line.country)])];
	return [...new Set(Object.values(sectionOf))]
		.map((section) => ({
			section,
			countries: countries
				.map((country) => ({ country, lines: lines.filter((line) => line.country === country && sectionOf[line.kind] === section) }))
				.filter((group) => group.lines.length > 0)
		}))
		.filter((group) => group.countries.length > 0);
}

/** What a telephone dials: digits and a leading plus. */
export const dialled = (number: string) => `tel:${number.replace(/(?!^\+)\D/g, '')}`;
