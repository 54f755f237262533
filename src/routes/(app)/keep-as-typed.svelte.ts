import { ask } from '#actions/ask.ts';

/** How long after the last letter what is typed is kept. */
const pause = 250;

/**
 * Keeps a form's fields on this device as they are typed, under a name, and puts them back when the page is opened again.
 * Called while a page is being made. `form` is its `$state`; draw it once `ready` is true.
 */
export function keepAsTyped<F extends object>(name: string, form: F): { readonly ready: boolean; forget(): Promise<void> } {
	let ready = $state(false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let last = '';

	const keep = () => {
		clearTimeout(timer);
		timer = undefined;
		const now = JSON.stringify(form);
		if (now === last) return;
		last = now;
		// Where the device cannot keep it, it still stands on the screen; sending it says what is wrong.
		void ask('keepDraft', { name, draft: form }).catch(() => undefined);
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
		clearTimeout(timer);
		timer = setTimeout(keep, pause);
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
		async forget() {
			clearTimeout(timer);
			timer = undefined;
			last = JSON.stringify(form);
			await ask('keepDraft', { name, draft: null }).catch(() => undefined);
		}
	};
}
