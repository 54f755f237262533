/** THE CURVE ITSELF: through its points from left to right, never back in time, and between two of them never higher or deeper than they are. */
import { curveMonotoneX, line } from 'd3-shape';

export type At = readonly [x: number, y: number];
/** From a point to the next: where it begins, its two handles, where it ends. */
type Stretch = readonly [At, At, At, At];

export interface Path {
	/** SVG path data. */
	d: string;
	stretches: Stretch[];
}

/** `points`: each further to the right than the one before. */
export function pathThrough(points: readonly At[]): Path {
	const stretches: Stretch[] = [];
	let d = '';
	let from: At = [0, 0];
	const f = (n: number): string => String(Math.round(n * 100) / 100);
	const pen = {
		moveTo(x: number, y: number) {
			from = [x, y];
			d += `M${f(x)} ${f(y)}`;
		},
		lineTo(x: number, y: number) {
			stretches.push([from, from, [x, y], [x, y]]);
			from = [x, y];
			d += `L${f(x)} ${f(y)}`;
		},
		bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number) {
			stretches.push([from, [ax, ay], [bx, by], [x, y]]);
			from = [x, y];
			d += `C${f(ax)} ${f(ay)} ${f(bx)} ${f(by)} ${f(x)} ${f(y)}`;
		},
		closePath: () => undefined
	};
	if (points.length > 1)
		line<At>()
			.curve(curveMonotoneX)
			.context(pen as unknown as CanvasRenderingContext2D)([...points]);
	return { d, stretches };
}

/** Points along it, close enough together to see what it runs through. */
export function along({ stretches }: Path, each = 12): At[] {
	return stretches.flatMap(([a, b, c, d]) =>
		Array.from({ length: each + 1 }, (_, i): At => {
			const t = i / each;
			const u = 1 - t;
			const at = (k: 0 | 1): number => u * u * u * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t * t * t * d[k];
			return [at(0), at(1)];
		})
	);
}
