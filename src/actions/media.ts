/** What a device must be able to do with a picture before it is sealed: a port; src/media in a browser, drawn by hand in tests under Node. */

export interface ReadyPicture {
	/** As shown, upright. */
	width: number;
	height: number;
	thumbnail: Blob;
	screen: Blob;
	/** The whole of it, without what it must not tell; null where that was not wished for. */
	original: Blob | null;
}

export interface Media {
	/** @throws NotReady (media/not-ready.ts) where this device cannot make it ready */
	picture(file: Blob, whole: boolean): Promise<ReadyPicture>;
}
