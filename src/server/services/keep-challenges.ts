/** Numbers used once, that a login signs: handed out freely, good for two minutes and one attempt, bounded in number. */
import { randomBytes } from 'node:crypto';

type Bytes = Uint8Array<ArrayBuffer>;
const goodFor = 2 * 60 * 1000;

export class Challenges {
	readonly #until = new Map<string, number>();
	readonly #most: number;
	readonly #now: () => number;

	constructor(most: number, now: () => number = Date.now) {
		this.#most = most;
		this.#now = now;
	}

	/** 32 bytes. */
	create(): Bytes {
		const now = this.#now();
		for (const [nonce, until] of this.#until) {
			if (until > now && this.#until.size < this.#most) break;
			this.#until.delete(nonce);
		}
		const nonce = randomBytes(32);
		this.#until.set(nonce.toString('base64'), now + goodFor);
		return new Uint8Array(nonce);
	}

	/** True once for each nonce that is still good. */
	use(nonce: Uint8Array): boolean {
		const key = Buffer.from(nonce).toString('base64');
		const until = this.#until.get(key);
		this.#until.delete(key);
		return until !== undefined && until > this.#now();
	}
}
