/**
 * Padding, so that a length says little: the body, one byte 0x80, zeros (ISO/IEC 7816-4), up to a size of few possible ones.
 * Sizes: 256 bytes at the least, above it the Padmé lengths (Nikitin et al., PETS 2019 §4), which cost at most 12 %.
 */
const least = 256;

/** In whole numbers: every platform must come to the same size. */
const floorLog2 = (n: number): number => 31 - Math.clz32(n);

/** The size `length` bytes are padded to. */
export function paddedLength(length: number): number {
	if (length <= least) return least;
	const exponent = floorLog2(length);
	const kept = floorLog2(exponent) + 1;
	const step = 2 ** (exponent - kept);
	return Math.ceil(length / step) * step;
}

export function pad(body: Uint8Array): Uint8Array<ArrayBuffer> {
	const out = new Uint8Array(paddedLength(body.length + 1));
	out.set(body);
	out[body.length] = 0x80;
	return out;
}

/** @throws if there is no padding, or the size is not the one the body would have been padded to. */
export function unpad(padded: Uint8Array): Uint8Array<ArrayBuffer> {
	let end = padded.length - 1;
	while (end >= 0 && padded[end] === 0) end--;
	if (end < 0 || padded[end] !== 0x80 || paddedLength(end + 1) !== padded.length) throw new Error('The padding of an opened entry is wrong');
	return padded.slice(0, end);
}
