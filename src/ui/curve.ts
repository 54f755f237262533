/** THE PICTURE OF HIGHS AND LOWS, worked out: where the points stand, the curve through them, what is written beside them. Pure. */
import type { Span } from '#domain/span.ts';
import { intoLines, placeLabels, type Box, type Label, type Wanted } from './curve-labels.ts';
import { along, pathThrough, type At } from './curve-path.ts';
import { heightIn, placeMarks, type Frame, type Mark, type Point } from './curve-places.ts';

/** Whose it is, told apart by more than a colour. */
export type Form = 'circle' | 'square' | 'diamond';

export interface CurvePoint extends Point {
	title: string;
	form: Form;
}
export interface Pen {
	/** Of the text beside a point. */
	widthOf: (text: string) => number;
	line: number;
	/** Half of a full point. */
	radius: number;
	/** The widest that a line of text may be. */
	most: number;
}
export type DrawnMark = Mark & Pick<CurvePoint, 'title' | 'form'>;
interface Drawn {
	marks: DrawnMark[];
	d: string;
	labels: Label[];
	/** Neither deep nor high. */
	middle: number;
}

/** `points`: in the order in which they were lived. `chosen`: always full, and its label comes first. */
export function drawCurve(points: readonly CurvePoint[], span: Span, frame: Frame, pen: Pen, chosen: string | null = null): Drawn {
	const { marks, through } = placeMarks(points, span, frame, new Set(chosen === null ? [] : [chosen]));
	const path = pathThrough(through);
	const of = new Map(points.map((point) => [point.id, point]));
	const drawn = marks.map((mark) => ({ ...(of.get(mark.id) as CurvePoint), ...mark }));
	const full = drawn.filter(({ small }) => !small);
	const room = { width: frame.width, height: frame.height, line: pen.line, away: pen.radius + pen.line * 0.35 };
	const labels = placeLabels(
		wantedOf(full, chosen, pen, frame.width),
		full.map(({ x, y }) => boxAround(x, y, pen.radius + 1)),
		// Nor should they lie on a small one.
		[...along(path), ...drawn.filter(({ small }) => small).map(({ x, y }): At => [x, y])],
		room
	);
	return { marks: drawn, d: path.d, labels, middle: heightIn(frame, 0) };
}

const boxAround = (x: number, y: number, r: number): Box => ({ left: x - r, top: y - r, right: x + r, bottom: y + r });

/** The chosen one first, then the deepest and the highest, then the others by how far they are from the middle. */
function wantedOf(full: readonly DrawnMark[], chosen: string | null, { widthOf, most }: Pen, width: number): Wanted[] {
	const heights = full.map(({ height }) => height);
	const [low, high] = [heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights))];
	const rank = (i: number): number => (full[i]?.id === chosen ? 0 : i === low ? 1 : i === high ? 2 : 3);
	return full
		.map((mark, i) => ({ mark, i }))
		.sort((a, b) => rank(a.i) - rank(b.i) || Math.abs(b.mark.height) - Math.abs(a.mark.height) || a.i - b.i)
		.filter(({ mark }) => mark.title.trim() !== '')
		.map(({ mark, i }): Wanted => {
			const lines = intoLines(mark.title, Math.min(most, width), widthOf);
			const beside = [full[i - 1], full[i + 1]].filter((one) => one !== undefined).map(({ height }) => height);
			const mean = beside.length === 0 ? 0 : beside.reduce((sum, height) => sum + height, 0) / beside.length;
			return {
				id: mark.id,
				x: mark.x,
				y: mark.y,
				side: mark.height >= mean ? 'over' : 'under',
				lines,
				width: Math.max(...lines.map(widthOf)),
				must: rank(i) < 3
			};
		});
}

/** A point's outline. */
export function markPath(form: Form, x: number, y: number, r: number): string {
	if (form === 'circle') return `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0Z`;
	const [side, slant] = [r * 0.9, r * 1.2];
	if (form === 'square') return `M${x - side} ${y - side}h${2 * side}v${2 * side}h${-2 * side}Z`;
	return `M${x} ${y - slant}L${x + slant} ${y}L${x} ${y + slant}L${x - slant} ${y}Z`;
}

/** The point that a finger at this place means; null where it is too far from any. */
export function nearest(marks: readonly DrawnMark[], x: number, y: number, reach: number): DrawnMark | null {
	let best: DrawnMark | null = null;
	let least = reach;
	for (const mark of marks) {
		// A full one is meant rather than a small one beside it.
		const far = Math.hypot(mark.x - x, mark.y - y) + (mark.small ? 4 : 0);
		if (far < least) [best, least] = [mark, far];
	}
	return best;
}
