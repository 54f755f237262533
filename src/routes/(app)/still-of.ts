/** Where in a film its still picture is taken: a second in, or a tenth of a short one. */
const second = 1;
const patience = 8_000;

/** A still picture out of a film that was chosen, as JPEG; null where this browser cannot show the film, or it is a sound. */
export async function stillOf(file: Blob): Promise<Blob | null> {
	if (file.type.startsWith('audio/')) return null;
	const url = URL.createObjectURL(file);
	const player = document.createElement('video');
	player.muted = true;
	player.preload = 'auto';
	const until = (event: string): Promise<boolean> =>
		new Promise((resolve) => {
			player.addEventListener(event, () => resolve(true), { once: true });
			player.addEventListener('error', () => resolve(false), { once: true });
			setTimeout(() => resolve(false), patience);
		});
	try {
		const loaded = until('loadeddata');
		player.src = url;
		if (!(await loaded) || player.videoWidth === 0) return null;
		const sought = until('seeked');
		player.currentTime = Math.min(second, (Number.isFinite(player.duration) ? player.duration : 1) / 10);
		if (!(await sought)) return null;
		return await stillNow(player);
	} finally {
		player.removeAttribute('src');
		player.load();
		URL.revokeObjectURL(url);
	}
}

/** What `player` shows now, as JPEG; null where it shows nothing. */
export function stillNow(player: HTMLVideoElement): Promise<Blob | null> {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [player.videoWidth, player.videoHeight];
	canvas.getContext('2d')?.drawImage(player, 0, 0);
	return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
}
