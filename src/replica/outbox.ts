/**
 * THE OUTBOX: one of the replica's two writers. What a person writes is kept here first, in one transaction, and shown at once;
 * sealing and sending come after. An item leaves when its own entry comes back through the log (apply.ts).
 */
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import type { Body } from '#domain/body.ts';
import { foldEntry } from '#domain/fold.ts';
import type { Ring } from '#domain/ring.ts';
import type { OwnBody } from '#log/body-own.ts';
import { encodeBody } from '#log/body.ts';
import { inTurn, keyOf, type CircleReplica, type OutboxItem } from './circle.ts';
import { foldOwn, isOwn } from './own-log.ts';
import type { SealedStore } from './sealed-store.ts';
import type { Change } from './store.ts';

export interface Intent {
	ring: Ring;
	body: Body | OwnBody;
	/** Hex entry id, where the caller must be able to say the same thing twice and mean it once. */
	id?: string;
	time: number;
}

/** Keeps what is to be said. Saying it again with the same id changes nothing. Gives its entry id. @throws for what no reader would take */
export function addToOutbox(store: SealedStore, circle: CircleReplica, intent: Intent, also: (Change | Promise<Change>)[] = []): Promise<string> {
	return inTurn(circle, () => add(store, circle, intent, also));
}

async function add(store: SealedStore, circle: CircleReplica, intent: Intent, also: (Change | Promise<Change>)[]): Promise<string> {
	const id = intent.id ?? hex(randomBytes(16));
	if (circle.outbox.some((item) => item.id === id) || circle.fold.told.has(id) || circle.fold.proposals.has(id) || circle.own.notes.has(id)) {
		if (also.length > 0) await store.write(also);
		return id;
	}
	const time = laterThan(circle.saidAt, intent.time);
	// What cannot be written is not kept: it would hold up everything said after it.
	encodeBody({ time, body: intent.body });
	const order = (circle.outbox.at(-1)?.order ?? 0) + 1;
	const item: OutboxItem = { order, id, ring: intent.ring, time, body: intent.body, sealed: null, acknowledged: false };
	await store.write([store.change(keyOf.out(circle.id, order), item), ...also]);
	circle.outbox.push(item);
	circle.saidAt = time;
	foldOutboxItem(circle, item);
	return id;
}

/**
 * Two things said in one millisecond keep their order, and so do two round a clock that is set right by a moment. A clock that
 * was wrong by more is believed: else one slip into the future would date everything after it.
 */
function laterThan(last: number, time: number): number {
	return time <= last && last - time < 60_000 ? last + 1 : time;
}

/**
 * Takes out what has not been sealed yet, as if it had never been written. False where it is on its way or gone.
 * @param write keeps that it is out, together with what becomes of it
 */
export function removeUnsealed(
	store: SealedStore,
	circle: CircleReplica,
	id: string,
	write: (out: Promise<Change>) => Promise<unknown> = async (out) => store.write([await out])
): Promise<boolean> {
	return inTurn(circle, async () => {
		const item = circle.outbox.find((candidate) => candidate.id === id);
		if (item === undefined || item.sealed !== null) return false;
		await write(store.change(keyOf.out(circle.id, item.order), undefined));
		circle.outbox = circle.outbox.filter((candidate) => candidate !== item);
		circle.fold.told.delete(id);
		circle.fold.proposals.delete(id);
		return true;
	});
}

/** Shows what waits as if it had been said. */
export function foldOutboxItem(circle: CircleReplica, item: OutboxItem): void {
	if (isOwn(item.body)) return foldOwn(circle.own, item.body, item.time, item.id);
	if (circle.keys === null) return;
	const author = circle.keys.member.id;
	const me = circle.state.members.get(author);
	foldEntry(circle.fold, {
		id: item.id,
		ring: item.ring,
		author,
		byParent: me?.parent ?? false,
		...(me?.grants.includes('spokesperson') === true ? { speaks: true } : {}),
		time: item.time,
		n: null,
		settled: item.acknowledged,
		device: hex(circle.keys.deviceId),
		deviceSeq: 0,
		controlN: circle.state.n,
		seenSeq: 0,
		hash: item.sealed === null ? '' : hex(item.sealed.hash),
		body: item.body
	});
}
