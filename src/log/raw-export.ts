/**
 * A RAW EXPORT of a circle: the logs as they are signed and sealed, with the keys that open them, so that somebody else's program can hold every word against
 * its signature (tools/reader). A CBOR sequence (RFC 8742) of
 *
 *   ["kvar-export", 1, circleId, memberId]
 *   ["control", entry]                          each, in order
 *   ["ring", ring, n, head]                     each ring that is in it: how many entries its log has, and head(n)
 *   ["key", ring, epoch, K]                     each key that its maker can open
 *   ["entry", ring, n, envelope, body | null]   ring after ring, each from 1; null where the body is no more
 *   ["end", how many items came before]
 */
import type { Bytes } from '#crypto/bytes.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { encodeCbor } from '#wire/cbor.ts';

const exportVersion = 1;

export interface RingToExport {
	ring: Ring;
	n: number;
	head: Bytes;
	/** By epoch. */
	keys: ReadonlyMap<number, Bytes>;
	/** From 1, in order. */
	entries: () => AsyncIterable<readonly [envelope: Bytes, body: Bytes | null]>;
}

export async function* rawExport(circleId: Bytes, memberId: Bytes, control: readonly Bytes[], rings: readonly RingToExport[]): AsyncGenerator<Bytes> {
	let items = 0;
	const item = (...parts: Parameters<typeof encodeCbor>[0][]): Bytes => {
		items += 1;
		return encodeCbor(parts);
	};
	yield item('kvar-export', exportVersion, circleId, memberId);
	for (const entry of control) yield item('control', entry);
	for (const { ring, n, head } of rings) yield item('ring', ringNumber(ring), n, head);
	for (const { ring, keys } of rings) for (const [epoch, key] of [...keys].sort(([a], [b]) => a - b)) yield item('key', ringNumber(ring), epoch, key);
	for (const { ring, entries } of rings) {
		let n = 0;
		for await (const [envelope, body] of entries()) yield item('entry', ringNumber(ring), ++n, envelope, body);
	}
	yield item('end', items);
}
