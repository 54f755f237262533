/** Writes to the control log: compare-and-swap on its head, tried anew with jitter, since eighty people may join in one hour. */
import { Refused } from '#membership/refused.ts';
import { applyControlEntries } from '#replica/apply-control.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { copyState, type CircleState } from '#membership/state.ts';
import { Problem } from './api.ts';
import { backoff, rest } from './backoff.ts';
import { pullControl, type Line } from './pull.ts';

const tries = 40;

/**
 * Appends what `write` makes for the newest state; `write` is called again when somebody was faster, and may give nothing
 * when there is nothing left to do. @throws Problem, Unreachable, Refused
 */
export async function appendControl(line: Line, write: (state: CircleState) => Promise<Bytes[]>, signal?: AbortSignal): Promise<void> {
	let made: { first: number; entries: Bytes[] } | null = null;
	for (let attempt = 0; ; attempt++) {
		// A copy: what is written must follow one state, whatever the stream brings meanwhile.
		const state = copyState(line.circle.state);
		const first = state.n + 1;
		// A server that says it has moved, and shows nothing that moved it, is sent what it was sent: a number is not signed over anything else.
		const entries: Bytes[] = made?.first === first ? made.entries : await write(state);
		if (entries.length === 0) return;
		made = { first, entries };
		try {
			await line.api.appendControl(line.session, entries);
			await applyControlEntries(line.store, line.circle, first, entries);
			line.changed();
			return;
		} catch (error) {
			const late = (error instanceof Problem && error.code === 'control-moved') || error instanceof Refused;
			if (!late || attempt >= tries) throw error;
		}
		await rest(backoff(Math.min(attempt, 3)) / 4, signal);
		signal?.throwIfAborted();
		await pullControl(line, signal);
	}
}
