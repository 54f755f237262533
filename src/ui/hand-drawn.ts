/** A circle as a hand draws it: a little uneven, and the pen passes its own beginning before it is lifted. SVG path data. */
export function handCircle(cx: number, cy: number, radius: number, hand: number): string {
	const steps = 18;
	const start = hand * 2.1 - 1.2;
	const points: [number, number][] = [];
	for (let i = -1; i <= steps + 2; i++) {
		const a = start + (i / steps) * 2 * Math.PI;
		const drift = (i / steps) * 0.009;
		const r = radius * (1 + 0.011 * Math.sin(a + hand) + 0.007 * Math.sin(2 * a + hand * 3) + 0.004 * Math.sin(3 * a - hand) - 0.006 + drift);
		points.push([cx + r * Math.cos(a), cy + r * Math.sin(a)]);
	}
	return through(points);
}

/** A soft curve through points; the first and last only say which way it comes and goes. */
function through(points: readonly (readonly [number, number])[]): string {
	const at = (i: number) => points[i] as readonly [number, number];
	const f = (n: number) => n.toFixed(1).replace(/\.0$/, '');
	let d = `M${f(at(1)[0])} ${f(at(1)[1])}`;
	for (let i = 1; i < points.length - 2; i++) {
		const [p, a, b, n] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
		d += `C${f(a[0] + (b[0] - p[0]) / 6)} ${f(a[1] + (b[1] - p[1]) / 6)} ${f(b[0] - (n[0] - a[0]) / 6)} ${f(b[1] - (n[1] - a[1]) / 6)} ${f(b[0])} ${f(b[1])}`;
	}
	return d;
}
