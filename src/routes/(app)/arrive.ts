import type { Attachment } from 'svelte/attachments';

/**
 * What one has just kept, said or changed has the focus where one comes to: it is read out, and one goes on from there. Once a page: what
 * changes afterwards takes the focus from nobody. Called while a page is being made; the element has `tabindex="-1"`.
 */
export function arriving(): (here: boolean) => Attachment<HTMLElement> {
	let arrived = false;
	return (here) => (element) => {
		if (!here || arrived) return;
		arrived = true;
		element.focus({ preventScroll: true });
		// Where it can be seen already, nothing moves.
		if (element.getBoundingClientRect().top > innerHeight / 2) element.scrollIntoView({ block: 'start' });
	};
}
