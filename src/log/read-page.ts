/** Reads a page of a ring's log: heads first, then every entry opened and verified by itself, then the chains in order. */
import { hex } from '#crypto/bytes.ts';
import type { Ring } from '#domain/ring.ts';
import type { CircleState } from '#membership/state.ts';
import { follow, nextHead, passNewer, takeHead, type ChainRefusal, type Stretch } from './chain.ts';
import { open, type OpenedEntry, type OpenRefusal } from './open.ts';

export interface ReadEntry {
	n: number;
	entry: OpenedEntry;
}
/** An entry that is not shown: its number, what is wrong, and whose it says it is (hex; null where even that cannot be read). */
export interface RefusedEntry {
	n: number;
	code: OpenRefusal | ChainRefusal | 'cut-off';
	memberId: string | null;
	/** Hex; null where even that cannot be read. */
	entryId: string | null;
	/** SHA-256 of its envelope, hex. */
	hash: string;
	/** Its envelope is signed by that member's device: what is wrong is not the signature. */
	signed: boolean;
}
/** A good envelope in its place, whose sealed body did not come, or not as it was sealed. */
export interface MissingBody {
	n: number;
	code: 'withheld' | 'wrong-body';
	/** Hex, all three. */
	memberId: string;
	entryId: string;
	hash: string;
	/** The newest control entry its writer knew. */
	controlN: number;
}
export interface Reading {
	entries: ReadEntry[];
	missing: MissingBody[];
	refused: RefusedEntry[];
	/** An entry cites a control entry that is not known here yet. It and what follows were not taken in: read control on, then ask again. */
	ahead: boolean;
}

/** Codes with which the envelope itself was found good: its place in the chains counts. */
const goodEnvelope: ReadonlySet<OpenRefusal> = new Set(['withheld', 'wrong-body', 'cannot-open', 'wrong-yes', 'newer-version']);

/** Reads `page` on to the end of `stretch`, which is changed, up to the first entry that cannot be judged yet. `ringKeys` are by epoch. */
export async function readPage(
	stretch: Stretch,
	state: CircleState,
	ring: Ring,
	page: readonly (readonly [envelope: Uint8Array, body: Uint8Array | null])[],
	ringKeys: ReadonlyMap<number, CryptoKey>
): Promise<Reading> {
	const openings = await Promise.all(page.map(([envelope, body]) => open(state, ring, envelope, body, ringKeys)));
	const reading: Reading = { entries: [], missing: [], refused: [], ahead: false };
	for (const opening of openings) {
		if (!opening.ok && opening.code === 'control-ahead') return { ...reading, ahead: true };
		const hash = opening.ok ? opening.entry.hash : opening.hash;
		takeHead(stretch, await nextHead(stretch.head, hash));
		const n = stretch.last;
		const envelope = opening.ok ? opening.entry.envelope : opening.envelope;
		const memberId = envelope === null ? null : hex(envelope.header.memberId);
		// Of an envelope that cannot be read nothing is known but that the log has it: not whose it is, nor that anybody signed it.
		if (envelope === null && !opening.ok && opening.code === 'newer-version') passNewer(stretch, hash);
		const good = opening.ok || (envelope !== null && goodEnvelope.has(opening.code));
		const signed = good || opening.code === 'control-fork';
		const chain = good && envelope !== null ? follow(stretch, hex(envelope.header.deviceId), envelope.header, hash) : null;
		const code = chain ?? (opening.ok ? null : opening.code);
		const entryId = envelope === null ? null : hex(envelope.header.entryId);
		if ((code === 'withheld' || code === 'wrong-body') && envelope !== null && memberId !== null && entryId !== null) {
			reading.missing.push({ n, code, memberId, entryId, hash: hex(hash), controlN: envelope.header.controlN });
		} else if (code !== null) reading.refused.push({ n, code, memberId, entryId, hash: hex(hash), signed });
		else if (opening.ok) reading.entries.push({ n, entry: opening.entry });
	}
	return reading;
}
