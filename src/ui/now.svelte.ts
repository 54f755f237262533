/** The time, to the minute, for what changes while somebody looks. Called while a page is being made. */
export function everyMinute(): { readonly now: number } {
	let now = $state(Date.now());
	$effect(() => {
		const looking = setInterval(() => (now = Date.now()), 60_000);
		return () => clearInterval(looking);
	});
	return {
		get now() {
			return now;
		}
	};
}
