/** LEAFING: by the arrow keys, or a finger drawn over the page. Not while one writes, chooses, or looks at something that lies over it. */
type Turn = 'further' | 'nearer';

/** Pixels that a finger goes sideways before it is meant, and how much more than up or down. */
const far = 70;
const flat = 2.5;
const elsewhere = 'input, textarea, select, dialog, video, audio, [role=slider]';

export const leafThrough = (turn: (way: Turn) => void) => (book: HTMLElement) => {
	let from: Touch | null = null;
	const isElsewhere = ({ target }: Event): boolean => target instanceof Element && target.closest(elsewhere) !== null;
	const pressed = (event: KeyboardEvent) => {
		if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented || isElsewhere(event)) return;
		if (document.querySelector('dialog[open]') !== null) return;
		if (event.key === 'ArrowRight') turn('further');
		else if (event.key === 'ArrowLeft') turn('nearer');
	};
	const touched = (event: TouchEvent) => {
		from = event.touches.length === 1 && !isElsewhere(event) ? (event.touches[0] ?? null) : null;
	};
	const lifted = (event: TouchEvent) => {
		const to = event.changedTouches[0];
		if (from === null || to === undefined) return;
		const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
		from = null;
		if (Math.abs(x) < far || Math.abs(x) < flat * Math.abs(y)) return;
		turn(x < 0 ? 'further' : 'nearer');
	};
	addEventListener('keydown', pressed);
	book.addEventListener('touchstart', touched, { passive: true });
	book.addEventListener('touchend', lifted, { passive: true });
	return () => {
		removeEventListener('keydown', pressed);
		book.removeEventListener('touchstart', touched);
		book.removeEventListener('touchend', lifted);
	};
};
