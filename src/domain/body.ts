/**
 * What a sealed entry can say: its meaning, before it is sealed and after it is opened. Bytes: src/log/body.ts.
 * Ids are lower-case hex of the 16-byte entry id; times are milliseconds since 1970 by the writer's clock.
 */

import type { Announcement, Asking } from './announcement.ts';
import type { Answer } from './answer.ts';
import type { AboutChild } from './child.ts';
import type { Enclosed } from './enclosed.ts';
import type { Changed, Kept } from './kept.ts';
import type { Tie } from './promise.ts';
import type { Consent, Proposal } from './ready.ts';
import type { Yes } from './yes.ts';

/** The family's switch: prayers welcome, kind thoughts without religious words, or both. */
export type Prayers = 'prayers' | 'thoughts' | 'both';

/** The writer's own correction of an earlier entry in the same ring: its words and what is enclosed, as they are from now on. */
export interface Edit {
	type: 'edit';
	target: string;
	text: string;
	asking: Asking;
	enclosed?: Enclosed[];
}
/** Hash of an envelope that there is none of yet. */
export const unknownHash = '0'.repeat(64);

/** Taken back by its writer, or taken away by a parent. `targetHash` is SHA-256 of the envelope taken back, hex. */
export interface Erase {
	type: 'erase';
	target: string;
	targetHash: string;
}
/**
 * News told anew by its own writer, to more people or to fewer: `entry` stands in the place of `earlier`, which is taken back. Kept in
 * the inner of the two rings: whoever reads the wider one only does not learn that it was told to others before.
 */
export interface Retold {
	type: 'retold';
	entry: string;
	earlier: string;
}
/** What a member wishes to be called here. */
export interface Name {
	type: 'name';
	name: string;
}
/** What this place is called, by a parent. */
export interface Place {
	type: 'place';
	title: string;
}
/** The child's name, if there is one to say; kept in `us` until the family says it further out. */
export interface Child {
	type: 'child';
	name: string;
}
export interface Settings {
	type: 'settings';
	prayers: Prayers;
}
/** Says nothing by itself: its signed header cites how far a parent's device has read ("It has arrived with them"). */
export interface Receipt {
	type: 'receipt';
}
/** Kept in `us`, so that both parents can find, show again and close every invitation. `secret` is hex. */
export interface InvitationNote {
	type: 'invitation';
	invitation: string;
	label: string;
	secret: string;
	form: 'link' | 'code';
}

/**
 * Where the entries end of devices that were shut out of this ring by control entry `n`: what they say was written before and lies
 * beyond is dropped. By a parent. `seq` 0: nothing of it holds.
 */
export interface Cut {
	type: 'cut';
	n: number;
	ends: { device: string; seq: number; hash: string }[];
}

export type Body =
	| Announcement
	| Answer
	| Edit
	| Erase
	| Retold
	| (Kept & { yes?: Yes })
	| Changed
	| AboutChild
	| Tie
	| Proposal
	| Consent
	| Name
	| Place
	| Child
	| Settings
	| Receipt
	| InvitationNote
	| Cut;
