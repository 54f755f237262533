/** What pages and worker say to each other, across a worker and, from a second tab, across a BroadcastChannel. */
import type { Snapshot } from './snapshot.ts';
import type { DoorKind } from '#domain/door.ts';
import type { LockedVerb } from './lock.ts';
import type { Verb } from './verbs.ts';

export interface Asked {
	type: 'ask';
	/** Random; the same number asked again is the same act. */
	id: string;
	verb: Verb | LockedVerb;
	args: unknown;
}
export interface Answered {
	type: 'answered';
	id: string;
	result?: unknown;
	/** Code of what went wrong: names a sentence in messages/ (`problem.<code>`). */
	error?: string;
}
export interface Shown {
	type: 'shown';
	snapshot: Snapshot;
}
/** A tab that has just opened asks to be shown what there is. */
export interface Hello {
	type: 'hello';
}
/** Nothing can be read here until it is opened by one of these. */
export interface IsLocked {
	type: 'locked';
	by: DoorKind[];
}
/** The worker can do nothing: storage is closed to it, or something broke. */
export interface Broken {
	type: 'broken';
	error: string;
}

/** Between tabs: is the one that leads awake? */
export interface Ping {
	type: 'ping';
}
export interface Pong {
	type: 'pong';
}
/** To all other tabs: this one leads from now on. */
export interface Leads {
	type: 'leads';
}

export type ToWorker = Asked | Hello;
export type FromWorker = Answered | Shown | IsLocked | Broken;
