/**
 * Appends sealed entries to a ring's log. What can be judged from the request and the circle's state is judged here; what
 * depends on what is stored is judged in the writer, within the transaction (store/accept-entries.ts). All or none of a request.
 */
import { equal } from '#crypto/bytes.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { isDue } from '#membership/entitled.ts';
import { currentEpoch, type CircleState } from '#membership/state.ts';
import type { Append } from '#wire/api.ts';
import { MalformedCbor } from '#wire/cbor.ts';
import { decodeEnvelope, NewerEnvelope } from '#wire/envelope.ts';
import { Problem } from '../problem.ts';
import { sha256, sha256Hex } from '../sha256.ts';
import { isRefused, type EntryToAppend, type RingNumber } from '../store/command.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';
import type { GivesNotice } from './give-notice.ts';
import type { HeldCircles } from './hold-circles.ts';
import type { Hub } from '../live/hub.ts';

export interface Needs {
	writer: Writer;
	circles: HeldCircles;
	hub: Hub;
	notices: GivesNotice;
	/** Bytes. */
	quota: number;
}

export function entryAppender({ writer, circles, hub, notices, quota }: Needs) {
	/** The number each entry has. @throws Problem */
	return async function appendEntries(visit: Visit, ring: Ring, [entries, isToldToOthers]: Append): Promise<number[]> {
		const { circle, access, session } = visit;
		if (access.member === null || !access.rings.includes(ring)) throw new Problem('not-yours');
		const device = Buffer.from(session.id, 'hex');
		const member = Buffer.from(access.member.id, 'hex');
		const number = ringNumber(ring) as RingNumber;
		const toAppend = entries.map(([envelope, body, files = []]): EntryToAppend => {
			const { header, bodyHash } = decode(envelope);
			if (!equal(header.circleId, circle.id) || header.ring !== number)
				throw new Problem('malformed', { title: 'An entry is of another log than it was sent to' });
			if (!equal(header.deviceId, device) || !equal(header.memberId, member))
				throw new Problem('not-yours', { title: 'An entry is of another device than this session' });
			if (sha256Hex(body) !== Buffer.from(bodyHash).toString('hex'))
				throw new Problem('malformed', { title: 'A sealed body is not the one its envelope names' });
			const { entryId, epoch, deviceSeq, devicePrev, voids, controlN, controlHead, seenSeq } = header;
			return { envelope, body, entryId, hash: sha256(envelope), epoch, deviceSeq, devicePrev, voids: voids.length, controlN, controlHead, seenSeq, files };
		});
		for (let attempt = 0; ; attempt++) {
			const { state } = circle;
			const outcome = await writer.write({
				kind: 'append',
				circle: circle.key,
				circleId: circle.name,
				ring: number,
				device: session.id,
				member: access.member.id,
				innermost: ringNumber(access.member.ring) as RingNumber,
				judgedN: state.n,
				epoch: newestEpoch(state, ring),
				quota,
				entries: toAppend
			});
			if (!isRefused(outcome)) {
				hub.entries(circle, number, outcome, toAppend);
				// What was sent again was told when it came first.
				if (isToldToOthers === true && outcome.seqs.some((seq) => seq > outcome.newestBefore)) notices.arrived(circle, ring, access.member.id);
				return outcome.seqs;
			}
			if (outcome.refused !== 'stale') throw new Problem(outcome.refused, outcome.title === undefined ? {} : { title: outcome.title });
			if (attempt === 2) throw new Problem('control-behind');
			await circles.refresh(circle);
		}
	};
}

/** -1 when it is due. Worked out once per state and ring: it is asked for at every append. */
function newestEpoch(state: CircleState, ring: Ring): number {
	let known = epochs.get(state);
	if (known === undefined) epochs.set(state, (known = {}));
	return (known[ring] ??= isDue(state, ring) ? -1 : (currentEpoch(state, ring)?.epoch ?? -1));
}
const epochs = new WeakMap<CircleState, Partial<Record<Ring, number>>>();

function decode(envelope: Uint8Array) {
	try {
		return decodeEnvelope(envelope);
	} catch (error) {
		if (error instanceof MalformedCbor) throw new Problem('malformed', { title: 'An envelope is not of the form agreed on' });
		if (error instanceof NewerEnvelope)
			throw new Problem('malformed', { title: 'An envelope is of a newer version than this server', remedy: 'Ask the host to update' });
		throw error;
	}
}
