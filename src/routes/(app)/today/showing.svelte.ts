import { goto } from '$app/navigation';
import { page } from '$app/state';

interface Showing {
	/** How many of them are shown. */
	readonly shown: number;
	/** As many more as there were at first. It is kept with the page's place in the history: who comes back finds as many. */
	more(): Promise<void>;
}

/**
 * How many of what a page shows one after the other: some, and more when asked for, or as many as it takes to reach what the address leads
 * to (`#m-<id>`). What somebody further down is looking at stays while new things come above it. Called while a page is being made.
 * @param ids of each, all that it shows: its own first
 */
export function showing(ids: () => readonly (readonly string[])[], atFirst: number): Showing {
	let last: string | undefined;
	const rounds = $derived(page.state.rounds ?? 1);
	const shown = $derived.by(() => {
		const all = ids();
		const reach = (id: string | undefined): number => (id === undefined ? 0 : all.findIndex((some) => some.includes(id)) + 1);
		const isFurtherDown = scrollY > innerHeight / 2;
		return Math.min(all.length, Math.max(atFirst * rounds, reach(/^#m-(.+)$/.exec(page.url.hash)?.[1]), isFurtherDown ? reach(last) : 0));
	});
	$effect.pre(() => {
		last = ids()[shown - 1]?.[0];
	});
	return {
		get shown() {
			return shown;
		},
		more: () => goto(location.href, { state: { ...page.state, rounds: rounds + 1 }, shallow: true, replace: true })
	};
}
