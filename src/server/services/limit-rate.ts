/** Token buckets: each key may do `burst` at once and `perSecond` on the long run. Bounded in keys; nothing is kept on disk. */
import { Problem } from '../problem.ts';

const mostKeys = 50_000;

export class RateLimit {
	readonly #buckets = new Map<string, { left: number; at: number }>();
	readonly #perSecond: number;
	readonly #burst: number;
	readonly #now: () => number;

	/** @param perSecond 0: no limit. */
	constructor(perSecond: number, burst: number, now: () => number = Date.now) {
		this.#perSecond = perSecond;
		this.#burst = burst;
		this.#now = now;
	}

	get size(): number {
		return this.#buckets.size;
	}

	/** @throws Problem too-many, with the seconds to wait. */
	take(key: string, cost = 1): void {
		if (this.#perSecond === 0) return;
		const now = this.#now();
		let bucket = this.#buckets.get(key);
		if (bucket === undefined) {
			bucket = { left: this.#burst, at: now };
			this.#buckets.set(key, bucket);
			// The oldest makes room; at worst it may do a burst again.
			for (const oldest of this.#buckets.keys()) {
				if (this.#buckets.size <= mostKeys) break;
				this.#buckets.delete(oldest);
			}
		}
		bucket.left = Math.min(this.#burst, bucket.left + ((now - bucket.at) / 1000) * this.#perSecond);
		bucket.at = now;
		if (bucket.left < cost) throw new Problem('too-many', { retryAfter: Math.max(1, Math.ceil((cost - bucket.left) / this.#perSecond)) });
		bucket.left -= cost;
	}
}
