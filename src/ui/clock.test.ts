import { expect, test } from 'vitest';
import { clock } from './clock.ts';

test('a length of time as players write it', () => {
	expect([0, 7.9, 60, 180, 3599.9, 3600, 3750].map(clock)).toEqual(['0:00', '0:07', '1:00', '3:00', '59:59', '1:00:00', '1:02:30']);
});
