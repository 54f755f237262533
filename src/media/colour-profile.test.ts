import { expect, test } from 'vitest';
import { cleanProfile } from './colour-profile.ts';
import { NotClean } from './not-clean.ts';
import { ascii, be32, join, u32 } from './octets.ts';

/** A profile of which every byte of the header that is not needed is 0x58, with a white point, a name and a tag that only its maker knows. */
function telling(whiteLength = 20) {
	const header = new Uint8Array(128).fill(0x58);
	header.set(ascii('\x02\x10'), 8);
	header.set(ascii('mntrRGB XYZ '), 12);
	header.set(ascii('acsp'), 36);
	const white = join([ascii('XYZ '), new Uint8Array(16).fill(7)]);
	const name = ascii('desc Screen of Anna!');
	const tag = (tag: string, at: number, length: number) => join([ascii(tag), be32(at), be32(length)]);
	return join([header, be32(3), tag('desc', 168, 20), tag('mmod', 168, 20), tag('wtpt', 188, whiteLength), name, white]);
}

test('of a profile the colours remain, and not whose screen it is of', () => {
	const clean = cleanProfile(telling());
	expect(u32(clean, 0)).toBe(clean.length);
	const text = Buffer.from(clean).toString('latin1');
	for (const gone of ['Anna', 'mmod', 'X'.repeat(14)]) expect(text).not.toContain(gone);
	for (const [from, to] of [
		[4, 8],
		[24, 36],
		[40, 64],
		[80, 128]
	] as const)
		expect(clean.subarray(from, to).every((byte) => byte === 0)).toBe(true);
	expect(text).toContain(`XYZ ${'\x07'.repeat(16)}`);
	expect(cleanProfile(clean)).toEqual(clean);
	expect(() => cleanProfile(telling(21))).toThrow(NotClean);
});
