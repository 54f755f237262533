/** What is enclosed with words: a picture, a film, a sound; each of one or more sealed files. Bytes: src/log/enclosed.ts. */

export interface SealedFile {
	/** Hex SHA-256 over the digests of its parts (wire/api.ts). */
	id: string;
	/** Hex of the 16 bytes that open it. */
	secret: string;
	/** Plain bytes. */
	size: number;
	mime: string;
}

interface Shown {
	/** In words, for whoever cannot see it; empty where nobody has said. */
	says: string;
	/** Its owner wishes it to be covered until somebody opens it. */
	covered: boolean;
	/** Of it as it is shown, upright, in pixels. */
	width: number;
	height: number;
}

export interface Picture extends Shown {
	kind: 'picture';
	/** For lists, and for the screen; and the whole of it, if somebody wished so. */
	thumbnail: SealedFile;
	screen: SealedFile;
	original: SealedFile | null;
}

export interface Film extends Shown {
	kind: 'film';
	/** Milliseconds. */
	duration: number;
	poster: SealedFile | null;
	film: SealedFile;
}

export interface Sound {
	kind: 'sound';
	says: string;
	/** Milliseconds. */
	duration: number;
	/** How loud it is from its beginning to its end, 0 to 255; empty where it could not be told. */
	wave: number[];
	sound: SealedFile;
}

export type Enclosed = Picture | Film | Sound;

/** Every file of what is enclosed, the small ones first. */
export const filesOf = (enclosed: readonly Enclosed[] = []): SealedFile[] =>
	enclosed
		.flatMap((one): (SealedFile | null)[] => {
			if (one.kind === 'picture') return [one.thumbnail, one.screen, one.original];
			return one.kind === 'film' ? [one.poster, one.film] : [one.sound];
		})
		.filter((file) => file !== null);

/** No picture that somebody chooses is larger. Plain bytes. */
export const mostOfPicture = 80 * 1024 * 1024;
export const maxEnclosed = 40;
/** Of the words for whoever cannot see it, in UTF-16 code units. */
export const maxSays = 1000;
export const wavePeaks = 96;
