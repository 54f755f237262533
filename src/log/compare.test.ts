import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, runs } from '../../test/support/property.ts';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { bytesOf as heard, wordsOf } from '#identity/word-list.ts';
import { answerAloud, drawAloud, joinerValue } from './compare.ts';

const who = fc.tuple(bytesOf(32), bytesOf(16), bytesOf(32), bytesOf(32), bytesOf(32));

test('both sides of one truth say the same four words, in either language, through the telephone', async () => {
	await fc.assert(
		fc.asyncProperty(who, fc.constantFrom('sv' as const, 'en' as const), fc.constantFrom('sv' as const, 'en' as const), async (keys, mine, theirs) => {
			const value = await joinerValue(...keys);
			const drawn = drawAloud();
			expect(drawn).toHaveLength(2);
			const typed = heard(wordsOf(drawn, mine).join(' '), 2) as Bytes;
			const said = wordsOf(await answerAloud(typed, value), theirs);
			expect(said).toHaveLength(4);
			expect(heard(said.join(' '), 4)).toEqual(await answerAloud(drawn, value));
		}),
		runs(60)
	);
});

test('another circle, invitation or key, or keys exchanged, is another value; another draw is another answer', async () => {
	await fc.assert(
		fc.asyncProperty(who, fc.nat({ max: 4 }), fc.nat(), bytesOf(2), bytesOf(2), async (keys, at, bit, r, other) => {
			const value = await joinerValue(...keys);
			const changed = keys.map((key) => key.slice()) as typeof keys;
			const key = changed[at] as Bytes;
			key[(bit >> 3) % key.length] = (key[(bit >> 3) % key.length] as number) ^ (1 << (bit & 7));
			expect(hex(await joinerValue(...changed))).not.toBe(hex(value));
			const [circle, invite, root, kem, device] = keys;
			fc.pre(hex(root) !== hex(kem) && hex(r) !== hex(other));
			expect(hex(await joinerValue(circle, invite, kem, root, device))).not.toBe(hex(value));
			expect(hex(await answerAloud(r, value))).not.toBe(hex(await answerAloud(other, value)));
			expect(hex(await answerAloud(r, value))).not.toBe(hex(await answerAloud(r, await joinerValue(...changed))));
		}),
		runs(100)
	);
});

test('two words are drawn anew every time', () => {
	const drawn = new Set(Array.from({ length: 200 }, () => hex(drawAloud())));
	expect(drawn.size).toBeGreaterThan(180);
});
