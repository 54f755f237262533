/**
 * A JPEG with what shows it and nothing else (ITU-T T.81 Annex B). It is a row of segments, each a marker and mostly a length,
 * and after a scan's header the scan itself. Kept as they are: frame, tables, scans. Written anew out of what they say:
 * JFIF (density), Adobe (which colours the numbers stand for), the colour profile, the orientation. The rest goes, also all
 * that follows the end: second pictures, films, depth, what a telephone's maker hangs on.
 */
import { cleanProfile } from './colour-profile.ts';
import { NotClean } from './not-clean.ts';
import { ascii, be16, join, standsAt, take, u16, u8, type Octets } from './octets.ts';
import { readOrientation, writeOrientation, type Orientation } from './orientation.ts';

const soi = 0xd8;
const eoi = 0xd9;
const sos = 0xda;
const app0 = 0xe0;
const app1 = 0xe1;
const app2 = 0xe2;
const app14 = 0xee;

const exif = 'Exif\0\0';
const profileName = 'ICC_PROFILE\0';
/** The most a segment holds after its length. */
const mostInSegment = 0xffff - 2;

/** Frames that decoders know: all but DHT, JPG and DAC, which stand among them (Table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Left out: APPn, comments, and DNL, which counts the lines of a frame that has not said how many it has; such a frame is refused. */
const isLeftOut = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe || marker === 0xdc;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** What the segments before the first scan say about the showing. Decoders look for it there only. */
interface Said {
	jfif: Uint8Array | null;
	adobe: Uint8Array | null;
	orientation: Orientation | null;
	profileParts: Uint8Array[];
}

/** @throws NotClean if it is not a JPEG in form, from its first byte to its EOI. */
export function cleanJpeg(bytes: Uint8Array): Octets {
	if (u16(bytes, 0) !== (0xff00 | soi)) throw new NotClean('It does not begin as a JPEG does');
	const said: Said = { jfif: null, adobe: null, orientation: null, profileParts: [] };
	const kept: Uint8Array[] = [];
	let frames = 0;
	let scans = 0;
	let at = 2;
	for (;;) {
		const marker = markerAt(bytes, at);
		at = marker.end;
		if (marker.code === eoi) break;
		const length = u16(bytes, at);
		if (length < 2) throw new NotClean('A segment is shorter than its own length');
		const body = take(bytes, at + 2, length - 2);
		at += length;
		if (isLeftOut(marker.code)) {
			if (scans === 0) listen(marker.code, body, said);
			continue;
		}
		if (!hasForm(marker.code, body)) throw new NotClean('A segment is not in the form it must have');
		kept.push(segment(marker.code, body));
		if (isFrame(marker.code) && ++frames > 1) throw new NotClean('It has more than one frame');
		if (marker.code !== sos) continue;
		if (frames === 0) throw new NotClean('A scan comes before the frame');
		scans++;
		const end = endOfScan(bytes, at);
		kept.push(bytes.subarray(at, end));
		at = end;
	}
	if (scans === 0) throw new NotClean('It has no scan');
	return join([Uint8Array.of(0xff, soi), ...writeSaid(said), ...kept, Uint8Array.of(0xff, eoi)]);
}

/** The marker that stands at `at`, and where it ends. Before it there may be any number of bytes 0xff (B.1.1.2). */
function markerAt(bytes: Uint8Array, at: number): { code: number; end: number } {
	if (u8(bytes, at) !== 0xff) throw new NotClean('There is no marker where one must be');
	while (u8(bytes, at) === 0xff) at++;
	return { code: u8(bytes, at), end: at + 1 };
}

/** Where the bytes of a scan end: at the next marker that is not a restart. 0xff 0x00 in it is a byte 0xff (B.1.1.5). */
function endOfScan(bytes: Uint8Array, start: number): number {
	for (let at = bytes.indexOf(0xff, start); at !== -1; at = bytes.indexOf(0xff, at)) {
		let after = at + 1;
		while (bytes[after] === 0xff) after++;
		const code = u8(bytes, after);
		if (code !== 0 && !isRestart(code)) return at;
		at = after + 1;
	}
	throw new NotClean('It ends within a scan');
}

/** Whether a segment that is kept has the length its contents ask for, so that nothing can stand behind them. Others are refused here. */
function hasForm(marker: number, body: Uint8Array): boolean {
	if (isFrame(marker)) return body.length === 6 + 3 * u8(body, 5) && u16(body, 1) > 0 && u16(body, 3) > 0;
	switch (marker) {
		case sos:
			return body.length === 4 + 2 * u8(body, 0);
		case 0xc4:
			return isFilled(body, (at) => 17 + take(body, at + 1, 16).reduce((sum, codes) => sum + codes, 0));
		case 0xdb:
			return isFilled(body, (at) => (u8(body, at) >> 4 === 0 ? 65 : 129));
		case 0xcc:
			// A table is a byte that names it and its value: four of each of two classes (B.2.4.3).
			return body.length % 2 === 0 && body.length <= 16;
		case 0xdd:
			return body.length === 2;
		default:
			return false;
	}
}

/** Whether tables, each as long as `lengthAt` says, fill a segment to its last byte. */
function isFilled(body: Uint8Array, lengthAt: (at: number) => number): boolean {
	let at = 0;
	while (at < body.length) at += lengthAt(at);
	return at === body.length;
}

/** Takes from a segment that is left out what it says about the showing. */
function listen(marker: number, body: Uint8Array, said: Said): void {
	if (marker === app0 && standsAt(body, 0, 'JFIF\0') && body.length >= 14) said.jfif ??= body;
	if (marker === app1 && standsAt(body, 0, exif)) said.orientation ??= readOrientation(body.subarray(exif.length));
	if (marker === app2 && standsAt(body, 0, profileName)) said.profileParts.push(body.subarray(profileName.length));
	// Of several, decoders heed the last.
	if (marker === app14 && standsAt(body, 0, 'Adobe') && body.length >= 12) said.adobe = body;
}

function* writeSaid({ jfif, adobe, orientation, profileParts }: Said): Generator<Uint8Array> {
	// Version, unit and density; a thumbnail of no width and no height (JFIF 1.02).
	if (jfif !== null) yield segment(app0, ascii('JFIF\0'), jfif.subarray(5, 12), Uint8Array.of(0, 0));
	if (orientation !== null && orientation !== 1) yield segment(app1, ascii(exif), writeOrientation(orientation));
	if (profileParts.length > 0) yield* splitProfile(cleanProfile(joinProfile(profileParts)));
	// Version 100, no flags: they tell of the encoder, and no decoder asks (Adobe technical note 5116, §18).
	if (adobe !== null) yield segment(app14, ascii('Adobe'), be16(100), be16(0), be16(0), adobe.subarray(11, 12));
}

const segment = (marker: number, ...bodies: Uint8Array[]): Octets => {
	const body = join(bodies);
	return join([Uint8Array.of(0xff, marker), be16(body.length + 2), body]);
};

/** The profile out of segments that say which of how many they are, from 1 (ICC.1:2022 Annex B.4). */
function joinProfile(parts: readonly Uint8Array[]): Octets {
	const count = u8(parts[0] as Uint8Array, 1);
	const inOrder = new Map(parts.map((part) => [u8(part, 0), part]));
	if (parts.length !== count || inOrder.size !== count || parts.some((part) => u8(part, 1) !== count || u8(part, 0) < 1 || u8(part, 0) > count))
		throw new NotClean('Parts of its colour profile are missing or stand there twice');
	return join(Array.from({ length: count }, (_, n) => (inOrder.get(n + 1) as Uint8Array).subarray(2)));
}

function* splitProfile(profile: Octets): Generator<Octets> {
	const most = mostInSegment - profileName.length - 2;
	const count = Math.ceil(profile.length / most);
	for (let n = 1; n <= count; n++) yield segment(app2, ascii(profileName), Uint8Array.of(n, count), profile.subarray((n - 1) * most, n * most));
}
