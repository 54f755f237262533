/**
 * Which way up a picture is: the one thing its Exif says that is needed for showing it. Read out of the Exif that came with
 * it, and written into a new one that says nothing else.
 *
 * Exif is a TIFF file within a file (Exif 2.32 §4.5, TIFF 6.0 §2): byte order, 42, where the first directory (IFD0) is; a
 * directory is a count and as many entries of 12 bytes: tag, type, count, value.
 */
import { NotClean } from './not-clean.ts';
import { be16, be32, join, ascii, standsAt, u16, u32, type Octets } from './octets.ts';

/** As Exif 2.32 §4.6.4 numbers them: 1 upright, 2–8 turned or mirrored. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const tagOrientation = 0x0112;
const typeShort = 3;

/**
 * The orientation in a TIFF header with its IFD0; 1 where it has none that is valid.
 * @throws NotClean if it is no TIFF, or its first directory does not fit in it.
 */
export function readOrientation(tiff: Uint8Array): Orientation {
	const little = standsAt(tiff, 0, 'II');
	if (!little && !standsAt(tiff, 0, 'MM')) throw new NotClean('Its Exif has no byte order');
	if (u16(tiff, 2, little) !== 42) throw new NotClean('Its Exif is not a TIFF');
	const ifd0 = u32(tiff, 4, little);
	const count = u16(tiff, ifd0, little);
	for (let n = 0; n < count; n++) {
		const entry = ifd0 + 2 + 12 * n;
		if (u16(tiff, entry, little) !== tagOrientation) continue;
		const value = u16(tiff, entry + 8, little);
		const whole = u16(tiff, entry + 2, little) === typeShort && u32(tiff, entry + 4, little) === 1;
		return whole && value >= 1 && value <= 8 ? (value as Orientation) : 1;
	}
	return 1;
}

/** A TIFF of 26 bytes, one entry in its one directory: the orientation. */
export const writeOrientation = (orientation: Orientation): Octets =>
	join([ascii('MM'), be16(42), be32(8), be16(1), be16(tagOrientation), be16(typeShort), be32(1), be16(orientation), be16(0), be32(0)]);
