/** Moments in words: what one is called, whose it is, how high or deep it was. */
import { heightWord } from '#domain/height.ts';
import type { Moment } from '#domain/moment.ts';
import type { KeptView } from '#domain/view.ts';
import { sayDayOf } from './say-day.ts';
import { beginning, nameOf } from './say-of.ts';
import { sayNames } from './when.ts';
import { t, words } from './words.svelte.ts';

type MomentView = KeptView<Moment>;

/**
 * Its title; without one the beginning of its words, or its day. One that is laid aside keeps its point on the curve, or the life
 * of whoever shared it would be bent here; only its words are not said until it is opened.
 */
export const calledOf = ({ body, aside }: Pick<MomentView, 'body' | 'aside'>): string =>
	aside ? t('aside.one') : body.title || beginning(body.text) || sayDayOf(t, words.lang, body.day);

type Authored = Pick<KeptView, 'mine' | 'author' | 'agreed'>;
const withBoth = (name: string, agreed: string | null): string => (agreed === null ? name : sayNames(words.lang, [name, agreed || t('today.unnamed')]));
/** Both names, where both have said yes to its words. */
export const whoseIs = (entry: Authored): string => withBoth(nameOf(entry), entry.agreed);
/** The same by name, also one's own: where the parents stand beside each other, and on paper. */
export const whoseByName = ({ author, agreed }: Pick<Authored, 'author' | 'agreed'>): string => withBoth(author.name || t('today.unnamed'), agreed);

export const sayHeight = (height: number): string => t(`curve.height.${heightWord(height)}`);

export const sayMoment = (moment: MomentView): string =>
	t('curve.point', {
		title: calledOf(moment),
		day: sayDayOf(t, words.lang, moment.body.day),
		name: whoseByName(moment),
		height: sayHeight(moment.body.height)
	});
