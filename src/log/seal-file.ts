/** SEALING A FILE once, record by record, in whatever order they come; then its parts are hashed, which gives it its id (wire/api.ts, NOTE parts). */
import { concat, hex, type Bytes } from '#crypto/bytes.ts';
import { headerSize, newFileSealer, plainPerRecord, recordCount, recordSize, sealedSize } from '#crypto/records.ts';
import { sha256 } from '#crypto/verify.ts';
import { partCount, partLength, partSize } from '#wire/api.ts';

/** Where the sealed bytes are written, and read again to be hashed. */
export interface SealedBytes {
	write(bytes: Uint8Array, at: number): Promise<void>;
	read(from: number, to: number): Promise<Bytes>;
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
	/** Seals and writes record `index`, each once. Every one but the last is `plainPerRecord` long. */
	record(index: number, plain: Uint8Array, last: boolean): Promise<void>;
	/** After the last record, whichever came last. */
	finish(): Promise<SealedOnce>;
}

export async function beginSealing(out: SealedBytes): Promise<FileSealing> {
	const sealer = await newFileSealer();
	let records = 0;
	let size: number | null = null;
	return {
		async record(index, plain, last) {
			const sealed = await sealer.seal(index, plain, last);
			if (last) size = index * plainPerRecord + plain.length;
			records += 1;
			await out.write(sealed, headerSize + index * recordSize);
		},
		async finish() {
			if (size === null || records !== recordCount(size)) throw new Error('A file is sealed from its first record to its last');
			await out.write(sealer.header, 0);
			const sealed = sealedSize(size);
			const digests: Bytes[] = [];
			for (let part = 0; part < partCount(sealed); part++) {
				const from = part * partSize;
				digests.push(await sha256(await out.read(from, from + partLength(sealed, part))));
			}
			const joined = concat(...digests);
			return { id: hex(await sha256(joined)), secret: hex(sealer.secret), size, sealed, digests: joined };
		}
	};
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
