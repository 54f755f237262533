import { ask, whyNot } from '#actions/ask.ts';

/** The longest that anything typed is not kept yet, also while one goes on typing. Milliseconds. */
const pause = 250;

export interface Kept {
	readonly ready: boolean;
	/** Why what is typed cannot be kept here; null while it is. */
	readonly problem: string | null;
	forget(): Promise<void>;
}

/**
 * Keeps a form's fields on this device as they are typed, under a name, and puts them back when the page is opened again.
 * Called while a page is being made. `form` is its `$state`; draw it once `ready` is true.
 */
export function keepAsTyped<F extends object>(name: string, form: F): Kept {
	let ready = $state(false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let last = '';
	let problem = $state<string | null>(null);

	const keep = () => {
		clearTimeout(timer);
		timer = undefined;
		const now = JSON.stringify(form);
		if (now === last) return;
		last = now;
		// Where the device cannot keep it, it still stands on the screen, and that is said.
		void ask('keepDraft', { name, draft: form }).then(
			() => (problem = null),
			(error: unknown) => (problem = whyNot(error))
		);
	};

	void ask('readDraft', { name })
		.then((kept) => {
			if (kept !== null) Object.assign(form, kept);
		})
		.catch(() => undefined)
		.finally(() => {
			last = JSON.stringify(form);
			ready = true;
		});

	$effect(() => {
		if (!ready || JSON.stringify(form) === last) return;
		timer ??= setTimeout(keep, pause);
	});
	$effect(() => {
		const leaving = () => {
			if (timer !== undefined) keep();
		};
		addEventListener('pagehide', leaving);
		document.addEventListener('visibilitychange', leaving);
		return () => {
			removeEventListener('pagehide', leaving);
			document.removeEventListener('visibilitychange', leaving);
			leaving();
		};
	});

	return {
		get ready() {
			return ready;
		},
		get problem() {
			return problem;
		},
		async forget() {
			clearTimeout(timer);
			timer = undefined;
			last = JSON.stringify(form);
			await ask('keepDraft', { name, draft: null }).catch(() => undefined);
		}
	};
}
