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
	/** Who opens the newest keys; another from where a `device-` of the batch has given them to another key. */
	holder: Holder;
	/** `as`: where it is not written by who writes the rest. @throws Refused */
	add<K extends ControlKind>(kind: K, body: ControlBody<K>, as?: ControlAuthor): Promise<void>;
	/** Begins the next epoch of `ring` if somebody holds its key who ought not to. */
	renewIfDue(ring: Ring): Promise<void>;
	/** The newest keys of `rings` as they are within this batch, boxed for somebody; renewed first where somebody else ought no longer to have them. */
	boxes(rings: readonly Ring[], id: string, kem: Bytes): Promise<Boxes>;
}

/** Begins after `state`, which is left as it is. `holder` opens the newest keys. Times are this device's clock. */
export function controlBatch(state: CircleState, by: ControlAuthor, holder: Holder): ControlBatch {
	let now = copyState(state);
	const batch: ControlBatch = {
		entries: [],
		holder,
		async add(kind, body, as = by) {
			const entry = await writeControl(now, as, kind, body, Date.now());
			now = await applyControl(now, entry);
			batch.entries.push(entry);
		},
		async renewIfDue(ring) {
			if (isDue(now, ring)) await batch.add('epoch', await newEpoch(now, ring, batch.holder));
		},
		async boxes(rings, id, kem) {
			for (const ring of rings) await batch.renewIfDue(ring);
			const boxes: Boxes = [];
			for (const ring of rings) boxes.push([ringNumber(ring) as 0 | 1 | 2, ...(await boxNewest(now, ring, batch.holder, id, kem))]);
			return boxes;
		}
	};
	return batch;
}
