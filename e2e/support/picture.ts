/** Pictures as phones take them: drawn here, lying on their side, with a place and a camera written into them. */
import type { Page } from '@playwright/test';

export const marks = { make: 'Sjökamera', place: 'Paradisgatan', serial: 'SN-4711-0815' };

/** A JPEG of `width` × `height` as it is to be seen: red above left, green above right, blue below left, white below right; stored turned by a quarter. */
export async function takesPicture(page: Page, width: number, height: number): Promise<Buffer> {
	const drawn = await page.evaluate(
		async ([w, h]) => {
			// Stored as a sensor lies: the upright picture turned a quarter to the left (Exif orientation 6 says: turn it to the right).
			const canvas = new OffscreenCanvas(h, w);
			const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
			pen.translate(0, w);
			pen.rotate(-Math.PI / 2);
			const quarters: [string, number, number][] = [
				['#e01010', 0, 0],
				['#10a010', w / 2, 0],
				['#1010d0', 0, h / 2],
				['#f8f8f8', w / 2, h / 2]
			];
			for (const [colour, x, y] of quarters) {
				pen.fillStyle = colour;
				pen.fillRect(x, y, w / 2, h / 2);
			}
			const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer());
			return [...bytes];
		},
		[width, height] as const
	);
	const jpeg = Buffer.from(drawn);
	return Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2)]);
}

/** APP1 with an Exif (CIPA DC-008): make, orientation 6, a description with a street, a place by GPS. Little-endian. */
function exif(): Buffer {
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
	field(ifd0 + 26, 0x0112, 3, 1, 6);
	field(ifd0 + 38, 0x8825, 4, 1, gpsAt);
	tiff.writeUInt16LE(gpsCount, gpsAt);
	field(gpsAt + 2, 1, 2, 2, 'N'.charCodeAt(0));
	field(gpsAt + 14, 2, 5, 3, dataAt + make.length + said.length);
	make.copy(tiff, dataAt);
	said.copy(tiff, dataAt + make.length);
	for (const [i, value] of [59, 1, 19, 1, 30, 1].entries()) tiff.writeUInt32LE(value, dataAt + make.length + said.length + i * 4);
	const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
	const head = Buffer.from([0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(body.length + 2, 2);
	return Buffer.concat([head, body]);
}
