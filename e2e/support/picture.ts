/** Pictures as phones take them: drawn here, lying on their side or otherwise, with a place and a camera written into them. */
import { crc32 } from 'node:zlib';
import type { Page } from '@playwright/test';

export const marks = { make: 'Sjökamera', place: 'Paradisgatan', serial: 'SN-4711-0815' };

type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
/** Where the first row and the first column of what is stored are to be seen (Exif 2.32 §4.6.4, tag Orientation). */
const stands: Record<Orientation, readonly [row: string, column: string]> = {
	1: ['top', 'left'],
	2: ['top', 'right'],
	3: ['bottom', 'right'],
	4: ['bottom', 'left'],
	5: ['left', 'top'],
	6: ['right', 'top'],
	7: ['right', 'bottom'],
	8: ['left', 'bottom']
};
const opposite: Record<string, string> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };
const seen: Record<string, string> = { 'top left': '#e01010', 'top right': '#10a010', 'bottom left': '#1010d0', 'bottom right': '#f8f8f8' };

/**
 * A picture of `width` × `height` as it is to be seen: red above left, green above right, blue below left, white below right; stored as a sensor
 * lies, turned by a quarter if nothing else is said.
 */
export async function takesPicture(
	page: Page,
	width: number,
	height: number,
	{ as = 'jpeg', orientation = 6 }: { as?: 'jpeg' | 'png' | 'webp'; orientation?: Orientation } = {}
): Promise<Buffer> {
	const [row, column] = stands[orientation];
	const colours = [row, opposite[row] as string].flatMap((r) =>
		[column, opposite[column] as string].map((c) => seen[orientation < 5 ? `${r} ${c}` : `${c} ${r}`] as string)
	);
	const [w, h] = orientation < 5 ? [width, height] : [height, width];
	const bytes = Buffer.from(
		await page.evaluate(
			async ([w, h, colours, type]) => {
				const canvas = new OffscreenCanvas(w, h);
				const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
				for (const [i, colour] of colours.entries()) {
					pen.fillStyle = colour;
					pen.fillRect(i % 2 === 0 ? 0 : w / 2, i < 2 ? 0 : h / 2, w / 2, h / 2);
				}
				return [...new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.9 })).arrayBuffer())];
			},
			[w, h, colours, `image/${as}`] as const
		)
	);
	const tiff = exif(orientation);
	if (as === 'png') return Buffer.concat([bytes.subarray(0, 33), pngChunk('eXIf', tiff), bytes.subarray(33)]);
	if (as === 'webp') return extendedWebp(bytes, w, h, tiff);
	const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
	const head = Buffer.from([0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(body.length + 2, 2);
	return Buffer.concat([bytes.subarray(0, 2), head, body, bytes.subarray(2)]);
}

/** PNG, third edition, §5.3. */
function pngChunk(name: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, sum]);
}

/** A WebP, simple or extended, made an extended one with an Exif (RFC 9649 §2.7). */
function extendedWebp(webp: Buffer, width: number, height: number, tiff: Buffer): Buffer {
	const chunk = (name: string, data: Buffer): Buffer => {
		const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
		head.writeUInt32LE(data.length, 4);
		return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
	};
	const isExtended = webp.toString('latin1', 12, 16) === 'VP8X';
	const head = isExtended ? Buffer.from(webp.subarray(20, 30)) : Buffer.alloc(10);
	head[0] = (head[0] as number) | 0x08;
	head.writeUIntLE(width - 1, 4, 3);
	head.writeUIntLE(height - 1, 7, 3);
	const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), chunk('VP8X', head), webp.subarray(isExtended ? 30 : 12), chunk('EXIF', tiff)]);
	return chunk('RIFF', body);
}

/** An Exif (CIPA DC-008): make, orientation, a description with a street, a place by GPS. Little-endian. */
function exif(orientation: Orientation): Buffer {
	const ifd0 = 8;
	const count = 4;
	const gpsAt = ifd0 + 2 + count * 12 + 4;
	const gpsCount = 2;
	const dataAt = gpsAt + 2 + gpsCount * 12 + 4;
	const texts = [marks.make, `${marks.place} ${marks.serial}`].map((text) => Buffer.from(`${text}\0`, 'utf8'));
	const [make, said] = texts as [Buffer, Buffer];
	const tiff = Buffer.alloc(dataAt + make.length + said.length + 24);
	tiff.write('II*\0', 0, 'latin1');
	tiff.writeUInt32LE(ifd0, 4);
	const field = (at: number, tag: number, type: number, n: number, value: number) => {
		tiff.writeUInt16LE(tag, at);
		tiff.writeUInt16LE(type, at + 2);
		tiff.writeUInt32LE(n, at + 4);
		tiff.writeUInt32LE(value, at + 8);
	};
	tiff.writeUInt16LE(count, ifd0);
	field(ifd0 + 2, 0x010e, 2, said.length, dataAt + make.length);
	field(ifd0 + 14, 0x010f, 2, make.length, dataAt);
	field(ifd0 + 26, 0x0112, 3, 1, orientation);
	field(ifd0 + 38, 0x8825, 4, 1, gpsAt);
	tiff.writeUInt16LE(gpsCount, gpsAt);
	field(gpsAt + 2, 1, 2, 2, 'N'.charCodeAt(0));
	field(gpsAt + 14, 2, 5, 3, dataAt + make.length + said.length);
	make.copy(tiff, dataAt);
	said.copy(tiff, dataAt + make.length);
	for (const [i, value] of [59, 1, 19, 1, 30, 1].entries()) tiff.writeUInt32LE(value, dataAt + make.length + said.length + i * 4);
	return tiff;
}
