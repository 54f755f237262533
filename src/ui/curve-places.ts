/**
 * WHERE EACH MOMENT STANDS in the picture: from left to right in time, from below to above by its height. What would stand on one
 * another is moved apart a little. Where there is no room for all, the curve goes through those that make its shape; the others
 * stand small where they belong, and are full once one looks closer. Pure.
 */
import { deepest, highest } from '#domain/moment.ts';
import { isIn, type Span } from '#domain/span.ts';
import type { At } from './curve-path.ts';

export interface Point {
	id: string;
	/** In time, in years. */
	place: number;
	height: number;
}
export interface Frame {
	width: number;
	height: number;
	/** Room at the left and right, above and below that no point stands in. */
	sides: number;
	over: number;
	under: number;
	/** Nearer to each other than this no two full points stand. */
	gap: number;
}
export interface Mark extends Point {
	x: number;
	y: number;
	small: boolean;
}
export interface Marks {
	marks: Mark[];
	/** What the curve goes through, also what lies before and after what is seen. */
	through: At[];
}

export const heightIn = ({ height, over, under }: Frame, of: number): number => over + ((highest - of) / (highest - deepest)) * (height - over - under);
/** The height that lies at `y`. */
export const heightAt = ({ height, over, under }: Frame, y: number): number =>
	Math.min(highest, Math.max(deepest, Math.round(highest - ((y - over) / (height - over - under)) * (highest - deepest))));

/** `points`: in the order in which they were lived. `always`: those that stand full wherever there is room for two. */
export function placeMarks(points: readonly Point[], span: Span, frame: Frame, always: ReadonlySet<string> = new Set()): Marks {
	const { width, sides, gap } = frame;
	const inner = Math.max(1, width - 2 * sides);
	const length = span.to - span.from;
	const wished = (place: number): number => sides + (length > 0 ? (place - span.from) / length : 0.5) * inner;

	const inside = points.filter(({ place }) => isIn(span, place));
	const seen = inside.map((point) => ({ ...point, x: wished(point.place), y: heightIn(frame, point.height) }));
	// So many have room beside each other. Where there are more, the curve becomes a calm one among them instead of a thicket.
	const room = Math.floor(inner / (gap * 1.5));
	const full = shaping(seen, Math.max(2, seen.length <= room ? room : Math.floor(inner / (gap * 3))), always);
	const apart = spread(
		full.map((i) => (seen[i] as Mark).x),
		Math.min(gap, inner / Math.max(1, full.length - 1)),
		sides,
		sides + inner
	);

	const marks = seen.map((point, i): Mark => {
		const at = full.indexOf(i);
		if (at >= 0) return { ...point, x: apart[at] as number, small: false };
		// Between the two full ones on either side of it, as far along as it is in time.
		const next = full.findIndex((one) => one > i);
		const [from, to] = [wishedAt(next - 1), wishedAt(next)];
		const [left, right] = [apart[next - 1] as number, apart[next] as number];
		return { ...point, x: to > from ? left + ((point.x - from) / (to - from)) * (right - left) : (left + right) / 2, small: true };
	});
	function wishedAt(of: number): number {
		return (seen[full[of] as number] as { x: number }).x;
	}

	const through: At[] = marks.filter(({ small }) => !small).map(({ x, y }) => [x, y]);
	const before = points.findLast(({ place }) => place < span.from);
	const after = points.find(({ place }) => !isIn(span, place) && place >= span.to);
	// However far away it is: what is not seen needs no more than to come from there.
	const far = 3 * width;
	if (before !== undefined) through.unshift([Math.max(-far, Math.min(wished(before.place), -gap)), heightIn(frame, before.height)]);
	if (after !== undefined) through.push([Math.min(width + far, Math.max(wished(after.place), width + gap)), heightIn(frame, after.height)]);
	return { marks, through };
}

/** Which of them make the shape: of those that change it least one after the other goes, until no more than `most` are left. */
function shaping(seen: readonly { id: string; x: number; y: number; height: number }[], most: number, always: ReadonlySet<string>): number[] {
	const left = seen.map((_, i) => i);
	if (left.length <= most) return left;
	const heights = seen.map(({ height }) => height);
	const stays = new Set([0, seen.length - 1, heights.indexOf(Math.max(...heights)), heights.indexOf(Math.min(...heights))]);
	const isKept = (i: number): boolean => stays.has(i) || always.has((seen[i] as { id: string }).id);
	while (left.length > most) {
		let least = -1;
		let smallest = Infinity;
		for (let at = 1; at < left.length - 1; at++) {
			if (isKept(left[at] as number)) continue;
			const [a, b, c] = [seen[left[at - 1] as number], seen[left[at] as number], seen[left[at + 1] as number]] as [Mark, Mark, Mark];
			const area = Math.abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y));
			if (area < smallest) [least, smallest] = [at, area];
		}
		if (least < 0) break;
		left.splice(least, 1);
	}
	return left;
}

/** As near to where each would be as they can stand `gap` apart, in the same order, between `low` and `high`. `gap` times them fits in there. */
export function spread(wished: readonly number[], gap: number, low: number, high: number): number[] {
	// Without the gaps before it each may stand where it likes, as long as none stands before another: those that would, stand together.
	const groups: { sum: number; count: number }[] = [];
	for (const [i, at] of wished.entries()) {
		let group = { sum: at - i * gap, count: 1 };
		for (let last = groups.at(-1); last !== undefined && last.sum / last.count >= group.sum / group.count; last = groups.at(-1)) {
			group = { sum: group.sum + last.sum, count: group.count + last.count };
			groups.pop();
		}
		groups.push(group);
	}
	const most = Math.max(low, high - (wished.length - 1) * gap);
	return groups.flatMap(({ sum, count }) => Array.from({ length: count }, () => Math.min(most, Math.max(low, sum / count)))).map((at, i) => at + i * gap);
}
