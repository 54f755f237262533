import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { concat, type Bytes } from './bytes.ts';
import { openerOf, openRange, recordsAtOnce, type ReadSealed } from './open-range.ts';
import { BrokenRecord, newFileSealer, plainPerRecord, recordAt, recordCount, recordSize } from './records.ts';

/** The last one short, and more than are asked for at once and beforehand. */
const size = 169 * plainPerRecord + 700;
const plain = Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) % 253);
let secret: Bytes;
let file: Bytes;

beforeAll(async () => {
	const sealer = await newFileSealer();
	const records: Bytes[] = [];
	for (let i = 0; i < recordCount(size); i++) {
		records.push(await sealer.seal(i, plain.subarray(i * plainPerRecord, (i + 1) * plainPerRecord), i === recordCount(size) - 1));
	}
	({ secret } = sealer);
	file = concat(sealer.header, ...records);
});

const from =
	(bytes: () => Bytes, asked: [number, number][] = []): ReadSealed =>
	(start, end) => {
		asked.push([start, end]);
		return Promise.resolve(bytes().slice(start, end));
	};
const read = async (start: number, end: number, source: ReadSealed): Promise<Bytes> => {
	const opener = await openerOf(secret, size, source);
	return new Uint8Array(await new Response(openRange(opener, size, start, end, source) as ReadableStream<Bytes>).arrayBuffer());
};

it('gives any stretch as it was sealed, and asks for no record beside it', async () => {
	const bounds = fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
	await fc.assert(
		fc.asyncProperty(bounds, async ([start, end]) => {
			const asked: [number, number][] = [];
			expect(
				Buffer.compare(
					await read(
						start,
						end,
						from(() => file, asked)
					),
					plain.slice(start, end)
				)
			).toBe(0);
			const [, ...records] = asked;
			if (start === end) {
				expect(records).toEqual([]);
				return;
			}
			expect(records[0]?.[0]).toBe(recordAt(size, Math.floor(start / plainPerRecord)).from);
			expect(records.at(-1)?.[1]).toBe(recordAt(size, Math.floor((end - 1) / plainPerRecord)).to);
			for (const [first, last] of records) expect(last - first).toBeLessThanOrEqual(32 * recordSize);
		}),
		{ numRuns: 60 }
	);
});

it('asks for nothing before it is read, and for no more than is read', async () => {
	const asked: [number, number][] = [];
	const source = from(() => file, asked);
	const opener = await openerOf(secret, size, source);
	const reader = openRange(opener, size, 0, size, source).getReader();
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(asked).toHaveLength(1);
	await reader.read();
	expect(asked).toHaveLength(2);
	await reader.cancel();
	expect(asked).toHaveLength(2);
});

it('who reads on has the next ones asked for while these are opened, and no more than those; where they do not come, what came before is given', async () => {
	const asked: [number, number][] = [];
	const there = from(() => file, asked);
	const [first, second, third, fourth] = [0, 1, 2, 3].map((n) => recordAt(size, n * recordsAtOnce).from);
	const source: ReadSealed = (start, end) => {
		const bytes = there(start, end);
		return start === third ? Promise.reject(new TypeError('no line')) : bytes;
	};
	const reader = openRange(await openerOf(secret, size, source), size, 0, size, source).getReader();
	const reads = async (records: number) => {
		for (let n = 0; n < records; n++) await reader.read();
		// Long enough for what is asked for too early.
		await new Promise((resolve) => setTimeout(resolve, 20));
		return asked.slice(1).map(([start]) => start);
	};
	expect(await reads(recordsAtOnce)).toEqual([first]);
	expect(await reads(1)).toEqual([first, second, third, fourth]);
	expect(await reads(recordsAtOnce - 1)).toEqual([first, second, third, fourth]);
	await expect(reader.read()).rejects.toBeInstanceOf(TypeError);
});

it('who skips on lets go of what was asked for, and nothing more is', async () => {
	const asked: { start: number; signal: AbortSignal }[] = [];
	const { promise: slow, resolve: arrives } = Promise.withResolvers<void>();
	const source: ReadSealed = async (start, end, signal) => {
		if (signal !== undefined) asked.push({ start, signal });
		if (asked.length > 1) await slow;
		return file.slice(start, end);
	};
	const reader = openRange(await openerOf(secret, size, source), size, 0, size, source).getReader();
	for (let n = 0; n < recordsAtOnce; n++) await reader.read();
	const waiting = reader.read();
	await expect.poll(() => asked.length).toBe(2);
	await reader.cancel();
	arrives();
	expect(await waiting).toMatchObject({ done: true });
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
});

it('a record that is not what was sealed ends it there: nothing of it is given', async () => {
	const bad = file.slice();
	const at = recordAt(size, 3).from + 1000;
	bad[at] = (bad[at] as number) ^ 8;
	const source = from(() => bad);
	const reader = openRange(await openerOf(secret, size, source), size, 0, size, source).getReader();
	let got = 0;
	const all = (async () => {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			got += value.length;
		}
	})();
	await expect(all).rejects.toMatchObject({ name: 'BrokenRecord', index: 3 });
	expect(got % plainPerRecord).toBe(0);
	expect(got).toBeLessThanOrEqual(3 * plainPerRecord);
	expect(Buffer.compare(await read(5 * plainPerRecord, 6 * plainPerRecord, source), plain.slice(5 * plainPerRecord, 6 * plainPerRecord))).toBe(0);
});

it('a file of another beginning is not opened', async () => {
	const bad = file.slice();
	bad[20] = 1;
	await expect(
		openerOf(
			secret,
			size,
			from(() => bad)
		)
	).rejects.toBeInstanceOf(BrokenRecord);
});
