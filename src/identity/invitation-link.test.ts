import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, runs } from '../../test/support/property.ts';
import { concat, hex, toBase58 } from '#crypto/bytes.ts';
import { readCode, readLink, writeCode, writeLink } from './invitation-link.ts';

const links = fc.record({ secret: bytesOf(16), circleId: bytesOf(32) });
const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

test('a link comes back, also with white space around it, and needs no escaping in an address', () => {
	fc.assert(
		fc.property(links, (parts) => {
			const link = writeLink(parts);
			expect(readLink(link)).toEqual(parts);
			expect(readLink(` \n${link}\t`)).toEqual(parts);
			expect(encodeURIComponent(link)).toBe(link);
			expect(link.length).toBeLessThanOrEqual(67);
		}),
		runs(300)
	);
});

test('a link with a character wrong, missing, added or two swapped is another link or none, never the same', () => {
	fc.assert(
		fc.property(links, fc.nat(), fc.constantFrom(...base58), (parts, at, other) => {
			const characters = [...writeLink(parts)];
			const i = at % characters.length;
			const swapped = characters.with(i, characters[(i + 1) % characters.length] as string).with((i + 1) % characters.length, characters[i] as string);
			for (const changed of [characters.with(i, other), characters.toSpliced(i, 1), characters.toSpliced(i, 0, other), swapped]) {
				if (changed.join('') === characters.join('')) continue;
				expect(readLink(changed.join(''))).not.toEqual(parts);
			}
		}),
		runs(300)
	);
});

test('another version, another length and anything that is no link give null', () => {
	fc.assert(
		fc.property(fc.nat({ max: 255 }), bytesOf(44, 52), fc.string({ maxLength: 40 }), (version, rest, junk) => {
			const wellMade = version === 1 && rest.length === 48;
			expect(readLink(toBase58(concat(new Uint8Array([version]), rest))) === null).toBe(!wellMade);
			expect(readLink(junk)).toBeNull();
		}),
		runs(300)
	);
});

test('a code comes back however it was written down: small letters, I and L for 1, O for 0, other spaces', () => {
	fc.assert(
		fc.property(bytesOf(10), fc.array(fc.nat({ max: 5 }), { minLength: 16, maxLength: 16 }), (secret, ways) => {
			const code = writeCode(secret);
			expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
			expect(hex(readCode(code) as Uint8Array)).toBe(hex(secret));
			const alike: Record<string, string[]> = { '1': ['1', 'I', 'L', 'i', 'l'], '0': ['0', 'O', 'o'] };
			const written = [...code.replaceAll('-', '')].map((character, i) => {
				const forms = alike[character] ?? [character, character.toLowerCase()];
				return (forms[(ways[i] as number) % forms.length] as string) + ((ways[i] as number) > 3 ? ' ' : '');
			});
			expect(hex(readCode(written.join('')) as Uint8Array)).toBe(hex(secret));
		}),
		runs(300)
	);
});

test('a code with a character wrong or two swapped is another code; one too few, too many or not of the alphabet gives null', () => {
	fc.assert(
		fc.property(bytesOf(10), fc.nat({ max: 15 }), fc.constantFrom(...crockford), fc.constantFrom('U', 'u', '*', 'å', '§'), (secret, i, other, foreign) => {
			const characters = [...writeCode(secret).replaceAll('-', '')];
			if (characters[i] !== other) expect(readCode(characters.with(i, other).join(''))).not.toEqual(secret);
			const next = (i + 1) % 16;
			if (characters[i] !== characters[next])
				expect(
					readCode(
						characters
							.with(i, characters[next] as string)
							.with(next, characters[i] as string)
							.join('')
					)
				).not.toEqual(secret);
			expect(readCode(characters.toSpliced(i, 1).join(''))).toBeNull();
			expect(readCode(characters.toSpliced(i, 0, other).join(''))).toBeNull();
			expect(readCode(characters.with(i, foreign).join(''))).toBeNull();
		}),
		runs(300)
	);
});

test('a link is never read as a code, nor a code as a link', () => {
	fc.assert(
		fc.property(links, bytesOf(10), (parts, secret) => {
			expect(readCode(writeLink(parts))).toBeNull();
			expect(readLink(writeCode(secret))).toBeNull();
			expect(readLink(writeCode(secret).replaceAll('-', ''))).toBeNull();
		}),
		runs(200)
	);
});
