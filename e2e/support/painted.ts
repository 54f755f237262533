/** Pictures to look at: a lake at dusk, a window, a hand's breadth of snow. Drawn in the browser, of nothing and nobody. */
import type { Page } from '@playwright/test';

/** A JPEG of a made-up landscape; `which` gives its colours. */
export async function paints(page: Page, width: number, height: number, which = 0): Promise<Buffer> {
	const bytes = await page.evaluate(
		async ([w, h, n]) => {
			const canvas = new OffscreenCanvas(w, h);
			const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
			const skies = [
				['#38536b', '#d9a27a', '#2b3f4a'],
				['#a9c3cf', '#f4ead8', '#6f8b7b'],
				['#2a2f45', '#7a6a86', '#1c2333'],
				['#e8e4da', '#f9f4ea', '#b9b3a6'],
				['#5b4a3b', '#d8b48c', '#3b3028']
			] as const;
			const [high, low, ground] = skies[n % skies.length] as readonly [string, string, string];
			const sky = pen.createLinearGradient(0, 0, 0, h * 0.62);
			sky.addColorStop(0, high);
			sky.addColorStop(1, low);
			pen.fillStyle = sky;
			pen.fillRect(0, 0, w, h);
			pen.fillStyle = '#f7e3b4';
			pen.beginPath();
			pen.arc(w * (0.3 + 0.1 * n), h * 0.4, Math.min(w, h) * 0.06, 0, 7);
			pen.fill();
			for (const [i, depth] of [0.55, 0.62, 0.7].entries()) {
				pen.fillStyle = ground;
				pen.globalAlpha = 0.35 + i * 0.25;
				pen.beginPath();
				pen.moveTo(0, h);
				for (let x = 0; x <= w; x += w / 40) pen.lineTo(x, h * depth + Math.sin(x / (w / (4 + i)) + n + i) * h * 0.03);
				pen.lineTo(w, h);
				pen.fill();
			}
			return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer())];
		},
		[width, height, which] as const
	);
	return Buffer.from(bytes);
}
