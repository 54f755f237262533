/** Of a file's name, from what it is: `video/mp4; codecs="…"` → mp4. Only of what is shown or played: nothing that somebody named otherwise is run by its ending. */
export const endingOf = (mime: string): string => endings.get(/^[^;"\s]+(?=;|$)/.exec(mime)?.[0] ?? '') ?? 'bin';

const endings: ReadonlyMap<string, string> = new Map([
	['image/jpeg', 'jpeg'],
	['image/png', 'png'],
	['image/webp', 'webp'],
	['video/mp4', 'mp4'],
	['video/webm', 'webm'],
	['video/quicktime', 'mov'],
	['video/x-matroska', 'mkv'],
	['audio/mpeg', 'mp3'],
	['audio/mp4', 'm4a'],
	['audio/webm', 'webm'],
	['audio/ogg', 'ogg'],
	['audio/wav', 'wav'],
	['audio/flac', 'flac'],
	['audio/aac', 'aac'],
	['audio/x-matroska', 'mka']
]);
