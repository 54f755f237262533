/** Sentences about what was given and about thanks, for whoever looks. */
import type { Gift } from '#domain/book.ts';
import type { Ring } from '#domain/ring.ts';
import type { Thanks } from '#domain/thanks.ts';
import type { CircleView, KeptView } from '#domain/view.ts';
import { sayDayOf } from '#ui/say-day.ts';
import { doneBy, nameOf, parentsOf } from '#ui/say-of.ts';
import { sayNames } from '#ui/when.ts';
import { t, when, words } from '#ui/words.svelte.ts';

export const giverOf = ({ by, from, entry }: Gift): string => (by === null ? from || t('book.someone') : nameOf(entry));

export const givenWhen = ({ day, at }: Gift): string => (day === null ? when(at) : sayDayOf(t, words.lang, day));

/** What was done rather than said: "lit a candle", "flowers". */
export function givenWas({ answer, kind, title, entry: { mine } }: Gift, view: CircleView): string | null {
	if (answer !== null) return doneBy({ kind: answer, mine }, view);
	return kind === 'words' || title !== '' ? null : t(`given.was.${kind}`);
}

export const ringSeen = (ring: Ring, view: CircleView): string =>
	ring === 'us' && view.me.parent && parentsOf(view).length < 2 ? t('book.ring.me') : t(`book.ring.${ring}`);

/** Whose thanks they are: both parents', where the other has said yes to the words. */
export const thankers = ({ author, mine, agreed }: KeptView, view: CircleView): string[] => [
	mine ? view.me.name : author.name || t('today.unnamed'),
	...(agreed === null || agreed === '' ? [] : [agreed])
];

export function saidTo({ to }: Thanks, view: CircleView): string {
	if ('all' in to) return t('thanks.said.all');
	if ('kinds' in to)
		return t('thanks.said.kinds', {
			kinds: sayNames(
				words.lang,
				to.kinds.map((kind) => t(`given.was.${kind}`))
			)
		});
	const here = to.people.map((id) => (id === view.me.memberId ? t('thanks.said.you') : (view.members.find(({ memberId }) => memberId === id)?.name ?? '')));
	return t('thanks.said.people', {
		names: sayNames(
			words.lang,
			[...here, to.words].filter((name) => name !== '')
		)
	});
}
