/**
 * A Matroska writer goes back into every cluster to say how long it became, and a cluster may be half a minute of film: far more than
 * is held back for what can be sealed only once. So the film is written twice. The first time only what is written backwards is kept (a
 * few bytes a cluster); the second time it is put where it belongs before the bytes are passed on, and nothing is written backwards.
 */
interface Patch {
	at: number;
	bytes: Uint8Array;
}

export interface Forward {
	/** Takes the writes of the first time; keeps only what goes back. */
	learn(bytes: Uint8Array, at: number): void;
	/**
	 * Takes the writes of the second time, which must be those of the first, and passes them on in order.
	 * @throws Error if something goes back that did not the first time
	 */
	pass(bytes: Uint8Array, at: number): Promise<void>;
}

/** @param write gets every byte once, without gaps, in order */
export function forward(write: (bytes: Uint8Array, at: number) => Promise<void>): Forward {
	const patches: Patch[] = [];
	let learnt = 0;
	let passed = 0;
	let sorted = false;
	/** Patches before this one lie behind what was passed. */
	let first = 0;
	return {
		learn(bytes, at) {
			if (at < learnt) patches.push({ at, bytes: bytes.slice(0, learnt - at) });
			learnt = Math.max(learnt, at + bytes.length);
		},
		async pass(bytes, at) {
			// Stable: of two for the same place, the later one stays the later.
			if (!sorted) patches.sort((a, b) => a.at - b.at);
			sorted = true;
			if (at < passed) {
				const back = bytes.subarray(0, passed - at);
				if (!patches.some((patch) => patch.at === at && same(patch.bytes, back))) throw new Error('A film was written otherwise the second time');
				bytes = bytes.subarray(back.length);
				at = passed;
				if (bytes.length === 0) return;
			}
			const end = at + bytes.length;
			for (let i = first; i < patches.length; i++) {
				const patch = patches[i]!;
				if (patch.at >= end) break;
				const from = Math.max(patch.at, at);
				const to = Math.min(patch.at + patch.bytes.length, end);
				if (from < to) bytes.set(patch.bytes.subarray(from - patch.at, to - patch.at), from - at);
				else if (i === first) first += 1;
			}
			passed = end;
			await write(bytes, at);
		}
	};
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
