/** What a new member's root signs when joining: all its keys, bound to this circle and this invitation. */
import { context } from '#wire/context.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export const joinStatement = (circleId: Bytes, inviteId: Bytes, root: Bytes, kem: Bytes, device: Bytes, sealedName: Bytes): Bytes =>
	context('join', circleId, inviteId, root, kem, device, sealedName);
