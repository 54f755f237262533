/**
 * A DOOR: a secret that a person keeps outside of their devices, and by which they come back to who they are. From the secret, by HKDF with
 * context('door', kind, part): X25519 key, plate key. Its id is the first 16 bytes of SHA-256 over the public key. What the server keeps of it under its id is
 *
 *   CBOR [1, plate, box]
 *   plate = salt (16) ‖ AES-256-GCM(HKDF(plate key, salt, context('door-plate', id)), own log's id)
 *   box   = HPKE to the door's key, info context('door-box', id), of CBOR [[root, …], own log's id, member id in it]
 *
 * NOTE why a box. After a device was lost all doors lead to the new root (actions/sign-out.ts), and their secrets are on paper, not on a
 * device: with a sealed key in the place of a public one, whoever has the lost device could open what is sealed for them later.
 *
 * NOTE more than one root. While one root takes the place of another, doors lead to both, the newer first: at no moment do they lead nowhere.
 *
 * NOTE why a plate. A box can be made by whoever knows the door's public key: a lost device does. The plate can be made with the secret alone, and is made
 * once: a box that leads to another person's own log does not have it.
 */
import { openOnce, sealOnce } from '#crypto/aead.ts';
import { concat, equal, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, openFrom, sealTo, type KemKey } from '#crypto/hpke.ts';
import { deriveAeadKey, deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { sha256 } from '#crypto/verify.ts';
import type { DoorKind } from '#domain/door.ts';
import { decodeCbor, encodeCbor } from '#wire/cbor.ts';
import { context } from '#wire/context.ts';
import { bytes, bytesUpTo, circleId, memberId } from '#wire/shapes.ts';
import * as v from 'valibot';

const version = 1;

export interface DoorKeys {
	id: Bytes;
	kem: KemKey;
	/** HKDF key. */
	plate: CryptoKey;
}

/** What a device keeps of a door: enough to have it lead to another root, not to open it. */
export interface Door {
	id: Bytes;
	/** X25519, public. */
	kem: Bytes;
	plate: Bytes;
}

/** Where a door leads. */
export interface BehindDoor {
	/** The one that holds, and the one it takes the place of while that is being done. */
	roots: Bytes[];
	/** The own log's id, and one's member id in it: they follow from the first root. */
	own: Bytes;
	member: Bytes;
}

/** It is not what was put there by whoever has the secret, or by a device of theirs. */
export class WrongDoor extends Error {
	override name = 'WrongDoor';
}
/** Made with a newer version. */
export class NewerDoor extends Error {
	override name = 'NewerDoor';
}

const plateSize = 16 + 32 + 16;
const shape = v.strictTuple([v.literal(version), bytes(plateSize), bytesUpTo(300, 48)]);
const behindShape = v.strictTuple([v.pipe(v.array(bytes(32)), v.minLength(1), v.maxLength(2)), circleId, memberId]);

/** @param secret 16 bytes of a card or link, or 32 that a passkey gives */
export async function doorKeys(kind: DoorKind, secret: Bytes): Promise<DoorKeys> {
	if (secret.length !== (kind === 'passkey' ? 32 : 16)) throw new RangeError('Not the secret of such a door');
	const key = await kdfKey(secret);
	const part = (name: string, length: number) => deriveBytes(key, context('door', kind, name), length);
	const kem = await kemKeyFromSeed(await part('kem', 32));
	return { id: await idOf(kem.publicKey), kem, plate: await kdfKey(await part('plate', 32)) };
}

/** It names the key: nobody puts another key under the id of a door that somebody has on paper. */
const idOf = async (kem: Bytes): Promise<Bytes> => (await sha256(kem)).slice(0, 16);

/** @param own the own log's id */
export async function newDoor({ id, kem, plate }: DoorKeys, own: Bytes): Promise<Door> {
	const salt = randomBytes(16);
	const about = context('door-plate', id);
	return { id, kem: kem.publicKey, plate: concat(salt, await sealOnce(await deriveAeadKey(plate, about, ['encrypt'], salt), about, own)) };
}

export const encodeBehind = ({ roots, own, member }: BehindDoor): Bytes => encodeCbor([roots, own, member]);
/** @throws ValiError, MalformedCbor */
export function decodeBehind(bytes: Bytes): BehindDoor {
	const [roots, own, member] = v.parse(behindShape, decodeCbor(bytes));
	return { roots, own, member };
}

/** What the server is to keep of it. @throws WrongDoor where the key is not the one its id names */
export async function fillDoor({ id, kem, plate }: Door, behind: BehindDoor): Promise<Bytes> {
	if (!equal(await idOf(kem), id)) throw new WrongDoor('This is another key than the door’s');
	return encodeCbor([version, plate, await sealTo(kem, context('door-box', id), encodeBehind(behind))]);
}

/**
 * What opens this device's store, for whoever has the door's secret: kept here while it is locked (replica/lock.ts), and nowhere else.
 * @throws WrongDoor where the key is not the one its id names
 */
export async function boxRest({ id, kem }: Pick<Door, 'id' | 'kem'>, rest: Bytes): Promise<Bytes> {
	if (!equal(await idOf(kem), id)) throw new WrongDoor('This is another key than the door’s');
	return sealTo(kem, context('lock', id), rest);
}
/** @throws WrongDoor */
export async function openRest({ id, kem }: DoorKeys, box: Bytes): Promise<Bytes> {
	return openFrom(kem, context('lock', id), box).catch((cause: unknown) => {
		throw new WrongDoor('This door does not open this device', { cause });
	});
}

/** @throws WrongDoor, NewerDoor */
export async function openDoor({ id, kem, plate }: DoorKeys, kept: Bytes): Promise<BehindDoor> {
	try {
		const decoded = decodeCbor(kept);
		if (Array.isArray(decoded) && Number.isSafeInteger(decoded[0]) && (decoded[0] as number) > version)
			throw new NewerDoor('This door was made with a newer version');
		const [, sealedPlate, box] = v.parse(shape, decoded);
		const about = context('door-plate', id);
		const onPlate = await openOnce(await deriveAeadKey(plate, about, ['decrypt'], sealedPlate.slice(0, 16)), about, sealedPlate.slice(16));
		const behind = decodeBehind(await openFrom(kem, context('door-box', id), box));
		if (!equal(onPlate, behind.own)) throw new WrongDoor('The door leads to somebody else');
		return behind;
	} catch (error) {
		throw error instanceof NewerDoor ? error : new WrongDoor('This door does not open', { cause: error });
	}
}
