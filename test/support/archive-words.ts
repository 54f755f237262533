/** The words of an archive's page, as a page would give them. */
import type { ArchiveWords } from '#domain/archive-page.ts';
import { childFields } from '#domain/child.ts';
import { keptTypes } from '#domain/kept.ts';
import { givenKinds } from '#domain/support.ts';

const each = <K extends string>(keys: readonly K[]): Record<K, string> =>
	Object.fromEntries(keys.map((key) => [key, key] as const)) as unknown as Record<K, string>;

/** What is said of children and of what is kept. */
export const wordsOfKept: Pick<ArchiveWords, 'kept' | 'given' | 'child' | 'seasons'> = {
	kept: each(keptTypes),
	given: each(givenKinds),
	child: each(childFields),
	seasons: { winter: 'winter', spring: 'spring', summer: 'summer', autumn: 'autumn' }
};
