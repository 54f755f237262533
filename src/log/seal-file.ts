/** SEALING A FILE once, record by record; its parts are hashed on the way, which gives it its id (wire/api.ts, NOTE parts). */
import { concat, hex, type Bytes } from '#crypto/bytes.ts';
import { headerSize, newFileSealer, plainPerRecord, recordCount, recordSize, sealedSize } from '#crypto/records.ts';
import { sha256 } from '#crypto/verify.ts';
import { partCount, partLength, partSize } from '#wire/api.ts';

/** Where the sealed bytes are written. */
export interface SealedBytes {
	write(bytes: Uint8Array, at: number): Promise<void>;
}

export interface SealedOnce {
	/** Hex. */
	id: string;
	secret: string;
	/** Plain and sealed bytes. */
	size: number;
	sealed: number;
	/** Of the parts, in a row. */
	digests: Bytes;
}

export interface FileSealing {
	/**
	 * Takes record `index`, each once, in order; only the first may come last. Every one but the last is `plainPerRecord` long; its bytes are
	 * read before this returns. Resolves once there is room for the next, not once it is written. @throws what an earlier one met
	 */
	record(index: number, plain: Uint8Array, last: boolean): Promise<void>;
	/** After the last record, whichever came last. Resolves once all of it is written. */
	finish(): Promise<SealedOnce>;
}

/** Records that are being sealed at once, and parts that are being written: what a step waits for costs more than the step. */
const recordsAtOnce = 16;
const partsAtOnce = 2;

export async function beginSealing(out: SealedBytes): Promise<FileSealing> {
	const sealer = await newFileSealer();
	const parts = gatherParts(out);
	const sealing = atMost(recordsAtOnce);
	let records = 0;
	let size: number | null = null;
	return {
		async record(index, plain, last) {
			if (last) size = index * plainPerRecord + plain.length;
			records += 1;
			await sealing.add(sealer.seal(index, plain, last).then((sealed) => parts.put(sealed, headerSize + index * recordSize)));
		},
		async finish() {
			if (size === null || records !== recordCount(size)) throw new Error('A file is sealed from its first record to its last');
			await parts.put(sealer.header, 0);
			await sealing.end();
			const sealed = sealedSize(size);
			return { ...(await idOf(await parts.end(sealed))), secret: hex(sealer.secret), size, sealed };
		}
	};
}

/** Gathers what is sealed into parts; each is written and hashed once it is full. In memory are the first and those that are being filled or written. */
function gatherParts(out: SealedBytes) {
	const open = new Map<number, { bytes: Bytes; filled: number }>();
	/** Memory of parts that are written: taken again, since new memory costs as much as what is done in it. */
	const spare: Bytes[] = [];
	const digests: Bytes[] = [];
	const writing = atMost(partsAtOnce);
	const close = async (part: number, bytes: Bytes): Promise<void> => {
		open.delete(part);
		const write = async (): Promise<void> => {
			[digests[part]] = await Promise.all([sha256(bytes), out.write(bytes, part * partSize)]);
			spare.push(bytes);
		};
		await writing.add(write());
	};
	return {
		async put(bytes: Bytes, at: number): Promise<void> {
			for (let done = 0; done < bytes.length;) {
				const part = Math.floor((at + done) / partSize);
				const from = (at + done) % partSize;
				const here = bytes.subarray(done, done + partSize - from);
				const into = open.get(part) ?? { bytes: spare.pop() ?? new Uint8Array(partSize), filled: 0 };
				open.set(part, into);
				into.bytes.set(here, from);
				into.filled += here.length;
				done += here.length;
				if (into.filled === partSize) await close(part, into.bytes);
			}
		},
		/** The last part may be shorter. Gives the digests of all of `size` bytes. */
		async end(size: number): Promise<Bytes[]> {
			for (const [part, { bytes }] of open) await close(part, bytes.subarray(0, partLength(size, part)));
			await writing.end();
			return digests;
		}
	};
}

/** Things that go on beside each other, at most `most` of them. The first failure is thrown to whoever comes next. */
function atMost(most: number) {
	const underWay = new Set<Promise<void>>();
	let failure: { error: unknown } | null = null;
	const check = (): void => {
		if (failure !== null) throw failure.error;
	};
	return {
		async add(work: Promise<void>): Promise<void> {
			const one = work
				.catch((error: unknown) => {
					failure ??= { error };
				})
				.finally(() => underWay.delete(one));
			underWay.add(one);
			while (underWay.size >= most) await Promise.race(underWay);
			check();
		},
		async end(): Promise<void> {
			await Promise.all(underWay);
			check();
		}
	};
}

/** The id of a file of `size` bytes, and the digests of its parts, in a row. */
export async function hashParts(size: number, read: (from: number, to: number) => Promise<Bytes>): Promise<Pick<SealedOnce, 'id' | 'digests'>> {
	const digests: Bytes[] = [];
	for (let part = 0; part < partCount(size); part++) {
		const from = part * partSize;
		digests.push(await sha256(await read(from, from + partLength(size, part))));
	}
	return idOf(digests);
}

async function idOf(parts: readonly Bytes[]): Promise<Pick<SealedOnce, 'id' | 'digests'>> {
	const digests = concat(...parts);
	return { id: hex(await sha256(digests)), digests };
}

/** Plain bytes read at once. */
const chunk = 32 * plainPerRecord;

/** Seals `plain` from its beginning to its end. */
export async function sealBlob(plain: Blob, out: SealedBytes): Promise<SealedOnce> {
	const sealing = await beginSealing(out);
	const count = recordCount(plain.size);
	for (let from = 0; from === 0 || from < plain.size; from += chunk) {
		const bytes = new Uint8Array(await plain.slice(from, from + chunk).arrayBuffer());
		const first = from / plainPerRecord;
		const here = Math.max(1, Math.ceil(bytes.length / plainPerRecord));
		for (let i = 0; i < here; i++) {
			await sealing.record(first + i, bytes.subarray(i * plainPerRecord, (i + 1) * plainPerRecord), first + i === count - 1);
		}
	}
	return sealing.finish();
}
