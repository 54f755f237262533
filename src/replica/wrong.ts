/** What this device met here that cannot be true, for a screen of its own: what stops the place, and what was left out. */
import { isErased } from '#domain/fold.ts';
import type { WrongView } from '#domain/view.ts';
import type { CircleReplica } from './circle.ts';
import { isDoubt } from './doubt.ts';

/** Made with a newer version: no wrong, and shown as what it is. */
const notWrong: ReadonlySet<string> = new Set(['newer-version', 'control-unknown-kind']);

/** Newest first; of what is alike in code, ring and whose it is, the first that was met. */
export function wrongOf(circle: CircleReplica, nameOf: (id: string) => string): WrongView[] {
	const { record, rings, fold, state } = circle;
	const found = new Map<string, WrongView>();
	const add = (one: WrongView) => {
		const key = `${one.code} ${one.ring} ${one.who}`;
		if (notWrong.has(one.code) || (found.get(key)?.at ?? Infinity) <= one.at) return;
		found.set(key, one);
	};
	if (record.trouble !== null) {
		const { by, ...trouble } = record.trouble;
		add({ ...trouble, stops: true, who: by === undefined ? null : nameOf(by), member: null });
	}
	for (const [ring, { refused, withheld, lag, stretch }] of rings) {
		for (const one of refused) {
			const member = one.signed ? one.memberId : null;
			add({ code: one.code, stops: isDoubt(circle, one), ring, who: member === null ? null : nameOf(member), member, at: one.at });
		}
		if (lag !== null && (lag.seq > stretch.last || lag.controlN > state.n)) {
			add({ code: 'held-back', stops: false, ring, who: nameOf(lag.member), member: lag.member, at: lag.at });
		}
		for (const [id, { hash, at, code = 'withheld', ...one }] of withheld) {
			const member = code === 'wrong-body' ? one.author : null;
			if (!isErased(fold, { ...one, id, ring }, hash)) add({ code, stops: false, ring, who: member === null ? null : nameOf(member), member, at });
		}
	}
	return [...found.values()].sort((a, b) => b.at - a.at);
}

export const hasNewer = ({ record, rings }: CircleReplica): boolean =>
	record.trouble?.code === 'control-unknown-kind' || [...rings.values()].some(({ refused }) => refused.some(({ code }) => code === 'newer-version'));
