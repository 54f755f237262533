/** DOORS: ways back to oneself, made while one is here. What opens one is shown until somebody says that it is kept, and is on no device after that. */
import { equal, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { standsAlone, type DoorKind } from '#domain/door.ts';
import { doorKeys, fillDoor, newDoor, NewerDoor, openDoor, WrongDoor, type BehindDoor } from '#identity/door.ts';
import { newDoorSecret, writeDoorLink, writeDoorWords, type WrittenKind } from '#identity/door-secret.ts';
import type { WordLanguage } from '#identity/word-list.ts';
import { maxName } from '#log/codec.ts';
import type { OwnBody } from '#log/body-own.ts';
import { keyOf } from '#replica/circle.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { doorsOf, isKept } from '#replica/own-log.ts';
import type { Change } from '#replica/store.ts';
import { Problem } from '#sync/api.ts';
import { pushOutbox } from '#sync/push.ts';
import { ensureOwn } from './begin.ts';
import { comeBackAs } from './come-back.ts';
import { readKey, type Key } from './door-key.ts';
import { behindOf } from './fill-doors.ts';
import { ActionRefused, ownCircle, type Home, type OpenCircle } from './home.ts';

/** Kept under `door/<id>` until it is said to be safe. */
interface Unsaid {
	kind: WrittenKind;
	secret: Bytes;
}

/** A card or a personal link as it is shown. */
export interface ShownDoor {
	id: string;
	kind: WrittenKind;
	/** Sixteen, in each language. */
	words: Record<WordLanguage, string[]>;
	/** What stands after `#` in its address. */
	fragment: string;
}

/** Makes a card or a personal link. Asked again before it is said to be safe, gives the same. @throws Unreachable, Problem: then there is none */
export async function makeDoor(home: Home, { kind }: { kind: WrittenKind }): Promise<ShownDoor> {
	const own = await ensureOwn(home);
	for (const { value } of doorsOf(own.circle.own)) {
		const shown = await showDoor(home, { id: value.door });
		if (shown?.kind !== kind) continue;
		await pushOutbox(own.line);
		return shown;
	}
	const secret = newDoorSecret();
	const unsaid: Unsaid = { kind, secret };
	const id = await put(home, own, kind, secret, (door) => [home.store.change(keyOf.doorSecret(door), unsaid)]);
	home.unsaidDoors.add(id);
	home.changed();
	// Before it is shown: a door that no other device knows of would lead nowhere once another root takes the place.
	await pushOutbox(own.line);
	return shownOf(id, unsaid);
}

/** What a passkey has given opens a door from here on. @param secret 32 bytes, in this device's memory only. @throws Unreachable, Problem */
export async function addPasskey(home: Home, { secret }: { secret: Bytes }): Promise<void> {
	await put(home, await ensureOwn(home), 'passkey', secret, () => []);
	home.changed();
}

async function put(home: Home, own: OpenCircle, kind: DoorKind, secret: Bytes, also: (id: string) => Promise<Change>[]): Promise<string> {
	const door = await newDoor(await doorKeys(kind, secret), own.circle.state.circleId);
	const id = hex(door.id);
	const fill = async (behind: BehindDoor) => home.api.putDoor(own.line.session, door.id, await fillDoor(door, behind));
	const behind = await behindOf(home, own);
	await fill(behind);
	// It leads somewhere before anybody is told of it: a card that opens nothing would be found out too late.
	await note(home, own, { type: 'door', door: id, kind, name: '', kem: door.kem, plate: door.plate }, also(id));
	const now = await behindOf(home, own);
	// Another root has taken the place meanwhile, and did not know of this door.
	if (!equal(now.roots[0] as Bytes, behind.roots[0] as Bytes)) await fill(now);
	return id;
}

async function note(home: Home, own: OpenCircle, body: OwnBody, also: Promise<Change>[] = []): Promise<void> {
	await addToOutbox(home.store, own.circle, { ring: 'us', body, time: Date.now() }, also);
	own.following?.push();
	home.changed();
}

/** Null where what opens it is not on this device any more. */
export async function showDoor({ store }: Home, { id }: { id: string }): Promise<ShownDoor | null> {
	const unsaid = await store.read<Unsaid>(keyOf.doorSecret(id));
	return unsaid === undefined ? null : shownOf(id, unsaid);
}

const shownOf = (id: string, { kind, secret }: Unsaid): ShownDoor => ({
	id,
	kind,
	words: { sv: writeDoorWords(secret, 'sv'), en: writeDoorWords(secret, 'en') },
	fragment: writeDoorLink(kind, secret)
});

/** It is kept outside of this device: here it is forgotten. @throws ActionRefused not-found */
export async function keepSafe(home: Home, { id }: { id: string }): Promise<void> {
	const { own } = find(home, id);
	await note(home, own, { type: 'door-kept', door: id }, [home.store.change(keyOf.doorSecret(id), undefined)]);
	home.unsaidDoors.delete(id);
	home.changed();
}

/** @throws ActionRefused not-found, too-long */
export async function renameDoor(home: Home, { id, name }: { id: string; name: string }): Promise<void> {
	const { own, door } = find(home, id);
	const said = name.trim();
	if (said.length > maxName) throw new ActionRefused('too-long');
	await note(home, own, { ...door, type: 'door', name: said });
}

/** Leads nowhere from here on. @throws ActionRefused not-found, door-last: a passkey alone would be left; Unreachable, Problem: then it is still there */
export async function removeDoor(home: Home, { id }: { id: string }): Promise<void> {
	const { own, door } = find(home, id);
	const left = doorsOf(own.circle.own).filter(({ value }) => value.door !== id);
	if (standsAlone(door.kind) && left.length > 0 && !left.some(({ value }) => standsAlone(value.kind) && isKept(own.circle.own, value)))
		throw new ActionRefused('door-last');
	await home.api.dropDoor(own.line.session, fromHex(id));
	await note(home, own, { type: 'door-gone', door: id }, [home.store.change(keyOf.doorSecret(id), undefined)]);
	home.unsaidDoors.delete(id);
}

function find(home: Home, id: string) {
	const own = ownCircle(home);
	const door = own === undefined ? undefined : doorsOf(own.circle.own).find(({ value }) => value.door === id)?.value;
	if (own === undefined || door === undefined) throw new ActionRefused('not-found');
	return { own, door };
}

/**
 * Comes back by a door, to everything that is one's own. Broken off, it goes on when it is asked for again.
 * @throws ActionRefused door-words, door-none, door-wrong, door-newer, door-old; somebody-here: this device is somebody else's; Unreachable, Problem
 */
export async function comeByDoor(home: Home, key: Key): Promise<void> {
	const { kind, secret } = readKey(key);
	const keys = await doorKeys(kind, secret);
	const behind = await openDoor(
		keys,
		await home.api.door(keys.id).catch((error: unknown) => {
			throw error instanceof Problem && error.code === 'not-found' ? new ActionRefused('door-none') : error;
		})
	).catch((error: unknown) => {
		throw error instanceof NewerDoor ? new ActionRefused('door-newer') : error instanceof WrongDoor ? new ActionRefused('door-wrong') : error;
	});
	await comeBackAs(home, behind);
	const own = ownCircle(home);
	if (own !== undefined) await note(home, own, { type: 'door-used', door: hex(keys.id) });
}
