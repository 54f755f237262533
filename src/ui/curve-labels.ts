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
	const placed: Label[] = [];
	for (const one of wanted) {
		const boxes = waysOf(one, room).filter((box) => !points.some((point) => overlap(box, point)) && !placed.some((label) => overlap(apart(box), label.box)));
		const box = boxes.find((way) => !curve.some((at) => isWithin(at, way))) ?? (one.must ? boxes[0] : undefined);
		if (box === undefined) continue;
		placed.push({ id: one.id, lines: one.lines, box, x: (box.left + box.right) / 2, y: box.top + room.line * 0.78 });
	}
	return placed;
}

const isWithin = ([x, y]: At, { left, right, top, bottom }: Box): boolean => x > left - 1 && x < right + 1 && y > top + 2 && y < bottom - 2;
/** A little room between two labels. */
const apart = ({ left, top, right, bottom }: Box): Box => ({ left: left - 6, top: top - 1, right: right + 6, bottom: bottom + 1 });

/** Everywhere it could stand, the best first: over or under its point, then to a side of it; all of it within the picture. */
function waysOf({ x, y, side, lines, width }: Wanted, { width: whole, height, line, away }: Room): Box[] {
	const tall = lines.length * line;
	if (width > whole || tall > height) return [];
	const box = (middle: number, top: number): Box | null => {
		const left = Math.min(whole - width, Math.max(0, middle - width / 2));
		return top < 0 || top + tall > height ? null : { left, top, right: left + width, bottom: top + tall };
	};
	const [over, under] = [y - away - tall, y + away];
	const tops = side === 'over' ? [over, under] : [under, over];
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
