/** WHAT BELONGS TO A PROMISE: hard moments and good ones, and dedications, in the order in which they were lived. */
import type { Day } from './day.ts';
import { inOrder, type Moment } from './moment.ts';
import type { Dedication } from './dedication.ts';
import type { KeepView, KeptView } from './view.ts';

export type Tieable = KeptView<Moment> | KeptView<Dedication>;
const isTieable = (one: KeptView): one is Tieable => one.body.type === 'moment' || one.body.type === 'dedication';

/** What has no day of its own stands where it was said. */
function placed(one: Tieable) {
	const said = new Date(one.at);
	const day: Day =
		one.body.type === 'moment' ? one.body.day : { precision: 'day', year: said.getFullYear(), part: said.getMonth() + 1, day: said.getDate(), words: '' };
	return { id: one.id, body: { day, height: one.body.type === 'moment' ? one.body.height : 0 }, one };
}

/** Everything that could belong to a promise. */
export const tieable = (kept: readonly KeptView[]): Tieable[] => inOrder(kept.filter(isTieable).map(placed)).map(({ one }) => one);

/** What does. */
export function tiedTo(promise: string, { kept, ties }: Pick<KeepView, 'kept' | 'ties'>): Tieable[] {
	const those = new Set(ties.filter((tie) => tie.promise === promise).map(({ target }) => target));
	return tieable(kept).filter(({ id }) => those.has(id));
}

/** Where a moment or a dedication stands for itself. */
export const pageOf = ({ id, body }: Pick<Tieable, 'id' | 'body'>): string =>
	body.type === 'moment' ? `/keep/highs-and-lows?what=${id}` : `/keep/dedication?what=${id}`;
