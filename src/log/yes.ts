/**
 * A YES of the other parent: their device's signature (Ed25519, RFC 8032, as COSE Sig_structure, RFC 9052 §4.4) over the very words, where and as which entry they are to be
 * said, so that it holds for nothing else. It is carried inside that entry.
 *
 *   payload = CBOR [memberId, deviceId, controlN, content]      content as in body.ts, without a yes
 *   signed under context('yes', circleId, ring, entryId)
 *
 * It holds where that device was theirs and not ended by control entry controlN, they were a parent by then, it is not later than the one the entry cites, and
 * they are not the entry's writer.
 */
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { sign } from '#crypto/sign.ts';
import { sha256, verifySignature } from '#crypto/verify.ts';
import type { Said } from '#domain/ready.ts';
import type { Yes } from '#domain/yes.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { wasParentAt, type CircleState } from '#membership/state.ts';
import { encodeCbor } from '#wire/cbor.ts';
import { context } from '#wire/context.ts';
import { toBeSigned } from '#wire/cose.ts';
import { writeContent } from './body.ts';

/** Where it is to be said, and as what. */
export interface YesTo {
	circleId: Bytes;
	ring: Ring;
	/** Hex entry id. */
	entry: string;
	says: Said;
}
type By = Omit<Yes, 'signature'>;

const without = (says: Said & { yes?: unknown }): Said => {
	const { yes: _, ...rest } = says;
	return rest;
};

function signed({ circleId, ring, entry, says }: YesTo, { member, device, controlN }: By): Bytes {
	const payload = encodeCbor([fromHex(member), fromHex(device), controlN, writeContent(without(says))]);
	return toBeSigned(context('yes', circleId, ringNumber(ring), fromHex(entry)), payload);
}

export const sayYes = async (to: YesTo, by: By, deviceKey: CryptoKey): Promise<Yes> => ({ ...by, signature: hex(await sign(deviceKey, signed(to, by))) });

/** @param author hex id of who says it. @param controlN the control entry that what is said cites */
export async function isTheirYes(state: CircleState, to: YesTo, yes: Yes, author: string, controlN: number): Promise<boolean> {
	const device = state.devices.get(yes.device);
	if (yes.member === author || yes.controlN > controlN || device?.member !== yes.member || device.n > yes.controlN) return false;
	if (device.ended !== null && device.ended.n <= yes.controlN) return false;
	if (!wasParentAt(state.members.get(yes.member), yes.controlN)) return false;
	return verifySignature(device.key, fromHex(yes.signature), signed(to, yes));
}

/** What somebody has said yes to, or not now: SHA-256, hex, over ring and content. */
export const hashOf = async ({ ring, says }: Pick<YesTo, 'ring' | 'says'>): Promise<string> =>
	hex(await sha256(encodeCbor([ringNumber(ring), writeContent(without(says))])));
