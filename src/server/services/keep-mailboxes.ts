/** Where two devices of one person, who have no circle in common yet, leave a sealed message for each other: in memory, for some minutes, once for each id, bounded in number. */
import { Problem } from '../problem.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const goodFor = 10 * 60 * 1000;

export class Mailboxes {
	readonly #kept = new Map<string, { sealed: Bytes; until: number }>();
	readonly #most: number;
	readonly #now: () => number;

	constructor(most: number, now: () => number = Date.now) {
		this.#most = most;
		this.#now = now;
	}

	/** @throws Problem id-taken: something lies there already, and is not exchanged · too-many */
	put(box: Bytes, sealed: Bytes): void {
		const now = this.#now();
		// In the order they came, and all are good for equally long.
		for (const [id, { until }] of this.#kept) {
			if (until > now) break;
			this.#kept.delete(id);
		}
		const id = nameOf(box);
		const there = this.#kept.get(id);
		// The answer was lost, and the same is sent again.
		if (there !== undefined && Buffer.compare(there.sealed, sealed) === 0) return;
		if (there !== undefined) throw new Problem('id-taken');
		if (this.#kept.size >= this.#most) throw new Problem('too-many', { retryAfter: 60 });
		this.#kept.set(id, { sealed, until: now + goodFor });
	}

	/** Null where nothing lies there, yet or any more: whoever waits asks again and again, and that is no error. */
	look(box: Bytes): Bytes | null {
		const there = this.#kept.get(nameOf(box));
		return there === undefined || there.until <= this.#now() ? null : there.sealed;
	}
}

const nameOf = (box: Bytes): string => Buffer.from(box).toString('base64');
