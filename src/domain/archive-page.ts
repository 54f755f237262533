/** THE ARCHIVE AS A PAGE that opens for ever: one file of HTML without script, font or address of anybody; pictures and films lie beside it. */
import type { AnswerKind } from './answer.ts';
import type { Archive, ArchivedAnswer, ArchivedEntry, ArchivedFile, ArchivedKept, ArchivedThing, ArchivedTold } from './archive.ts';
import { childFields, type ChildField } from './child.ts';
import { seasons, type Day, type Season } from './day.ts';
import { linkOf } from './dedication.ts';
import type { KeptType } from './kept.ts';
import type { GivenKind } from './support.ts';
import type { Ring } from './ring.ts';

/** Words of the page, in the language of who makes it. */
export interface ArchiveWords {
	/** BCP 47, with the region whose way of saying days it is. */
	lang: string;
	rings: Record<Ring, string>;
	kinds: Record<AnswerKind, string>;
	/** What was kept or given, by its type; what was given, by its kind; what is said of a child, by its field. */
	kept: Record<KeptType, string>;
	given: Record<GivenKind, string>;
	child: Record<ChildField, string>;
	seasons: Record<Season, string>;
	takenBack: string;
	takenAway: string;
	/** Laid aside by who made it: folded away here too. */
	aside: string;
	/** A picture or film that its owner wished to be covered until somebody opens it. */
	covered: string;
	whole: string;
	/** Could not be had any more. */
	gone: string;
	people: string;
	/** Name and day are put behind it. */
	made: string;
	/** README.txt beside the page. */
	readme: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Of people's words, in text and in attributes. */
const plain = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

export function writeArchivePage(archive: Archive, words: ArchiveWords): string {
	const { place, people, told, kept, children, by, made } = archive;
	const title = plain(place.title || 'Kvar');
	const day = (iso: string): string => new Intl.DateTimeFormat(words.lang, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
	const time = (iso: string): string => `<time datetime="${iso}">${plain(day(iso))}</time>`;
	const says = (entry: ArchivedEntry): string =>
		entry.aside && !entry.takenBack ? `<details><summary>${plain(words.aside)}</summary>${shown(entry)}</details>` : shown(entry);
	const shown = (entry: ArchivedEntry): string =>
		entry.takenBack
			? `<p class="soft">${plain(entry.takenAway ? words.takenAway : words.takenBack)}</p>`
			: (entry.text === '' ? '' : `<p class="words" dir="auto">${plain(entry.text)}</p>`) + entry.enclosed.map((one) => thing(one, words)).join('');
	const answer = (one: ArchivedAnswer): string =>
		`<li><p class="who" dir="auto"><b>${plain(one.author.name)}</b> ${plain(words.kinds[one.kind])}</p>${says(one)}<p class="soft">${time(one.at)}</p></li>`;
	const answers = (all: readonly ArchivedAnswer[]): string => (all.length === 0 ? '' : `<ul>${all.map(answer).join('')}</ul>`);
	const foot = (one: ArchivedEntry): string => `<p class="soft">${time(one.at)} · ${plain(words.rings[one.ring])}</p>`;
	const news = (one: ArchivedTold): string =>
		`<article><p class="who" dir="auto"><b>${plain(one.author.name)}</b></p>${says(one)}${foot(one)}${answers(one.answers)}</article>`;
	const named = (id: string): string => plain(people.find(({ member }) => member === id)?.name ?? '');
	/** What stands above the words of something kept. */
	const head = ({ body }: ArchivedKept): string => {
		const line = (text: string): string => (text === '' ? '' : `<p dir="auto">${text}</p>`);
		switch (body.type) {
			case 'dedication': {
				const link =
					body.link === null || linkOf(body.link) === null ? '' : `<p><a href="${plain(body.link)}" rel="noreferrer noopener">${plain(body.link)}</a></p>`;
				return (
					line([...body.to.map(named), plain(body.toWords)].filter((name) => name !== '').join(', ')) +
					(body.title === '' ? '' : `<h2 dir="auto">${plain(body.title)}</h2>`) +
					link
				);
			}
			case 'moment':
				return (body.title === '' ? '' : `<h2 dir="auto">${plain(body.title)}</h2>`) + line(plain(sayDay(body.day, words)));
			case 'promise':
				return line(
					[body.gave, body.day === null ? '' : sayDay(body.day, words)]
						.filter((one) => one !== '')
						.map(plain)
						.join(', ')
				);
			case 'given':
				return line(
					[words.given[body.kind], body.from, body.day === null ? '' : sayDay(body.day, words)]
						.filter((one) => one !== '')
						.map(plain)
						.join(', ')
				);
			default:
				return '';
		}
	};
	const margins = (to: ArchivedKept): string => {
		const lines = kept.filter(({ body }) => body.type === 'line' && body.to === to.id).sort((a, b) => placeIn(a) - placeIn(b));
		const note = (one: ArchivedKept): string => `<li><p class="who" dir="auto"><b>${plain(one.author.name)}</b></p>${says(one)}</li>`;
		return lines
			.map(
				(line) =>
					`${says(line)}<ul>${kept
						.filter(({ body }) => body.type === 'note' && body.to === line.id)
						.map(note)
						.join('')}</ul>`
			)
			.join('');
	};
	const keepsake = (one: ArchivedKept): string =>
		`<article><p class="who" dir="auto"><b>${plain(one.author.name)}</b> ${plain(words.kept[one.body.type])}</p>${head(one)}${says(one)}${margins(one)}${foot(one)}${answers(one.answers)}</article>`;
	const pieces = [
		...told.map((one) => ({ at: one.at, html: news(one) })),
		// Lines and notes stand with what they belong to.
		...kept.filter(({ body }) => body.type !== 'line' && body.type !== 'note').map((one) => ({ at: one.at, html: keepsake(one) }))
	].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
	const fact = (label: string, value: string): string => `<dt>${plain(label)}</dt><dd dir="auto">${plain(value)}</dd>`;
	const about = children.map(
		({ says: said, dates }) =>
			`<dl>${dates.map(({ what, day: on }) => fact(what, sayDay(on, words))).join('')}${childFields.flatMap((field) => (said[field] === undefined ? [] : [fact(words.child[field], said[field])])).join('')}</dl>`
	);
	const names = people.map(({ name }) => `<li dir="auto">${plain(name)}</li>`);
	return `<!doctype html>
<html lang="${plain(words.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><h1 dir="auto">${title}</h1>${place.child === null ? '' : `<p class="child" dir="auto">${plain(place.child)}</p>`}</header>
<main>
${about.join('\n')}
${pieces.map(({ html }) => html).join('\n')}
</main>
<footer>
<h2>${plain(words.people)}</h2>
<ul>${names.join('')}</ul>
<p class="soft" dir="auto">${plain(words.made)} ${plain(by.name)}, ${time(made)}</p>
</footer>
</body>
</html>
`;
}

const placeIn = ({ body }: ArchivedKept): number => (body.type === 'line' ? body.place : 0);

/** In the family's own words where they have any, else as exactly as it is known. */
function sayDay({ precision, year, part, day, words: own }: Day, { lang, seasons: called }: Pick<ArchiveWords, 'lang' | 'seasons'>): string {
	if (own !== '') return own;
	if (precision === 'year') return String(year);
	if (precision === 'season') return `${called[seasons[part] ?? 'winter']} ${year}`;
	const options = precision === 'day' ? ({ dateStyle: 'long' } as const) : ({ month: 'long', year: 'numeric' } as const);
	return new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC' }).format(Date.UTC(year, part - 1, day || 1));
}

function thing(one: ArchivedThing, words: ArchiveWords): string {
	const said = plain(one.says);
	const caption = one.says === '' ? '' : `<figcaption dir="auto">${said}</figcaption>`;
	const figure = (inside: string): string => `<figure>${inside}${caption}</figure>`;
	const gone = `<p class="soft">${plain(words.gone)}</p>`;
	const there = (file: ArchivedFile, html: (path: string) => string): string => (file.path === null ? gone : html(plain(file.path)));
	const covering = (covered: boolean, html: string): string =>
		covered ? `<details><summary dir="auto">${said === '' ? plain(words.covered) : said}</summary>${html}</details>` : html;
	switch (one.kind) {
		case 'picture': {
			const whole = one.original === null ? '' : there(one.original, (path) => `<p><a href="${path}">${plain(words.whole)}</a></p>`);
			return covering(one.covered, figure(there(one.picture, (path) => `<img src="${path}" alt="${said}" loading="lazy">`) + whole));
		}
		case 'film': {
			const path = one.poster?.path ?? null;
			const poster = path === null ? '' : ` poster="${plain(path)}"`;
			return covering(one.covered, figure(there(one.film, (path) => `<video src="${path}" controls preload="none"${poster} aria-label="${said}"></video>`)));
		}
		case 'sound':
			return figure(there(one.sound, (path) => `<audio src="${path}" controls preload="none" aria-label="${said}"></audio>`));
	}
}

const style = `
:root{color-scheme:light dark;--paper:#faf6ef;--ink:#22303a;--soft:#5b6670;--line:#ddd3c4}
@media(prefers-color-scheme:dark){:root{--paper:#18242c;--ink:#ece6da;--soft:#a9b3ba;--line:#34444f}}
body{max-width:38rem;margin:0 auto;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:1.1rem/1.6 Georgia,"Times New Roman",serif}
h1{font-weight:400;font-size:2rem;line-height:1.2;overflow-wrap:anywhere}h2{font-weight:400;font-size:1.3rem}
.child{font-size:1.4rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{color:var(--soft)}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.words{white-space:pre-wrap;overflow-wrap:anywhere;hyphens:auto}
.who{margin:0 0 .25rem;overflow-wrap:anywhere}.soft,figcaption{color:var(--soft);font-size:.9rem}
article{padding:1.75rem 0;border-top:1px solid var(--line)}
ul{padding:0;list-style:none}article li{margin:1.25rem 0 0;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
figure{margin:1rem 0}img{max-width:100%;height:auto;border-radius:.5rem}video{width:100%;max-height:80vh;border-radius:.5rem}audio{width:100%}
details{margin:1rem 0}summary{cursor:pointer}
@media print{body{max-width:none}article{break-inside:avoid-page}}`.trim();
