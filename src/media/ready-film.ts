/** A FILM OR SOUND MADE READY, in a browser's worker: written anew (clean-film.ts). Loaded when the first is chosen: it brings a library of its own. */
import type { Chosen } from './chosen.ts';
import { cleanFilm, type CleanFilm } from './clean-film.ts';
import { NotClean } from './not-clean.ts';
import { NotReady } from './not-ready.ts';
import { waveOf } from './wave.ts';

/** @throws NotReady, and what `write` throws */
export async function readyFilm(file: Chosen, write: (bytes: Uint8Array, at: number) => Promise<void>, progress: (share: number) => void): Promise<CleanFilm> {
	try {
		return await cleanFilm(file, write, { progress });
	} catch (error) {
		if (error instanceof NotClean) throw new NotReady('not-a-film');
		throw error;
	}
}

/** Empty where the browser cannot decode it. */
export const readyWave = async (file: Chosen): Promise<number[]> => [...((await waveOf(file).catch(() => null)) ?? [])];
