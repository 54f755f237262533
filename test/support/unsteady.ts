/**
 * A network that fails, seeded: before a request has left, or after the server has dealt with it and before the answer is back; and
 * that keeps every envelope a device has let out, to see that none of its numbers was ever signed twice.
 */
import { hex } from '#crypto/bytes.ts';
import { append, readMessage } from '#wire/api.ts';
import { decodeEnvelope } from '#wire/envelope.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
	let a = seed | 0;
	return () => {
		a = (a + 0x6d2b79f5) | 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

export interface Unsteady {
	/** For one run of one device; `cut` ends it as if the power had gone: nothing leaves any more. */
	plug(): { fetch: typeof fetch; cut(): void };
	/** How many of a hundred requests fail; 100: there is no network at all. */
	failing: number;
	/** Breaks what is open now. */
	breakOff(): void;
	/** What is wrong with what has left so far; empty when every number and every salt was used for one envelope only. */
	faults(): string[];
	/** How many envelopes have left, every try counted. */
	sent(): number;
}

export function unsteadyNetwork(seed: number): Unsteady {
	const random = seeded(seed);
	const known = new Map<string, string>();
	const wrong: string[] = [];
	let sent = 0;
	let open = new AbortController();

	function look(url: string, init: RequestInit | undefined): void {
		if (init?.method !== 'POST' || !/\/rings\/\w+\/entries$/.test(url)) return;
		for (const [envelope, body] of readMessage(append, new Uint8Array(init.body as Uint8Array<ArrayBuffer>))[0]) {
			sent += 1;
			const { header } = decodeEnvelope(envelope);
			const log = `${hex(header.circleId)} ${header.ring}`;
			const bytes = hex(envelope) + hex(body);
			for (const [what, key] of [
				['number', `${log} ${hex(header.deviceId)} ${header.deviceSeq}`],
				['salt', `${log} ${header.epoch} ${hex(header.salt)}`]
			] as const) {
				if (known.get(key) !== undefined && known.get(key) !== bytes) wrong.push(`${what} used twice: ${key}`);
				known.set(key, bytes);
			}
		}
	}

	const network: Unsteady = {
		failing: 0,
		plug() {
			let alive = true;
			return {
				cut: () => {
					alive = false;
				},
				fetch: async (input, init) => {
					const dice = random() * 100;
					if (!alive) throw new TypeError('the power is gone');
					look(String(input), init);
					if (network.failing >= 100 || dice < network.failing / 2) throw new TypeError('it did not leave');
					const signal = AbortSignal.any([open.signal, ...(init?.signal ? [init.signal] : [])]);
					const response = await fetch(input, { ...init, signal });
					if (!alive || dice < network.failing) {
						await response.body?.cancel();
						throw new TypeError('the answer was lost');
					}
					return response;
				}
			};
		},
		breakOff() {
			open.abort(new TypeError('broken off'));
			open = new AbortController();
		},
		faults: () => wrong,
		sent: () => sent
	};
	return network;
}
