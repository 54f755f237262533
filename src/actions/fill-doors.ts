/** Where a person's doors lead: said to the server for each of them, when one is made and when another root takes the place of theirs. */
import { equal, fromHex, type Bytes } from '#crypto/bytes.ts';
import { fillDoor, WrongDoor, type BehindDoor } from '#identity/door.ts';
import { keyOf } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { doorsOf, isKept } from '#replica/own-log.ts';
import type { Home, IdentityRecord, OpenCircle } from './home.ts';

/** @param next the root that is about to take the place of the one there is */
export async function behindOf({ store }: Home, { circle }: OpenCircle, next: Bytes | null = null): Promise<BehindDoor> {
	const { root } = (await store.read<IdentityRecord>(keyOf.identity)) as IdentityRecord;
	const roots = next === null || equal(root, next) ? [root] : [next, root];
	return { roots, own: circle.state.circleId, member: fromHex((circle.keys as DeviceKeys).member.id) };
}

/**
 * Has every door lead there. One that nobody has said is put away, and that was made on another device, is taken away: what opens it may lie on that
 * device, which may be the one that was lost. To be called once the own log has been read. @throws Unreachable, Problem
 */
export async function fillDoors({ api, store, unsaidDoors }: Home, { circle, line }: OpenCircle, behind: BehindDoor): Promise<void> {
	for (const { value } of doorsOf(circle.own)) {
		const id = fromHex(value.door);
		if (isKept(circle.own, value) || unsaidDoors.has(value.door)) {
			try {
				await api.putDoor(line.session, id, await fillDoor({ id, kem: value.kem, plate: value.plate }, behind));
				continue;
			} catch (error) {
				if (!(error instanceof WrongDoor)) throw error;
			}
		}
		await api.dropDoor(line.session, id);
		await addToOutbox(store, circle, { ring: 'us', body: { type: 'door-gone', door: value.door }, time: Date.now() });
	}
}
