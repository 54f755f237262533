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
