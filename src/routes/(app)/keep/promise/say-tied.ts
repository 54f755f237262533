/** What belongs to a promise, in words: what it is called; and when it was, and how. */
import type { Tieable } from '#domain/tied.ts';
import { sayDayOf } from '#ui/say-day.ts';
import { calledOf, sayHeight } from '#ui/say-moment.ts';
import { beginning } from '#ui/say-of.ts';
import { t, when, words } from '#ui/words.svelte.ts';

export const calledTied = ({ body, aside }: Tieable): string =>
	body.type === 'moment' ? calledOf({ body, aside }) : aside ? t('aside.one') : body.title || beginning(body.text) || body.toWords || t('picture.one');

export const aboutTied = ({ body, at }: Tieable): string =>
	body.type === 'moment' ? `${sayDayOf(t, words.lang, body.day)}, ${sayHeight(body.height)}` : `${t('promise.tie.dedication')} ${when(at)}`;
