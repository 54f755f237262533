/** What a phone's camera would read off the screen. */
import type { Locator } from '@playwright/test';
import decodeQR from 'qr/decode.js';

/** The text of the QR code in `picture`, decoded from the very pixels that are shown. */
export async function readQr(picture: Locator): Promise<string> {
	const png = (await picture.screenshot({ scale: 'css' })).toString('base64');
	const blank = await picture.page().context().browser()?.newPage();
	if (blank === undefined) throw new Error('no browser');
	try {
		const { width, height, bytes } = await blank.evaluate(async (base64) => {
			const image = new Image();
			image.src = `data:image/png;base64,${base64}`;
			await image.decode();
			const { width, height } = image;
			const canvas = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
			canvas.drawImage(image, 0, 0);
			return { width, height, bytes: [...canvas.getImageData(0, 0, width, height).data] };
		}, png);
		return decodeQR({ width, height, data: Uint8Array.from(bytes) });
	} finally {
		await blank.close();
	}
}
