/**
 * Of all that is in a film: the one track of pictures and the one of sound that are kept. Places, clocks, words, chapters and attached
 * pictures are tracks too, or lie beside them; they are not asked for, so they are not there.
 */
import { type Input, type InputAudioTrack, type InputVideoTrack } from 'mediabunny';
import { NotClean } from './not-clean.ts';

export interface KeptTracks {
	video: InputVideoTrack | null;
	audio: InputAudioTrack | null;
}

/** Still pictures that lie in a file as a track: the cover of a song. */
const covers = ['jpeg', 'mjpa', 'mjpb', 'mjpg', 'png ', 'V_MJPEG'];

/** @throws NotClean if there is nothing to be seen or heard, or it is in a form that is not known: a film would come without its sound. */
export async function keptTracks(input: Input): Promise<KeptTracks> {
	const [videos, audios] = [await input.getVideoTracks(), await input.getAudioTracks()];
	const video = await firstKnown(await input.getPrimaryVideoTrack(), videos);
	const audio = await firstKnown(await input.getPrimaryAudioTrack(), audios);
	if (video === null && audio === null) throw new NotClean('Nothing to be seen or heard');
	if (audio === null && audios.length > 0) throw new NotClean(`Sound in a form that is not known: ${await audios[0]!.getInternalCodecId()}`);
	if (video === null)
		for (const track of videos) {
			const form = String(await track.getInternalCodecId());
			if (!covers.includes(form)) throw new NotClean(`Pictures in a form that is not known: ${form}`);
		}
	return { video, audio };
}

/** The primary one, or the first after it whose codec is known. */
async function firstKnown<T extends { getCodec(): Promise<string | null> }>(primary: T | null, all: T[]): Promise<T | null> {
	for (const track of primary === null ? all : [primary, ...all]) if ((await track.getCodec()) !== null) return track;
	return null;
}
