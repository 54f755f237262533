/** KEYS HELD HERE (device-keys.ts): made, put away to be kept, and taken out again. */
import type { Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { deviceKey } from '#identity/device.ts';
import { memberKeys } from '#identity/member.ts';
import type { DeviceKeys, HeldDevice, HeldMember } from './device-keys.ts';

/** Seals and opens what a key follows from. @param of the device's id, or the member's root */
export interface Seeds {
	sealSeed(of: Bytes, seed: Bytes): Promise<Bytes>;
	openSeed(of: Bytes, sealed: Bytes): Promise<Bytes>;
}

export async function newHeldDevice(seeds: Pick<Seeds, 'sealSeed'>): Promise<HeldDevice> {
	const seed = randomBytes(32);
	const key = await deviceKey(seed);
	return { ...key, deviceSeed: await seeds.sealSeed(key.deviceId, seed) };
}

/** @param id where it is another than the one that follows from the seed: the root was replaced */
export async function heldMember(seeds: Pick<Seeds, 'sealSeed'>, seed: Bytes, id?: string | null): Promise<HeldMember> {
	const keys = await memberKeys(seed);
	return { ...keys, id: id ?? keys.id, seed: await seeds.sealSeed(keys.root.publicKey, seed) };
}

/** Some have no member: a device's next key. */
type Held = Omit<DeviceKeys, 'member'> & { member?: HeldMember };

interface Away {
	id: string;
	/** Public. */
	root: Bytes;
	/** Sealed. */
	seed: Bytes;
}
/** What is kept of them. */
export interface PutAway extends Omit<DeviceKeys, 'device' | 'member' | 'next'> {
	away: { member: Away | null; next: Away | null };
}

/** As it is, where what a key follows from was never kept. */
export function putAway(keys: Held): Held | PutAway {
	if (!isWhole(keys)) return keys;
	const { device: _, member, next, ...rest } = keys;
	return { ...rest, away: { member: away(member), next: away(next) } };
}
export const isWhole = (keys: Held | PutAway): boolean =>
	'away' in keys || (keys.deviceSeed !== undefined && [keys.member, keys.next].every((one) => one === undefined || one.seed !== undefined));
const away = (member: HeldMember | undefined): Away | null =>
	member === undefined ? null : { id: member.id, root: member.root.publicKey, seed: member.seed as Bytes };

export async function takeOut(seeds: Pick<Seeds, 'openSeed'>, kept: Held | PutAway): Promise<Held> {
	if (!('away' in kept)) return kept;
	const { away: put, ...rest } = kept;
	const { device } = await deviceKey(await seeds.openSeed(rest.deviceId, rest.deviceSeed as Bytes));
	const back = async ({ id, root, seed }: Away): Promise<HeldMember> => ({ ...(await memberKeys(await seeds.openSeed(root, seed))), id, seed });
	return { ...rest, device, ...(put.member && { member: await back(put.member) }), ...(put.next && { next: await back(put.next) }) };
}
