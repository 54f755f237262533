/** WHAT IS WRITTEN BESIDE THE POINTS: never over one another, over a point, or over the edge. Those that matter most come first, the others where there is room. Pure. */
import type { At } from './curve-path.ts';

export interface Wanted {
	id: string;
	x: number;
	y: number;
	/** Where it would rather stand: over a peak, under a valley. */
	side: 'over' | 'under';
	lines: readonly string[];
	/** Of the widest line. */
	width: number;
	/** It stands even where the curve goes through it. */
	must: boolean;
}
export interface Label {
	id: string;
	/** The middle of its lines, and the foot of the first. */
	x: number;
	y: number;
	lines: readonly string[];
	box: Box;
}
export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}
interface Room {
	width: number;
	height: number;
	/** From one line to the next. */
	line: number;
	/** Between a point and its label. */
	away: number;
}

export const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** `wanted`: the ones that matter most first. `points`: what no label may lie on. `curve`: what none should. */
export function placeLabels(wanted: readonly Wanted[], points: readonly Box[], curve: readonly At[], room: Room): Label[] {
	const free = wanted.map((one): { one: Wanted; boxes: Box[] } => {
		const boxes = waysOf(one, room).filter((box) => !points.some((point) => overlap(box, point)));
		const clear = boxes.filter((box) => !curve.some((at) => isWithin(at, box)));
		return { one, boxes: one.must ? [...clear, ...boxes.filter((box) => !clear.includes(box))] : clear };
	});
	const placed: Label[] = [];
	const put = ({ id, lines }: Wanted, box: Box) => placed.push({ id, lines, box, x: (box.left + box.right) / 2, y: box.top + room.line * 0.78 });
	const must = free.filter(({ one, boxes }) => one.must && boxes.length > 0);
	const together = besideEachOther(must.map(({ boxes }) => boxes));
	for (const [i, box] of (together ?? []).entries()) put((must[i] as (typeof must)[number]).one, box);
	for (const { one, boxes } of together === null ? free : free.filter(({ one }) => !one.must)) {
		const box = boxes.find((way) => !placed.some((label) => overlap(apart(way), label.box)));
		if (box !== undefined) put(one, box);
	}
	return placed;
}

/** One box of each, none on another, those first that each would rather have; null where there is no such way. */
function besideEachOther(ways: readonly (readonly Box[])[], chosen: readonly Box[] = []): readonly Box[] | null {
	if (chosen.length === ways.length) return chosen;
	for (const box of ways[chosen.length] ?? []) {
		if (chosen.some((other) => overlap(apart(box), other))) continue;
		const all = besideEachOther(ways, [...chosen, box]);
		if (all !== null) return all;
	}
	return null;
}

const isWithin = ([x, y]: At, { left, right, top, bottom }: Box): boolean => x > left - 1 && x < right + 1 && y > top + 2 && y < bottom - 2;
/** A little room between two labels. */
const apart = ({ left, top, right, bottom }: Box): Box => ({ left: left - 6, top: top - 1, right: right + 6, bottom: bottom + 1 });

/** Everywhere it could stand, the best first: over or under its point, then to a side of it; all of it within the picture. */
function waysOf({ x, y, side, lines, width, must }: Wanted, { width: whole, height, line, away }: Room): Box[] {
	const tall = lines.length * line;
	if (width > whole || tall > height) return [];
	const box = (middle: number, top: number): Box | null => {
		const left = Math.min(whole - width, Math.max(0, middle - width / 2));
		return top < 0 || top + tall > height ? null : { left, top, right: left + width, bottom: top + tall };
	};
	const [over, under] = [y - away - tall, y + away];
	// What must stand may stand a little further off.
	const further = must ? line * 0.9 : 0;
	const near = side === 'over' ? [over, under] : [under, over];
	const tops = must ? [...near, over - further, under + further] : near;
	const shifts = [0, 0.25, -0.25, 0.45, -0.45].map((share) => share * width);
	const beside = [x + away + width / 2, x - away - width / 2].filter((middle) => middle - width / 2 >= 0 && middle + width / 2 <= whole);
	return [
		...tops.flatMap((top) => shifts.map((shift) => box(x + shift, top))),
		...beside.flatMap((middle) => [y - tall / 2, y - tall, y].map((top) => box(middle, top)))
	].filter((one) => one !== null);
}

/** In at most two lines, divided between words; what is longer ends with a whole word. */
export function intoLines(text: string, most: number, widthOf: (text: string) => number, count = 2): string[] {
	const words = text.trim().split(/\s+/);
	const lines: string[] = [];
	while (words.length > 0 && lines.length < count) {
		let line = words.shift() as string;
		while (words[0] !== undefined && widthOf(`${line} ${words[0]}`) <= most) line += ` ${words.shift() as string}`;
		lines.push(line);
	}
	const last = lines.length - 1;
	if (words.length > 0) lines[last] = shortened(`${lines[last] as string} …`, most, widthOf);
	return lines.map((line) => (widthOf(line) > most ? shortened(line, most, widthOf) : line));
}

/** Without its last words, or letters where it is one; with a sign that there is more. */
function shortened(line: string, most: number, widthOf: (text: string) => number): string {
	let kept = line.replace(/ …$/, '');
	if (widthOf(`${kept} …`) <= most) return `${kept} …`;
	while (kept.includes(' ') && widthOf(`${kept} …`) > most) kept = kept.slice(0, kept.lastIndexOf(' '));
	if (widthOf(`${kept} …`) <= most) return `${kept} …`;
	const letters = [...kept];
	while (letters.length > 1 && widthOf(`${letters.join('')}…`) > most) letters.pop();
	return `${letters.join('')}…`;
}
