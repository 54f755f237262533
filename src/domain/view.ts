import type { AnswerKind, Asking, CardMotif, Prayers } from './body.ts';
import type { Ring } from './ring.ts';

/** What a screen is given of a circle: plain data, already opened, verified and folded. Newest first everywhere. */
export interface CircleView {
	circleId: string;
	title: string;
	childName: string | null;
	prayers: Prayers;
	me: { memberId: string; name: string; ring: Ring; parent: boolean };
	/**
	 * `reader` has opened a link and not yet said a name; `waiting` has said it and waits to be let in; `closed`: the invitation
	 * by which one read or waited has been closed.
	 */
	standing: 'member' | 'reader' | 'waiting' | 'closed';
	/** The invitation by which one is here; null for who began the circle. `compare`: words are compared before one is let in. */
	invited: { ring: Ring; parent: boolean; compare: boolean } | null;
	members: MemberView[];
	/** The news and other things told, each with its answers. */
	told: ToldView[];
	invitations: InvitationView[];
	/** There is more behind the oldest one shown. */
	more: boolean;
	/** How many of one's own entries still wait for a connection. */
	unsent: number;
	connection: 'live' | 'connecting' | 'offline';
	/** Something that is wrong with this place, by its code; what is shown then is only what was verified. */
	trouble: string | null;
	/** What the invitation's card said; null where one began the circle. */
	card: { title: string; inviter: string; greeting: string } | null;
}

export interface MemberView {
	memberId: string;
	name: string;
	ring: Ring;
	parent: boolean;
	me: boolean;
	/** Milliseconds since 1970 by the clock of who let them in. */
	since: number;
	/** Name of who let them in; null for who began the circle. */
	letInBy: string | null;
	/** Has said a name and waits for words to be compared. */
	waiting: boolean;
	/** The invitation by which they came; null for who began the circle. */
	invitation: string | null;
}

export interface EntryView {
	id: string;
	ring: Ring;
	author: { memberId: string; name: string; parent: boolean };
	mine: boolean;
	at: number;
	text: string;
	edited: boolean;
	takenBack: boolean;
	/** `waiting`: on this device only; `settled`: the server has it safe. */
	state: 'waiting' | 'settled';
	/** A parent's device holds it. Shown to its writer only, never as "seen". */
	arrived: boolean;
}

export interface ToldView extends EntryView {
	asking: Asking;
	answers: AnswerView[];
}

export interface AnswerView extends EntryView {
	to: string;
	kind: AnswerKind;
	motif: CardMotif | null;
}

export interface InvitationView {
	invitation: string;
	label: string;
	ring: Ring;
	parent: boolean;
	form: 'link' | 'code';
	/** The whole link, or the code in groups; null where this device does not know the secret. */
	share: string | null;
	/** Null for a link that many can use. */
	usesLeft: number | null;
	open: boolean;
	/** Names of those who came in by it. */
	cameIn: string[];
}
