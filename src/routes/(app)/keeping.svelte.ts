import { ask } from '#actions/ask.ts';
import type { KeepView } from '#domain/view.ts';
import { kvar } from '#replica/queries.svelte.ts';

/** Everything is looked through at each asking: at most this often, in milliseconds. The first is asked at once, and the last is never left out. */
const pace = 400;

/**
 * All that is kept in the place on screen, asked for anew when something has changed there. Called while a page is being made.
 * @param wanted whether anybody needs it now
 */
export function keeping(wanted: () => boolean = () => true): { readonly all: KeepView | null } {
	let all = $state.raw<KeepView | null>(null);
	let asked = 0;
	let last = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;
	/** Of which place: what was read of another is not shown for a moment here. */
	let of: string | null = null;

	function read(circleId: string) {
		timer = undefined;
		last = Date.now();
		const mine = ++asked;
		void ask('readKeep', {}).then(
			(keep) => {
				// What was asked for later holds.
				if (mine === asked && kvar.view?.circleId === circleId) all = keep;
			},
			() => undefined
		);
	}
	$effect(() => {
		if (kvar.view === null || kvar.view.standing !== 'member' || !wanted()) return;
		const { circleId } = kvar.view;
		if (of !== circleId) {
			[of, all, last] = [circleId, null, 0];
			clearTimeout(timer);
			timer = undefined;
		}
		timer ??= setTimeout(() => read(circleId), Math.max(0, last + pace - Date.now()));
	});
	$effect(() => () => clearTimeout(timer));
	return {
		get all() {
			return all;
		}
	};
}
