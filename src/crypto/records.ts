/**
 * RECORDS: a file sealed so that any part of it can be opened by itself. The content coding `aes128gcm` (RFC 8188), with one
 * record size, no key id and no padding:
 *
 *   file   = salt (16) ‖ 65,536 (4, big-endian) ‖ 0 (1) ‖ record 0 ‖ record 1 ‖ …                     §2.1
 *   record = AES-128-GCM(key, nonce ⊕ index, at most 65,519 plain bytes ‖ delimiter): 2 ends the last, 1 every other   §2
 *   key    = HKDF-SHA256(salt, secret, 'Content-Encoding: aes128gcm\0', 16)                           §2.2
 *   nonce  = HKDF-SHA256(salt, secret, 'Content-Encoding: nonce\0', 12)                               §2.3
 *
 * NOTE what keeps a file whole. Secret and plain size come from a signed entry, never from the server. They fix how many records
 * there are and how long each is, so a file that was cut, lengthened or padded is refused at that record; the index in the
 * nonce refuses what was moved within it, the secret what is of another file.
 *
 * NOTE one key, one nonce, once. Secret and salt are drawn anew for each file, and a sealer seals each index once.
 * The two texts above are the RFC's, not a context of ours (wire/context.ts): the secret is of one file and used for nothing else.
 */
import { equal, utf8, type Bytes } from './bytes.ts';
import { deriveBytes, kdfKey } from './kdf.ts';
import { randomBytes } from './random.ts';

/** Bytes of a full record, and how many plain ones it holds. */
export const recordSize = 65_536;
const tag = 16;
export const plainPerRecord = recordSize - tag - 1;
export const headerSize = 21;
export const secretSize = 16;

/** How many records a file of `size` plain bytes has: an empty one has one. */
export const recordCount = (size: number): number => Math.max(1, Math.ceil(size / plainPerRecord));
export const sealedSize = (size: number): number => headerSize + size + recordCount(size) * (tag + 1);

/** Where record `index` of a file of `size` plain bytes lies in the sealed file. */
export function recordAt(size: number, index: number): { from: number; to: number } {
	const from = headerSize + index * recordSize;
	return { from, to: index === recordCount(size) - 1 ? sealedSize(size) : from + recordSize };
}

/** A record is not what was sealed there. */
export class BrokenRecord extends Error {
	override name = 'BrokenRecord';
	/** -1: what stands before the first. */
	readonly index: number;
	constructor(index: number) {
		super('A record of a file is not what was sealed there');
		this.index = index;
	}
}

export interface RecordKeys {
	key: CryptoKey;
	nonce: Bytes;
}

/** @param secret any length (RFC 8188 §2.2: the input keying material) */
export async function recordKeys(secret: Bytes, salt: Bytes, usage: 'encrypt' | 'decrypt'): Promise<RecordKeys> {
	const ikm = await kdfKey(secret);
	const bits = await deriveBytes(ikm, utf8('Content-Encoding: aes128gcm\0'), 16, salt);
	return {
		key: await crypto.subtle.importKey('raw', bits, 'AES-GCM', false, [usage]),
		nonce: await deriveBytes(ikm, utf8('Content-Encoding: nonce\0'), 12, salt)
	};
}

/** RFC 8188 §2.3: the record's number, as 96 bits big-endian, over the nonce. */
function nonceOf({ nonce }: RecordKeys, index: number): Bytes {
	const out = nonce.slice();
	const view = new DataView(out.buffer);
	view.setUint32(8, view.getUint32(8) ^ (index % 2 ** 32));
	view.setUint32(4, view.getUint32(4) ^ Math.floor(index / 2 ** 32));
	return out;
}

export interface FileSealer {
	/** 16 bytes that open the file. */
	secret: Bytes;
	/** The file's first 21 bytes. */
	header: Bytes;
	/** Seals one record, in any order, each once. @param plain full, unless it is the last; read before this returns. @throws if it was sealed already */
	seal(index: number, plain: Uint8Array, last: boolean): Promise<Bytes>;
}

export async function newFileSealer(): Promise<FileSealer> {
	const secret = randomBytes(secretSize);
	const salt = randomBytes(16);
	const keys = await recordKeys(secret, salt, 'encrypt');
	const done = new Set<number>();
	/** Taken again for each record: what is sealed is copied before `encrypt` gives back its promise (Web Cryptography API, SubtleCrypto.encrypt, step 2). */
	const text = new Uint8Array(plainPerRecord + 1);
	return {
		secret,
		header: headerOf(salt),
		async seal(index, plain, last) {
			if (done.has(index)) throw new Error('A record is sealed once');
			if (plain.length > plainPerRecord || (!last && plain.length !== plainPerRecord)) throw new RangeError('Every record but the last is full');
			done.add(index);
			text.set(plain);
			text[plain.length] = last ? 2 : 1;
			return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonceOf(keys, index) }, keys.key, text.subarray(0, plain.length + 1)));
		}
	};
}

function headerOf(salt: Bytes): Bytes {
	const header = new Uint8Array(headerSize);
	header.set(salt);
	new DataView(header.buffer).setUint32(16, recordSize);
	return header;
}

export interface FileOpener {
	/** The plain bytes of record `index`. @throws BrokenRecord for anything but the very record that was sealed there */
	open(index: number, sealed: Bytes): Promise<Bytes>;
}

/** @param size plain bytes of the whole file, as the signed entry says. @throws BrokenRecord for a header of another form */
export async function fileOpener(secret: Bytes, size: number, header: Bytes): Promise<FileOpener> {
	const salt = header.slice(0, 16);
	if (!equal(header, headerOf(salt))) throw new BrokenRecord(-1);
	const keys = await recordKeys(secret, salt, 'decrypt');
	const count = recordCount(size);
	return {
		async open(index, sealed) {
			const { from, to } = recordAt(size, index);
			if (index < 0 || index >= count || sealed.length !== to - from) throw new BrokenRecord(index);
			const text = await openRecord(keys, index, sealed).catch(() => {
				throw new BrokenRecord(index);
			});
			// Its length is known, so that there is no padding: the delimiter is the last byte.
			if (text.at(-1) !== (index === count - 1 ? 2 : 1)) throw new BrokenRecord(index);
			return text.subarray(0, -1);
		}
	};
}

/** What was sealed in one record: plain bytes, delimiter, padding. @throws OperationError if a single bit is another */
export async function openRecord(keys: RecordKeys, index: number, sealed: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonceOf(keys, index) }, keys.key, sealed));
}
