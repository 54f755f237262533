/** Of a file's name, from what it is: `video/mp4; codecs="…"` → mp4. */
export const endingOf = (mime: string): string => {
	const [bare = ''] = mime.split(';');
	return others[bare] ?? /^[a-z]+\/([a-z0-9]{2,5})$/.exec(bare)?.[1] ?? 'bin';
};

/** Those whose ending is not the second half of their name. */
const others: Readonly<Record<string, string>> = {
	'audio/mpeg': 'mp3',
	'audio/mp4': 'm4a',
	'video/quicktime': 'mov',
	'video/x-matroska': 'mkv',
	'audio/x-matroska': 'mka'
};
