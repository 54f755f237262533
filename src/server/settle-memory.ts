/**
 * Gives back what starting has used. Loading the program fills a young generation of several MiB that V8 would keep for as long
 * as the process is idle; one full collection right after the start, once per thread, returns about seven MiB to the system.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** Before the first thread is started, and once: a flag is of the whole process, and is not changed while threads run. */
export const allowSettling = (): void => setFlagsFromString('--expose-gc');

/** Does nothing where it was not allowed. */
export function settleMemory(): void {
	const collect = runInNewContext("typeof gc === 'function' ? gc : null") as Collect | null;
	collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
