/** The writer as the main thread sees it: hand in a command, get its outcome once it is on the disk. Never blocks. */
import { Worker } from 'node:worker_threads';
import { isRefused, type Command, type Outcome, type Refused, type Results } from './command.ts';
import { packCommands, unpackOutcomes } from './pack-batch.ts';
import type { Batch, WriterAnswer, WriterSettings } from './writer-worker.ts';

/** Batches with the writer at once: one being committed and one at hand. What comes meanwhile goes as one, into one commit. */
const most = 2;

export interface Writer {
	/** Resolves after the fsync. A host that cannot store gives `storage`, with nothing changed. */
	write<C extends Command>(command: C): Promise<Results[C['kind']] | Refused>;
	/** Waits until everything handed in is on the disk, then lets go of the file. */
	close(): Promise<void>;
}

/** `onProblem` hears what the disk said, for the host's log. */
export async function openWriter(settings: WriterSettings, onProblem: (reason: string) => void): Promise<Writer> {
	// In the program as it is built, every file is a .js.
	const module = new URL(`./writer-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
	const worker = new Worker(module, { workerData: settings, name: 'writer' });
	const waiting = new Map<number, (outcome: Outcome) => void>();
	const { promise: ready, resolve: isReady, reject: isBroken } = Promise.withResolvers<void>();
	const { promise: ended, resolve: end } = Promise.withResolvers<void>();
	let queue: Command[] = [];
	let next = 0;
	let closed = false;
	let underWay = 0;

	function settle(number: number, outcome: Outcome): void {
		waiting.get(number)?.(outcome);
		waiting.delete(number);
	}

	worker.on('message', (message: WriterAnswer) => {
		if ('ready' in message) return isReady();
		if ('failed' in message) {
			const error = new Error(message.failed);
			error.name = message.name;
			return isBroken(error);
		}
		underWay -= message.firsts.length;
		// Before those who wait are told: the writer does not rest meanwhile.
		flush();
		message.outcomes.forEach((packed, batch) => {
			unpackOutcomes(packed).forEach((outcome, i) => {
				if (isRefused(outcome) && outcome.reason !== undefined) onProblem(outcome.reason);
				settle((message.firsts[batch] as number) + i, outcome);
			});
		});
	});
	worker.on('error', (error) => {
		onProblem(error instanceof Error ? error.message : 'The writer has stopped');
		isBroken(error);
	});
	worker.on('exit', () => {
		closed = true;
		for (const number of [...waiting.keys()]) settle(number, { refused: 'storage' });
		end();
	});
	await ready;

	function flush(): void {
		if (queue.length === 0 || (underWay >= most && !closed)) return;
		const batch: Batch = { first: next - queue.length, commands: packCommands(queue) };
		queue = [];
		underWay += 1;
		worker.postMessage(batch, [batch.commands.bytes.buffer]);
	}

	return {
		write: (command) => {
			if (closed) return Promise.resolve({ refused: 'storage' });
			const { promise, resolve } = Promise.withResolvers<never>();
			waiting.set(next++, resolve as (outcome: Outcome) => void);
			if (queue.push(command) === 1) setImmediate(flush);
			return promise;
		},
		async close() {
			closed = true;
			flush();
			worker.postMessage('close');
			await ended;
		}
	};
}
