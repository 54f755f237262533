/**
 * KEYS OF THIS DEVICE in a circle, in memory: CryptoKeys that cannot be read out, and beside each what it follows from, sealed. Only the latter is kept
 * (held-keys.ts): of all keys the one that opens the store is the only one on the disk.
 */
import type { Bytes } from '#crypto/bytes.ts';
import type { DeviceKey } from '#identity/device.ts';
import type { MemberKeys } from '#identity/member.ts';

/** `seed`: sealed; not there in what an earlier version kept, which was the keys themselves (actions/lock.ts, complete). */
export type HeldMember = MemberKeys & { seed?: Bytes };

export interface HeldDevice extends DeviceKey {
	/** Sealed. */
	deviceSeed: Bytes;
}

/** Kept, put away, under `keys: c/<id>`. */
export interface DeviceKeys {
	device: CryptoKey;
	/** 16 bytes. */
	deviceId: Bytes;
	/** What `device` follows from, sealed; not there in what an earlier version kept. */
	deviceSeed?: Bytes;
	member: HeldMember;
	/** What takes the place of `member`'s root and kem once a `device-` says so: kept before that is sent. Same id. */
	next?: HeldMember;
}
