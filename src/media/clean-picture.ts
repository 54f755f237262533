/**
 * A picture made free of what it must not tell: where and when it was taken, with which device, by whom, what was there before
 * it was cut. It is not decoded; what shows it comes out as it went in. By an ALLOW-LIST: what is not known to be needed for
 * showing the picture is left out, so that what a maker thinks of tomorrow is left out too.
 *
 * NOTE what stays: the picture itself, and what can be told from how it was encoded (its tables are those of one program or
 * camera). Bytes put into the compressed picture so that no decoder looks at them are not found without decoding.
 */
import { cleanJpeg } from './clean-jpeg.ts';
import { cleanPng } from './clean-png.ts';
import { cleanWebp } from './clean-webp.ts';
import { NotClean } from './not-clean.ts';
import { type Octets } from './octets.ts';
import { pictureKind } from './picture-kind.ts';

export { NotClean };

/** @throws NotClean for anything out of form, and for what is not a JPEG, a PNG or a WebP. */
export function cleanPicture(bytes: Uint8Array): Octets {
	switch (pictureKind(bytes)) {
		case 'jpeg':
			return cleanJpeg(bytes);
		case 'png':
			return cleanPng(bytes);
		case 'webp':
			return cleanWebp(bytes);
		case 'gif':
		case 'avif':
		case 'heic':
		case null:
			throw new NotClean('It is not a JPEG, a PNG or a WebP');
	}
}
