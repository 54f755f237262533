/**
 * The colour profile of a picture (ICC.1:2022), written anew with what turns its numbers into colours and nothing else. A
 * profile can be that of one screen, scanner or camera, and name its maker, model, serial number and the day it was measured.
 *
 * Header (§7.2) and tags (§9) are an allow-list. Of the header are kept: version, class, colour spaces, intent, illuminant.
 * The name and the copyright, which a profile must have, say "icc" and nothing.
 */
import { NotClean } from './not-clean.ts';
import { ascii, be16, be32, join, name4, take, u16, u32, u8, type Octets } from './octets.ts';

const headerLength = 128;
/** More tags than any profile has: there are some sixty in the standard. */
const mostTags = 100;

/** Tags that colours are computed from (§9.2), and the types their data may be of (§10). */
const curve = ['curv', 'para'];
const lut = ['mft1', 'mft2', 'mAB ', 'mBA '];
const allowed: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
	...['rXYZ', 'gXYZ', 'bXYZ', 'wtpt', 'bkpt'].map((tag) => [tag, ['XYZ ']] as const),
	...['rTRC', 'gTRC', 'bTRC', 'kTRC'].map((tag) => [tag, curve] as const),
	...['A2B0', 'A2B1', 'A2B2', 'B2A0', 'B2A1', 'B2A2', 'gamt'].map((tag) => [tag, lut] as const),
	...['D2B0', 'D2B1', 'D2B2', 'D2B3', 'B2D0', 'B2D1', 'B2D2', 'B2D3'].map((tag) => [tag, ['mpet']] as const),
	['chad', ['sf32']],
	['chrm', ['chrm']],
	['cicp', ['cicp']]
]);

/** What may stand in the header where it has a choice of names. */
const classes = ['scnr', 'mntr', 'prtr', 'spac'];
const colourSpaces = ['RGB ', 'GRAY', 'CMYK', 'YCbr', 'Lab ', 'XYZ '];
const connectionSpaces = ['XYZ ', 'Lab '];

/** @throws NotClean if it is no profile for a picture, or its tags do not fit in it. */
export function cleanProfile(profile: Uint8Array): Octets {
	const header = cleanHeader(take(profile, 0, headerLength));
	const count = u32(profile, headerLength);
	if (count > mostTags) throw new NotClean('Its colour profile has too many tags');
	const version4 = (header[8] as number) >= 4;
	const kept = new Map<string, Uint8Array>([
		['desc', version4 ? localised('icc') : described('icc')],
		['cprt', version4 ? localised('') : join([ascii('text'), be32(0), ascii('\0')])]
	]);
	for (let n = 0; n < count; n++) {
		const entry = headerLength + 4 + 12 * n;
		const data = take(profile, u32(profile, entry + 4), u32(profile, entry + 8));
		const tag = name4(profile, entry);
		const types = allowed.get(tag);
		if (types === undefined) continue;
		if (!types.includes(name4(data, 0))) throw new NotClean('A tag of its colour profile is of another type than it must be');
		if (kept.has(tag)) throw new NotClean('A tag of its colour profile stands there twice');
		kept.set(tag, take(data, 0, neededLength(data)));
	}
	return assemble(header, kept);
}

/** Of 128 bytes what is needed, the rest zero; the size is set once it is known. */
function cleanHeader(header: Uint8Array): Octets {
	if (name4(header, 36) !== 'acsp') throw new NotClean('Its colour profile is none');
	if (!classes.includes(name4(header, 12)) || !colourSpaces.includes(name4(header, 16)) || !connectionSpaces.includes(name4(header, 20)))
		throw new NotClean('Its colour profile is not one for a picture');
	const out = new Uint8Array(headerLength);
	// Version; class and spaces; signature; intent and illuminant.
	for (const [at, length] of [
		[8, 2],
		[12, 12],
		[36, 4],
		[67, 1],
		[68, 12]
	] as const)
		out.set(header.subarray(at, at + length), at);
	return out;
}

/** The profile out of its tags, each at a multiple of four. Data that several tags share is still written once: three curves often are one. */
function assemble(header: Octets, tags: ReadonlyMap<string, Uint8Array>): Octets {
	const table: Uint8Array[] = [be32(tags.size)];
	const written: Uint8Array[] = [];
	const places: { data: Uint8Array; at: number }[] = [];
	let end = headerLength + 4 + 12 * tags.size;
	for (const [tag, data] of tags) {
		let place = places.find((other) => isSame(other.data, data));
		if (place === undefined) {
			place = { data, at: end };
			places.push(place);
			written.push(data, new Uint8Array(-data.length & 3));
			end += data.length + (-data.length & 3);
		}
		table.push(ascii(tag), be32(place.at), be32(data.length));
	}
	header.set(be32(end), 0);
	return join([header, ...table, ...written]);
}

/** Whether two views are of the same stretch of the same bytes. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;

/** How many numbers each form of a parametric curve has (§10.18). */
const parameters = [1, 3, 4, 5, 7];

/** How many bytes a tag's data says it needs: what stands behind them is not looked at by anyone, so it goes. */
function neededLength(data: Uint8Array): number {
	switch (name4(data, 0)) {
		case 'XYZ ':
			return 20;
		case 'curv':
			return 12 + 2 * u32(data, 8);
		case 'para':
			return 12 + 4 * (parameters[u16(data, 8)] ?? data.length);
		case 'sf32':
			return 44;
		case 'cicp':
			return 12;
		case 'chrm':
			return 12 + 8 * u16(data, 8);
		case 'mft1':
			return 48 + 256 * (u8(data, 8) + u8(data, 9)) + gridLength(data);
		case 'mft2':
			return 52 + 2 * (u16(data, 48) * u8(data, 8) + u16(data, 50) * u8(data, 9) + gridLength(data));
		default:
			return data.length;
	}
}

/** Entries of the grid of a lookup table (§10.10, §10.11): inputs, outputs and points a side stand in bytes 8 to 10. */
const gridLength = (data: Uint8Array): number => u8(data, 10) ** u8(data, 8) * u8(data, 9);

/** Text as version 2 writes a description (ICC.1:2001-04 §6.5.17): ASCII; no Unicode, no Macintosh script. */
const described = (text: string): Octets => join([ascii('desc'), be32(0), be32(text.length + 1), ascii(`${text}\0`), new Uint8Array(4 + 4 + 2 + 1 + 67)]);

/** Text as version 4 writes it (multiLocalizedUnicodeType, §10.15): one text, in English. */
const localised = (text: string): Octets =>
	join([
		ascii('mluc'),
		be32(0),
		be32(1),
		be32(12),
		ascii('enUS'),
		be32(2 * text.length),
		be32(28),
		...Array.from(text, (letter) => be16(letter.charCodeAt(0)))
	]);
