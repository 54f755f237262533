/**
 * Writes to the control log: compare-and-swap on its head, tried anew with jitter, since eighty people may join in one hour.
 *
 * NOTE what is signed once. A device signs one thing to follow one head: what it sends is kept before, and while the log has not gone on,
 * whatever is asked for next, the same bytes go first. Else a server that gives no answer, or says no, would have two decisions of one number
 * to show to different people. So what a parent has decided and sent is final, as what is written is.
 */
import { equal, type Bytes } from '#crypto/bytes.ts';
import { Refused } from '#membership/refused.ts';
import { copyState, type CircleState } from '#membership/state.ts';
import { applyControlEntries } from '#replica/apply-control.ts';
import { keyOf } from '#replica/circle.ts';
import { maxBatch } from '#wire/api.ts';
import { decodeControlEntry } from '#wire/control-entry.ts';
import { Problem, Unanswered, Unreachable } from './api.ts';
import { backoff, rest } from './backoff.ts';
import { pullControl, type Line } from './pull.ts';

const tries = 40;

/** What was sent last, kept under `c/<id>/decided`; once the log has gone on past it, it says nothing any more. */
type Decided = Bytes[];

const running = new WeakMap<Line, Promise<unknown>>();

/**
 * Appends what `write` makes for the newest state, after whoever is appending already; `write` is called again when somebody was faster, and
 * may give nothing when there is nothing left to do. @throws Problem, Unanswered, Refused
 */
export function appendControl(line: Line, write: (state: CircleState) => Promise<Bytes[]>, signal?: AbortSignal): Promise<void> {
	const appending = (running.get(line) ?? Promise.resolve()).catch(() => undefined).then(() => appendInTurn(line, write, signal));
	running.set(line, appending);
	return appending;
}

async function appendInTurn(line: Line, write: (state: CircleState) => Promise<Bytes[]>, signal?: AbortSignal): Promise<void> {
	const { store, circle } = line;
	const key = keyOf.decided(circle.id);
	/** What `write` has made in this call. */
	let made: Decided | null = null;
	for (let attempt = 0; ; attempt++) {
		// A copy: what is written must follow one state, whatever the stream brings meanwhile.
		const state = copyState(circle.state);
		const earlier = following(state, made ?? (await store.read<Decided>(key)) ?? []);
		const entries = earlier.length > 0 ? earlier : await write(state);
		if (entries.length === 0) return;
		if (earlier.length === 0) {
			// What can never be sent is not to stand before everything else.
			if (entries.length > maxBatch) throw new RangeError('More is decided at once than a server takes');
			await store.write([store.change(key, entries)]);
			made = entries;
		}
		try {
			await line.api.appendControl(line.session, entries);
			await applyControlEntries(store, circle, state.n + 1, entries);
			line.changed();
			if (made !== null) return;
			continue;
		} catch (error) {
			if (error instanceof Unreachable) throw new Unanswered();
			const late = (error instanceof Problem && error.code === 'control-moved') || error instanceof Refused;
			if (!late || attempt >= tries) throw error;
		}
		await rest(backoff(Math.min(attempt, 3)) / 4, signal);
		signal?.throwIfAborted();
		await pullControl(line, signal);
	}
}

/** What of `decided` follows `state`: all of it, the rest where some of it was taken, nothing where something else stands in its place. */
function following(state: CircleState, decided: Decided): Decided {
	const at = decided.findIndex((entry) => {
		const { n, prev } = decodeControlEntry(entry).entry;
		return n === state.n + 1 && equal(prev, state.head);
	});
	return at < 0 ? [] : decided.slice(at);
}
