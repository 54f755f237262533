/** What stands where in a picture that is shown. */
import type { Locator } from '@playwright/test';

/** Colours of the four quarters of a picture as it is shown, above left first. */
export const coloursOf = (img: Locator): Promise<string[]> =>
	img.evaluate(async (element: HTMLImageElement) => {
		await element.decode();
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [element.naturalWidth, element.naturalHeight];
		const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
		pen.drawImage(element, 0, 0);
		return [
			[0.25, 0.25],
			[0.75, 0.25],
			[0.25, 0.75],
			[0.75, 0.75]
		].map(([x, y]) => {
			const [r = 0, g = 0] = pen.getImageData(canvas.width * (x as number), canvas.height * (y as number), 1, 1).data;
			return r > 200 && g > 200 ? 'white' : r > 128 ? 'red' : g > 100 ? 'green' : 'blue';
		});
	});
export const upright = ['red', 'green', 'blue', 'white'];
