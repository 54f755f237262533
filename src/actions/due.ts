/** WHAT IS DUE is said while this device is awake: when something has changed, when its time comes, when the device wakes. */
import type { Home } from './home.ts';
import { sayWhatIsDue } from './ready.ts';

/** A clock may be set, a device may sleep: it is looked at least this often while something waits. Milliseconds. */
const atLeast = 60_000;

export interface Due {
	/** Looks whether something is due. Called as often as one likes: it looks once at a time. */
	look: () => void;
	stop: () => void;
}

export function watchDue(home: Home, now: () => number = Date.now): Due {
	let state: 'idle' | 'looking' | 'again' | 'stopped' = 'idle';
	let timer: ReturnType<typeof setTimeout> | undefined;
	const look = (): void => {
		if (state === 'looking') state = 'again';
		if (state !== 'idle') return;
		state = 'looking';
		clearTimeout(timer);
		void sayWhatIsDue(home, now())
			// What this device could not keep now is tried again with the next change.
			.catch(() => null)
			.then((next) => {
				if (state === 'stopped') return;
				const again = state === 'again';
				state = 'idle';
				if (again) return look();
				if (next !== null) timer = setTimeout(look, Math.min(atLeast, Math.max(0, next - now())));
			});
	};
	return {
		look,
		stop: () => {
			state = 'stopped';
			clearTimeout(timer);
		}
	};
}
