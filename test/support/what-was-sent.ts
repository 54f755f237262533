/** Every envelope that left devices, whether or not it was taken, as a proxy saw it (dishonest-server.ts). */
import { hex } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';
import { append, controlAppend, readMessage } from '#wire/api.ts';
import { decodeControlEntry } from '#wire/control-entry.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import type { Call } from './dishonest-server.ts';

export interface Sent {
	/** Which number of which device in which log of which circle. */
	number: string;
	/** Under which key it was sealed: ring key and salt. */
	key: string;
	/** Hex hashes of the envelope, and of the sealed body. */
	hash: string;
	body: string;
}

export async function envelopesSent(calls: readonly Call[]): Promise<Sent[]> {
	const sent: Sent[] = [];
	for (const { method, path, body } of calls) {
		if (method !== 'POST' || !/\/rings\/(us|close|all)\/entries$/.test(path)) continue;
		for (const [envelope, sealed] of readMessage(append, body)[0]) {
			const { header } = decodeEnvelope(envelope);
			const log = `${hex(header.circleId)} ${header.ring}`;
			sent.push({
				number: `${log} ${hex(header.deviceId)} ${header.deviceSeq}`,
				key: `${log} ${header.epoch} ${hex(header.salt)}`,
				hash: hex(await sha256(envelope)),
				body: hex(await sha256(sealed))
			});
		}
	}
	return sent;
}

/** Control entries: which number of which circle, to follow which head; and what was signed there. */
export async function controlSent(calls: readonly Call[]): Promise<Pick<Sent, 'number' | 'hash'>[]> {
	const sent: Pick<Sent, 'number' | 'hash'>[] = [];
	for (const { method, path, body, who } of calls) {
		if (method !== 'POST' || !path.endsWith('/control')) continue;
		for (const entry of readMessage(controlAppend, body)[0]) {
			const { n, prev } = decodeControlEntry(entry).entry;
			sent.push({ number: `${path} ${who} ${n} ${hex(prev)}`, hash: hex(await sha256(entry)) });
		}
	}
	return sent;
}

/** Numbers that were signed over two different envelopes. */
export const signedTwice = (sent: readonly Pick<Sent, 'number' | 'hash'>[]): string[] => twice(sent.map(({ number, hash }) => [number, hash]));
/** Keys under which two different bodies were sealed. */
export const sealedTwice = (sent: readonly Sent[]): string[] => twice(sent.map(({ key, body }) => [key, body]));

function twice(pairs: [string, string][]): string[] {
	const first = new Map<string, string>();
	const found = new Set<string>();
	for (const [key, value] of pairs) {
		if ((first.get(key) ?? value) !== value) found.add(key);
		first.set(key, value);
	}
	return [...found];
}
