import { bookOf } from '#domain/book.ts';
import { giftsByMember } from '#domain/thanked.ts';
import { isThanked, type Thanks } from '#domain/thanks.ts';
import type { CircleView, KeptView } from '#domain/view.ts';
import { keeping } from '../keeping.svelte.ts';

/** So long they stand first, whatever has been told since. Milliseconds. */
const aFortnight = 14 * 86_400_000;

interface ThanksForMe {
	/** Of the last weeks, or newer than the news: met first. */
	readonly fresh: readonly KeptView<Thanks>[];
	/** Met after what is newest. */
	readonly older: readonly KeptView<Thanks>[];
}

/** The thanks that are for who looks here, newest first. Called while a page is being made. @param newest time of the newest news */
export function thanksForMe(view: () => CircleView, newest: () => number): ThanksForMe {
	// What they gave may lie further back than what is shown here.
	const kept = keeping(() => view().kept.some(({ body }) => body.type === 'thanks'));
	const all = $derived.by(() => {
		const { me, members } = view();
		const own = kept.all === null ? [] : (giftsByMember(bookOf(kept.all), members, true).get(me.memberId) ?? []);
		return (kept.all?.kept ?? []).filter(
			(one): one is KeptView<Thanks> => one.body.type === 'thanks' && !one.mine && isThanked(one.body, one.at, me.memberId, own)
		);
	});
	const since = $derived(Math.min(newest(), Date.now() - aFortnight));
	const fresh = $derived(all.filter(({ at }) => at > since));
	const older = $derived(all.filter(({ at }) => at <= since));
	return {
		get fresh() {
			return fresh;
		},
		get older() {
			return older;
		}
	};
}
