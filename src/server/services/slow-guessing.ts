/**
 * Slows whoever tries ids or signatures. Each wrong attempt from an address is answered later than the one before; after some
 * the address is told to wait. Many wrong attempts from everywhere slow all wrong attempts. A right one is never delayed, and
 * an unknown id is answered like a wrong signature, so that the wait says nothing of what exists.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../problem.ts';

export interface GuessLimits {
	/** Wait after the first wrong attempt, in ms; doubles with each. */
	firstWait: number;
	/** Wrong attempts of one address before it is told to wait. */
	most: number;
	/** Ms in which one wrong attempt is forgotten. */
	forgetAfter: number;
	/** Wrong attempts from everywhere, within a minute, before all of them are slowed. */
	mostOverall: number;
}

const guessLimits: GuessLimits = { firstWait: 100, most: 12, forgetAfter: 20_000, mostOverall: 1000 };
const longestWait = 5000;
const mostAddresses = 20_000;

export class Guessing {
	readonly #wrong = new Map<string, { count: number; at: number }>();
	#overall = { count: 0, since: 0 };
	readonly #limits: GuessLimits;
	readonly #now: () => number;

	constructor(limits: GuessLimits = guessLimits, now: () => number = Date.now) {
		this.#limits = limits;
		this.#now = now;
	}

	/** Before an attempt is looked at. @throws Problem too-many */
	check(address: string): void {
		const record = this.#wrong.get(address);
		if (record === undefined) return;
		const left = this.#left(record);
		if (left >= this.#limits.most) {
			throw new Problem('too-many', { retryAfter: Math.ceil(((left - this.#limits.most + 1) * this.#limits.forgetAfter) / 1000) || 1 });
		}
	}

	/** After a wrong attempt: resolves when it may be answered. */
	async punish(address: string): Promise<void> {
		const now = this.#now();
		const record = this.#wrong.get(address) ?? { count: 0, at: now };
		record.count = this.#left(record) + 1;
		record.at = now;
		this.#wrong.delete(address);
		this.#wrong.set(address, record);
		for (const oldest of this.#wrong.keys()) {
			if (this.#wrong.size <= mostAddresses) break;
			this.#wrong.delete(oldest);
		}
		if (now - this.#overall.since > 60_000) this.#overall = { count: 0, since: now };
		this.#overall.count += 1;
		const everywhere = this.#overall.count > this.#limits.mostOverall ? 2000 : 0;
		const own = Math.min(this.#limits.firstWait * 2 ** (record.count - 1), longestWait);
		await wait(own + everywhere);
	}

	#left(record: { count: number; at: number }): number {
		return Math.max(0, record.count - Math.floor((this.#now() - record.at) / this.#limits.forgetAfter));
	}
}
