/** What pages look at: the newest snapshot this device has, reactive. Written to by src/actions/ask.ts only. */
import type { DoorKind, DoorView } from '#domain/door.ts';
import type { CircleView } from '#domain/view.ts';

interface Shown {
	view: CircleView | null;
	readying: number | null;
	archiving: { done: number; total: number } | null;
	doors: DoorView[] | null;
	lockAfter: number | null;
	circles: { circleId: string; title: string; standing: CircleView['standing'] }[];
}

let shown = $state.raw<Shown>({ view: null, readying: null, archiving: null, doors: null, lockAfter: null, circles: [] });
let ready = $state(false);
let locked = $state.raw<DoorKind[] | null>(null);
let trouble = $state<string | null>(null);

export const kvar = {
	/** The circle on screen; null where this device has none. */
	get view() {
		return shown.view;
	},
	/** How much of a film that was chosen has been made ready, from 0 to 1; null while none is. */
	get readying() {
		return shown.readying;
	},
	/** How far an archive has come that is being made, in plain bytes. */
	get archiving() {
		return shown.archiving;
	},
	/** One's ways back; null while there is nothing of one's own on this device. */
	get doors() {
		return shown.doors;
	},
	/** Every circle this device knows. */
	get circles() {
		return shown.circles;
	},
	/** After how many minutes this device locks by itself; null: it does not. */
	get lockAfter() {
		return shown.lockAfter;
	},
	/** By what kinds of door it is opened; null where it is not locked. */
	get locked() {
		return locked;
	},
	/** The store has been opened: before this nothing is known, not even that there is nothing. */
	get ready() {
		return ready;
	},
	/** This device cannot keep anything (private window, storage full): code of a sentence. */
	get trouble() {
		return trouble;
	}
};

const nothing: Shown = shown;

export function receive(snapshot: Shown): void {
	shown = snapshot;
	locked = null;
	ready = true;
}

/** Whatever was shown is shown no more. */
export function receiveLock(by: DoorKind[]): void {
	shown = nothing;
	locked = by;
	ready = true;
}

export function receiveTrouble(code: string): void {
	trouble = code;
	ready = true;
}
