/** Beginning: an identity on this device with its own log, and a circle of any kind kept here. */
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { emptyFold } from '#domain/fold.ts';
import type { Ring } from '#domain/ring.ts';
import { memberKeys, noteOf } from '#identity/member.ts';
import { newRoot, ownSeed } from '#identity/root.ts';
import { reads } from '#log/body.ts';
import { foundCircle } from '#log/found-circle.ts';
import { replayControl } from '#membership/apply.ts';
import type { CircleState } from '#membership/state.ts';
import { chunkSize, keyOf, type CircleRecord, type CircleReplica } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { emptyOwnFold } from '#replica/own-log.ts';
import { heldMember, newHeldDevice } from '#replica/held-keys.ts';
import type { SealedStore } from '#replica/sealed-store.ts';
import type { Change } from '#replica/store.ts';
import { addCircle, ownCircle, readHome, type Home, type IdentityRecord, type OpenCircle } from './home.ts';

/** This person's own log; made, with the root it follows from, on first need. */
export async function ensureOwn(home: Home): Promise<OpenCircle> {
	const known = ownCircle(home);
	if (known !== undefined) return known;
	const root = (await home.store.read<IdentityRecord>(keyOf.identity))?.root ?? newRoot();
	await home.store.write([home.store.change(keyOf.identity, { root } satisfies IdentityRecord)]);
	const { seed, salt } = await ownSeed(root);
	return foundHere(home, 'own', { seed, rings: ['us'], salt, at: 0 });
}

export interface Wish {
	seed: Bytes;
	rings: readonly Ring[];
	salt: Bytes;
	at: number;
}
/** Kept from before the first byte is sent until the circle stands with the server and here. */
interface Founding {
	seed: Bytes;
	entries: Bytes[];
}
type NewDeviceKeys = Awaited<ReturnType<typeof newDeviceKeys>>;

/**
 * Begins a circle of this person's, with the server first, then here. What is sent is kept before: when the answer is lost, the
 * very same is sent again, whatever is wished then, so that what was begun once is begun once. What `also` gives is kept together with the circle.
 */
export async function foundHere(
	home: Home,
	what: 'own' | 'place',
	wish: Wish,
	also: (circleId: string, seed: Bytes) => Promise<Change>[] = () => []
): Promise<OpenCircle> {
	const key = keyOf.founding(what);
	const kept = await home.store.read<Founding>(key);
	const keptKeys = await home.store.readKeys<NewDeviceKeys>(key);
	const { keys, entries, seed } = kept === undefined || keptKeys === undefined ? await prepareFounding(home, key, wish) : { keys: keptKeys, ...kept };
	await home.api.createCircle(entries);
	const state = (await replayControl(entries)) as CircleState;
	const record: CircleRecord = { circleId: state.circleId, own: what === 'own', secret: null, card: null, saidName: null, trouble: null, reads };
	const done = [home.store.change(key, undefined), { table: 'keys', key, value: undefined } as const, ...also(hex(state.circleId), seed)];
	return addCircle(home, await keepCircle(home, record, state, entries, keys, done));
}

async function prepareFounding(home: Home, key: string, { seed, rings, salt, at }: Wish): Promise<Founding & { keys: NewDeviceKeys }> {
	const keys = await newDeviceKeys(home.store, seed);
	const device = { privateKey: keys.device, publicKey: keys.devicePublic };
	const { entries } = await foundCircle({ id: keys.member.id, kem: keys.member.kem, root: keys.member.root }, device, rings, salt, at);
	await home.store.write([home.store.change(key, { seed, entries } satisfies Founding), { table: 'keys', key, value: keys }]);
	return { seed, keys, entries };
}

/** Keys of a member on this device: those of the seed, and a device key of its own. @param id as heldMember */
export async function newDeviceKeys(store: SealedStore, seed: Bytes, id?: string | null): Promise<DeviceKeys & { devicePublic: Bytes }> {
	return { ...(await newHeldDevice(store)), member: await heldMember(store, seed, id) };
}

/** Keeps a circle in this device's store, with its control log so far. */
export async function keepCircle(
	home: Home,
	record: CircleRecord,
	state: CircleState,
	control: readonly Bytes[],
	keys: DeviceKeys | null,
	also: (Change | Promise<Change>)[] = []
): Promise<CircleReplica> {
	const id = hex(record.circleId);
	const { store } = home;
	const kept = await readHome(store);
	const changes: (Change | Promise<Change>)[] = [
		...also,
		store.change(keyOf.circle(id), record),
		store.change('home', {
			circles: record.own || kept.circles.includes(id) ? kept.circles : [...kept.circles, id],
			own: record.own ? id : kept.own,
			current: record.own ? kept.current : id
		})
	];
	if (keys !== null) changes.push({ table: 'keys', key: keyOf.circle(id), value: keys });
	for (let at = 0; at < control.length; at += chunkSize) changes.push(store.change(keyOf.control(id, at / chunkSize), control.slice(at, at + chunkSize)));
	await store.write(changes);
	if (!record.own) home.current = id;
	const holder = keys === null ? { id: '', kem: (await memberKeys(randomBytes(32))).kem } : { id: keys.member.id, kem: keys.member.kem };
	return {
		id,
		record,
		state,
		keys,
		holder,
		rings: new Map(),
		shownFrom: new Map(),
		fold: emptyFold(),
		outbox: [],
		files: new Map(),
		underWay: new Map(),
		own: emptyOwnFold(),
		saidAt: 0,
		turn: Promise.resolve()
	};
}

/** Writes into the own log which circle this is and who this person is there; keeps `also` in the same transaction. */
export async function rememberCircle(home: Home, own: OpenCircle, circleId: Bytes, seed: Bytes, also: (Change | Promise<Change>)[] = []): Promise<void> {
	await addToOutbox(home.store, own.circle, { ring: 'us', id: await noteOf(seed), body: { type: 'circle', circleId, seed }, time: Date.now() }, also);
	own.following?.push();
}

export const memberIdOfKeys = (keys: DeviceKeys): Bytes => fromHex(keys.member.id);
