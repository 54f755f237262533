/** Pictures for the client under Node, where nothing can be decoded: bytes that are told apart, of the sizes a browser would make. Films are truly written anew. */
import type { Media } from '../../src/actions/media.ts';
import { readyFilm } from '#media/ready-film.ts';
import { randomBytes } from '#crypto/random.ts';

/** What was chosen begins with this many bytes of its own, by which it is known again wherever it should not be. */
const marked = 64;

function bytesOf(size: number): Uint8Array<ArrayBuffer> {
	const out = new Uint8Array(size);
	for (let at = 0; at < size; at += 65_536) out.set(randomBytes(Math.min(65_536, size - at)), at);
	return out;
}

export const drawn = (size = 300_000): Blob => new Blob([bytesOf(size)], { type: 'image/jpeg' });

/** A thumbnail of its beginning, the screen of all of it. */
export const drawing: Media = {
	picture: (file, whole) =>
		Promise.resolve({
			width: 1200,
			height: 900,
			thumbnail: file.slice(0, 10_000, 'image/jpeg'),
			screen: file.slice(0, file.size, 'image/jpeg'),
			original: whole ? file.slice(0, file.size, 'image/jpeg') : null
		}),
	film: readyFilm,
	wave: () => Promise.resolve([0, 128, 255])
};

export const markOf = async (file: Blob): Promise<string> => Buffer.from(await file.slice(0, marked).arrayBuffer()).toString('latin1');
