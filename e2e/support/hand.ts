import type { CDPSession } from '@playwright/test';

/** On the screen, in pixels. */
export interface Place {
	x: number;
	y: number;
}

/** Fingers that lie on the glass, as a browser hears of them from the glass itself. */
export function hand(cdp: CDPSession) {
	const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: Place[]) =>
		cdp.send('Input.dispatchTouchEvent', { type, touchPoints: places.map((place, id) => ({ ...place, id })) });
	const steps = 8;
	return {
		touch,
		/** Each finger from one place to another, in a few steps, and then away. */
		async moves(...ways: [from: Place, to: Place][]) {
			await touch('touchStart', ...ways.map(([from]) => from));
			for (let i = 1; i <= steps; i++)
				await touch('touchMove', ...ways.map(([from, to]) => ({ x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps })));
			// They rest before they are lifted: the touch that follows a fling is taken by the browser for one that stops it, and presses nothing.
			await new Promise((resolve) => setTimeout(resolve, 100));
			await touch('touchEnd');
		}
	};
}

/** Two fingers beside each other about a place, `apart` pixels between them. */
export const beside = ({ x, y }: Place, apart: number): [Place, Place] => [
	{ x: x - apart / 2, y },
	{ x: x + apart / 2, y }
];
export const from = ({ x, y }: Place, by: Partial<Place>): [Place, Place] => [
	{ x, y },
	{ x: x + (by.x ?? 0), y: y + (by.y ?? 0) }
];
