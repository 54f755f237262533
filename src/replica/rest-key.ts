/**
 * THE REST KEY, under which everything of this device's store is sealed. Its bytes are sealed twice: under a key that cannot be read out and lies in the
 * database (table `keys`), and under a share that lies in a file of its own. It takes both to open the store.
 *
 * NOTE why two. When the store is locked, both are to be gone; but databases keep in their logs what was deleted in them, for how long nobody says (seen in
 * Chromium: for as long as a few megabytes are not written). A file is written over and removed, and what the database still has opens nothing alone.
 */
import { newRestKey, openAtRest, restKeyOf, sealAtRest } from '#crypto/aead.ts';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { context } from '#wire/context.ts';
import type { Change, Store } from './store.ts';

/** Nothing of the store can be read: it is locked, or has lost what opens it. */
export class StoreLocked extends Error {
	override name = 'StoreLocked';
}

/** Kept under `keys: rest`; before there were locks, the rest key itself stood there. */
interface Rest {
	key: CryptoKey;
	/** The share's name; the share itself where this browser has no place for files. */
	share: string | Bytes;
	/** The rest key's bytes, sealed under the share and then under `key`. */
	sealed: Bytes;
}

const about = context('rest', 'rest');

/** Opens the rest key; makes it in a store that is empty. @throws StoreLocked */
export async function openRestKey(store: Store): Promise<CryptoKey> {
	const kept = (await store.read('keys', 'rest')) as Rest | CryptoKey | undefined;
	if (kept === undefined) {
		if ((await store.list('')).length > 0 || (await store.list('', 'keys')).length > 0) throw new StoreLocked();
		const bytes = randomBytes(32);
		await store.write([await keepRest(store, bytes)]);
		return restKeyOf(bytes);
	}
	if (kept instanceof CryptoKey) return fromBefore(store, kept);
	const rest = await restKeyOf(await readRest(store));
	const before = (await store.read('keys', 'rest-before')) as CryptoKey | undefined;
	if (before !== undefined) await sealAnew(store, before, rest);
	if (typeof kept.share === 'string') await wipeShares(store, kept.share);
	return rest;
}

/** What is to stand in the store while it is open, for a rest key of these bytes. The share is kept already. */
export async function keepRest(store: Store, bytes: Bytes): Promise<Change> {
	const [key, share, name] = [await newRestKey(), randomBytes(32), hex(randomBytes(8))];
	const inFile = await store.shares.keep(name, share).then(
		() => true,
		() => false
	);
	const sealed = await sealAtRest(key, about, await sealAtRest(await restKeyOf(share), about, bytes));
	return { table: 'keys', key: 'rest', value: { key, share: inFile ? name : share, sealed } satisfies Rest };
}

/** The rest key's bytes, from an open store. @throws StoreLocked where the share is gone */
export async function readRest(store: Store): Promise<Bytes> {
	const { key, share, sealed } = (await store.read('keys', 'rest')) as Rest;
	const there = typeof share === 'string' ? await store.shares.read(share) : share;
	if (there === null) throw new StoreLocked();
	return openAtRest(await restKeyOf(there), about, await openAtRest(key, about, sealed));
}

/** Where it does not succeed, or there are none, it is tried again when the store is opened next. */
export const wipeShares = (store: Store, except: string | null = null): Promise<void> => store.shares.wipe(except).catch(() => undefined);

/** Where a locking was broken off before its last step. To be called once, before anybody can open it. */
export async function finishLocking(store: Store): Promise<void> {
	if ((await store.read('keys', 'rest')) === undefined) await wipeShares(store);
}

/** A store of before there were locks has a rest key whose bytes nobody has: it gets another. */
async function fromBefore(store: Store, before: CryptoKey): Promise<CryptoKey> {
	const bytes = randomBytes(32);
	const rest = await restKeyOf(bytes);
	await store.write([{ table: 'keys', key: 'rest-before', value: before }, await keepRest(store, bytes)]);
	await sealAnew(store, before, rest);
	return rest;
}

/** Records at once: what is in memory, and in one transaction. */
const batch = 100;

/** Seals each record under the other key. Broken off, it goes on when the store is opened next. */
async function sealAnew(store: Store, before: CryptoKey, rest: CryptoKey): Promise<void> {
	const names = await store.list('');
	for (let at = 0; at < names.length; at += batch) {
		const changes = await Promise.all(names.slice(at, at + batch).map((name) => anew(store, before, rest, name)));
		await store.write(changes.flat());
	}
	await store.write([{ table: 'keys', key: 'rest-before', value: undefined }]);
}

async function anew(store: Store, before: CryptoKey, rest: CryptoKey, name: string): Promise<Change[]> {
	const aboutIt = context('rest', name);
	const plain = await openAtRest(before, aboutIt, (await store.read('sealed', name)) as Bytes).catch(() => null);
	// Sealed under the new one already, or damaged before: left as it is.
	return plain === null ? [] : [{ table: 'sealed', key: name, value: await sealAtRest(rest, aboutIt, plain) }];
}
