import { startWords } from '#ui/words.svelte.ts';

// Everything in here is opened, sealed and drawn on the device: the server gives the same empty page to everybody.
export const ssr = false;
export const prerender = true;

export const load = async () => {
	await startWords();
};
