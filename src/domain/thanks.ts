/** THANKS, in one act: to some, to everyone who gave something of a kind, to all. Nobody is told how many there are. */
import type { Enclosed } from './enclosed.ts';
import { givenKinds, type GivenKind } from './support.ts';

export type ThanksTo =
	| { all: true }
	/** Everyone who gave one of these. */
	| { kinds: GivenKind[] }
	/** Members (hex ids), and whoever else in words. */
	| { people: string[]; words: string };

export interface Thanks {
	type: 'thanks';
	to: ThanksTo;
	text: string;
	enclosed?: Enclosed[];
}

export const maxThanked = 200;

/** Something that was given before it: by a member, or by somebody who is only named. */
interface GivenBefore {
	kind: GivenKind;
	at: number;
}
/** Whether thanks are to who gave `theirs` (their own, however they came). @param memberId hex */
export function isThanked({ to }: Pick<Thanks, 'to'>, at: number, memberId: string, theirs: readonly GivenBefore[]): boolean {
	if ('people' in to) return to.people.includes(memberId);
	const before = theirs.filter((given) => given.at <= at);
	return 'all' in to ? before.length > 0 : before.some(({ kind }) => to.kinds.includes(kind));
}

/** In the order of the book, each once. */
export const orderedKinds = (kinds: readonly GivenKind[]): GivenKind[] => givenKinds.filter((kind) => kinds.includes(kind));
