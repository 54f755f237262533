/**
 * STEMS: what a word has in common with its inflections, by the Snowball algorithms for Swedish and English (https://snowballstem.org). People
 * mix their languages, so every word is taken for both.
 */
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stem as english } from 'porter2';

/** Each once, of a word in lower case. */
export function stemsOf(word: string): Set<string> {
	const stems = new Set([swedish(word), english(word)]);
	// Of "barnet" and "kistan" Snowball takes nothing away, since "paket" and "dragan" look the same: here both readings hold.
	const definite = /^(\p{L}{3,})(et|an)s?$/u.exec(word);
	if (definite !== null) stems.add(swedish(definite[2] === 'et' ? (definite[1] as string) : `${definite[1]}a`));
	return stems;
}
