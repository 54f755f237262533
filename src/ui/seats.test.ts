import { expect, test } from 'vitest';
import type { Ring } from '#domain/ring.ts';
import { seats } from './seats.ts';

const many = (ring: Ring, count: number) => Array.from({ length: count }, (_, i) => ({ name: `å${i}`, ring, parent: ring === 'us' }));
const bounds = { us: [0, 50], close: [50, 96], all: [96, 143] } as const;

test.each([
	['us', 1],
	['us', 2],
	['us', 7],
	['close', 1],
	['close', 9],
	['close', 40],
	['all', 1],
	['all', 16],
	['all', 17],
	['all', 2000]
] as const)('in %s, %i sit within their own ring, clear of its name and of each other', (ring, count) => {
	const seated = seats(many(ring, count));
	const size = seated[0]?.initial === '' ? 4 : 13;
	const [inner, outer] = bounds[ring];
	for (const [i, { x, y }] of seated.entries()) {
		const far = Math.hypot(x - 150, y - 150);
		expect(far).toBeGreaterThan(inner === 0 ? 0 : inner + size - 3);
		expect(far).toBeLessThan(outer - size + 8);
		// The names stand at the top, in the middle.
		expect(Math.abs(x - 150) < 45 && y < 150).toBe(false);
		const next = seated[i + 1];
		if (next !== undefined) expect(Math.hypot(x - next.x, y - next.y)).toBeGreaterThan(2 * size - 1);
	}
});

test('an initial is a whole letter, however it is written; someone without a name is there too', () => {
	const initials = (name: string) => seats([{ name, ring: 'all', parent: false }])[0]?.initial;
	expect([initials('åsa'), initials(' Émile'), initials('e\u0301mile'), initials('👩‍👧 Bo'), initials('')]).toEqual(['Å', 'É', 'E\u0301', '👩‍👧', '·']);
});
