/**
 * Sessions, in memory alone: a restart ends them all, and a client opens another by its device's signature. Of a token only
 * the SHA-256 is kept, so that a dump of the server's memory opens no session.
 */
import { hash, randomBytes } from 'node:crypto';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Session {
	/** Name of the circle (hold-circles.ts). */
	readonly circle: string;
	readonly by: 'device' | 'invitation' | 'root';
	/** Device's, invitation's or member's id, in hex: what the control log calls it. */
	readonly id: string;
	/** Milliseconds since 1970. */
	used: number;
	streams: number;
	/** Its device shows the circle to somebody now. */
	looking: boolean;
	ended: boolean;
}

const idleFor = 24 * 60 * 60 * 1000;

export class Sessions {
	readonly #byHash = new Map<string, Session>();
	readonly #most: number;
	readonly #now: () => number;

	constructor(most: number, now: () => number = Date.now) {
		this.#most = most;
		this.#now = now;
	}

	/** The token, 32 random bytes: said once, here. */
	open(circle: string, by: Session['by'], id: string): Bytes {
		const token = randomBytes(32);
		// Map keeps its order: the one not used for longest is first.
		for (const [key, session] of this.#byHash) {
			if (this.#byHash.size < this.#most && session.used > this.#now() - idleFor) break;
			this.#end(key, session);
		}
		this.#byHash.set(keyOf(token.toString('base64url')), { circle, by, id, used: this.#now(), streams: 0, looking: false, ended: false });
		return new Uint8Array(token);
	}

	/** @param authorization the header's value, `Kvar <base64url>`. */
	find(authorization: string | undefined): { key: string; session: Session } | null {
		if (authorization === undefined || authorization.length !== 48 || !authorization.startsWith('Kvar ')) return null;
		const key = keyOf(authorization.slice(5));
		const session = this.#byHash.get(key);
		if (session === undefined) return null;
		const now = this.#now();
		if (session.used <= now - idleFor) {
			this.#end(key, session);
			return null;
		}
		// Moved to the end at most once a minute: often enough to know which is oldest.
		if (now - session.used > 60_000) {
			this.#byHash.delete(key);
			this.#byHash.set(key, session);
		}
		session.used = now;
		return { key, session };
	}

	end(key: string): void {
		const session = this.#byHash.get(key);
		if (session !== undefined) this.#end(key, session);
	}

	#end(key: string, session: Session): void {
		session.ended = true;
		this.#byHash.delete(key);
	}
}

const keyOf = (token: string): string => hash('sha256', token, 'base64');
