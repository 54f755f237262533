/** Waiting before the next try: doubling from half a second to a minute, each time by a random part, so that many do not come at once. */
const least = 500;
const most = 60_000;

/** Milliseconds before try number `attempt` (from 0). */
export const backoff = (attempt: number, random: () => number = Math.random): number => Math.min(most, least * 2 ** attempt) * (0.5 + random() / 2);

/** Resolves after `ms`, or at once when `signal` aborts. */
export const rest = (ms: number, signal?: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		if (signal?.aborted === true) return resolve();
		const done = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		signal?.addEventListener('abort', done, { once: true });
	});
