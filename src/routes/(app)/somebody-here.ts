/** WHETHER SOMEBODY IS HERE: touching, typing, scrolling, or listening to something. Said to the worker now and then, so that it knows when to lock. */
import { ask } from '#actions/ask.ts';
import { takeAwayNotices } from './push.ts';

/** At most once in this time, in milliseconds. */
const every = 5_000;
const signs = ['pointerdown', 'keydown', 'scroll', 'input', 'timeupdate'] as const;

let said = 0;

/** Also where nothing is touched: somebody is recording. */
export function sayHere(): void {
	if (document.visibilityState !== 'visible' || Date.now() - said < every) return;
	said = Date.now();
	// It is locked, or being locked: then nobody is waited for.
	void ask('here', {}).catch(() => undefined);
}

/** A device that asked for quiet notices is told nothing while somebody looks at it. */
function sayLooked(): void {
	const looked = document.visibilityState === 'visible';
	void ask('lookAt', { looked }).catch(() => undefined);
	if (looked) void takeAwayNotices().catch(() => undefined);
}

/** Gives what ends it. */
export function sayWhenHere(): () => void {
	for (const sign of signs) addEventListener(sign, sayHere, { capture: true, passive: true });
	document.addEventListener('visibilitychange', sayHere);
	document.addEventListener('visibilitychange', sayLooked);
	sayLooked();
	return () => {
		for (const sign of signs) removeEventListener(sign, sayHere, { capture: true });
		document.removeEventListener('visibilitychange', sayHere);
		document.removeEventListener('visibilitychange', sayLooked);
	};
}
