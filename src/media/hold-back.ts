/**
 * Between what writes a film and what seals it. A container is written with steps back: the size of a part is known only once the part
 * is written. A sealed piece can never be written again. So a piece is held until it lies far enough behind, and the first piece, which
 * has the sizes of the whole, until the end.
 */

/** A write that reaches back into a piece that was given away. */
export class TooFarBack extends Error {
	override name = 'TooFarBack';
}

interface Held {
	bytes: Uint8Array<ArrayBuffer>;
	/** What was written of it, from and to, in order, neither touching. */
	written: [number, number][];
}

/**
 * Takes positional writes and gives fixed-size pieces, each once: the first piece last of all, the others in order, once they lie
 * `window` bytes behind the furthest write. To be called one at a time; memory is `window` and two pieces, and what one write brings.
 *
 * @param pieceBytes size of every piece but the last, bytes
 * @param window how far back a write may reach behind the furthest one, bytes; into the first piece always
 * @param give is waited for; `last` is true for the piece with the highest index. The bytes are its own until its promise resolves
 */
export function holdBack(
	pieceBytes: number,
	window: number,
	give: (index: number, piece: Uint8Array<ArrayBuffer>, last: boolean) => Promise<void>
): {
	/** @throws TooFarBack, or Error if what would be given now has a gap; or what `give` throws */
	write(bytes: Uint8Array, at: number): Promise<void>;
	/** Gives what is left. @returns the size of it all, bytes @throws Error if a byte was never written */
	finish(): Promise<number>;
} {
	const held = new Map<number, Held>();
	/** Of pieces that were given: taken again, since new memory costs as much as what is done in it. */
	const spare: Uint8Array<ArrayBuffer>[] = [];
	/** Pieces 1 to `next` - 1 have been given. */
	let next = 1;
	let furthest = 0;
	let finished = false;

	const sizeOf = (index: number) => Math.min(pieceBytes, furthest - index * pieceBytes);
	async function pass(index: number, last: boolean) {
		const piece = held.get(index);
		const size = sizeOf(index);
		if (piece === undefined || piece.written.length !== 1 || piece.written[0]![0] !== 0 || piece.written[0]![1] !== size)
			throw new Error(`Piece ${index} has bytes that were never written`);
		held.delete(index);
		await give(index, size === pieceBytes ? piece.bytes : piece.bytes.slice(0, size), last);
		spare.push(piece.bytes);
	}
	async function passWhatLiesBehind() {
		// Strictly behind: a piece that ends where all ends so far may prove the last one.
		while ((next + 1) * pieceBytes < furthest && (next + 1) * pieceBytes + window <= furthest) {
			next += 1;
			await pass(next - 1, false);
		}
	}

	return {
		async write(bytes, at) {
			if (finished) throw new Error('Written after the end');
			if (at + bytes.length > pieceBytes && at < next * pieceBytes && next > 1) throw new TooFarBack(`A write at ${at} reaches into a piece that was given`);
			for (let done = 0; done < bytes.length;) {
				const index = Math.floor((at + done) / pieceBytes);
				const from = at + done - index * pieceBytes;
				const part = bytes.subarray(done, done + pieceBytes - from);
				let piece = held.get(index);
				if (piece === undefined) held.set(index, (piece = { bytes: spare.pop() ?? new Uint8Array(pieceBytes), written: [] }));
				piece.bytes.set(part, from);
				piece.written = joined(piece.written, from, from + part.length);
				done += part.length;
				furthest = Math.max(furthest, at + done);
				await passWhatLiesBehind();
			}
		},
		async finish() {
			finished = true;
			if (furthest === 0) return 0;
			const highest = Math.ceil(furthest / pieceBytes) - 1;
			for (; next <= highest; next += 1) await pass(next, next === highest);
			await pass(0, highest === 0);
			return furthest;
		}
	};
}

/** The stretches with one more among them, those that meet made one. */
function joined(stretches: [number, number][], from: number, to: number): [number, number][] {
	const apart: [number, number][] = [];
	for (const [start, end] of stretches) {
		if (end < from || start > to) apart.push([start, end]);
		else [from, to] = [Math.min(from, start), Math.max(to, end)];
	}
	apart.push([from, to]);
	return apart.sort((a, b) => a[0] - b[0]);
}
