import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forward } from '../../src/media/forward.ts';
import { holdBack, TooFarBack } from '../../src/media/hold-back.ts';
import { runs } from '../support/property.ts';

interface Given {
	index: number;
	piece: Uint8Array;
	last: boolean;
}

function taking(pieceBytes: number, window: number) {
	const given: Given[] = [];
	return { given, hold: holdBack(pieceBytes, window, async (index, piece, last) => void given.push({ index, piece: piece.slice(), last })) };
}

const joined = (given: Given[]) => Buffer.concat([...given].sort((a, b) => a.index - b.index).map(({ piece }) => piece));

test('any writes within the window give the bytes a plain buffer has, each piece once and full, the first last', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 20 }),
			fc.nat(60),
			fc.array(fc.record({ back: fc.nat(80), toFirst: fc.boolean(), bytes: fc.uint8Array({ minLength: 1, maxLength: 70 }) }), { minLength: 1, maxLength: 40 }),
			async (pieceBytes, window, writes) => {
				const { given, hold } = taking(pieceBytes, window);
				const plain = new Uint8Array(4000);
				let end = 0;
				for (const { back, toFirst, bytes } of writes) {
					// At the end, or back as far as the window goes, or into the first piece.
					const at = toFirst ? Math.min(end, back % pieceBytes) : Math.max(0, end - Math.min(back, window));
					const some = toFirst && at + bytes.length > pieceBytes && at < end ? bytes.subarray(0, pieceBytes - at) : bytes;
					plain.set(some, at);
					end = Math.max(end, at + some.length);
					await hold.write(some, at);
				}
				expect(await hold.finish()).toBe(end);
				expect(joined(given).equals(Buffer.from(plain.subarray(0, end)))).toBe(true);
				const count = Math.ceil(end / pieceBytes);
				expect(given.map(({ index }) => index)).toEqual([...Array.from({ length: count - 1 }, (_, i) => i + 1), 0]);
				for (const { index, piece, last } of given) {
					expect(last).toBe(index === count - 1);
					if (!last) expect(piece.length).toBe(pieceBytes);
				}
			}
		),
		runs(1000)
	);
});

test('a piece is given once it lies behind the window, and not before', async () => {
	const { given, hold } = taking(10, 15);
	await hold.write(new Uint8Array(34), 0);
	expect(given).toHaveLength(0);
	await hold.write(new Uint8Array(1), 34);
	expect(given.map(({ index }) => index)).toEqual([1]);
});

test('a write that reaches a given piece is refused, however it gets there; the first piece takes it', async () => {
	const { hold } = taking(10, 0);
	await hold.write(new Uint8Array(45), 0);
	for (const [at, length] of [
		[10, 1],
		[29, 1],
		[29, 10],
		[9, 2],
		[0, 11]
	] as const)
		await expect(hold.write(new Uint8Array(length), at)).rejects.toBeInstanceOf(TooFarBack);
	await hold.write(new Uint8Array(10), 0);
	await hold.write(new Uint8Array(10), 40);
	expect(await hold.finish()).toBe(50);
});

test('bytes that were never written are an error, at once or at the end', async () => {
	const early = taking(10, 0);
	await early.hold.write(new Uint8Array(15), 0);
	await expect(early.hold.write(new Uint8Array(10), 25)).rejects.toThrow('never written');
	const late = taking(10, 100);
	await late.hold.write(new Uint8Array(10), 11);
	await expect(late.hold.finish()).rejects.toThrow('never written');
	const begin = taking(10, 0);
	await begin.hold.write(new Uint8Array(5), 3);
	await expect(begin.hold.finish()).rejects.toThrow('never written');
});

test('a write waits until its pieces are taken; nothing comes after the end', async () => {
	let taken = false;
	const hold = holdBack(10, 0, async () => {
		await new Promise((resolve) => setTimeout(resolve, 20));
		taken = true;
	});
	await hold.write(new Uint8Array(25), 0);
	expect(taken).toBe(true);
	await hold.finish();
	await expect(hold.write(new Uint8Array(1), 25)).rejects.toThrow('after the end');
	expect(await taking(10, 0).hold.finish()).toBe(0);
});

test('written twice, what went back lies where it belongs the first time it is passed on', async () => {
	const writes: [number, number[]][] = [
		[0, [1, 2, 3, 4]],
		[4, [5, 6, 7, 8]],
		[2, [30, 40, 50]],
		[8, [9]],
		[3, [41]]
	];
	const passed: [number, number[]][] = [];
	const twice = forward(async (bytes, at) => void passed.push([at, [...bytes]]));
	for (const [at, bytes] of writes) twice.learn(Uint8Array.from(bytes), at);
	for (const [at, bytes] of writes) await twice.pass(Uint8Array.from(bytes), at);
	expect(passed).toEqual([
		[0, [1, 2, 30, 41]],
		[4, [50, 6, 7, 8]],
		[8, [9]]
	]);
	const other = forward(async () => {});
	other.learn(new Uint8Array(4), 0);
	await other.pass(new Uint8Array(4), 0);
	await expect(other.pass(new Uint8Array(1), 1)).rejects.toThrow('otherwise');
});
