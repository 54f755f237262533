/** PULL: control log whole, then of each ring what is new; a fresh device begins with the newest and reads backwards later. */
import { applyControlEntries } from '#replica/apply-control.ts';
import { applyNewer, applyOlder, LogTrouble } from '#replica/apply.ts';
import { readableRings, newestShown } from '#replica/load-circle.ts';
import type { CircleReplica } from '#replica/circle.ts';
import type { SealedStore } from '#replica/sealed-store.ts';
import { isDue } from '#membership/entitled.ts';
import { NoKey } from '#log/ring-key.ts';
import { chunkSize } from '#replica/circle.ts';
import type { Ring } from '#domain/ring.ts';
import type { Api, Session } from './api.ts';

export interface Line {
	api: Api;
	session: Session;
	store: SealedStore;
	circle: CircleReplica;
	/** Until then this device's beacons stay where they are: two people compare their places, and the other reads the place from them. Milliseconds since 1970. */
	beaconsHeld?: number;
	/** Whether somebody looks at this device now; only devices that asked for notices say so to the server (looking.ts). */
	isLookedAt: () => boolean;
	/** Called after anything new has been taken in. */
	changed: () => void;
}

export async function pullControl({ api, session, store, circle, changed }: Line, signal?: AbortSignal): Promise<void> {
	for (;;) {
		const before = circle.state.n;
		const { entries, newest } = await api.control(session, before, signal);
		await applyControlEntries(store, circle, before + 1, entries);
		if (circle.state.n > before) changed();
		// Against what was known when it was asked: meanwhile this device may itself have written on.
		if (newest < before) throw new LogTrouble('rolled-back', null);
		if (newest <= circle.state.n) return;
		if (circle.state.n === before) throw new LogTrouble('withheld', null);
	}
}

/** What is new in every ring this device reads. */
export async function pullRings(line: Line, signal?: AbortSignal): Promise<void> {
	for (const ring of readableRings(line.circle)) await pullRing(line, ring, signal);
}

export async function pullRing(line: Line, ring: Ring, signal?: AbortSignal): Promise<void> {
	const { api, session, store, circle, changed } = line;
	for (;;) {
		const control = circle.state.n;
		const known = circle.rings.get(ring)?.stretch.last;
		const [first, headBefore, entries, newest] =
			known === undefined ? await api.older(session, ring, null, newestShown, signal) : await api.newer(session, ring, known, signal);
		let ahead;
		try {
			({ ahead } = await applyNewer(store, circle, ring, { first, headBefore, entries }));
		} catch (error) {
			// Someone else renewed the key in between, or a box is still on its way: the next pull has it.
			if (error instanceof NoKey && isDue(circle.state, ring)) return;
			// This log was begun, or is read anew, since this was asked for: ask from where it is now.
			const isOld = known === undefined ? circle.rings.has(ring) : (circle.rings.get(ring)?.stretch.last ?? 0) < known;
			if (error instanceof LogTrouble && error.code === 'gap' && isOld) continue;
			throw error;
		}
		changed();
		const reached = circle.rings.get(ring)?.stretch.last ?? 0;
		if (newest < Math.max(known ?? 0, circle.rings.get(ring)?.known?.n ?? 0)) throw new LogTrouble('rolled-back', ring);
		if (ahead) {
			// Somebody has changed who is in and written since control was read.
			await pullControl(line, signal);
			if (circle.state.n === control) throw new LogTrouble('control-ahead', ring);
			continue;
		}
		if (newest <= reached) return;
		if (known !== undefined && reached === known) throw new LogTrouble('withheld', ring);
	}
}

/** One page further back in `ring`. False when there is no more: the log is proved from its beginning. */
export async function pullOlder(line: Line, ring: Ring, signal?: AbortSignal): Promise<boolean> {
	const { api, session, store, circle, changed } = line;
	const replica = circle.rings.get(ring);
	if (replica === undefined || replica.stretch.first <= 1) return false;
	const before = replica.stretch.first;
	// A page ends where a chunk ends, so that each chunk is written once.
	const limit = (before - 1) % chunkSize || chunkSize;
	const [first, headBefore, entries] = await api.older(session, ring, before, limit + chunkSize, signal);
	if (first + entries.length !== before) throw new LogTrouble('withheld', ring);
	const joined = await applyOlder(store, circle, ring, { first, headBefore, entries });
	if (!joined) {
		await pullRing(line, ring, signal);
		return false;
	}
	changed();
	return first > 1;
}
