/**
 * LOCKED: what opens the rest key is on this device no more. Its bytes stand in a box to each of a person's doors, and whoever comes by one of these opens
 * the store again, without any server. What is sealed stays sealed where it is, keys and what waits to be sent among it.
 */
import { hex, type Bytes } from '#crypto/bytes.ts';
import type { DoorKind } from '#domain/door.ts';
import { boxRest, openRest, WrongDoor, type Door, type DoorKeys } from '#identity/door.ts';
import { keepRest, readRest, wipeShares } from './rest-key.ts';
import type { Store } from './store.ts';

/** Kept under `keys: locked`, as long as it is. */
interface Locked {
	doors: { id: string; kind: DoorKind; box: Bytes }[];
}
export type LockDoor = Pick<Door, 'id' | 'kem'> & { kind: DoorKind };

/** There is no way by which it could be opened again. */
export class NoLock extends Error {
	override name = 'NoLock';
}

/** @throws NoLock where no door would open it: then nothing has changed */
export async function lockStore(store: Store, doors: readonly LockDoor[]): Promise<void> {
	const rest = await readRest(store);
	const boxes: Locked['doors'] = [];
	for (const { id, kem, kind } of doors) {
		const box = await boxRest({ id, kem }, rest).catch((error: unknown) => {
			if (error instanceof WrongDoor) return null;
			throw error;
		});
		if (box !== null) boxes.push({ id: hex(id), kind, box });
	}
	rest.fill(0);
	if (boxes.length === 0) throw new NoLock('There is no way back');
	await store.write([
		{ table: 'keys', key: 'rest', value: undefined },
		{ table: 'keys', key: 'locked', value: { doors: boxes } satisfies Locked }
	]);
	await wipeShares(store);
}

/** By what kinds of door it is opened; null where it is open, or empty. None, where what opens it was lost. */
export async function lockedBy(store: Store): Promise<DoorKind[] | null> {
	const locked = (await store.read('keys', 'locked')) as Locked | undefined;
	if (locked !== undefined) {
		// A locking that was broken off between the two.
		await wipeShares(store);
		return [...new Set(locked.doors.map(({ kind }) => kind))];
	}
	const isOpen = (await store.read('keys', 'rest')) !== undefined || (await store.list('')).length === 0;
	return isOpen ? null : [];
}

/** @throws WrongDoor where this store was not locked for that door: then it stays locked */
export async function unlockStore(store: Store, door: DoorKeys): Promise<void> {
	const locked = (await store.read('keys', 'locked')) as Locked | undefined;
	const mine = locked?.doors.find(({ id }) => id === hex(door.id));
	if (mine === undefined) throw new WrongDoor('This device was not locked for that door');
	const bytes = await openRest(door, mine.box);
	await store.write([await keepRest(store, bytes), { table: 'keys', key: 'locked', value: undefined }]);
	bytes.fill(0);
}
