/** Control entries that stand or fall together: each is judged as it is written, so that the next one follows it. */
import type { Bytes } from '#crypto/bytes.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { applyControl } from '#membership/apply.ts';
import { isDue } from '#membership/entitled.ts';
import { copyState, type CircleState } from '#membership/state.ts';
import type { ControlBody, ControlKind } from '#wire/control-entry.ts';
import { writeControl, type ControlAuthor } from './control.ts';
import { boxNewest, newEpoch, type Holder } from './ring-key.ts';

export type Boxes = ControlBody<'admit'>[1];

export interface ControlBatch {
	entries: Bytes[];
	/** @throws Refused */
	add<K extends ControlKind>(kind: K, body: ControlBody<K>): Promise<void>;
	/** Begins the next epoch of `ring` if somebody holds its key who ought not to. */
	renewIfDue(ring: Ring): Promise<void>;
	/** The newest keys of `rings` as they are within this batch, boxed for somebody; renewed first where somebody else ought no longer to have them. */
	boxes(rings: readonly Ring[], id: string, kem: Bytes): Promise<Boxes>;
}

/** Begins after `state`, which is left as it is. `holder` opens the newest keys. Times are this device's clock. */
export function controlBatch(state: CircleState, by: ControlAuthor, holder: Holder): ControlBatch {
	let now = copyState(state);
	const entries: Bytes[] = [];
	async function add<K extends ControlKind>(kind: K, body: ControlBody<K>): Promise<void> {
		const entry = await writeControl(now, by, kind, body, Date.now());
		now = await applyControl(now, entry);
		entries.push(entry);
	}
	async function renewIfDue(ring: Ring): Promise<void> {
		if (isDue(now, ring)) await add('epoch', await newEpoch(now, ring, holder));
	}
	return {
		entries,
		add,
		renewIfDue,
		async boxes(rings, id, kem) {
			for (const ring of rings) await renewIfDue(ring);
			const boxes: Boxes = [];
			for (const ring of rings) boxes.push([ringNumber(ring) as 0 | 1 | 2, ...(await boxNewest(now, ring, holder, id, kem))]);
			return boxes;
		}
	};
}
