/**
 * LOCK: takes every key off this device, at once or by itself when nobody has been here for a while. It opens by one's ways back, without a
 * connection. What is not sent yet stays here, sealed, and goes once it is open again.
 */
import { equal, fromHex, type Bytes } from '#crypto/bytes.ts';
import { doorKeys, WrongDoor } from '#identity/door.ts';
import { memberKeys } from '#identity/member.ts';
import { ownSeed } from '#identity/root.ts';
import { inTurn, keyOf, type CircleReplica } from '#replica/circle.ts';
import { endedOf } from '#replica/ended.ts';
import { heldMember } from '#replica/held-keys.ts';
import { keepRecord } from '#replica/keep-record.ts';
import { loadCircle } from '#replica/load-circle.ts';
import { NoLock, unlockStore, type LockDoor } from '#replica/lock.ts';
import { doorsOf, isKept, type OwnFold } from '#replica/own-log.ts';
import { StoreLocked, wipeShares } from '#replica/rest-key.ts';
import type { SealedStore } from '#replica/sealed-store.ts';
import type { Store } from '#replica/store.ts';
import { retireKey } from '#sync/retire.ts';
import { readKey, type Key } from './door-key.ts';
import { suggestWords } from './compare.ts';
import { lookAt } from './notices.ts';
import { ActionRefused, ownCircle, readHome, resume, type Home, type IdentityRecord, type LockAfter } from './home.ts';

/** The most that `here` is behind. */
const keptEvery = 10_000;

/** A clock that was set back says nothing of how long it has been. */
const isTimeUp = ({ minutes, here }: LockAfter, now: number): boolean => minutes !== null && (now - here >= minutes * 60_000 || here - now > 60_000);

/** @throws ActionRefused lock-no-door: nothing would open it; lock-later: not now. Unreachable, once, on a device that an earlier version wrote */
export async function lockNow(home: Home, _: Record<string, never> = {}): Promise<void> {
	await mayLock(home);
	await lockBehind(home.store, ownCircle(home)?.circle.own);
	home.onlock();
}

/** @throws as lockNow */
export async function lockAfter(home: Home, { minutes }: { minutes: number | null }): Promise<void> {
	if (minutes !== null) await mayLock(home);
	home.lockAfter = { minutes, here: Date.now() };
	await home.store.write([home.store.change(keyOf.lockAfter, home.lockAfter)]);
	home.changed();
}

/** Somebody is here: has touched something, or is listening to something. */
export async function here(home: Home, _: Record<string, never> = {}): Promise<void> {
	if (await lockIfDue(home)) return;
	await lookAt(home, { looked: true });
	const now = Date.now();
	const { minutes, here: last } = home.lockAfter;
	if (minutes === null || now - last < keptEvery) return;
	home.lockAfter = { minutes, here: now };
	await home.store.write([home.store.change(keyOf.lockAfter, home.lockAfter)]);
}

/** What a person waited for is done, or they have just opened it: they are here. */
export async function stay(store: SealedStore, home?: Home): Promise<void> {
	const kept = home?.lockAfter ?? (await store.read<LockAfter>(keyOf.lockAfter));
	if (kept === undefined || kept.minutes === null) return;
	const lockAfter = { ...kept, here: Date.now() };
	if (home !== undefined) home.lockAfter = lockAfter;
	await store.write([store.change(keyOf.lockAfter, lockAfter)]);
}

/** So that what has lost its share, as browsers may do to it, opens by a way back as well. */
export async function boxHome(home: Home): Promise<void> {
	const doors = doorsBehind(ownCircle(home)?.circle.own);
	if (doors.length > 0) await home.store.box(doors);
}

/** To be asked now and then. */
export async function lockIfDue(home: Home): Promise<boolean> {
	// Whoever waits for a film to be made ready, or for an archive, is here.
	if (home.readying !== null || home.archiving !== null || !isTimeUp(home.lockAfter, Date.now())) return false;
	return lockNow(home).then(
		() => true,
		() => false
	);
}

/** Before anything of it is shown: nobody has been here for as long as was said. */
export async function lockIfDueUnopened(store: SealedStore): Promise<boolean> {
	const after = await store.read<LockAfter>(keyOf.lockAfter);
	if (after === undefined || !isTimeUp(after, Date.now())) return false;
	const { own } = await readHome(store);
	const circle = own === null ? null : await loadCircle(store, own);
	return lockBehind(store, circle?.own).then(
		() => true,
		() => false
	);
}

/** @throws ActionRefused lock-no-door, lock-later */
async function lockBehind(store: SealedStore, own: OwnFold | undefined): Promise<void> {
	const doors = doorsBehind(own);
	if (doors.length === 0) throw new ActionRefused('lock-no-door');
	await store.lock(doors).catch((error: unknown) => {
		throw error instanceof NoLock ? new ActionRefused('lock-no-door') : error instanceof StoreLocked ? new ActionRefused('lock-later') : error;
	});
}

/** Only what opens it elsewhere than here. */
const doorsBehind = (own: OwnFold | undefined): LockDoor[] =>
	own === undefined ? [] : doorsOf(own).flatMap(({ value }) => (isKept(own, value) ? [{ id: fromHex(value.door), kem: value.kem, kind: value.kind }] : []));

async function mayLock(home: Home): Promise<void> {
	if (doorsBehind(ownCircle(home)?.circle.own).length === 0) throw new ActionRefused('lock-no-door');
	await complete(home);
}

/** Once, where an earlier version kept keys without what they follow from: a lock would lose them. */
async function complete(home: Home): Promise<void> {
	const { store } = home;
	if ((await store.unwhole()).length === 0) return;
	for (const { circle } of home.circles.values()) await addSeeds(home, circle);
	for (const { circle, line } of [...home.circles.values()]) {
		if (circle.keys === null || circle.keys.deviceSeed !== undefined || endedOf(circle) !== null) continue;
		// What its key followed from was never kept: it gets another.
		await keepRecord(store, circle, { behind: true });
		await retireKey(line);
		await resume(home, circle.id);
	}
	// Begun once for a place that is not here any more.
	const stale = (await store.unwhole()).filter((name) => name.startsWith(keyOf.nextDevice('')) && !home.circles.has(name.slice(keyOf.nextDevice('').length)));
	await store.write(stale.map((key) => ({ table: 'keys' as const, key, value: undefined })));
	if ((await store.unwhole()).length > 0) throw new ActionRefused('lock-later');
}

async function addSeeds(home: Home, circle: CircleReplica): Promise<void> {
	const { store } = home;
	const seeds = await seedsOf(home, circle);
	await inTurn(circle, async () => {
		const { keys } = circle;
		if (keys === null || keys.member.seed !== undefined) return;
		for (const seed of seeds) {
			if (!equal((await memberKeys(seed)).root.publicKey, keys.member.root.publicKey)) continue;
			const added = { ...keys, member: await heldMember(store, seed, keys.member.id) };
			await store.write([{ table: 'keys', key: keyOf.circle(circle.id), value: added }]);
			circle.keys = added;
		}
	});
}

/** Any that one may be in there by. */
async function seedsOf(home: Home, circle: CircleReplica): Promise<Bytes[]> {
	if (circle.record.own) {
		const root = (await home.store.read<IdentityRecord>(keyOf.identity))?.root;
		return root === undefined ? [] : [(await ownSeed(root)).seed];
	}
	const own = ownCircle(home)?.circle.own;
	return [own?.circles.get(circle.id), ...(own?.earlier.get(circle.id) ?? [])].flatMap((one) => (one === undefined ? [] : [one.value.seed]));
}

/** Opens a locked store. @throws ActionRefused door-words, door-none; lock-other: it was not locked for that door */
export async function unlock(store: Store, key: Key): Promise<void> {
	const { kind, secret } = readKey(key);
	await unlockStore(store, await doorKeys(kind, secret)).catch((error: unknown) => {
		throw error instanceof WrongDoor ? new ActionRefused('lock-other') : error;
	});
}

/** Takes everything off this device, unread: for whoever cannot open it any more, and comes back as on a new one. */
export async function clearDevice(store: Store, _: Record<string, never> = {}): Promise<void> {
	const gone = async (table: 'keys' | 'sealed') => (await store.list('', table)).map((key) => ({ table, key, value: undefined }));
	await store.write([...(await gone('keys')), ...(await gone('sealed'))]);
	await wipeShares(store);
	for (const name of await store.files.list()) await store.files.remove(name).catch(() => undefined);
}

/** What can be asked for while it is locked. */
export const lockedVerbs = { unlock, clearDevice, suggestWords: (_: Store, args: Parameters<typeof suggestWords>[0]) => suggestWords(args) } as const;
export type LockedVerb = keyof typeof lockedVerbs;
