/**
 * A PICTURE MADE READY, in a browser's worker: decoded, turned upright, drawn anew in two sizes. What was drawn anew holds pixels and nothing
 * else: no place, no camera, no marks of editing. The whole of it, where that is wished for, is kept byte for byte but for those (clean-picture.ts).
 */
import { mostOfPicture } from '#domain/enclosed.ts';
import { cleanPicture } from './clean-picture.ts';
import { layFlat } from './clean-webp.ts';
import { NotClean } from './not-clean.ts';
import { NotReady } from './not-ready.ts';
import type { Orientation } from './orientation.ts';
import { pictureKind } from './picture-kind.ts';

/** The longer side, in pixels. */
const thumbnailSide = 480;
const screenSide = 2048;
const quality = 0.86;
/** Pixels that are held at once. */
const mostPixels = 120_000_000;

export interface ReadyPicture {
	/** As shown, upright, in pixels. */
	width: number;
	height: number;
	thumbnail: Blob;
	screen: Blob;
	/** The whole of it, without what it must not tell; null where that was not wished for. */
	original: Blob | null;
}

/** @throws NotReady */
export async function readyPicture(file: Blob, whole: boolean): Promise<ReadyPicture> {
	if (file.size > mostOfPicture) throw new NotReady('picture-too-large');
	const kind = pictureKind(new Uint8Array(await file.slice(0, 64).arrayBuffer()));
	if (kind === null) throw new NotReady('not-a-picture');
	const { picture, orientation } = await decode(file, kind);
	try {
		if (picture.width * picture.height > mostPixels) throw new NotReady('picture-too-large');
		const screen = draw(picture, screenSide, orientation);
		const { width, height } = screen;
		return {
			width,
			height,
			thumbnail: await toJpeg(draw(screen, thumbnailSide)),
			screen: await toJpeg(screen),
			original: whole ? await clean(file, kind) : null
		};
	} finally {
		picture.close();
	}
}

const upright = (file: Blob): Promise<ImageBitmap> => createImageBitmap(file, { imageOrientation: 'from-image' });

/** Turned as its Exif says (https://html.spec.whatwg.org/#imagebitmapoptions: from-image); a WebP as it lies, and how it is to be turned. */
async function decode(file: Blob, kind: string): Promise<{ picture: ImageBitmap; orientation: Orientation }> {
	try {
		if (kind !== 'webp') return { picture: await upright(file), orientation: 1 };
		const bytes = new Uint8Array(await file.arrayBuffer());
		const orientation = layFlat(bytes);
		return { picture: await upright(orientation === 1 ? file : new Blob([bytes])), orientation };
	} catch {
		throw new NotReady(kind === 'heic' || kind === 'avif' ? 'heic' : 'not-a-picture');
	}
}

/** How what lies thus comes to stand, as the six numbers of a canvas, for a picture `w` wide and `h` high as it lies (Exif 2.32 §4.6.4). */
const turns: Record<Orientation, (w: number, h: number) => [number, number, number, number, number, number]> = {
	1: () => [1, 0, 0, 1, 0, 0],
	2: (w) => [-1, 0, 0, 1, w, 0],
	3: (w, h) => [-1, 0, 0, -1, w, h],
	4: (_, h) => [1, 0, 0, -1, 0, h],
	5: () => [0, 1, 1, 0, 0, 0],
	6: (_, h) => [0, 1, -1, 0, h, 0],
	7: (w, h) => [0, -1, -1, 0, h, w],
	8: (w) => [0, -1, 1, 0, 0, w]
};

/** Upright. No larger than `side`, never enlarged; what is see-through lies on white. */
function draw(picture: ImageBitmap | OffscreenCanvas, side: number, orientation: Orientation = 1): OffscreenCanvas {
	const scale = Math.min(1, side / Math.max(picture.width, picture.height));
	const [width, height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
	const canvas = orientation < 5 ? new OffscreenCanvas(width, height) : new OffscreenCanvas(height, width);
	const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
	pen.imageSmoothingQuality = 'high';
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.setTransform(...turns[orientation](width, height));
	pen.drawImage(picture, 0, 0, width, height);
	return canvas;
}

const toJpeg = (canvas: OffscreenCanvas): Promise<Blob> => canvas.convertToBlob({ type: 'image/jpeg', quality });

/** What cannot be cleaned as it is goes in the larger of the two sizes alone. */
async function clean(file: Blob, kind: string): Promise<Blob | null> {
	try {
		return new Blob([cleanPicture(new Uint8Array(await file.arrayBuffer()))], { type: `image/${kind}` });
	} catch (error) {
		if (error instanceof NotClean) return null;
		throw error;
	}
}
