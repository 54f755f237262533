/**
 * Whether a file is a film or a sound, by its first bytes and, where those do not say, by its type. A first look only, to choose what
 * is done with a file: what tracks there really are is known once it is read (clean-film.ts).
 */

/** How many of the first bytes are looked at. */
export const kindBytes = 64;

const soundBrands = ['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B '];
/** Pictures that are kept in the same kind of box as MP4 (ISO/IEC 23008-12; AVIF). */
const pictureBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis', 'MiHB', 'MiPr'];
/** First boxes of a QuickTime film that names no brand. */
const quickTimeBoxes = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

/**
 * @param first the first `kindBytes` bytes of the file, or all there are
 * @param type what the device calls it, such as `video/mp4`; may be empty
 */
export function filmKind(first: Uint8Array, type = ''): 'film' | 'sound' | null {
	const text = (from: number, to: number) => String.fromCharCode(...first.subarray(from, to));
	const called = type.startsWith('audio/') ? 'sound' : type.startsWith('video/') ? 'film' : null;
	if (text(4, 8) === 'ftyp') {
		const brand = text(8, 12);
		if (pictureBrands.includes(brand)) return null;
		return soundBrands.includes(brand) ? 'sound' : (called ?? 'film');
	}
	if (quickTimeBoxes.includes(text(4, 8))) return called ?? 'film';
	// EBML: WebM and Matroska (RFC 8794). A recording of sound alone is told only by its type.
	if (first[0] === 0x1a && text(1, 4) === 'E\xdf\xa3') return called ?? 'film';
	if (['RIFF', 'RF64', 'BW64'].includes(text(0, 4))) return text(8, 12) === 'WAVE' ? 'sound' : null;
	if (text(0, 4) === 'OggS' || text(0, 4) === 'fLaC' || text(0, 3) === 'ID3') return 'sound';
	// Eleven set bits begin a frame of MP3 or, with layer 0, of AAC in ADTS (ISO/IEC 11172-3 §2.4.2.3, 13818-7 §6.2).
	// JPEG begins FF D8: not eleven set bits.
	if (first[0] === 0xff && ((first[1] ?? 0) & 0xe0) === 0xe0 && ((first[2] ?? 0xff) & 0xf0) !== 0xf0) return 'sound';
	return called;
}
