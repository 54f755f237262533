/** The words of an archive's page, in the language of who makes it: actions know no messages. */
import type { ArchiveWords } from '#domain/archive-page.ts';
import { childFields } from '#domain/child.ts';
import { seasons } from '#domain/day.ts';
import { keptTypes } from '#domain/kept.ts';
import { givenKinds } from '#domain/support.ts';
import { t, words } from '#ui/words.svelte.ts';

const each = <K extends string>(keys: readonly K[], say: (key: K) => string) => Object.fromEntries(keys.map((key) => [key, say(key)])) as Record<K, string>;

export const archiveWords = (): ArchiveWords => ({
	lang: { sv: 'sv-SE', en: 'en-GB' }[words.lang],
	rings: { us: t('ring.us'), close: t('ring.close'), all: t('ring.all') },
	kinds: {
		words: '',
		card: '',
		candle: t('today.lit'),
		prayer: t('archive.kind.prayer'),
		thought: t('archive.kind.thought'),
		offer: t('today.offer')
	},
	kept: each(keptTypes, (type) => t(`kept.title.${type}`)),
	given: each(givenKinds, (kind) => t(`given.kind.${kind}`)),
	child: each(childFields, (field) => t(`child.${field}`)),
	seasons: each(seasons, (season) => t(`day.of.${season}`)),
	takenBack: t('archive.takenBack'),
	takenAway: t('archive.takenAway'),
	aside: t('archive.aside'),
	covered: t('archive.covered'),
	whole: t('archive.whole'),
	gone: t('archive.gone'),
	people: t('archive.people'),
	made: t('archive.made'),
	readme: `${t('archive.readme')}\n`
});
