/**
 * LOCKED: what opens the rest key is on this device no more. Its bytes stand in a box to each of a person's doors, and whoever comes by one of these opens
 * the store again, without any server. What is sealed stays sealed where it is, keys and what waits to be sent among it.
 */
import { hex, type Bytes } from '#crypto/bytes.ts';
import type { DoorKind } from '#domain/door.ts';
import { boxRest, openRest, WrongDoor, type Door, type DoorKeys } from '#identity/door.ts';
import { keepRest, readRest, wipeShares } from './rest-key.ts';
import type { Store } from './store.ts';

/** Kept under `keys: boxes`, also while it is open: what has lost its share opens by a door too. */
interface Boxes {
	doors: { id: string; kind: DoorKind; box: Bytes }[];
}
export type LockDoor = Pick<Door, 'id' | 'kem'> & { kind: DoorKind };

/** There is no way by which it could be opened again. */
export class NoLock extends Error {
	override name = 'NoLock';
}

/** Puts what opens it in a box to each of these doors. Does nothing where that has been done. @throws NoLock where no door would open it: then nothing has changed */
export async function boxStore(store: Store, doors: readonly LockDoor[]): Promise<void> {
	const kept = (await store.read('keys', 'boxes')) as Boxes | undefined;
	const ids = doors.map(({ id }) => hex(id)).sort();
	if (kept !== undefined && kept.doors.length > 0 && JSON.stringify(kept.doors.map(({ id }) => id).sort()) === JSON.stringify(ids)) return;
	await store.write([{ table: 'keys', key: 'boxes', value: await boxesFor(store, doors) }]);
}

/** @throws NoLock as boxStore */
export async function lockStore(store: Store, doors: readonly LockDoor[]): Promise<void> {
	await store.write([
		{ table: 'keys', key: 'rest', value: undefined },
		{ table: 'keys', key: 'boxes', value: await boxesFor(store, doors) }
	]);
	await wipeShares(store);
}

async function boxesFor(store: Store, doors: readonly LockDoor[]): Promise<Boxes> {
	const rest = await readRest(store);
	const boxes: Boxes['doors'] = [];
	for (const { id, kem, kind } of doors) {
		const box = await boxRest({ id, kem }, rest).catch((error: unknown) => {
			if (error instanceof WrongDoor) return null;
			throw error;
		});
		if (box !== null) boxes.push({ id: hex(id), kind, box });
	}
	rest.fill(0);
	if (boxes.length === 0) throw new NoLock('There is no way back');
	return { doors: boxes };
}

/** By what kinds of door it can be opened. Changes nothing. */
export async function openedBy(store: Store): Promise<DoorKind[]> {
	const { doors } = ((await store.read('keys', 'boxes')) as Boxes | undefined) ?? { doors: [] };
	return [...new Set(doors.map(({ kind }) => kind))];
}

/** @throws WrongDoor where it was not locked for that door: then nothing has changed */
export async function unlockStore(store: Store, door: DoorKeys): Promise<void> {
	const { doors } = ((await store.read('keys', 'boxes')) as Boxes | undefined) ?? { doors: [] };
	const mine = doors.find(({ id }) => id === hex(door.id));
	if (mine === undefined) throw new WrongDoor('This device was not locked for that door');
	const bytes = await openRest(door, mine.box);
	await store.write([await keepRest(store, bytes)]);
	bytes.fill(0);
}
