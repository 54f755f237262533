/**
 * THE CONTROL LOG, replayed. A strict hash chain: each entry signs its number and its predecessor, the circle's id is the
 * hash of what its first says. Client and server judge by this code and no other; nothing here reads a clock or holds a key.
 */
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { sha256, verifySignature } from '#crypto/verify.ts';
import { controlContext, decodeControlEntry, UnknownControlKind, type ControlPayload } from '#wire/control-entry.ts';
import { MalformedCbor } from '#wire/cbor.ts';
import { toBeSigned } from '#wire/cose.ts';
import { rings } from '#domain/ring.ts';
import { authority } from './authority.ts';
import { opensTooMuch } from './entitled.ts';
import { deviceIdOf, memberIdOf } from './ids.ts';
import { applyKind } from './kinds/apply-kind.ts';
import { begin } from './kinds/genesis.ts';
import type { Derived } from './kinds/kind.ts';
import { refuse } from './refused.ts';
import { joinStatement, rollStatement } from './root-statement.ts';
import { currentEpoch, type CircleState } from './state.ts';

const noHash = new Uint8Array(32);

/**
 * Judges one entry after `state` (null before genesis) and gives the state after it. `state` itself is changed: on an
 * error throw it away, or hand in a copy.
 * @throws Refused with the code of what is wrong.
 */
export async function applyControl(state: CircleState | null, bytes: Uint8Array): Promise<CircleState> {
	const { entry, payload, signature } = decode(bytes);
	checkPlace(state, entry);
	const key = authority(state, entry);
	const circle = entry.kind === 'genesis' ? entry.circleId : (state as CircleState).circleId;
	if (!(await verifySignature(key, signature, toBeSigned(controlContext(circle), payload)))) {
		refuse('wrong-signature', 'The signature is not of who it says');
	}
	const head = await sha256(bytes);
	if (entry.kind === 'genesis') return begin(entry, await sha256(payload), head, hex(await memberIdOf(entry.body[1])));
	const next = state as CircleState;
	applyKind(next, entry, await derive(next, entry));
	next.n = entry.n;
	next.head = head;
	next.heads.push(head);
	markDue(next);
	return next;
}

/** Replays a whole log, in order. @throws Refused */
export async function replayControl(entries: Iterable<Uint8Array>, state: CircleState | null = null): Promise<CircleState | null> {
	for (const bytes of entries) state = await applyControl(state, bytes);
	return state;
}

/** Remembers since when a ring's key is due, so that an entry can be judged at the control entry it cites. */
function markDue(state: CircleState): void {
	for (const ring of rings) {
		const epoch = currentEpoch(state, ring);
		if (epoch !== undefined && epoch.dueFrom === null && opensTooMuch(state, ring)) epoch.dueFrom = state.n;
	}
}

function decode(bytes: Uint8Array) {
	try {
		return decodeControlEntry(bytes);
	} catch (error) {
		if (error instanceof UnknownControlKind) return refuse('unknown-kind', error.message);
		if (error instanceof MalformedCbor) return refuse('malformed', error.message);
		throw error;
	}
}

function checkPlace(state: CircleState | null, entry: ControlPayload): void {
	if (state === null) {
		if (entry.n !== 0 || entry.circleId.length !== 0) refuse('wrong-number', 'A circle begins with number 0');
		if (!equal(entry.prev, noHash)) refuse('wrong-predecessor', 'Nothing comes before a genesis');
		return;
	}
	if (entry.n !== state.n + 1) refuse('wrong-number', `After ${state.n} comes ${state.n + 1}`);
	if (!equal(entry.circleId, state.circleId)) refuse('wrong-circle', 'This entry is of another circle');
	if (!equal(entry.prev, state.head)) refuse('wrong-predecessor', 'This entry follows another log than this');
}

/** Ids and inner signatures that need hashing: worked out before anything is changed. */
async function derive(state: CircleState, entry: ControlPayload): Promise<Derived> {
	if (entry.kind === 'device+') return { deviceId: hex(await deviceIdOf(entry.body[0])) };
	if (entry.kind === 'device-' && entry.author.by === 'root') {
		const [, root, kem, rootSignature] = entry.body;
		const statement = rollStatement(state.circleId, entry.author.memberId, root, kem);
		if (!(await verifySignature(root, rootSignature, statement))) refuse('wrong-signature', 'The next root has not signed that it is');
		return { rolledId: hex(await memberIdOf(root)) };
	}
	if (entry.kind !== 'join' || entry.author.by !== 'invitation') return {};
	const [root, kem, device, name, rootSignature] = entry.body as [Bytes, Bytes, Bytes, Bytes, Bytes, unknown];
	const statement = joinStatement(state.circleId, entry.author.inviteId, root, kem, device, name);
	if (!(await verifySignature(root, rootSignature, statement))) refuse('wrong-signature', 'The new member’s root has not signed its keys');
	return { memberId: hex(await memberIdOf(root)), deviceId: hex(await deviceIdOf(device)) };
}
