/** WHAT THIS DEVICE KNOWS OF ONE CIRCLE, in memory; each part says under which key it is kept. */
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import type { EndedView } from '#domain/view.ts';
import type { Fold, FoldEntry } from '#domain/fold.ts';
import type { AskedNotices } from '#domain/notices.ts';
import type { Ring } from '#domain/ring.ts';
import type { Beacon } from '#log/beacon.ts';
import type { DeviceEnd, Stretch } from '#log/chain.ts';
import type { ControlAuthor } from '#log/control.ts';
import type { MissingBody, RefusedEntry } from '#log/read-page.ts';
import type { Holder } from '#log/ring-key.ts';
import type { CircleState } from '#membership/state.ts';
import type { Body } from '#domain/body.ts';
import type { OwnBody } from '#log/body-own.ts';
import type { DeviceKeys } from './device-keys.ts';
import type { OwnFold } from './own-log.ts';

/** This device as the author of control entries. */
export const deviceAuthor = (keys: DeviceKeys): ControlAuthor => ({
	author: { by: 'device', memberId: fromHex(keys.member.id), deviceId: keys.deviceId },
	key: keys.device
});

/** What the invitation's card said: shown while nothing else can be. */
export interface HeldCard {
	title: string;
	inviter: string;
	/** Hex id of who invites; not kept before version 3. */
	memberId?: string;
	greeting: string;
}

/** What stops a place. */
export interface Trouble {
	code: string;
	/** Null: in the control log. */
	ring: Ring | null;
	/** When this device met it, in milliseconds since 1970 by its own clock. */
	at: number;
	/** Hex id of the member whose device did it, where a signature says so. */
	by?: string;
}

/** How a place has ended for this device (ended.ts). */
export interface Ended {
	why: EndedView['why'];
	/** Number of the control entry that says so, and when by its writer's clock. */
	n: number;
	at: number;
	/** Hex id of the parent who said so; null where it was oneself, or all parents. */
	by: string | null;
}

/** Kept under `c/<id>`. */
export interface CircleRecord {
	circleId: Bytes;
	/** This person's own log: a circle of one, shown nowhere. */
	own: boolean;
	/** The invitation's secret: kept until one has joined by it. */
	secret: Bytes | null;
	/** Null where this person began the circle. */
	card: HeldCard | null;
	/** The name said on coming in; null while only reading, and for who began the circle. */
	saidName: string | null;
	/** The invitation one read or waited by has been closed. */
	closed?: boolean;
	/** Once the place has ended for this device: what it was called, who said so, and how. All else is forgotten, its keys too. */
	farewell?: { title: string; by: string | null; ended?: Ended };
	/** What is wrong with this place; while it is set nothing is written. */
	trouble: Trouble | null;
	/** This device no longer knows which numbers it has signed, or has met entries of its own that it does not know of: its key is never signed with again (sync/retire.ts). */
	behind?: boolean;
	/** What one wishes to be told of on this device; not there: nothing. */
	notices?: AskedNotices;
	/** Members whose devices were shown another past, and with whom a person has decided to go on (doubt.ts). */
	settled?: string[];
	/** What the version that read this place last was able to read (log/body.ts). */
	reads: number;
}

/** Of what `device` wrote before control entry `n`, nothing holds that is numbered above `seq` (or is another than `hash` there). */
export interface CutEnd {
	n: number;
	/** Hex. */
	device: string;
	seq: number;
	hash: string;
}

export interface Withheld extends Pick<FoldEntry, 'author' | 'byParent' | 'hash'> {
	n: number;
	/** Not there in what was kept by an earlier version: then none came. */
	code?: MissingBody['code'];
	/** When this device met it, by its own clock. */
	at: number;
}

/** Kept under `c/<id>/ring/<ring>`. */
export interface RingRecord {
	/** The stretch of the log that this device has read, up to its newest entry. */
	stretch: Stretch;
	/** This device's own numbers in this log: the last one ever signed, and the last accepted. */
	signed: number;
	accepted: DeviceEnd;
	/** Hashes of what was signed after `accepted` and refused by the server: the next envelope voids them. */
	voids: Bytes[];
	/** With when this device met each, by its own clock. */
	refused: (RefusedEntry & { at: number })[];
	/** Where shut-out devices end in this ring (docs/protocol.md, Cuts), as parents have said. */
	cuts: CutEnd[];
	/** Entries whose sealed body did not come as it was sealed, by entry id: right where it was erased, withheld where it was not. */
	withheld: Map<string, Withheld>;
	/** How far this device has said that it has read. */
	cited: number;
	/** While the log is read anew from its beginning: how far it was known, and must be met again. */
	known: { n: number; head: Bytes } | null;
	/** The newest beacon met of each other device (hex id), and this device's own. */
	beacons: Map<string, Met>;
	/** A member's device says to have read further than the server shows this one, and when that was met; null while none does. */
	lag: { seq: number; controlN: number; member: string; at: number } | null;
}

/** What is kept of a beacon. */
export type Met = Pick<Beacon, 'counter' | 'time'>;

export interface RingReplica extends RingRecord {
	/** Keys by epoch, and the newest epoch they were opened for. */
	keys: Map<number, CryptoKey>;
	keysUpTo: number;
	/** The lowest entry number that is folded into memory. */
	foldedFrom: number;
}

/** Kept under `c/<id>/out/<order>`, in the order written. */
export interface OutboxItem {
	order: number;
	/** Hex entry id. */
	id: string;
	ring: Ring;
	time: number;
	body: Body | OwnBody;
	/** The exact bytes, kept before they are sent; sent again as they are. */
	sealed: { envelope: Bytes; body: Bytes; hash: Bytes; deviceSeq: number; seenSeq: number } | null;
	/** The server has it safe. */
	acknowledged: boolean;
}

/** How far the sending of a file has come: bytes that the server has, and how many a second; `full`: it had no room. */
export interface UnderWay {
	done: number;
	perSecond: number | null;
	full: boolean;
}

/** Kept under `c/<id>/file/<file's id>`: a sealed file that lies on this device (files.ts). */
export interface FileRecord {
	/** Its name in the file store. */
	local: string;
	/** Sealed bytes. */
	size: number;
	/** Of its parts, in a row; null where it came from the server. */
	digests: Bytes | null;
	/** The server has all of it. */
	sent: boolean;
	/** A person has said: not now. */
	paused: boolean;
	/** A person has said: over a metered line too. */
	anyway: boolean;
	/** It was to be sent, and its bytes are no longer here. */
	lost: boolean;
	/** When it came to be here, by this device's clock. */
	at: number;
}

export interface CircleReplica {
	/** Hex circle id. */
	id: string;
	record: CircleRecord;
	state: CircleState;
	/** Null while one only reads through an invitation. */
	keys: DeviceKeys | null;
	/** Who opens the ring keys: the member, or the invitation while one only reads. */
	holder: Holder;
	rings: Map<Ring, RingReplica>;
	/** From which entry of a ring on the stream shows it, where more of it has been folded than that. */
	shownFrom: Map<Ring, number>;
	fold: Fold;
	outbox: OutboxItem[];
	/** Sealed files of this circle that lie on this device, by their id. */
	files: Map<string, FileRecord>;
	/** Those of them that are being sent, or were begun to be. Not kept. */
	underWay: Map<string, UnderWay>;
	/** What the own log says; empty in every other circle. */
	own: OwnFold;
	/** Time of what was last said here: the next thing said is later (outbox.ts). */
	saidAt: number;
	/** The last thing that changes this replica; the next waits for it (inTurn). */
	turn: Promise<unknown>;
}

/** Runs `change` when every earlier change of this circle is done, so that two never interleave. */
export function inTurn<T>(circle: CircleReplica, change: () => Promise<T>): Promise<T> {
	const mine = circle.turn.then(change, change);
	circle.turn = mine.catch(() => undefined);
	return mine;
}

/** Kept under `c/<id>/ring/<ring>/<chunk>`: entries (chunk*size+1 … (chunk+1)*size) that were opened. */
export const chunkSize = 100;
export type Chunk = FoldEntry[];

export const chunkOf = (n: number): number => Math.floor((n - 1) / chunkSize);
const padded = (n: number): string => String(n).padStart(10, '0');

export const keyOf = {
	/** Who this device's person is: the root of everything of theirs. */
	identity: 'identity',
	/** The roots and seeds that are taking the place of those a lost device held, until all is done. */
	rolling: 'rolling',
	/** A person erases everything of theirs: there until it is done. */
	erasing: 'erasing',
	/** Who this device's person is coming back as, until they are there. */
	comingBack: 'coming-back',
	circle: (id: string) => `c/${id}`,
	/** The key that takes the place of this device's, until its certificate stands in the log. */
	nextDevice: (id: string) => `next/${id}`,
	control: (id: string, chunk: number) => `c/${id}/control/${padded(chunk)}`,
	/** What this device decided last, as it was sent (sync/append-control.ts). */
	decided: (id: string) => `c/${id}/decided`,
	ring: (id: string, ring: Ring) => `c/${id}/ring/${ring}`,
	chunk: (id: string, ring: Ring, chunk: number) => `c/${id}/ring/${ring}/${padded(chunk)}`,
	facts: (id: string) => `c/${id}/facts`,
	/** There while facts are older than what the chunks hold: everything is folded anew before it is looked at. */
	refold: (id: string) => `c/${id}/refold`,
	own: (id: string) => `c/${id}/own`,
	/** An entry whose body the server still has to drop. */
	drop: (id: string, entry = '') => `c/${id}/drop/${entry}`,
	/** A file that was taken out of what was said, which the server still has to drop. */
	dropFile: (id: string, file = '') => `c/${id}/drop-file/${file}`,
	out: (id: string, order: number) => `c/${id}/out/${padded(order)}`,
	/** The greeting of an invitation whose card is not with the server yet. */
	card: (id: string, invitation: string) => `c/${id}/card/${invitation}`,
	/** A circle that is being begun: what is sent for it, until it stands. */
	founding: (what: 'own' | 'place') => `founding/${what}`,
	/** A sealed file that lies on this device. */
	file: (id: string, file = '') => `c/${id}/file/${file}`,
	/** The secret of a door, until somebody says that it is kept safe. */
	doorSecret: (id = '') => `door/${id}`,
	/** How long nobody may have been here before it is locked (actions/lock.ts). */
	lockAfter: 'lock-after',
	draft: (name: string) => `draft/${name}`
} as const;
