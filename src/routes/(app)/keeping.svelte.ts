import { ask } from '#actions/ask.ts';
import type { KeepView } from '#domain/view.ts';
import { kvar } from '#replica/queries.svelte.ts';

/** All that is kept in the place on screen, asked for anew whenever something has changed there. Called while a page is being made. */
export function keeping(): { readonly all: KeepView | null } {
	let all = $state.raw<KeepView | null>(null);
	let asked = 0;
	$effect(() => {
		if (kvar.view === null || kvar.view.standing !== 'member') return;
		const mine = ++asked;
		void ask('readKeep', {}).then(
			(keep) => {
				// What was asked for later holds.
				if (mine === asked) all = keep;
			},
			() => undefined
		);
	});
	return {
		get all() {
			return all;
		}
	};
}
