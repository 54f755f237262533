/** What is made ready: a file that was chosen, or what was just recorded. That is in memory and stays there: a browser may lay a Blob down on the disk, plain. */
import { BlobSource, BufferSource, type Source } from 'mediabunny';

export type Chosen = Blob | Uint8Array<ArrayBuffer>;

/** Bytes. */
export const sizeOf = (chosen: Chosen): number => (chosen instanceof Blob ? chosen.size : chosen.length);

/** Bytes from `from` up to `to`, or up to its end. */
export const bytesOf = async (chosen: Chosen, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> =>
	chosen instanceof Blob ? new Uint8Array(await chosen.slice(from, to).arrayBuffer()) : chosen.slice(from, to);

export const sourceOf = (chosen: Chosen): Source =>
	chosen instanceof Blob ? new BlobSource(chosen, { handleUnhandledError: () => {} }) : new BufferSource(chosen);
