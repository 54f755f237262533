/** What roots sign beside control entries: keys that are new, bound to this circle and to whose they are. */
import { context } from '#wire/context.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** By a new member's root when joining: all its keys, bound to the invitation. */
export const joinStatement = (circleId: Bytes, inviteId: Bytes, root: Bytes, kem: Bytes, device: Bytes, sealedName: Bytes): Bytes =>
	context('join', circleId, inviteId, root, kem, device, sealedName);

/** By a member's next root when it takes the place of the one before. */
export const rollStatement = (circleId: Bytes, memberId: Bytes, root: Bytes, kem: Bytes): Bytes => context('roll', circleId, memberId, root, kem);
