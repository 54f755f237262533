/**
 * THE HEAD of a ring's log: head(n) = SHA-256(head(n-1) ‖ SHA-256(envelope n)); head(0) = SHA-256(context('ring-head', circleId, ring)).
 * These are the bytes to hash; hashing is the caller's (the server hashes in its writer, the client by WebCrypto).
 */
import { context } from './context.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export const headStart = (circleId: Bytes, ring: 0 | 1 | 2): Bytes => context('ring-head', circleId, ring);

export function headStep(head: Uint8Array, envelopeHash: Uint8Array): Bytes {
	const out = new Uint8Array(64);
	out.set(head, 0);
	out.set(envelopeHash, 32);
	return out;
}
