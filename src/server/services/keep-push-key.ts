/** The key by which push services know this host: made when it is first asked for, kept with everything else. */
import { isRefused, type PushKeys } from '../store/command.ts';
import { Problem } from '../problem.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import { makePushKeys } from './send-push.ts';

export function pushKeyKeeper(reader: Reader, writer: Writer): () => Promise<PushKeys> {
	let known: Promise<PushKeys> | null = null;
	async function find(): Promise<PushKeys> {
		const kept = reader.pushKey();
		if (kept !== null) return kept;
		const outcome = await writer.write({ kind: 'push-key', ...makePushKeys() });
		if (isRefused(outcome)) throw new Problem('storage');
		return outcome;
	}
	return () => {
		known ??= find().catch((error: unknown) => {
			known = null;
			throw error;
		});
		return known;
	};
}
