import { describe, expect, it } from 'vitest';
import { byteOf, bytesOf, suggest, wordOf, wordsOf, type WordLanguage } from './word-list.ts';

const languages: WordLanguage[] = ['sv', 'en'];
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const lists: Record<WordLanguage, string[]> = { sv: wordsOf(everyByte, 'sv'), en: wordsOf(everyByte, 'en') };
const plainLetters: Record<string, string> = { å: 'a', ä: 'a', ö: 'o', é: 'e' };
/** Not the list's own way of folding, so that the two check each other. */
const plain = (word: string): string => word.replace(/[åäöé]/g, (letter) => plainLetters[letter] as string);
const all = languages.flatMap((language) => lists[language].map((word, byte) => ({ language, word, plain: plain(word), byte })));

/** Every two words of a language that `tooNear` says so of. */
const pairsThat = (language: WordLanguage, tooNear: (one: string, other: string) => boolean): string[] =>
	lists[language].flatMap((one, i) => lists[language].slice(i + 1).flatMap((other) => (tooNear(plain(one), plain(other)) ? [`${one} ${other}`] : [])));

/** True if at most one letter is wrong, lost or added, or two neighbours are swapped. */
function oneSlipApart(one: string, other: string): boolean {
	const [short, long] = one.length <= other.length ? [one, other] : [other, one];
	let at = 0;
	while (at < short.length && short[at] === long[at]) at++;
	if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
	const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
	return short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2));
}

/** A word as a bad line gives it: doubles as one, and the consonants that are taken for each other as one. */
const overABadLine = (word: string): string =>
	word
		.replace(/ph/g, 'f')
		.replace(/[gcq]/g, 'k')
		.replace(/b/g, 'p')
		.replace(/d/g, 't')
		.replace(/[fw]/g, 'v')
		.replace(/z/g, 's')
		.replace(/n/g, 'm')
		.replace(/(.)\1+/g, '$1');

describe('the list', () => {
	it.each(languages)('has 256 different words in %s', (language) => {
		expect(new Set(lists[language].map(plain)).size).toBe(256);
	});

	it('is made of small letters, 3 to 8 of them, and in English of English ones', () => {
		expect(lists.sv.filter((word) => !/^[a-zåäöé]{3,8}$/.test(word))).toEqual([]);
		expect(lists.en.filter((word) => !/^[a-z]{3,8}$/.test(word))).toEqual([]);
	});

	it('gives the first four letters of a word, in whichever language, to one byte', () => {
		const bytes = new Map<string, Set<number>>();
		for (const { plain: word, byte } of all) bytes.set(word.slice(0, 4), (bytes.get(word.slice(0, 4)) ?? new Set()).add(byte));
		expect([...bytes].filter(([, of]) => of.size > 1).map(([start]) => start)).toEqual([]);
	});

	it('has no word of three letters that begins the word of another byte', () => {
		const short = all.filter(({ plain: word }) => word.length === 3);
		const begun = short.flatMap((one) =>
			all.filter((other) => other.byte !== one.byte && other.plain.startsWith(one.plain)).map(({ word }) => `${one.word} ${word}`)
		);
		expect(begun).toEqual([]);
	});

	it('knows what one slip is', () => {
		for (const [one, other] of ['lamp lump', 'lamp lam', 'lamp clamp', 'lamp lapm', 'lamp lamp'].map((two) => two.split(' ') as [string, string])) {
			expect([one, other, oneSlipApart(one, other), oneSlipApart(other, one)]).toEqual([one, other, true, true]);
		}
		for (const [one, other] of ['lamp lums', 'lamp la', 'lamp plamp2', 'lamp malp'].map((two) => two.split(' ') as [string, string])) {
			expect([one, other, oneSlipApart(one, other), oneSlipApart(other, one)]).toEqual([one, other, false, false]);
		}
	});

	it.each(languages)('has no two words one slip apart in %s', (language) => {
		expect(pairsThat(language, oneSlipApart)).toEqual([]);
	});

	it.each(languages)('has no two words that a bad line makes one in %s', (language) => {
		expect(pairsThat(language, (one, other) => overABadLine(one) === overABadLine(other))).toEqual([]);
	});

	it.each(languages)('begins with most letters of the alphabet in %s, and never too often with one', (language) => {
		const count = new Map<string, number>();
		for (const word of lists[language]) count.set(plain(word).charAt(0), (count.get(plain(word).charAt(0)) ?? 0) + 1);
		expect(count.size).toBeGreaterThanOrEqual(20);
		expect(Math.max(...count.values())).toBeLessThanOrEqual(40);
	});
});

describe('wordOf', () => {
	it('gives both languages the same thing', () => {
		expect(lists.sv.map((word, byte) => `${word}/${lists.en[byte]}`)).toEqual(
			expect.arrayContaining(['björk/birch', 'lampa/lamp', 'orkidé/orchid', 'äng/meadow'])
		);
	});

	it.each([-1, 256, 1.5, Number.NaN])('refuses %s', (byte) => {
		expect(() => wordOf(byte, 'sv')).toThrow(RangeError);
	});
});

describe('byteOf', () => {
	/** Every way in which a person may type a word. */
	const typedWays = (word: string): string[] => {
		const beginnings = Array.from({ length: Math.max(0, word.length - 4) }, (_, more) => word.slice(0, 4 + more));
		const capital = `${word.charAt(0).toUpperCase()}${word.slice(1)} `;
		const written = [word, word.toUpperCase(), capital, ` \t${word}\n`, ...beginnings];
		return [...written, ...written.map(plain), ...written.map((way) => way.normalize('NFD'))];
	};

	it.each(languages)('knows every word in %s however it is typed', (language) => {
		const wrong = lists[language].flatMap((word, byte) => typedWays(word).filter((typed) => byteOf(typed) !== byte));
		expect(wrong).toEqual([]);
	});

	const unknown = [
		'',
		' ',
		'l',
		'lam',
		'bjö',
		'oa',
		'lampan',
		'lamps',
		'lampq',
		'katten',
		'la mp',
		'la-mp',
		'lamp.',
		'lamp lamp',
		'l4mp',
		'xyzzy',
		'12',
		'__proto__',
		'constructor'
	];
	it.each(unknown)('does not know %j', (typed) => {
		expect(byteOf(typed)).toBeNull();
	});
});

describe('bytesOf', () => {
	it.each(languages)('gives back all bytes from words in %s', (language) => {
		expect(bytesOf(lists[language].join(' '), 256)).toEqual(everyByte);
		expect(bytesOf(lists[language].map(plain).join(', '), 256)).toEqual(everyByte);
	});

	it('reads both languages in one breath, with spaces, commas or any dash between', () => {
		const bytes = Uint8Array.of(byteOf('björk') as number, byteOf('lamp') as number, byteOf('äng') as number);
		for (const typed of ['björk lamp äng', 'birch-lampa-meadow', ' BJORK,lamp ,\n ang, ', 'björk – lampa — meadow', 'birc‑lamp‐mead'])
			expect(bytesOf(typed, 3)).toEqual(bytes);
	});

	it.each([
		['björk lampa', 3],
		['björk lampa äng', 2],
		['björk lampa xyzzy', 3],
		['björk lampa än', 3],
		['björk.lampa.äng', 3],
		['björklampa', 2],
		['', 1]
	])('does not take %j for %i words', (typed, count) => {
		expect(bytesOf(typed, count)).toBeNull();
	});
});

describe('suggest', () => {
	it('gives up to five words of the language that begin so', () => {
		expect(suggest('lam', 'sv')).toEqual(['lampa']);
		expect(suggest('LAM ', 'en')).toEqual(['lamp']);
		expect(suggest('bjo', 'sv')).toEqual(['björk']);
		expect(suggest('bjö', 'sv')).toEqual(['björk']);
		expect(suggest('bjo', 'en')).toEqual([]);
		expect(suggest('xyz', 'sv')).toEqual([]);
		expect(suggest('  ', 'sv')).toEqual([]);
		for (const language of languages) {
			const suggested = suggest('s', language);
			expect(suggested).toEqual(
				lists[language]
					.filter((word) => word.startsWith('s'))
					.sort()
					.slice(0, 5)
			);
			expect(suggested).toHaveLength(5);
		}
	});

	it.each(languages)('finds every word in %s by its four letters, and it alone', (language) => {
		expect(lists[language].map((word) => suggest(word.slice(0, 4), language))).toEqual(lists[language].map((word) => [word]));
	});
});
