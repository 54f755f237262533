/** Takes away files that nobody needs: begun and never finished, or whole and spoken of by no entry, for a week; and, at start, what no row speaks of. */
import type { Logger } from 'pino';
import type { Blobs } from '../blobs/disk.ts';
import { isRefused } from '../store/command.ts';
import type { Store } from '../store/open-store.ts';

const hour = 60 * 60 * 1000;
/** A phone may be off for days between sending a picture and what is said with it. */
const patience = 7 * 24 * hour;

export interface Collecting extends Disposable {
	/** Resolves once what is collectable now has gone. */
	collect(now?: number): Promise<void>;
}

export function collectFiles({ reader, writer, blobs }: Store, log: Logger): Collecting {
	/** Nothing is written yet when this runs: the folder is this process's alone. */
	const orphans = blobs.list().filter(({ circle, file }) => reader.file(circle, file) === null);
	let underWay = removeAll(blobs, orphans, log);

	async function collect(now = Date.now()): Promise<void> {
		for (;;) {
			const outcome = await writer.write({ kind: 'collect', before: now - patience });
			if (isRefused(outcome) || outcome.dropped.length === 0) return;
			await removeAll(blobs, outcome.dropped, log);
		}
	}

	const next = (now?: number): Promise<void> => (underWay = underWay.then(() => collect(now)));
	const timer = setInterval(() => void next(), hour).unref();
	void next();
	return { collect: next, [Symbol.dispose]: () => clearInterval(timer) };
}

async function removeAll(blobs: Blobs, places: readonly { circle: number; file: Uint8Array }[], log: Logger): Promise<void> {
	for (const place of places)
		await blobs.remove(place).catch((error: NodeJS.ErrnoException) => log.error({ reason: error.code }, 'a file could not be removed'));
}
