/** What was cleaned shows what it showed: every pixel of every frame, decoded by a browser before and after; and a film that a browser recorded can be skipped in. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { cleanPicture } from '../src/media/clean-picture.ts';
import { pictureKind } from '../src/media/picture-kind.ts';
import { cleaned } from '../test/media/cleaned.ts';

const fixture = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(`test/media/fixtures/${name}`));

/** A page of no host that may decode frames: browsers give that to safe origins alone. */
async function emptyPage(page: Page): Promise<void> {
	await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>.</title>' }));
	await page.goto('http://localhost/');
}

interface Shown {
	width: number;
	height: number;
	/** Milliseconds; null for a picture that stands still. */
	duration: number | null;
	/** How many colours there are, and the sum (SHA-256) of all pixels: red, green, blue and alpha of each, in wide colours. */
	colours: number;
	pixels: string;
}

/** As a page shows it, upright; then each frame of it. */
async function shown(page: Page, bytes: Uint8Array): Promise<Shown[]> {
	const drawn = await page.evaluate(
		async ([base64, type]) => {
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			const draw = (picture: ImageBitmap | VideoFrame, width: number, height: number, duration: number | null) => {
				const canvas = new OffscreenCanvas(width, height);
				const pen = canvas.getContext('2d', { colorSpace: 'display-p3' }) as OffscreenCanvasRenderingContext2D;
				pen.drawImage(picture, 0, 0);
				const { data } = pen.getImageData(0, 0, width, height);
				return { width, height, duration, pixels: btoa(String.fromCharCode(...data)) };
			};
			const whole = await createImageBitmap(new Blob([bytes], { type }));
			const all = [draw(whole, whole.width, whole.height, null)];
			const decoder = new ImageDecoder({ data: bytes, type });
			await Promise.all([decoder.completed, decoder.tracks.ready]);
			for (let frameIndex = 0; frameIndex < (decoder.tracks.selectedTrack?.frameCount ?? 0); frameIndex++) {
				const { image } = await decoder.decode({ frameIndex });
				all.push(draw(image, image.displayWidth, image.displayHeight, image.duration === null ? null : image.duration / 1000));
				image.close();
			}
			return all;
		},
		[Buffer.from(bytes).toString('base64'), `image/${pictureKind(bytes)}`] as const
	);
	return drawn.map(({ pixels, ...rest }) => {
		const all = Buffer.from(pixels, 'base64');
		const colours = new Set(Array.from({ length: all.length / 4 }, (_, i) => all.readUInt32BE(4 * i))).size;
		return { ...rest, colours, pixels: createHash('sha256').update(all).digest('hex') };
	});
}

/** How many frames, and how wide and high as shown: turned upright, but for a WebP, of which Chromium does not read which way up it lies. */
const pictures: Record<string, [frames: number, width: number, height: number]> = {
	'marked.jpg': [1, 32, 48],
	'marked-progressive.jpg': [1, 32, 48],
	'marked.png': [1, 32, 48],
	'marked.webp': [1, 48, 32],
	'wide.jpg': [1, 48, 32],
	'inks.jpg': [1, 48, 32],
	'telephone.jpg': [1, 32, 48],
	'two.jpg': [1, 48, 32],
	'screen.png': [1, 48, 32],
	'moving.png': [3, 48, 32],
	'moving.webp': [3, 48, 32],
	'glass.webp': [1, 48, 32],
	'glass-lossless.webp': [1, 48, 32]
};

/** A JPEG without its segments of this kind, before its first scan. */
function without(jpeg: Uint8Array, marker: number): Uint8Array {
	const kept = [jpeg.subarray(0, 2)];
	let at = 2;
	for (; jpeg[at + 1] !== 0xda; at += 2 + Buffer.from(jpeg).readUInt16BE(at + 2))
		if (jpeg[at + 1] !== marker) kept.push(jpeg.subarray(at, at + 2 + Buffer.from(jpeg).readUInt16BE(at + 2)));
	return Buffer.concat([...kept, jpeg.subarray(at)]);
}

test('a cleaned picture has the pixels it had', async ({ page }) => {
	await emptyPage(page);
	for (const [name, [frames, width, height]] of Object.entries(pictures))
		await test.step(name, async () => {
			const before = await shown(page, fixture(name));
			expect(before).toHaveLength(1 + frames);
			expect(before[0]).toMatchObject({ width, height });
			// Not one colour all over: something was decoded.
			for (const { colours } of before) expect(colours).toBeGreaterThan(10);
			if (frames > 1) expect(new Set(before.slice(1).map(({ pixels }) => pixels)).size).toBe(frames);
			expect(await shown(page, cleanPicture(fixture(name)))).toEqual(before);
		});
	await test.step('what would be lost without a profile, the kind of inks, or which way up it lies, is seen', async () => {
		for (const [name, marker] of [
			['wide.jpg', 0xe2],
			['inks.jpg', 0xee],
			['telephone.jpg', 0xe1]
		] as const) {
			const cleaned = cleanPicture(fixture(name));
			expect((await shown(page, without(cleaned, 0x01)))[0]).toEqual((await shown(page, cleaned))[0]);
			expect((await shown(page, without(cleaned, marker)))[0]?.pixels, name).not.toBe((await shown(page, cleaned))[0]?.pixels);
		}
	});
});

/** What a player says of a film, and where it comes to when it is told to skip to its middle. Null where it knows no such films. */
const played = (page: Page, bytes: Uint8Array, type: string) =>
	page.evaluate(
		async ([base64, type]) => {
			const video = document.createElement('video');
			if (video.canPlayType(type) === '') return null;
			video.muted = true;
			const happens = (what: string) =>
				new Promise<void>((resolve, reject) => {
					video.addEventListener(what, () => resolve(), { once: true });
					video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
					setTimeout(() => reject(new Error(`not ${what} in time`)), 10_000);
				});
			const began = happens('loadeddata');
			video.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type }));
			await began;
			const { duration, seekable, videoWidth } = video;
			const reaches = seekable.length === 1 ? [seekable.start(0), seekable.end(0)] : [];
			const sought = happens('seeked');
			video.currentTime = duration === Infinity ? 1 : duration / 2;
			await sought;
			return { duration: String(duration), reaches: reaches.map(String), at: video.currentTime, width: videoWidth };
		},
		[Buffer.from(bytes).toString('base64'), type] as const
	);

test('a film as a browser records it has no length; cleaned it has, and is skipped in', async ({ page }) => {
	await emptyPage(page);
	const recorded = fixture('recorded.webm');
	expect(await played(page, recorded, 'video/webm')).toMatchObject({ duration: 'Infinity', reaches: ['0', 'Infinity'] });
	const { bytes, film } = await cleaned(new Blob([recorded]));
	expect(await played(page, bytes, film.mime)).toEqual({ duration: '2.007', reaches: ['0', '2.007'], at: 1.0035, width: 96 });
});

test('a film as a telephone’s browser records it, in pieces, is played and skipped in once it is cleaned', async ({ page }) => {
	await emptyPage(page);
	const { bytes, film } = await cleaned(new Blob([fixture('fragments.mp4')]));
	const now = await played(page, bytes, film.mime);
	test.skip(now === null, 'This Chromium does not play H.264');
	expect(now).toEqual({ duration: '2.021354', reaches: ['0', '2.021354'], at: 1.010677, width: 96 });
});
