/**
 * zlib (RFC 1950) as far as a PNG's colour profile needs it: inflate (RFC 1951) what came compressed, and write it back
 * without compressing. The platform's own DecompressionStream answers later, not now; a profile is a few kilobytes.
 */
import { NotClean } from './not-clean.ts';
import { be32, join, take, u16, u32, u8, type Octets } from './octets.ts';

/** The most bytes a stored block holds (RFC 1951 §3.2.4). */
const mostInBlock = 0xffff;

/** `bytes` as a zlib stream of stored blocks. */
export function storeZlib(bytes: Uint8Array): Octets {
	const blocks: Uint8Array[] = [];
	const count = Math.max(1, Math.ceil(bytes.length / mostInBlock));
	for (let n = 0; n < count; n++) {
		const block = bytes.subarray(n * mostInBlock, (n + 1) * mostInBlock);
		const length = block.length;
		blocks.push(Uint8Array.of(n === count - 1 ? 1 : 0, length, length >> 8, ~length, ~length >> 8), block);
	}
	// 0x78 0x01: deflate, a window of 32 kB, no dictionary, the least effort.
	return join([Uint8Array.of(0x78, 0x01), ...blocks, be32(adler32(bytes))]);
}

/**
 * What a zlib stream holds.
 * @throws NotClean if it is not in form, its sum is wrong, or it holds more than `most` bytes.
 */
export function inflateZlib(stream: Uint8Array, most: number): Octets {
	const head = u16(stream, 0);
	if (head % 31 !== 0 || ((head >> 8) & 0x0f) !== 8 || (head & 0x20) !== 0) throw new NotClean('Something compressed in it is not in the form of zlib');
	const inflating = new Inflating(stream.subarray(2), most);
	const out = inflating.all();
	if (u32(stream, 2 + inflating.end) !== adler32(out)) throw new NotClean('The sum of something compressed in it is wrong');
	return out;
}

function adler32(bytes: Uint8Array): number {
	let a = 1;
	let b = 0;
	for (const byte of bytes) {
		a = (a + byte) % 65521;
		b = (b + a) % 65521;
	}
	return b * 2 ** 16 + a;
}

/** The codes of a Huffman tree: how many of each length there are, and their symbols in the order of the codes (RFC 1951 §3.2.2). */
interface Tree {
	counts: Uint16Array;
	symbols: Uint16Array;
}

function treeOf(lengths: readonly number[]): Tree {
	const counts = new Uint16Array(16);
	for (const length of lengths) counts[length] = (counts[length] as number) + 1;
	counts[0] = 0;
	const next = new Uint16Array(17);
	for (let length = 1; length < 16; length++) next[length + 1] = (next[length] as number) + (counts[length] as number);
	const symbols = new Uint16Array(lengths.length);
	for (const [symbol, length] of lengths.entries()) {
		if (length === 0) continue;
		const place = next[length] as number;
		symbols[place] = symbol;
		next[length] = place + 1;
	}
	return { counts, symbols };
}

/** RFC 1951 §3.2.5: bits that follow a length's or a distance's symbol, and the least it stands for. */
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const distanceBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const distanceBase = distanceBits.map((bits, n) => (n < 2 ? n + 1 : (2 + (n & 1)) * 2 ** bits + 1));
/** RFC 1951 §3.2.7: in which order the lengths of the code for lengths stand. */
const lengthsOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** RFC 1951 §3.2.6. */
const fixedLiterals = treeOf(Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8)));
const fixedDistances = treeOf(new Array<number>(30).fill(5));

class Inflating {
	readonly #bytes: Uint8Array;
	readonly #most: number;
	readonly #out: number[] = [];
	#bit = 0;

	constructor(bytes: Uint8Array, most: number) {
		this.#bytes = bytes;
		this.#most = most;
	}

	/** How many bytes were read, the last one perhaps in part. */
	get end(): number {
		return (this.#bit + 7) >> 3;
	}

	all(): Octets {
		let last = false;
		while (!last) {
			last = this.#bits(1) === 1;
			const kind = this.#bits(2);
			if (kind === 0) this.#stored();
			else if (kind === 1) this.#compressed(fixedLiterals, fixedDistances);
			else if (kind === 2) this.#compressed(...this.#trees());
			else throw new NotClean('A compressed block is of no kind there is');
		}
		return Uint8Array.from(this.#out);
	}

	#bits(count: number): number {
		let value = 0;
		for (let n = 0; n < count; n++, this.#bit++) value += ((u8(this.#bytes, this.#bit >> 3) >> (this.#bit & 7)) & 1) * 2 ** n;
		return value;
	}

	#symbol({ counts, symbols }: Tree): number {
		let code = 0;
		let first = 0;
		let index = 0;
		for (let length = 1; length < 16; length++) {
			code |= this.#bits(1);
			const count = counts[length] as number;
			if (code - first < count) return symbols[index + code - first] as number;
			index += count;
			first = (first + count) << 1;
			code <<= 1;
		}
		throw new NotClean('A compressed block has a code that its tree does not have');
	}

	#put(byte: number): void {
		if (this.#out.length >= this.#most) throw new NotClean('Something compressed in it is larger than it may be');
		this.#out.push(byte);
	}

	#stored(): void {
		const at = this.end;
		const length = u16(this.#bytes, at, true);
		if ((length ^ u16(this.#bytes, at + 2, true)) !== 0xffff) throw new NotClean('A stored block does not say its length twice');
		for (const byte of take(this.#bytes, at + 4, length)) this.#put(byte);
		this.#bit = 8 * (at + 4 + length);
	}

	#trees(): [Tree, Tree] {
		const literals = this.#bits(5) + 257;
		const distances = this.#bits(5) + 1;
		const codes = this.#bits(4) + 4;
		const codeLengths = new Array<number>(19).fill(0);
		for (const place of lengthsOrder.slice(0, codes)) codeLengths[place] = this.#bits(3);
		const tree = treeOf(codeLengths);
		const lengths: number[] = [];
		while (lengths.length < literals + distances) {
			const symbol = this.#symbol(tree);
			if (symbol < 16) lengths.push(symbol);
			else {
				if (symbol === 16 && lengths.length === 0) throw new NotClean('A compressed block repeats a length before the first');
				const [value, times] = symbol === 16 ? [lengths.at(-1) as number, 3 + this.#bits(2)] : symbol === 17 ? [0, 3 + this.#bits(3)] : [0, 11 + this.#bits(7)];
				for (let n = 0; n < times; n++) lengths.push(value);
			}
		}
		if (lengths.length > literals + distances) throw new NotClean('A compressed block has more lengths than codes');
		return [treeOf(lengths.slice(0, literals)), treeOf(lengths.slice(literals))];
	}

	#compressed(literals: Tree, distances: Tree): void {
		for (;;) {
			const symbol = this.#symbol(literals);
			if (symbol === 256) return;
			if (symbol < 256) {
				this.#put(symbol);
				continue;
			}
			const length = this.#value(lengthBase, lengthBits, symbol - 257);
			const distance = this.#value(distanceBase, distanceBits, this.#symbol(distances));
			const from = this.#out.length - distance;
			if (from < 0) throw new NotClean('A compressed block repeats what came before its beginning');
			for (let n = 0; n < length; n++) this.#put(this.#out[from + n] as number);
		}
	}

	#value(base: readonly number[], bits: readonly number[], symbol: number): number {
		const least = base[symbol];
		if (least === undefined) throw new NotClean('A compressed block has a symbol that stands for nothing');
		return least + this.#bits(bits[symbol] as number);
	}
}
