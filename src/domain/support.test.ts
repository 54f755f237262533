import { expect, it } from 'vitest';
import { burns, isBurning } from './support.ts';

const hour = 3_600_000;
it.each(burns)('a candle for %s hours burns for so long, and no longer', (hours) => {
	const candle = { at: 1_000_000, burns: hours };
	expect(isBurning(candle, candle.at)).toBe(true);
	const ends = candle.at + (hours ?? 24 * 365 * 100) * hour;
	expect(isBurning(candle, ends - 1)).toBe(true);
	expect(isBurning(candle, ends)).toBe(hours === null);
});
