/**
 * Appends control entries: judged by the code every client judges with, on a copy of the state; written only if the log has not
 * moved on meanwhile (compare and swap, in the writer); then the state is replaced. All of a request's entries or none.
 */
import { equal, hex } from '#crypto/bytes.ts';
import { applyControl } from '#membership/apply.ts';
import { Refused } from '#membership/refused.ts';
import { copyState, type CircleState } from '#membership/state.ts';
import { decodeControlEntry, UnknownControlKind, type ControlPayload } from '#wire/control-entry.ts';
import { MalformedCbor } from '#wire/cbor.ts';
import type { Blobs } from '../blobs/disk.ts';
import { Problem } from '../problem.ts';
import { isRefused } from '../store/command.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';
import type { GivesNotice } from './give-notice.ts';
import type { Circle, HeldCircles } from './hold-circles.ts';
import type { Access } from './judge-access.ts';
import type { Session } from './keep-sessions.ts';
import type { Hub } from '../live/hub.ts';

type Bytes = Uint8Array<ArrayBuffer>;
export interface Needs {
	reader: Reader;
	writer: Writer;
	blobs: Blobs;
	circles: HeldCircles;
	hub: Hub;
	notices: Pick<GivesNotice, 'arrived'>;
	/** Bytes. */
	quota: number;
}

export function controlAppender({ reader, writer, blobs, circles, hub, notices, quota }: Needs) {
	/** Number of the newest control entry. @throws Problem */
	return async function appendControl({ circle, session, access }: Visit, entries: Bytes[]): Promise<number> {
		const payloads = entries.map(decodeOrRefuse);
		for (const payload of payloads) checkAuthor(session, access, payload, entries.length);
		// Whoever lost the race learns it without waiting for a turn.
		checkNotMoved(circle, entries, payloads);
		const turn = circle.turn.then(() => appendInTurn(circle, entries, payloads));
		circle.turn = turn.catch(() => undefined);
		return turn;
	};

	async function appendInTurn(circle: Circle, entries: Bytes[], payloads: ControlPayload[]): Promise<number> {
		const from = checkNotMoved(circle, entries, payloads);
		const fresh = entries.slice(from);
		if (fresh.length === 0) return circle.state.n;
		const { n, head, members } = circle.state;
		const state = await judgeControl(copyState(circle.state), fresh);
		const outcome = await writer.write({
			kind: 'control',
			circle: circle.key,
			n,
			head,
			entries: fresh,
			newHead: state.head,
			invitations: invitationsIn(payloads.slice(from)),
			erases: state.erased !== null,
			quota
		});
		if (!isRefused(outcome)) {
			circles.advance(circle, state);
			if (state.erased !== null) await blobs.removeCircle(circle.key);
			hub.control(circle, n + 1, fresh);
			// Who knocks waits for a parent.
			for (const { id, standing } of state.members.values()) if (standing === 'waiting' && !members.has(id)) notices.arrived(circle, 'us', id);
			return state.n;
		}
		if (outcome.refused === 'control-moved') await circles.refresh(circle);
		throw new Problem(outcome.refused === 'stale' ? 'control-moved' : outcome.refused);
	}

	/** How many of the entries are stored already, byte for byte. @throws Problem control-moved when others stand there. */
	function checkNotMoved({ key, state }: Circle, entries: Bytes[], payloads: ControlPayload[]): number {
		let stored = 0;
		for (const [i, { n }] of payloads.entries()) {
			if (n > state.n) break;
			const there = reader.controlEntry(key, n);
			if (there === null || !equal(there, entries[i] as Bytes)) throw new Problem('control-moved');
			stored = i + 1;
		}
		return stored;
	}
}

/** The state after `entries`. @throws Problem control-refused, with the code of what is wrong. */
export async function judgeControl(state: CircleState | null, entries: Bytes[]): Promise<CircleState> {
	try {
		for (const entry of entries) state = await applyControl(state, entry);
		return state as CircleState;
	} catch (error) {
		if (error instanceof Refused) throw new Problem('control-refused', { refusal: error.code });
		throw error;
	}
}

export function decodeOrRefuse(entry: Bytes): ControlPayload {
	try {
		return decodeControlEntry(entry).entry;
	} catch (error) {
		if (error instanceof UnknownControlKind) throw new Problem('control-refused', { refusal: 'unknown-kind' });
		if (error instanceof MalformedCbor) throw new Problem('control-refused', { refusal: 'malformed' });
		throw error;
	}
}

export const invitationsIn = (payloads: ControlPayload[]): Bytes[] => payloads.flatMap((payload) => (payload.kind === 'invite' ? [payload.body[0]] : []));

/** A session appends what its own device, its own member's root, or its own invitation has signed. @throws Problem not-yours */
function checkAuthor(session: Session, { member }: Access, { author, kind }: ControlPayload, batch: number): void {
	if (session.by === 'invitation') {
		if (kind === 'join' && batch === 1 && author.by === 'invitation' && hex(author.inviteId) === session.id) return;
		throw new Problem('not-yours', { title: 'An invitation may append its own join, and nothing else' });
	}
	if (session.by === 'root') {
		if (kind === 'device+' && batch === 1 && author.by === 'root' && hex(author.memberId) === session.id) return;
		throw new Problem('not-yours', { title: 'A root may append a device of its own, and nothing else' });
	}
	if (member === null) throw new Problem('not-yours');
	if (author.by === 'device' && hex(author.deviceId) === session.id) return;
	if (author.by === 'root' && hex(author.memberId) === member.id) return;
	throw new Problem('not-yours', { title: 'A control entry is by another than this session' });
}
