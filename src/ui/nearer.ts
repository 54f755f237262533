/** How close one looks at a picture: how many times larger, and how far it is moved, in pixels. */
export interface Nearness {
	scale: number;
	x: number;
	y: number;
}

const closest = 6;

/** Closer by a factor; never smaller than it is, where it stands in the middle again. */
export function nearer({ scale, x, y }: Nearness, factor: number): Nearness {
	const next = Math.min(closest, Math.max(1, scale * factor));
	return next === 1 ? { scale: 1, x: 0, y: 0 } : { scale: next, x: (x * next) / scale, y: (y * next) / scale };
}

/** Moved no further than that some of it lies in the middle. @param size of the picture as it is now, in pixels */
export function moved({ scale, x, y }: Nearness, by: { x: number; y: number }, size: { width: number; height: number }): Nearness {
	const within = (value: number, whole: number): number => Math.min(whole / 2, Math.max(-whole / 2, value));
	return { scale, x: within(x + by.x, size.width), y: within(y + by.y, size.height) };
}
