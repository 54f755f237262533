/**
 * ONE MORE DEVICE of the same person, beside one that is theirs already. One of the two shows a picture, the other reads it: in it are a secret of 32 bytes
 * that is in no network, and the public key of whoever shows it. `/link#` + base58(1 ‖ side ‖ secret ‖ X25519 key); side 0: a new device shows it, 1: one that is in.
 *
 *   new shows:  it is handed its person under its key in the picture
 *   in shows:   the new one first asks under the key in the picture, with a key of its own, and is handed its person under that
 *
 * Both messages are HPKE in PSK mode (RFC 9180 §5.1.2), psk = HKDF(secret, context('link', 'psk')): made by whoever has seen the picture, for the other alone.
 * They lie at the server for some minutes, under HKDF(secret, context('link', 'ask' | 'hand')).
 *
 * NOTE a picture can be photographed. Two words follow from secret and the new device's key; both show them, and a person looks before anything is handed over.
 * Where the new device shows the picture, whoever has photographed it could hand it somebody else: then two more words follow from whom it is handed, and a person
 * looks again before it becomes theirs. The server takes one message an id: whoever came second is told that somebody was first.
 */
import { concat, fromBase58, toBase58, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, openFromKnown, sealToKnown, type KemKey } from '#crypto/hpke.ts';
import { deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { context } from '#wire/context.ts';
import { decodeBehind, encodeBehind, type BehindDoor } from './door.ts';

const version = 1;
const sides = ['new', 'in'] as const;
export type Side = (typeof sides)[number];

export interface LinkTicket {
	/** Who shows it. */
	side: Side;
	secret: Bytes;
	/** Of whoever shows it. */
	key: Bytes;
}

export const writeTicket = ({ side, secret, key }: LinkTicket): string => toBase58(concat(new Uint8Array([version, sides.indexOf(side)]), secret, key));

/** Null for anything that is not such a picture's fragment. */
export function readTicket(fragment: string): LinkTicket | null {
	try {
		const bytes = fromBase58(fragment.trim());
		const side = sides[bytes[1] ?? -1];
		return bytes.length === 66 && bytes[0] === version && side !== undefined ? { side, secret: bytes.slice(2, 34), key: bytes.slice(34) } : null;
	} catch {
		return null;
	}
}

/** A key for this one time. */
export const newLinkKey = (): Promise<KemKey> => kemKeyFromSeed(randomBytes(32));
export const newLinkSecret = (): Bytes => randomBytes(32);

export interface LinkKeys {
	/** Where the two messages lie. 16 bytes each. */
	ask: Bytes;
	hand: Bytes;
	psk: { id: Bytes; key: Bytes };
}

/** What a device is in the midst of. In memory alone: after a reload one begins anew. */
export interface Linking {
	side: Side;
	secret: Bytes;
	keys: LinkKeys;
	/** This device shows the picture. */
	shows: boolean;
	/** This device's; null on a device that is in and has read the picture of a new one: it has nothing to open. */
	mine: KemKey | null;
	/** The new device's. Null until it has asked. */
	newKey: Bytes | null;
	/** What this device has left for the other: sent again as it is. */
	sent: Bytes | null;
	/** Whom it was handed, until somebody has said that it is them. */
	handed: BehindDoor | null;
}

export async function linkKeys(secret: Bytes): Promise<LinkKeys> {
	const key = await kdfKey(secret);
	const part = (name: string, length: number) => deriveBytes(key, context('link', name), length);
	return { ask: await part('ask', 16), hand: await part('hand', 16), psk: { id: await part('psk-id', 16), key: await part('psk', 32) } };
}

/** A new device's key, to the one that shows the picture. */
export const sealAsk = ({ psk, ask }: LinkKeys, to: Bytes, key: Bytes): Promise<Bytes> => sealToKnown(to, psk, context('link-ask', ask), key);
/** @throws if it was not made by whoever has seen the picture */
export async function openAsk({ psk, ask }: LinkKeys, mine: KemKey, sealed: Bytes): Promise<Bytes> {
	const key = await openFromKnown(mine, psk, context('link-ask', ask), sealed);
	if (key.length !== 32) throw new Error('Not a key');
	return key;
}

/** Who this person is, to their new device. */
export const sealHand = ({ psk, hand }: LinkKeys, to: Bytes, behind: BehindDoor): Promise<Bytes> =>
	sealToKnown(to, psk, context('link-hand', hand), encodeBehind(behind));
/** @throws if it was not made by whoever has seen the picture, for this key */
export const openHand = async ({ psk, hand }: LinkKeys, mine: KemKey, sealed: Bytes): Promise<BehindDoor> =>
	decodeBehind(await openFromKnown(mine, psk, context('link-hand', hand), sealed));

/** Two bytes, shown as two words on both. @param key the new device's */
export async function wordsOfLink(secret: Bytes, key: Bytes): Promise<Bytes> {
	return deriveBytes(await kdfKey(secret), context('link', 'words', key), 2);
}

/** Two more, of whom it is handed. @param own the own log's id */
export async function wordsOfHand(secret: Bytes, key: Bytes, own: Bytes): Promise<Bytes> {
	return deriveBytes(await kdfKey(secret), context('link', 'hand-words', key, own), 2);
}
