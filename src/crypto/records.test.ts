import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat, type Bytes } from './bytes.ts';
import { BrokenRecord, fileOpener, headerSize, newFileSealer, plainPerRecord, recordAt, recordCount, recordSize, sealedSize } from './records.ts';

/** Three records, the last one short. */
const size = 2 * plainPerRecord + 1000;
const plain = Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251);
const count = recordCount(size);

async function sealed(): Promise<{ secret: Bytes; file: Bytes }> {
	const sealer = await newFileSealer();
	const records: Bytes[] = [];
	for (let i = 0; i < count; i++) records.push(await sealer.seal(i, plain.subarray(i * plainPerRecord, (i + 1) * plainPerRecord), i === count - 1));
	return { secret: sealer.secret, file: concat(sealer.header, ...records) };
}

/** Reads on until a record is refused. Gives its index, and how many plain bytes came before it. */
async function refusedAt(secret: Bytes, length: number, file: Bytes): Promise<{ index: number; read: number } | null> {
	let read = 0;
	try {
		const opener = await fileOpener(secret, length, file.slice(0, headerSize));
		for (let i = 0; i < recordCount(length); i++) {
			const { from, to } = recordAt(length, i);
			read += (await opener.open(i, file.slice(from, to))).length;
		}
		return null;
	} catch (error) {
		if (!(error instanceof BrokenRecord)) throw error;
		return { index: error.index, read };
	}
}

const slot = (file: Bytes, i: number): Bytes => file.slice(recordAt(size, i).from, recordAt(size, i).to);
const withSlot = (file: Bytes, i: number, record: Bytes): Bytes => concat(file.slice(0, recordAt(size, i).from), record, file.slice(recordAt(size, i).to));

describe('a file', () => {
	let secret: Bytes;
	let file: Bytes;
	beforeAll(async () => ({ secret, file } = await sealed()));

	it('is opened as it was sealed, each record by itself', async () => {
		expect(file.length).toBe(sealedSize(size));
		expect(await refusedAt(secret, size, file)).toBeNull();
		const opener = await fileOpener(secret, size, file.slice(0, headerSize));
		expect(await opener.open(1, slot(file, 1))).toEqual(plain.slice(plainPerRecord, 2 * plainPerRecord));
	});

	it('with one bit flipped anywhere is refused at that record', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (at, bit) => {
				const flipped = file.slice();
				flipped[at] = (flipped[at] as number) ^ (1 << bit);
				// Another salt is another key: then already the first record is refused.
				const index = at < 16 ? 0 : at < headerSize ? -1 : Math.floor((at - headerSize) / recordSize);
				expect(await refusedAt(secret, size, flipped)).toEqual({ index, read: Math.max(0, index) * plainPerRecord });
			}),
			{ numRuns: 60 }
		);
	});

	it.each([
		['cut in the middle of a record', () => file.slice(0, headerSize + recordSize + 500), 1],
		['cut between two records', () => file.slice(0, headerSize + 2 * recordSize), 2],
		['cut by one byte', () => file.slice(0, -1), 2],
		['with two records swapped', () => withSlot(withSlot(file, 0, slot(file, 1)), 1, slot(file, 0)), 0],
		['with a record twice', () => withSlot(file, 1, slot(file, 0)), 1],
		['without its header', () => file.slice(headerSize), -1]
	])('%s is refused at that record', async (_, change, index) => {
		expect((await refusedAt(secret, size, change()))?.index).toBe(index);
	});

	it('with a record of another file is refused at that record', async () => {
		const other = await sealed();
		expect((await refusedAt(secret, size, withSlot(file, 1, slot(other.file, 1))))?.index).toBe(1);
		expect((await refusedAt(other.secret, size, file))?.index).toBe(0);
	});

	it('said to be shorter or longer than it is, is refused', async () => {
		for (const length of [size - 1, size + 1, size - 1000, 2 * plainPerRecord, 10]) expect(await refusedAt(secret, length, file)).not.toBeNull();
	});

	it('that ended earlier or later, by whoever has the secret, is refused: the end is where the entry says', async () => {
		const sealer = await newFileSealer();
		const records = [await sealer.seal(0, plain.subarray(0, plainPerRecord), true), await sealer.seal(1, plain.subarray(0, 1000), true)];
		const early = concat(sealer.header, ...records);
		expect((await refusedAt(sealer.secret, plainPerRecord + 1000, early))?.index).toBe(0);
		const endless = await newFileSealer();
		const full = concat(endless.header, await endless.seal(0, plain.subarray(0, plainPerRecord), false));
		expect((await refusedAt(endless.secret, plainPerRecord, full))?.index).toBe(0);
	});
});

it('seals no record twice, nor one that is not full before the last', async () => {
	const sealer = await newFileSealer();
	await sealer.seal(0, plain.subarray(0, plainPerRecord), false);
	await expect(sealer.seal(0, plain.subarray(0, plainPerRecord), false)).rejects.toThrow('once');
	await expect(sealer.seal(1, plain.subarray(0, 5), false)).rejects.toThrow(RangeError);
});

it('the numbers of records do not run into each other beyond 2^32', async () => {
	const sealer = await newFileSealer();
	const one = await sealer.seal(1, plain.subarray(0, 5), true);
	const far = await sealer.seal(2 ** 32 + 1, plain.subarray(0, 5), true);
	expect(far).not.toEqual(one);
});

it('draws a new secret and salt for each file', async () => {
	const [one, two] = await Promise.all([newFileSealer(), newFileSealer()]);
	expect(one.secret).not.toEqual(two.secret);
	expect(one.header.slice(0, 16)).not.toEqual(two.header.slice(0, 16));
});
