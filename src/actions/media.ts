/** What a device must be able to do with a picture before it is sealed: a port; src/media in a browser, drawn by hand in tests under Node. */
import type { Chosen } from '#media/chosen.ts';
import type { CleanFilm } from '#media/clean-film.ts';
import type { ReadyPicture } from '#media/ready-picture.ts';

export interface Media {
	/** @throws NotReady (media/not-ready.ts) where this device cannot make it ready */
	picture(file: Blob, whole: boolean): Promise<ReadyPicture>;
	/** Writes it anew, without what it must not tell. `write` is waited for; it may reach back a little (media/hold-back.ts). @throws NotReady */
	film(file: Chosen, write: (bytes: Uint8Array, at: number) => Promise<void>, progress: (share: number) => void): Promise<CleanFilm>;
	/** How loud it is, from its beginning to its end, 0 to 255; empty where this device cannot tell. */
	wave(file: Chosen): Promise<number[]>;
}
