import { ask } from '#actions/ask.ts';
import type { SealedFile } from '#domain/enclosed.ts';

/** The last few that were opened, so that coming back to a page does not open them anew. */
const opened = new Map<string, Promise<Blob>>();
const most = 40;

/** Plain bytes of a sealed file, in this page's memory. @throws NotDone with the code of why not */
export function openFile(file: SealedFile): Promise<Blob> {
	const known = opened.get(file.id);
	if (known !== undefined) return known;
	const opening = ask('openFile', { file });
	opening.catch(() => opened.delete(file.id));
	opened.set(file.id, opening);
	const [oldest] = opened.keys();
	if (opened.size > most && oldest !== undefined) opened.delete(oldest);
	return opening;
}
