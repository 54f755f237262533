/** WHAT A PARENT DECIDES: control entries that stand or fall together, and, where they shut somebody out, the cuts that follow. */
import type { CircleState } from '#membership/state.ts';
import { controlBatch, type ControlBatch } from '#log/control-batch.ts';
import { deviceAuthor } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { addCuts } from '#replica/cuts.ts';
import { appendControl } from '#sync/append-control.ts';
import type { Home, OpenCircle } from './home.ts';

/** `write` is called anew on a newer state where somebody was faster; it adds nothing where it is done already. @throws Problem, Unreachable, Refused */
export async function decide(
	home: Home,
	{ circle, line, keys, following }: OpenCircle & { keys: DeviceKeys },
	write: (batch: ControlBatch, state: CircleState) => Promise<void>
): Promise<void> {
	await appendControl(line, async (state) => {
		const batch = controlBatch(state, deviceAuthor(keys), circle.holder);
		await write(batch, state);
		return batch.entries;
	});
	if (await addCuts(home.store, circle)) following?.push();
	home.changed();
}
