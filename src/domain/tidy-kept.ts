/** WHAT IS MEANT TO BE KEPT, made ready to be said: without space round the words; and why it cannot be, as the code of a sentence. */
import { isDay, maxDayWords, type Day } from './day.ts';
import { linkOf, maxLine, maxLink, maxNote, maxTo } from './dedication.ts';
import { enclosedIn, type Kept } from './kept.ts';
import { deepest, highest } from './moment.ts';
import { maxThanked, orderedKinds } from './thanks.ts';

const maxText = 20_000;
const maxName = 200;

export type NotKept = 'empty' | 'too-long' | 'no-day' | 'no-link' | 'nobody';
type Tidied<K extends Kept> = K | NotKept;

const tidyDay = (day: Day): Day => ({ ...day, words: day.words.trim() });
const tooLong = (text: string, most: number): boolean => text.length > most;

/** @returns it as it is said, or why it is not */
export function tidyKept(body: Kept): Tidied<Kept> {
	const text = body.text.trim();
	const said = { ...body, text };
	if (tooLong(text, said.type === 'line' ? maxLine : said.type === 'note' ? maxNote : maxText)) return 'too-long';
	const empty = text === '' && enclosedIn(body).length === 0;
	switch (said.type) {
		case 'keepsake':
		case 'letter':
			return empty ? 'empty' : said;
		case 'line':
		case 'note':
			return text === '' ? 'empty' : said;
		case 'dedication': {
			const [title, toWords] = [said.title.trim(), said.toWords.trim()];
			if (tooLong(title, maxName) || tooLong(toWords, maxName) || said.to.length > maxTo) return 'too-long';
			const link = said.link === null || said.link.trim() === '' ? null : linkOf(said.link);
			if (link === null && said.link !== null && said.link.trim() !== '') return 'no-link';
			if (link !== null && tooLong(link, maxLink)) return 'too-long';
			if (said.to.length === 0 && toWords === '') return 'nobody';
			return title === '' && empty && link === null ? 'empty' : { ...said, title, toWords, link };
		}
		case 'moment': {
			const title = said.title.trim();
			if (tooLong(title, maxName) || tooLong(said.day.words, maxDayWords)) return 'too-long';
			if (!isDay(said.day)) return 'no-day';
			const height = Math.round(Math.min(highest, Math.max(deepest, said.height)));
			return title === '' && empty ? 'empty' : { ...said, title, height, day: tidyDay(said.day) };
		}
		case 'promise': {
			const gave = said.gave.trim();
			if (tooLong(gave, maxName)) return 'too-long';
			if (said.day !== null && !isDay(said.day)) return 'no-day';
			return empty ? 'empty' : { ...said, gave, day: said.day && tidyDay(said.day) };
		}
		case 'given': {
			const from = said.from.trim();
			if (tooLong(from, maxName)) return 'too-long';
			if (said.day !== null && !isDay(said.day)) return 'no-day';
			return from === '' && empty ? 'empty' : { ...said, from, day: said.day && tidyDay(said.day) };
		}
		case 'thanks': {
			const { to } = said;
			if ('people' in to) {
				const words = to.words.trim();
				if (to.people.length > maxThanked || tooLong(words, 1000)) return 'too-long';
				if (to.people.length === 0 && words === '') return 'nobody';
				return empty ? 'empty' : { ...said, to: { people: [...to.people], words } };
			}
			if ('kinds' in to && to.kinds.length === 0) return 'nobody';
			return empty ? 'empty' : { ...said, to: 'kinds' in to ? { kinds: orderedKinds(to.kinds) } : to };
		}
	}
}
