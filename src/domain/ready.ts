/**
 * WHEN THEY ARE READY: what one parent has written and the other has not yet said yes to. It stands in `us`, so that the other can read
 * it; nobody else learns that it is there. A yes is a signature over the very words and the ring, and is carried inside what is said.
 */
import type { Announcement } from './announcement.ts';
import type { Kept } from './kept.ts';
import type { Ring } from './ring.ts';
import type { Yes } from './yes.ts';

/** What a parent may let wait. */
export type Said = Announcement | Kept;

/** It waits for the other parent. Once they have said yes the writer's device says it, as `entry`, in `ring`. */
export interface Proposal {
	type: 'proposal';
	entry: string;
	ring: Ring;
	says: Said;
}
/** What the other parent has said to it: yes; or not now (`yes` null). `hash`: SHA-256 of what was signed, hex. */
export interface Consent {
	type: 'consent';
	entry: string;
	hash: string;
	yes: Yes | null;
}
