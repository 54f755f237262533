/** THE HEIGHT OF A MOMENT IN WORDS: seven steps from deep to high, for whoever does not see the picture. */
import { deepest, highest } from './moment.ts';

export const heightWords = ['very-deep', 'deep', 'low', 'between', 'fair', 'high', 'very-high'] as const;
export type HeightWord = (typeof heightWords)[number];

export function heightWord(height: number): HeightWord {
	const share = (Math.min(highest, Math.max(deepest, height)) - deepest) / (highest - deepest);
	return heightWords[Math.min(heightWords.length - 1, Math.floor(share * heightWords.length))] as HeightWord;
}
