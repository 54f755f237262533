import type { Attachment } from 'svelte/attachments';

interface ByHand {
	/** Two fingers were drawn apart (1) or together (−1), about `x` pixels from the left edge; or the like was done on a trackpad. */
	onpinch(way: 1 | -1, x: number): void;
	/** One finger, or a mouse held down, was drawn across: what lies later (to the left), or earlier. */
	onacross(way: 'earlier' | 'later'): void;
}
interface At {
	x: number;
	y: number;
}

/** So many times as far apart is one step. */
const step = 1.5;
/** How far a finger that presses may stray, and how far one that is drawn across comes, in pixels. */
const still = 8;
const far = 50;

/** Hands on a picture that is looked at in steps. It scrolls under them as before; what was drawn or drawn apart presses nothing. */
export function byHand({ onpinch, onacross }: ByHand): Attachment<SVGElement> {
	return (picture) => {
		const fingers = new Map<number, At>();
		let from: At | null = null;
		let apart = 0;
		let turned = 1;
		let done = false;
		const listening = new AbortController();
		const on = <K extends keyof SVGElementEventMap>(type: K, does: (event: SVGElementEventMap[K]) => void, more: AddEventListenerOptions = {}) =>
			picture.addEventListener(type, does, { ...more, signal: listening.signal });
		const placeOf = ({ clientX, clientY }: MouseEvent): At => ({ x: clientX, y: clientY });
		const acrossFrom = (at: At, to: At): number => Math.hypot(to.x - at.x, to.y - at.y);

		/** Gives the way it has gone a whole step in, if it has. */
		function stepped(times: number, x: number): boolean {
			if (times < step && times > 1 / step) return false;
			done = true;
			onpinch(times > 1 ? 1 : -1, x - picture.getBoundingClientRect().left);
			return true;
		}
		on('pointerdown', (event) => {
			fingers.set(event.pointerId, placeOf(event));
			if (fingers.size === 1) [from, done] = [placeOf(event), false];
			else from = null;
			const [a, b] = [...fingers.values()];
			apart = a === undefined || b === undefined ? 0 : acrossFrom(a, b);
		});
		on('pointermove', (event) => {
			if (!fingers.has(event.pointerId)) return;
			fingers.set(event.pointerId, placeOf(event));
			// Not before it has moved: what is captured at once is pressed nowhere else.
			if (from !== null && acrossFrom(from, placeOf(event)) > still) picture.setPointerCapture(event.pointerId);
			const [a, b] = [...fingers.values()];
			if (fingers.size !== 2 || a === undefined || b === undefined || apart === 0) return;
			if (stepped(acrossFrom(a, b) / apart, (a.x + b.x) / 2)) apart = acrossFrom(a, b);
		});
		const up = (event: PointerEvent) => {
			if (from !== null && event.type === 'pointerup' && fingers.has(event.pointerId)) {
				const by = { x: event.clientX - from.x, y: event.clientY - from.y };
				if (Math.abs(by.x) > far && Math.abs(by.x) > 2 * Math.abs(by.y)) {
					done = true;
					onacross(by.x < 0 ? 'later' : 'earlier');
				}
			}
			fingers.delete(event.pointerId);
			from = null;
		};
		on('pointerup', up);
		on('pointercancel', up);
		on(
			'click',
			(event) => {
				if (done) event.stopImmediatePropagation();
				done = false;
			},
			{ capture: true }
		);
		// Two fingers on a trackpad come as a wheel with the Control key, whether it is held down or not.
		on(
			'wheel',
			(event) => {
				if (!event.ctrlKey) return;
				event.preventDefault();
				turned *= Math.exp(-event.deltaY / 100);
				if (stepped(turned, event.clientX)) turned = 1;
				done = false;
			},
			{ passive: false }
		);
		return () => listening.abort();
	};
}
