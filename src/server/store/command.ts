/** What the main thread asks of the writer, and what it answers. Crosses between threads (pack-batch.ts), so plain data only. */
import type { ProblemCode } from '#wire/problem.ts';

type Bytes = Uint8Array<ArrayBuffer>;
export type RingNumber = 0 | 1 | 2;

/** What the writer must know of an envelope; the rest was judged before (services/append-entries.ts). */
export interface EntryToAppend {
	envelope: Bytes;
	body: Bytes;
	entryId: Bytes;
	/** SHA-256 of the envelope. */
	hash: Bytes;
	epoch: number;
	deviceSeq: number;
	devicePrev: Bytes;
	voids: number;
	controlN: number;
	controlHead: Bytes;
	seenSeq: number;
	/** Ids of the files it speaks of. */
	files: Bytes[];
}

export interface AppendCommand {
	kind: 'append';
	circle: number;
	/** In base64url. */
	circleId: string;
	ring: RingNumber;
	/** In hex. */
	device: string;
	/** Hex id of the device's member, and the innermost ring it reads: whose files it may speak of. */
	member: string;
	innermost: RingNumber;
	/** Number of the control entry at which membership was judged. */
	judgedN: number;
	/** The newest epoch of the ring at `judgedN`; -1 when it is due. */
	epoch: number;
	/** Most bytes the circle may hold. */
	quota: number;
	entries: EntryToAppend[];
}

/** Appends judged control entries, if the log still ends at (n, head). */
export interface ControlCommand {
	kind: 'control';
	circle: number;
	n: number;
	head: Bytes;
	entries: Bytes[];
	/** Hash of the last of `entries`. */
	newHead: Bytes;
	/** Ids of the invitations they make. */
	invitations: Bytes[];
	/** All parents have said so: everything but the control log goes. */
	erases: boolean;
	quota: number;
}

export interface BeginCommand {
	kind: 'begin';
	circleId: Bytes;
	entries: Bytes[];
	newHead: Bytes;
	invitations: Bytes[];
	/** Most circles there may be. */
	most: number;
}

export interface CardCommand {
	kind: 'card';
	circle: number;
	invite: Bytes;
	card: Bytes;
	quota: number;
}

/** Drops the bodies of entries of one ring; their envelopes stay. */
export interface EraseCommand {
	kind: 'erase';
	circle: number;
	ring: RingNumber;
	entryIds: Bytes[];
	/** Hex id of who wishes it: their own entries. */
	by: string;
	/** Where they are a parent: since which control entry each other (hex id) is one. What is another parent's is not theirs to drop. */
	parents: ReadonlyMap<string, number> | null;
}

export interface BeaconCommand {
	kind: 'beacon';
	circle: number;
	ring: RingNumber;
	device: Bytes;
	beacon: Bytes;
}

/** A way back, in place of the one before with this id. */
export interface DoorCommand {
	kind: 'door';
	/** The own log's. */
	circle: number;
	door: Bytes;
	sealed: Bytes;
}
export interface DoorDropCommand {
	kind: 'door-drop';
	circle: number;
	door: Bytes;
}

/** Room for a file that is going to come; its row is there from here on, and it cannot be read before it is whole. */
export interface FileBeginCommand {
	kind: 'file-begin';
	circle: number;
	file: Bytes;
	/** Hex id of whose file it is. */
	member: string;
	/** Sealed bytes, and the digests of the parts in a row. */
	size: number;
	digests: Bytes;
	quota: number;
	/** Milliseconds since 1970. */
	now: number;
}

/** A part is on the disk. */
export interface FilePartCommand {
	kind: 'file-part';
	circle: number;
	file: Bytes;
	part: number;
	now: number;
}

/** Whose it is does not send it after all, or has taken it out of what was said. */
export interface FileDropCommand {
	kind: 'file-drop';
	circle: number;
	file: Bytes;
	member: string;
}

/** What a device wishes to be told of, in place of what it wished before. */
export interface NoticesCommand {
	kind: 'notices';
	circle: number;
	device: Bytes;
	/** Where its push service takes what is for it. */
	endpoint: string;
	/** A bit for each ring: 1 << RingNumber. */
	rings: number;
	/** Ids of members in a row; empty: anybody. */
	people: Bytes;
	/** Minutes of the day, UTC. */
	quiet: { from: number; to: number } | null;
}
/** It wishes for nothing more; or its push service knows it no longer, then in every circle. */
export type NoticesDropCommand = { kind: 'notices-drop' } & ({ circle: number; device: Bytes } | { endpoint: string });
export interface NoticesStateCommand {
	kind: 'notices-state';
	circle: number;
	device: Bytes;
	/** Only where it is so: somebody may have looked meanwhile. */
	from: NoticeState;
	to: NoticeState;
}
/** 0: nothing to say · 1: owed · 2: said, and it has not looked since */
export type NoticeState = 0 | 1 | 2;

/** The pair by which push services know this host (RFC 8292), in base64url. */
export interface PushKeys {
	publicKey: string;
	privateKey: string;
}
export interface PushKeyCommand extends PushKeys {
	kind: 'push-key';
}

/** Files that no entry speaks of and that nothing has come of since `before`. */
export interface CollectCommand {
	kind: 'collect';
	before: number;
}

export type Command =
	| AppendCommand
	| ControlCommand
	| BeginCommand
	| CardCommand
	| EraseCommand
	| BeaconCommand
	| DoorCommand
	| DoorDropCommand
	| FileBeginCommand
	| FilePartCommand
	| FileDropCommand
	| CollectCommand
	| NoticesCommand
	| NoticesDropCommand
	| NoticesStateCommand
	| PushKeyCommand;

export interface Appended {
	/** The number each entry has, in order. */
	seqs: number[];
	/** Number and head of the log's end before this command: what is numbered higher is new. */
	newestBefore: number;
	headBefore: Bytes;
}
/** Files that have no row any more: what lies on the disk of them is to go. */
export interface Dropped {
	dropped: { circle: number; file: Bytes }[];
}
export interface Began {
	circle: number;
}

/** `stale`: the main thread judged at another control entry than the newest stored. It reads again. */
export type Refusal = ProblemCode | 'stale';
export interface Refused {
	/** What the disk said, for the host alone. */
	reason?: string;
	refused: Refusal;
	title?: string;
}

export interface Results {
	append: Appended;
	control: object;
	begin: Began;
	card: object;
	erase: Dropped;
	beacon: object;
	door: object;
	'door-drop': object;
	'file-begin': object;
	'file-part': object;
	'file-drop': Dropped;
	collect: Dropped;
	notices: object;
	'notices-drop': object;
	'notices-state': object;
	'push-key': PushKeys;
}
export type Outcome<K extends Command['kind'] = Command['kind']> = Results[K] | Refused;

export const isRefused = (outcome: object): outcome is Refused => 'refused' in outcome;
