/** THE ARCHIVE AS A PAGE that opens for ever: one file of HTML without script, font or address of anybody; pictures and films lie beside it. */
import type { AnswerKind } from './answer.ts';
import type { Archive, ArchivedAnswer, ArchivedEntry, ArchivedFile, ArchivedThing } from './archive.ts';
import type { Ring } from './ring.ts';

/** Words of the page, in the language of who makes it. */
export interface ArchiveWords {
	/** BCP 47, with the region whose way of saying days it is. */
	lang: string;
	rings: Record<Ring, string>;
	kinds: Record<AnswerKind, string>;
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
	const { place, people, told, by, made } = archive;
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
	const moments = told.map(
		(one) =>
			`<article><p class="who" dir="auto"><b>${plain(one.author.name)}</b></p>${says(one)}<p class="soft">${time(one.at)} · ${plain(words.rings[one.ring])}</p>` +
			`${one.answers.length === 0 ? '' : `<ul>${one.answers.map(answer).join('')}</ul>`}</article>`
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
${moments.join('\n')}
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
.child{font-size:1.4rem}.words{white-space:pre-wrap;overflow-wrap:anywhere;hyphens:auto}
.who{margin:0 0 .25rem;overflow-wrap:anywhere}.soft,figcaption{color:var(--soft);font-size:.9rem}
article{padding:1.75rem 0;border-top:1px solid var(--line)}
ul{padding:0;list-style:none}article li{margin:1.25rem 0 0;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
figure{margin:1rem 0}img{max-width:100%;height:auto;border-radius:.5rem}video{width:100%;max-height:80vh;border-radius:.5rem}audio{width:100%}
details{margin:1rem 0}summary{cursor:pointer}
@media print{body{max-width:none}article{break-inside:avoid-page}}`.trim();
