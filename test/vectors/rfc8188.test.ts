/** The examples of RFC 8188 §3, and http_ece, which nobody here wrote: it opens what we seal, and we open what it seals. */
import ece from 'http_ece';
import { describe, expect, it } from 'vitest';
import { concat, fromBase64url, fromUtf8, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import {
	fileOpener,
	headerSize,
	newFileSealer,
	openRecord,
	plainPerRecord,
	recordAt,
	recordCount,
	recordKeys,
	recordSize,
	sealedSize
} from '#crypto/records.ts';

/** Opens a body of any record size and with a key id, as the examples have them: our own files know one form only. */
async function openExample(secret: string, body: string): Promise<string> {
	const bytes = fromBase64url(body);
	const size = new DataView(bytes.buffer).getUint32(16);
	const from = headerSize + (bytes[20] as number);
	const keys = await recordKeys(fromBase64url(secret), bytes.slice(0, 16), 'decrypt');
	let text = '';
	for (let i = 0; from + i * size < bytes.length; i++) {
		const record = await openRecord(keys, i, bytes.slice(from + i * size, from + (i + 1) * size));
		const end = record.findLastIndex((byte) => byte !== 0);
		expect(record[end]).toBe(from + (i + 1) * size >= bytes.length ? 2 : 1);
		text += fromUtf8(record.subarray(0, end));
	}
	return text;
}

/** Seals as a file is sealed, the last record first. */
async function sealAll(plain: Uint8Array): Promise<{ secret: Bytes; file: Bytes }> {
	const sealer = await newFileSealer();
	const count = recordCount(plain.length);
	const records: Bytes[] = [];
	for (let i = count - 1; i >= 0; i--) records[i] = await sealer.seal(i, plain.subarray(i * plainPerRecord, (i + 1) * plainPerRecord), i === count - 1);
	return { secret: sealer.secret, file: concat(sealer.header, ...records) };
}

async function openAll(secret: Bytes, size: number, file: Bytes): Promise<Bytes> {
	const opener = await fileOpener(secret, size, file.slice(0, headerSize));
	const parts: Bytes[] = [];
	for (let i = 0; i < recordCount(size); i++) {
		const { from, to } = recordAt(size, i);
		parts.push(await opener.open(i, file.slice(from, to)));
	}
	return concat(...parts);
}

const ofHttpEce = (secret: Bytes) => ({ version: 'aes128gcm' as const, key: Buffer.from(secret), rs: recordSize });
const sizes = [0, 1, 1000, plainPerRecord - 1, plainPerRecord, plainPerRecord + 1, 3 * plainPerRecord, 200_000];

function bytesOf(size: number): Bytes {
	const out = new Uint8Array(size);
	for (let at = 0; at < size; at += 65_536) out.set(randomBytes(Math.min(65_536, size - at)), at);
	return out;
}

describe('RFC 8188', () => {
	it('§3.1: one record', async () => {
		expect(await openExample('yqdlZ-tYemfogSmv7Ws5PQ', 'I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg')).toBe('I am the walrus');
	});

	it('§3.2: two records, padding, a key id', async () => {
		const body = 'uNCkWiNYzKTnBN9ji3-qWAAAABkCYTHOG8chz_gnvgOqdGYovxyjuqRyJFjEDyoF1Fvkj6hQPdPHI51OEUKEpgz3SsLWIqS_uA';
		expect(await openExample('BO3ZVPxUlnLORbVGMpbT1Q', body)).toBe('I am the walrus');
	});
});

describe.each(sizes)('%i bytes', (size) => {
	const plain = bytesOf(size);

	it('sealed by us are opened by http_ece', async () => {
		const { secret, file } = await sealAll(plain);
		expect(file.length).toBe(sealedSize(size));
		expect(Buffer.compare(ece.decrypt(Buffer.from(file), ofHttpEce(secret)), plain)).toBe(0);
	});

	it('sealed by http_ece are opened by us', async () => {
		const secret = randomBytes(16);
		const file = new Uint8Array(ece.encrypt(Buffer.from(plain), { ...ofHttpEce(secret), salt: Buffer.from(randomBytes(16)) }));
		expect(file.length).toBe(sealedSize(size));
		expect(Buffer.compare(await openAll(secret, size, file), plain)).toBe(0);
	});
});
