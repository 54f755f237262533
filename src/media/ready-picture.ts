/**
 * A PICTURE MADE READY, in a browser's worker: decoded, turned upright, drawn anew in two sizes. What was drawn anew holds pixels and nothing
 * else: no place, no camera, no marks of editing. The whole of it, where that is wished for, is kept byte for byte but for those (clean-picture.ts).
 */
import { cleanPicture } from './clean-picture.ts';
import { NotClean } from './not-clean.ts';
import { NotReady } from './not-ready.ts';
import { pictureKind } from './picture-kind.ts';

/** The longer side, in pixels. */
const thumbnailSide = 480;
const screenSide = 2048;
const quality = 0.86;
/** Bytes of a file that is read whole, and pixels that are held at once. */
const mostBytes = 80 * 1024 * 1024;
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
	if (file.size > mostBytes) throw new NotReady('picture-too-large');
	const kind = pictureKind(new Uint8Array(await file.slice(0, 64).arrayBuffer()));
	if (kind === null) throw new NotReady('not-a-picture');
	const picture = await decode(file, kind);
	try {
		if (picture.width * picture.height > mostPixels) throw new NotReady('picture-too-large');
		const screen = draw(picture, screenSide);
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

/** Upright, as its Exif says (https://html.spec.whatwg.org/#imagebitmapoptions: from-image). */
async function decode(file: Blob, kind: string): Promise<ImageBitmap> {
	try {
		return await createImageBitmap(file, { imageOrientation: 'from-image' });
	} catch {
		throw new NotReady(kind === 'heic' || kind === 'avif' ? 'heic' : 'not-a-picture');
	}
}

/** No larger than `side`, never enlarged; what is see-through lies on white. */
function draw(picture: ImageBitmap | OffscreenCanvas, side: number): OffscreenCanvas {
	const scale = Math.min(1, side / Math.max(picture.width, picture.height));
	const [width, height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
	const canvas = new OffscreenCanvas(width, height);
	const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
	pen.imageSmoothingQuality = 'high';
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, width, height);
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
