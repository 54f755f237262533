import { expect, test } from 'vitest';
import { heightWord, heightWords } from './height.ts';

test('the whole way from deep to high has its words, in order, and the middle is in between', () => {
	const said = Array.from({ length: 201 }, (_, i) => heightWord(i - 100));
	expect([...new Set(said)]).toEqual(heightWords);
	expect(heightWord(0)).toBe('between');
	expect([heightWord(-1000), heightWord(1000)]).toEqual(['very-deep', 'very-high']);
});
