/** What can be done about what somebody else wrote. Each gives why it could not be done, as a sentence; null when it is done. */
import { ask, whyNot } from '#actions/ask.ts';
import type { AnswerView, CircleView, EntryView } from '#domain/view.ts';
import { sayProblem } from '#ui/problem.ts';

/** Lays something aside for oneself alone, or takes it up again. */
export const layAside = (target: string, aside: boolean): Promise<string | null> => tried(ask('layAside', { target, aside }));

/** Takes something away for everyone. */
export const takeAway = (target: string): Promise<string | null> => tried(ask('takeBack', { target }));

/** A parent may, and only what is not another parent's: each has a voice of their own. */
export const mayTakeAway = ({ author, mine }: EntryView, { standing, me, members }: CircleView): boolean =>
	standing === 'member' && me.parent && !mine && !author.parent && !members.some(({ memberId, parent }) => parent && memberId === author.memberId);

/** Nothing was written: other words are said of it. */
export const isCandle = (entry: EntryView | AnswerView): boolean => 'kind' in entry && entry.kind === 'candle';

async function tried(act: Promise<unknown>): Promise<string | null> {
	try {
		await act;
		return null;
	} catch (error) {
		return sayProblem(whyNot(error));
	}
}
