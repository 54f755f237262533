/**
 * Any stretch of a sealed file, opened as a stream: only the records it lies in are asked for, a few at a time, as they are read. Whoever reads
 * on past the first few is likely to go on: from then on the next ones come while these are opened.
 */
import type { Bytes } from './bytes.ts';
import { fileOpener, headerSize, plainPerRecord, recordAt, recordCount, type FileOpener } from './records.ts';

/** Sealed bytes from `from` up to `to`. `signal`: nobody waits for them any more. */
export type ReadSealed = (from: number, to: number, signal?: AbortSignal) => Promise<Bytes>;

/** Records asked for at once, a stretch: 2 MiB. And how many stretches are asked for beforehand, so that a slow line is not left idle. */
export const recordsAtOnce = 32;
export const stretchesAhead = 2;

/** Reads the file's first bytes. @param size plain bytes, as the signed entry says. @throws BrokenRecord, and what `read` throws */
export const openerOf = async (secret: Bytes, size: number, read: ReadSealed): Promise<FileOpener> => fileOpener(secret, size, await read(0, headerSize));

/** Plain bytes from `from` up to `to`. The stream fails with BrokenRecord at the record that is not what was sealed there, and gives nothing of it. */
export function openRange(opener: FileOpener, size: number, from: number, to: number, read: ReadSealed): ReadableStream<Uint8Array> {
	const last = Math.min(recordCount(size), Math.ceil(to / plainPerRecord));
	const begins = Math.floor(from / plainPerRecord);
	let next = begins;
	let asked = begins;
	const coming: Promise<Bytes>[] = [];
	/** What was asked for is let go of with the stream: whoever has skipped on would wait for it in vain. */
	const over = new AbortController();
	const endOf = (first: number): number => Math.min(last, first + recordsAtOnce);
	const ask = (): void => {
		const end = endOf(asked);
		const stretch = read(recordAt(size, asked).from, recordAt(size, end - 1).to, over.signal);
		// Told of when it is its turn.
		stretch.catch(() => undefined);
		coming.push(stretch);
		asked = end;
	};
	/** Gives the next stretch. */
	async function give(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
		const end = endOf(next);
		if (coming.length === 0) ask();
		const sealed = (await coming.shift()) as Bytes;
		if (over.signal.aborted) return;
		while (next > begins && asked < last && coming.length < stretchesAhead) ask();
		const { from: lies } = recordAt(size, next);
		// All at once: to wait for each costs more than to open it.
		const opening: Promise<Bytes>[] = [];
		for (let index = next; index < end; index++) {
			const at = recordAt(size, index);
			opening.push(opener.open(index, sealed.subarray(at.from - lies, at.to - lies)));
		}
		// Of several that are broken the first is told of.
		void Promise.allSettled(opening);
		for (const one of opening) {
			const plain = await one;
			if (over.signal.aborted) return;
			const first = next++ * plainPerRecord;
			controller.enqueue(plain.subarray(Math.max(0, from - first), Math.min(plain.length, to - first)));
		}
	}
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				try {
					if (next < last && from < to) await give(controller);
					if (next >= last || from >= to) controller.close();
				} catch (error) {
					over.abort();
					throw error;
				}
			},
			cancel: () => over.abort()
		},
		{ highWaterMark: 0 }
	);
}
