/**
 * WHAT AN INVITATION BRINGS, besides its keys.
 *
 *   card   sealed under HKDF(card key, salt, info = context('card', circleId, inviteId)): salt ‖ AES-256-GCM of COSE_Sign1(device,
 *          CBOR [memberId, deviceId, control n, control head, title, inviter, greeting], external_aad = context('card', circleId, inviteId)).
 *          The signed control head is the least a reader accepts from the server: it cannot show them an older circle.
 *   name   what a joiner wishes to be called, sealed the same way with context('join-name', circleId, inviteId, memberId)
 */
import { openOnce, sealOnce } from '#crypto/aead.ts';
import { concat, equal, fromUtf8, hex, utf8, type Bytes } from '#crypto/bytes.ts';
import { deriveAeadKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { verifySignature } from '#crypto/verify.ts';
import type { CircleState } from '#membership/state.ts';
import { decodeCbor, encodeCbor } from '#wire/cbor.ts';
import { context } from '#wire/context.ts';
import { decodeSign1, encodeSign1, toBeSigned } from '#wire/cose.ts';
import { count, deviceId, hash, memberId, textUpTo } from '#wire/shapes.ts';
import * as v from 'valibot';
import { maxName } from './codec.ts';
import { tidied } from './body.ts';
import { pad, unpad } from './padding.ts';

export interface Card {
	memberId: Bytes;
	deviceId: Bytes;
	controlN: number;
	controlHead: Bytes;
	/** What the place is called. */
	title: string;
	inviter: string;
	greeting: string;
}
/** The card is not what its maker signed, or the server shows an older circle than the card knows. */
export class WrongCard extends Error {
	override name = 'WrongCard';
}

/** In UTF-16 code units. */
export const maxGreeting = 1000;

const cardShape = v.strictTuple([memberId, deviceId, count, hash, textUpTo(maxName), textUpTo(maxName), textUpTo(maxGreeting)]);

/** @throws ValiError for words that are longer than a card holds */
export async function sealCard(card: Card, circleId: Bytes, inviteId: Bytes, cardKey: CryptoKey, deviceKey: CryptoKey): Promise<Bytes> {
	const about = context('card', circleId, inviteId);
	const payload = encodeCbor(
		v.parse(cardShape, [card.memberId, card.deviceId, card.controlN, card.controlHead, tidied(card.title), tidied(card.inviter), tidied(card.greeting)])
	);
	return sealUnder(cardKey, about, encodeSign1(payload, await sign(deviceKey, toBeSigned(about, payload))));
}

/** Opens a card; who signed it is checked by `checkCard` once the control log is read. @throws if it does not open */
export async function openCard(sealed: Bytes, circleId: Bytes, inviteId: Bytes, cardKey: CryptoKey): Promise<{ card: Card; signed: Bytes }> {
	const signed = await openUnder(cardKey, context('card', circleId, inviteId), sealed);
	const [member, device, controlN, controlHead, title, inviter, greeting] = v.parse(cardShape, decodeCbor(decodeSign1(signed).payload));
	return { card: { memberId: member, deviceId: device, controlN, controlHead, title, inviter, greeting }, signed };
}

/** @throws WrongCard unless a parent of this circle signed it and the log reaches at least as far as the card says. */
export async function checkCard(state: CircleState, { card, signed }: { card: Card; signed: Bytes }, inviteId: Bytes): Promise<void> {
	const device = state.devices.get(hex(card.deviceId));
	const member = state.members.get(hex(card.memberId));
	if (device === undefined || device.member !== member?.id || !member.parent) throw new WrongCard('The card was not made by a parent of this circle');
	const { payload, signature } = decodeSign1(signed);
	const about = context('card', state.circleId, inviteId);
	if (!(await verifySignature(device.key, signature, toBeSigned(about, payload)))) throw new WrongCard('The card is not signed by who it says');
	const head = state.heads[card.controlN];
	if (head === undefined || !equal(head, card.controlHead)) throw new WrongCard('The server shows an older circle than the card was made in');
}

export const sealName = (name: string, circleId: Bytes, inviteId: Bytes, member: Bytes, cardKey: CryptoKey): Promise<Bytes> =>
	sealUnder(cardKey, context('join-name', circleId, inviteId, member), utf8(name));

/** @throws if it does not open */
export const openName = async (sealed: Bytes, circleId: Bytes, inviteId: Bytes, member: Bytes, cardKey: CryptoKey): Promise<string> =>
	fromUtf8(await openUnder(cardKey, context('join-name', circleId, inviteId, member), sealed));

async function sealUnder(key: CryptoKey, about: Bytes, plain: Bytes): Promise<Bytes> {
	const salt = randomBytes(16);
	return concat(salt, await sealOnce(await deriveAeadKey(key, about, ['encrypt'], salt), about, pad(plain)));
}

async function openUnder(key: CryptoKey, about: Bytes, sealed: Bytes): Promise<Bytes> {
	return unpad(await openOnce(await deriveAeadKey(key, about, ['decrypt'], sealed.slice(0, 16)), about, sealed.slice(16)));
}
