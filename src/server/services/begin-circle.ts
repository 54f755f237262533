/** Begins a circle: a genesis, its first device, and the keys of the rings it is going to use, in one batch. */
import { currentEpoch } from '#membership/state.ts';
import { equal } from '#crypto/bytes.ts';
import { Problem } from '../problem.ts';
import { isRefused } from '../store/command.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import { decodeOrRefuse, invitationsIn, judgeControl } from './append-control.ts';
import type { RateLimit } from './limit-rate.ts';

type Bytes = Uint8Array<ArrayBuffer>;
export interface Needs {
	reader: Reader;
	writer: Writer;
	/** Circles one address may begin. */
	limit: RateLimit;
	/** May anybody begin one? */
	open: boolean;
	/** Most circles there may be. */
	most: number;
}
const kinds = new Set(['genesis', 'device+', 'epoch', 'invite']);

export function circleBeginner({ reader, writer, limit, open, most }: Needs) {
	/** Number of the newest control entry. The same batch sent again is fine. @throws Problem */
	return async function beginCircle(entries: Bytes[], address: string): Promise<number> {
		if (!open) throw new Problem('not-yours', { title: 'This host takes no new circles', remedy: 'Ask the host (KVAR_OPEN)' });
		const payloads = entries.map(decodeOrRefuse);
		if (payloads.some(({ kind }) => !kinds.has(kind))) throw new Problem('control-refused', { refusal: 'wrong-state' });
		limit.take(address);
		const state = await judgeControl(null, entries);
		if (state.devices.size === 0 || currentEpoch(state, 'us') === undefined) {
			throw new Problem('control-refused', { refusal: 'wrong-state', title: 'A circle begins with a device and a key for `us`' });
		}
		const outcome = await writer.write({ kind: 'begin', circleId: state.circleId, entries, newHead: state.head, invitations: invitationsIn(payloads), most });
		if (!isRefused(outcome)) return state.n;
		const key = reader.circleOf(state.circleId);
		if (outcome.refused === 'circle-exists' && key !== null && entries.every((entry, n) => equal(entry, reader.controlEntry(key, n) ?? new Uint8Array()))) {
			return state.n;
		}
		throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused, outcome.title === undefined ? {} : { title: outcome.title });
	};
}
