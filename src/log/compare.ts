/**
 * COMPARING ALOUD. Four words = the first four bytes of SHA-256(context('compare', r, value)); r is two words (two bytes) drawn by
 * one side after the value is fixed, spoken and typed into the other. One byte is one word of a list of 256 (identity/word-list.ts).
 *
 * NOTE why r. Four words of the bare value could be collided in seconds by trying keys; since r is drawn only when the joiner's
 * keys already stand in the control log, whoever stands in between has one guess in 2^32, once, on the telephone.
 */
import { sha256 } from '#crypto/verify.ts';
import { randomBytes } from '#crypto/random.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { encodeCbor } from '#wire/cbor.ts';
import { context } from '#wire/context.ts';

/** What is compared when someone waits: circle, invitation and every key of theirs. 32 bytes. */
export const joinerValue = (circleId: Bytes, inviteId: Bytes, root: Bytes, kem: Bytes, device: Bytes): Promise<Bytes> =>
	sha256(encodeCbor([circleId, inviteId, root, kem, device]));

/** A place that two people compare: number and head of who is in, and of the log of each ring that both read, innermost first. 32 bytes. */
export const placeValue = (circleId: Bytes, control: Place, rings: readonly (Place & { ring: 0 | 1 | 2 })[]): Promise<Bytes> =>
	sha256(encodeCbor([circleId, control.n, control.head, rings.map(({ ring, n, head }) => [ring, n, head])]));

export interface Place {
	n: number;
	head: Bytes;
}

/** Two bytes to be said aloud as two words. */
export const drawAloud = (): Bytes => randomBytes(2);

/** Four bytes to be said back as four words. */
export async function answerAloud(r: Bytes, value: Bytes): Promise<Bytes> {
	return (await sha256(context('compare', r, value))).slice(0, 4);
}
