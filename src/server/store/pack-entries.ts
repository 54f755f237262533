/**
 * NOTE crossing threads. A message between threads is copied value by value, and small byte arrays are the dearest. So the
 * entries of an append cross as one run of bytes and one list of numbers.
 */
import type { EntryToAppend, PackedEntries } from './command.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** entryId, devicePrev, controlHead and hash stand in front of the envelope. */
const fixed = 16 + 32 + 32 + 32;
const numbersEach = 7;

export function packEntries(entries: readonly EntryToAppend[]): PackedEntries {
	const bytes = new Uint8Array(entries.reduce((sum, { envelope, body }) => sum + fixed + envelope.length + body.length, 0));
	const numbers: number[] = [];
	let at = 0;
	const put = (part: Uint8Array): void => {
		bytes.set(part, at);
		at += part.length;
	};
	for (const entry of entries) {
		put(entry.entryId);
		put(entry.devicePrev);
		put(entry.controlHead);
		put(entry.hash);
		put(entry.envelope);
		put(entry.body);
		numbers.push(entry.envelope.length, entry.body.length, entry.epoch, entry.deviceSeq, entry.voids, entry.controlN, entry.seenSeq);
	}
	return { bytes, numbers };
}

/** Views into the packed bytes; nothing is copied. */
export function unpackEntries({ bytes, numbers }: PackedEntries): EntryToAppend[] {
	const entries: EntryToAppend[] = [];
	let at = 0;
	const take = (length: number): Bytes => bytes.subarray(at, (at += length));
	for (let i = 0; i < numbers.length; i += numbersEach) {
		const [envelopeLength, bodyLength, epoch, deviceSeq, voids, controlN, seenSeq] = numbers.slice(i, i + numbersEach) as [
			number,
			number,
			number,
			number,
			number,
			number,
			number
		];
		const [entryId, devicePrev, controlHead, hash] = [take(16), take(32), take(32), take(32)];
		const [envelope, body] = [take(envelopeLength), take(bodyLength)];
		entries.push({ envelope, body, entryId, hash, epoch, deviceSeq, devicePrev, voids, controlN, controlHead, seenSeq });
	}
	return entries;
}
