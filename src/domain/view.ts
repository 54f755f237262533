import type { AnswerKind, CardMotif } from './answer.ts';
import type { Asking } from './announcement.ts';
import type { Prayers } from './body.ts';
import type { ChildView } from './child.ts';
import type { Enclosed } from './enclosed.ts';
import type { Grant } from './grant.ts';
import type { Kept } from './kept.ts';
import type { AskedNotices } from './notices.ts';
import type { Said } from './ready.ts';
import type { Ring } from './ring.ts';

/** What a screen is given of a circle: plain data, already opened, verified and folded. Newest first everywhere. */
export interface CircleView {
	circleId: string;
	title: string;
	childName: string | null;
	prayers: Prayers;
	me: { memberId: string; name: string; ring: Ring; parent: boolean };
	/** Another device of one's own is in here as well. */
	elsewhere: boolean;
	/**
	 * `reader` has opened a link and not yet said a name; `waiting` has said it and waits to be let in; `closed`: the invitation
	 * by which one read or waited has been closed; `ended`: this place has ended for this device (`ended` says how).
	 */
	standing: 'member' | 'reader' | 'waiting' | 'closed' | 'ended';
	ended: EndedView | null;
	/** The invitation by which one is here; null for who began the circle. `compare`: words are compared before one is let in. */
	invited: { ring: Ring; parent: boolean; compare: boolean } | null;
	members: MemberView[];
	/** The news and other things told, each with its answers. */
	told: ToldView[];
	/** What is kept and given, as far back as `told`. */
	kept: KeptView[];
	/** What waits for the other parent's yes. */
	proposals: ProposalView[];
	/** What rests with this person, or waits for its day. */
	drafts: DraftView[];
	invitations: InvitationView[];
	/** There is more behind the oldest one shown. */
	more: boolean;
	/** How many of one's own entries still wait for a connection. */
	unsent: number;
	connection: 'live' | 'connecting' | 'offline';
	/** While one of them stops this place nothing is written, and what is shown is only what was verified. Newest first. */
	wrong: WrongView[];
	/** Nothing is written here nor taken in: something of `wrong` stops it, or something in who is in that only a newer version can judge. */
	stopped: boolean;
	/** There is something here that a newer version of Kvar has made. */
	newer: boolean;
	/** What one wishes to be told of on this device; null: nothing. */
	notices: AskedNotices | null;
	/** Parents who have said yes to erasing everything: member ids. */
	erasing: string[];
	/** What the invitation's card said; null where one began the circle. */
	card: { title: string; inviter: string; greeting: string } | null;
}

/** How a place ended for this device: proven by who signed it, not said by the server. */
export interface EndedView {
	/** `let-go` of by a parent · `replaced`: came back as another · `signed-out`: this device alone · `erased`: everything, for everyone · `left` oneself. */
	why: 'left' | 'let-go' | 'replaced' | 'signed-out' | 'erased';
	at: number;
	/** Name of the parent who said so; null where it was oneself, or all parents. */
	by: string | null;
}

/** Something this device met that cannot be true, and did not show. */
export interface WrongView {
	/** Code of docs/protocol.md: what it was. */
	code: string;
	/** Nothing more is written here, nor taken in, until it is settled. */
	stops: boolean;
	/** The ring where it was met; `own`: in one's own log; null: in who is in. */
	ring: Ring | 'own' | null;
	/** Name of whose device signed it; null where nobody's signature is on it: then it is the server's doing. */
	who: string | null;
	/** Id of that member. Where it stops, it is they with whom it has to be settled. */
	member: string | null;
	/** When this device met it, in milliseconds since 1970 by its own clock. */
	at: number;
}

export interface MemberView {
	memberId: string;
	name: string;
	ring: Ring;
	parent: boolean;
	me: boolean;
	/** Milliseconds since 1970 by the clock of who let them in. */
	since: number;
	/** Words were compared with them, or they began the circle: it is known that they are who they say. */
	compared: boolean;
	grants: Grant[];
	/** Name of whose place they took, having lost everything, and of who vouched for it. */
	insteadOf: { name: string; vouched: string } | null;
	/** Name of who let them in; null for who began the circle. */
	letInBy: string | null;
	/** Has said a name and waits for words to be compared. */
	waiting: boolean;
	/** The invitation by which they came; null for who began the circle. */
	invitation: string | null;
}

/** How far sending files has come. */
export interface SendingView {
	/** Sealed bytes, of all files that are not with the server yet. */
	done: number;
	total: number;
	/** Seconds that are left at the speed of now; null where that cannot be told. */
	left: number | null;
	/**
	 * Why nothing goes: a person has paused it, the line is metered, the server is out of reach, the place or the host has no room;
	 * `lost`: its sealed bytes are no longer on this device. Null while it goes.
	 */
	waits: 'paused' | 'metered' | 'offline' | 'full' | 'lost' | null;
}

export interface EntryView {
	id: string;
	ring: Ring;
	author: { memberId: string; name: string; parent: boolean };
	mine: boolean;
	at: number;
	text: string;
	enclosed: Enclosed[];
	/** How far sending what is enclosed has come; null where all of it is with the server. */
	sending: SendingView | null;
	edited: boolean;
	/** Its words are gone, for everyone here. */
	takenBack: boolean;
	/** It was a parent who took it away, not its writer. */
	takenAway: boolean;
	/** This person has laid it aside, for themselves alone. */
	aside: boolean;
	/** `waiting`: on this device only; `settled`: the server has it safe. */
	state: 'waiting' | 'settled';
	/** A parent's device holds it. Shown to its writer only, never as "seen". */
	arrived: boolean;
}

export interface ToldView extends EntryView {
	asking: Asking;
	answers: AnswerView[];
	/** Name of the other parent, who has said yes to the very words; null where it did not wait for that. */
	agreed: string | null;
	/** Its writer is no parent, and was asked to speak for them. */
	spokeFor: boolean;
}

/** Something kept or given, as it says now. */
export interface KeptView<K extends Kept = Kept> extends EntryView {
	body: K;
	answers: AnswerView[];
	/** As of what is told. */
	agreed: string | null;
}

/** Written by one parent; said once the other has said yes. */
export interface ProposalView {
	/** Of what waits, and of what it will be. */
	id: string;
	entry: string;
	ring: Ring;
	mine: boolean;
	/** Name of who wrote it. */
	name: string;
	at: number;
	says: Said;
	/** What a parent has answered so far; `yes`: it is said as soon as its writer's device is awake. */
	answered: 'yes' | 'not-now' | null;
}

/** Rests, or waits for its day. `release`: when, in milliseconds since 1970; null: it rests. */
export interface DraftView {
	entry: string;
	ring: Ring;
	at: number;
	says: Said;
	release: number | null;
}

/** All that is kept in a place, as far as this person reads it. */
export interface KeepView {
	/** All there is has been read; else there may be more further back. */
	whole: boolean;
	children: ChildView[];
	kept: KeptView[];
	/** Things told and answered too, for the book of support: each answer with what it answers. */
	answers: AnswerView[];
	/** What belongs to which promise. */
	ties: { promise: string; target: string }[];
	/** Days that this person wishes to be shown. */
	anniversaries: string[];
}

export interface AnswerView extends EntryView {
	to: string;
	kind: AnswerKind;
	motif: CardMotif | null;
	/** Of a candle: for how many hours it burns; null: as long as there is this place. */
	burns: number | null;
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
