import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanAt, zooms, type Zoom } from '#domain/span.ts';
import { runs } from '../../test/support/property.ts';
import { intoLines, overlap } from './curve-labels.ts';
import { along, pathThrough, type At } from './curve-path.ts';
import { heightAt, heightIn, placeMarks, spread, type Frame } from './curve-places.ts';
import { drawCurve, markPath, nearest, type CurvePoint, type Pen } from './curve.ts';

const frame: Frame = { width: 316, height: 300, sides: 12, over: 48, under: 48, gap: 7 };
const pen: Pen = { widthOf: (text) => text.length * 7, line: 18, radius: 5, most: 130 };

/** In the order in which they were lived; several at one time, near to each other, and far apart. */
const anyPoints = (minLength = 1, maxLength = 60): fc.Arbitrary<CurvePoint[]> =>
	fc
		.array(
			fc.record({
				place: fc.oneof(
					fc.constantFrom(2009.5, 2019.5),
					fc.integer({ min: 0, max: 800 }).map((n) => 2019.6 + n / 10_000),
					fc.double({ min: 1990, max: 2027, noNaN: true })
				),
				height: fc.integer({ min: -100, max: 100 }),
				title: fc.constantFrom(
					'',
					'Oslo',
					'bröllopet',
					'vi flyttade ihop i lägenheten på Södra vägen',
					'Utomkvedshavandeskapet',
					'en mycket lång rad utan slut som går på och går på och går på'
				)
			}),
			{ minLength, maxLength }
		)
		.map((all) =>
			all.sort((a, b) => a.place - b.place || a.height - b.height).map((one, i) => ({ ...one, id: `m${i}`, form: i % 2 === 0 ? 'circle' : 'square' }))
		);
const anySpan = (points: readonly CurvePoint[], zoom: Zoom, at: number) => {
	const places = points.map(({ place }) => place);
	return spanAt(zoom, places[at % places.length] as number, places);
};
const anyLook = fc.tuple(anyPoints(), fc.constantFrom(...zooms), fc.nat());

test('the curve goes on in time, through every full point, and never above or below the two points it is between', () => {
	fc.assert(
		fc.property(anyLook, ([points, zoom, at]) => {
			const { marks, through } = placeMarks(points, anySpan(points, zoom, at), frame);
			const path = pathThrough(through);
			for (const { x, y, small } of marks) if (!small) expect(through).toContainEqual([x, y]);
			if (through.length > 1) expect(path.stretches).toHaveLength(through.length - 1);
			for (const [i, stretch] of path.stretches.entries()) {
				const [from, to] = [through[i], through[i + 1]] as [At, At];
				expect([stretch[0], stretch[3]]).toEqual([from, to]);
				const [low, high] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
				let last = from[0];
				for (const [x, y] of along({ d: '', stretches: [stretch] }, 20)) {
					expect(x).toBeGreaterThanOrEqual(last - 1e-6);
					expect(y).toBeGreaterThanOrEqual(low - 1e-6);
					expect(y).toBeLessThanOrEqual(high + 1e-6);
					last = x;
				}
			}
		}),
		runs(300)
	);
});

test('every moment that is seen has its place, in the order it was lived, within the picture, and no two full ones on one another', () => {
	fc.assert(
		fc.property(anyLook, ([points, zoom, at]) => {
			const span = anySpan(points, zoom, at);
			const { marks } = placeMarks(points, span, frame);
			expect(marks.map(({ id }) => id)).toEqual(points.filter(({ place }) => place >= span.from && (zoom === 'life' || place < span.to)).map(({ id }) => id));
			for (const [i, { x, y, height }] of marks.entries()) {
				expect(x).toBeGreaterThanOrEqual(frame.sides - 1e-6);
				expect(x).toBeLessThanOrEqual(frame.width - frame.sides + 1e-6);
				expect(y).toBeCloseTo(heightIn(frame, height));
				if (i > 0) expect(x).toBeGreaterThanOrEqual((marks[i - 1]?.x ?? 0) - 1e-6);
			}
			const full = marks.filter(({ small }) => !small);
			for (const [i, { x }] of full.entries()) if (i > 0) expect(x - (full[i - 1]?.x ?? 0)).toBeGreaterThanOrEqual(frame.gap - 1e-6);
		}),
		runs(300)
	);
});

test('where there is no room for all, what makes the shape stands full: the first, the last, the deepest, the highest, the chosen', () => {
	fc.assert(
		fc.property(anyPoints(40, 300), fc.nat(), (points, at) => {
			const chosen = (points[at % points.length] as CurvePoint).id;
			const { marks } = placeMarks(points, anySpan(points, 'life', 0), frame, new Set([chosen]));
			const full = marks.filter(({ small }) => !small);
			expect(full.length).toBeLessThan(points.length);
			expect(full.map(({ id }) => id)).toEqual(expect.arrayContaining(['m0', `m${points.length - 1}`, chosen]));
			const heights = (those: readonly { height: number }[]) => those.map(({ height }) => height);
			expect(Math.max(...heights(full))).toBe(Math.max(...heights(marks)));
			expect(Math.min(...heights(full))).toBe(Math.min(...heights(marks)));
		}),
		runs(60)
	);
});

test('no label lies on another, on a point, or over the edge; the chosen one, the deepest and the highest come first', () => {
	fc.assert(
		fc.property(anyLook, fc.nat(), ([points, zoom, at], which) => {
			const span = anySpan(points, zoom, at);
			const chosen = (points[which % points.length] as CurvePoint).id;
			const { labels, marks } = drawCurve(points, span, frame, pen, chosen);
			for (const [i, { box, lines }] of labels.entries()) {
				expect(box.left).toBeGreaterThanOrEqual(0);
				expect(box.top).toBeGreaterThanOrEqual(0);
				expect(box.right).toBeLessThanOrEqual(frame.width);
				expect(box.bottom).toBeLessThanOrEqual(frame.height);
				for (const line of lines) expect(pen.widthOf(line)).toBeLessThanOrEqual(box.right - box.left + 1e-6);
				for (const other of labels.slice(0, i)) expect(overlap(box, other.box), `${lines.join(' ')} on ${other.lines.join(' ')}`).toBe(false);
				for (const { x, y, small } of marks) if (!small) expect(overlap(box, { left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 })).toBe(false);
			}
			const first = marks.find(({ id, title }) => id === chosen && title !== '');
			if (first !== undefined && marks.length === 1) expect(labels.map(({ id }) => id)).toContain(chosen);
		}),
		runs(300)
	);
});

test('three moments have all their words, and the same look is the same picture', () => {
	const points: CurvePoint[] = [
		{ id: 'a', place: 2009.3, height: 60, title: 'vi möttes', form: 'circle' },
		{ id: 'b', place: 2019.7, height: 95, title: 'bröllopet', form: 'square' },
		{ id: 'c', place: 2026.5, height: -90, title: 'Ture', form: 'circle' }
	];
	const once = drawCurve(points, anySpan(points, 'life', 0), frame, pen, 'c');
	expect(once.labels.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
	expect(drawCurve(points, anySpan(points, 'life', 0), frame, pen, 'c')).toEqual(once);
});

test('whichever is chosen among many has its words, and so have the deepest and the highest', () => {
	const points = Array.from({ length: 40 }, (_, i): CurvePoint => ({
		id: `m${i}`,
		place: 2009 + i * 0.43,
		height: ((i * 67) % 190) - 95,
		title: `stund nummer ${i}`,
		form: 'circle'
	}));
	const heights = points.map(({ height }) => height);
	const ends = [Math.min(...heights), Math.max(...heights)].map((height) => `m${heights.indexOf(height)}`);
	for (const { id } of points) {
		const { labels } = drawCurve(points, anySpan(points, 'life', 0), frame, pen, id);
		expect(labels.map((label) => label.id)).toEqual(expect.arrayContaining([id, ...ends]));
		expect(labels.length).toBeLessThan(points.length);
	}
});

test('several at one time stand beside each other', () => {
	const points: CurvePoint[] = [-50, 0, 50].map((height, i) => ({ id: `m${i}`, place: 2019.5, height, title: '', form: 'circle' }));
	const { marks } = placeMarks(points, anySpan(points, 'life', 0), frame);
	expect(marks.map(({ x }) => Math.round(x))).toEqual([151, 158, 165]);
});

test('apart means as little as can be: who has room stays', () => {
	expect(spread([0, 50, 51, 100], 10, 0, 100)).toEqual([0, 45.5, 55.5, 100]);
	expect(spread([0, 0, 0], 10, 0, 100)).toEqual([0, 10, 20]);
	expect(spread([100, 100], 10, 0, 100)).toEqual([90, 100]);
	expect(spread([], 10, 0, 100)).toEqual([]);
});

test('a finger means the point nearest to it, a full one before a small one, and none where it is far from any', () => {
	const mark = (id: string, x: number, small = false) => ({ id, x, y: 50, place: 0, height: 0, small, title: '', form: 'circle' as const });
	const marks = [mark('a', 10), mark('b', 30, true), mark('c', 34)];
	expect(nearest(marks, 12, 52, 24)?.id).toBe('a');
	expect(nearest(marks, 31, 50, 24)?.id).toBe('c');
	expect(nearest(marks, 29, 50, 24)?.id).toBe('b');
	expect(nearest(marks, 200, 50, 24)).toBeNull();
});

test('a height and its place are the same thing', () => {
	for (const height of [-100, -37, 0, 100]) expect(heightAt(frame, heightIn(frame, height))).toBe(height);
	expect([heightAt(frame, -500), heightAt(frame, 5000)]).toEqual([100, -100]);
});

test('words are divided between words, and what is too long ends with a whole one', () => {
	const lines = (text: string) => intoLines(text, 70, pen.widthOf);
	expect(lines('Oslo')).toEqual(['Oslo']);
	expect(lines('vi flyttade')).toEqual(['vi', 'flyttade']);
	expect(lines('den första dagen hemma igen')).toEqual(['den första', 'dagen …']);
	expect(lines('Utomkvedshavandeskapet')).toEqual(['Utomkveds…']);
});

test('a parent’s points have a form of their own', () => {
	const forms = (['circle', 'square', 'diamond'] as const).map((form) => markPath(form, 10, 10, 5));
	expect(new Set(forms).size).toBe(3);
	for (const d of forms) expect(d).not.toMatch(/NaN/);
});
