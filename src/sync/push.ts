/**
 * PUSH: what waits in the outbox, sealed, kept, sent; in order, each once.
 *
 * NOTE a number is signed once. The exact bytes and their number are kept before they are sent, and a retry sends the same
 * bytes. If the server refuses them, the number is spent: the next envelope names their hash among its voids.
 */
import { equal, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { unknownHash } from '#domain/body.ts';
import { isToldToOthers } from '#domain/notices.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { firstHead } from '#log/chain.ts';
import { seal } from '#log/seal.ts';
import { controlBatch } from '#log/control-batch.ts';
import { isDue } from '#membership/entitled.ts';
import { currentEpoch } from '#membership/state.ts';
import { LogTrouble } from '#replica/apply.ts';
import { ringKeys, ringReplica } from '#replica/ring-replica.ts';
import { deviceAuthor, inTurn, keyOf, type CircleReplica, type OutboxItem, type RingReplica } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { inDoubt } from '#replica/doubt.ts';
import { filesIn } from '#replica/files.ts';
import { foldOutboxItem } from '#replica/outbox.ts';
import { recordOf } from '#replica/ring-replica.ts';
import { readyIn } from '#replica/waiting.ts';
import { maxVoids } from '#wire/envelope.ts';
import { appendControl } from './append-control.ts';
import { sendFilesAnew } from './send-files.ts';
import { Problem } from './api.ts';
import { pullControl, pullRing, type Line } from './pull.ts';
import { retireKey } from './retire.ts';

/** Entries sealed and sent at once. A refusal voids them all, and an envelope can void only so many: after one, they go singly. */
const batchSize = 16;
const refusals = 8;

const running = new WeakMap<Line, Promise<void>>();

/** Sends everything that waits, after whoever is sending already. Returns when nothing waits any more, or while it may not (doubt.ts). @throws Unreachable, Problem, LogTrouble */
export function pushOutbox(line: Line, signal?: AbortSignal): Promise<void> {
	const sending = (running.get(line) ?? Promise.resolve()).catch(() => undefined).then(() => sendAll(line, signal));
	running.set(line, sending);
	return sending;
}

async function sendAll(line: Line, signal?: AbortSignal): Promise<void> {
	let refused = 0;
	for (;;) {
		if (line.circle.record.behind === true) await retireKey(line, signal);
		// What waits goes on waiting, until people have talked.
		if (inDoubt(line.circle)) return;
		const waiting = readyIn(line.circle).sort((a, b) => urgency(a) - urgency(b));
		const [next] = waiting;
		if (next === undefined) return;
		let batch: OutboxItem[] = [];
		const most = (line.circle.rings.get(next.ring)?.voids.length ?? 0) === 0 ? batchSize : 1;
		for (const item of waiting) {
			if (item.ring !== next.ring || batch.length >= most || (item.sealed === null) !== (next.sealed === null)) break;
			batch.push(item);
		}
		if (next.sealed === null) batch = await sealBatch(line, next.ring, batch, signal);
		if (batch.length === 0) continue;
		try {
			await line.api.append(
				line.session,
				next.ring,
				batch.map((item) => {
					const files = filesIn(item).map(({ id }) => fromHex(id));
					const [envelope, body] = [item.sealed?.envelope as Bytes, item.sealed?.body as Bytes];
					return files.length === 0 ? [envelope, body] : [envelope, body, files];
				}),
				batch.some(({ body }) => isToldToOthers(body))
			);
		} catch (error) {
			if (error instanceof Problem && saysOtherwise.has(error.code)) {
				// Perhaps it is in the log already, and only the answer was lost. If not, the log and this device differ on what was signed here.
				await pullRing(line, next.ring, signal);
				if (line.circle.record.behind === true) continue;
				if (batch.every((item) => line.circle.outbox.includes(item))) throw new LogTrouble(error.code, next.ring);
				await inTurn(line.circle, () => voidBatch(line, next.ring, batch));
				continue;
			}
			if (!(error instanceof Problem) || !mayBeSealedAnew.has(error.code) || ++refused > refusals) throw error;
			if (error.code === 'file-missing') await sendFilesAnew(line, batch);
			await inTurn(line.circle, () => voidBatch(line, next.ring, batch));
			await pullControl(line, signal);
			continue;
		}
		await inTurn(line.circle, () => acknowledge(line, next.ring, batch));
	}
}

/** What has its number already goes first; then what closes a ring to who was shut out of it. */
const urgency = ({ sealed, body }: OutboxItem): number => (sealed !== null ? 0 : body.type === 'cut' ? 1 : 2);

/** The server holds something else of this device than this device knows of. */
const saysOtherwise: ReadonlySet<string> = new Set(['device-order', 'id-taken']);
const mayBeSealedAnew: ReadonlySet<string> = new Set(['control-behind', 'epoch-due', 'file-missing']);

/** Those of `batch` that are sealed now: what was taken out meanwhile is not. */
async function sealBatch(line: Line, ring: Ring, batch: OutboxItem[], signal?: AbortSignal): Promise<OutboxItem[]> {
	const { circle } = line;
	for (;;) {
		if (circle.record.behind === true) await retireKey(line, signal);
		const { keys } = circle;
		if (keys === null) throw new Error('Only a member writes');
		if (isDue(circle.state, ring)) await renewRing(line, ring, keys, signal);
		// Who has just been let in writes their name before they have read: the newest is read first, or all would be read from the beginning.
		if (!circle.rings.has(ring)) await pullRing(line, ring, signal);
		const sealed = await inTurn(circle, () =>
			sealInTurn(
				line,
				ring,
				batch.filter((item) => circle.outbox.includes(item)),
				keys
			)
		);
		if (sealed !== null) return sealed;
	}
}

/** Null when the key has become due, or this device's own is to be retired, while this waited for its turn: then nothing was sealed. */
async function sealInTurn({ circle, store }: Line, ring: Ring, batch: OutboxItem[], keys: DeviceKeys): Promise<OutboxItem[] | null> {
	if (isDue(circle.state, ring) || circle.record.behind === true) return null;
	const replica = ringReplica(circle, ring, 1, await firstHead(circle.state.circleId, ring));
	const epoch = currentEpoch(circle.state, ring)?.epoch ?? 0;
	const ringKey = (await ringKeys(circle, ring, replica)).get(epoch) as CryptoKey;
	const { stretch } = replica;
	const voids = [...replica.voids];
	if (voids.length > maxVoids) throw new LogTrouble('keeps-refusing', ring);
	let deviceSeq = replica.signed;
	let devicePrev = replica.accepted.hash;
	let batchVoids = voids;
	const sealedItems: OutboxItem[] = [];
	for (const item of batch) {
		deviceSeq += 1;
		const sealed = await seal(
			{ time: item.time, body: withHash(circle, item.body, sealedItems) },
			{
				circleId: circle.state.circleId,
				ring: ringNumber(ring) as 0 | 1 | 2,
				epoch,
				memberId: fromHex(keys.member.id),
				deviceId: keys.deviceId,
				deviceSeq,
				devicePrev,
				voids: batchVoids,
				controlN: circle.state.n,
				controlHead: circle.state.head,
				seenSeq: stretch.last,
				seenHead: stretch.head,
				entryId: fromHex(item.id)
			},
			ringKey,
			keys.device
		);
		sealedItems.push({ ...item, sealed: { ...sealed, deviceSeq, seenSeq: stretch.last } });
		devicePrev = sealed.hash;
		batchVoids = [];
	}
	// Kept before anything of it can be sent: what the disk did not take was never signed as far as anybody else knows.
	await store.write([
		store.change(keyOf.ring(circle.id, ring), recordOf({ ...replica, signed: deviceSeq })),
		...sealedItems.map((item) => store.change(keyOf.out(circle.id, item.order), item))
	]);
	replica.signed = deviceSeq;
	batch.forEach((item, i) => (item.sealed = (sealedItems[i] as OutboxItem).sealed));
	return batch;
}

/** What was taken back before it was sent got its envelope, and with it its hash, only now. */
function withHash(circle: CircleReplica, body: OutboxItem['body'], before: readonly OutboxItem[]): OutboxItem['body'] {
	if (body.type !== 'erase' || body.targetHash !== unknownHash) return body;
	const sealed = before.find(({ id }) => id === body.target)?.sealed ?? circle.outbox.find(({ id }) => id === body.target)?.sealed;
	return { ...body, targetHash: sealed ? hex(sealed.hash) : circle.fold.told.get(body.target)?.hash || unknownHash };
}

/** Begins the next epoch of a ring whose key somebody holds who should not. */
async function renewRing(line: Line, ring: Ring, keys: DeviceKeys, signal?: AbortSignal): Promise<void> {
	await appendControl(
		line,
		async (state) => {
			const batch = controlBatch(state, deviceAuthor(keys), line.circle.holder);
			await batch.renewIfDue(ring);
			return batch.entries;
		},
		signal
	);
}

async function voidBatch({ circle, store }: Line, ring: Ring, batch: OutboxItem[]): Promise<void> {
	const replica = circle.rings.get(ring) as RingReplica;
	for (const item of batch) {
		const { sealed } = item;
		// What came back through the log meanwhile was taken, whatever the server has said of it.
		if (sealed === null || sealed.deviceSeq <= replica.accepted.seq) continue;
		if (!replica.voids.some((one) => equal(one, sealed.hash))) replica.voids.push(sealed.hash);
		item.sealed = null;
	}
	const still = batch.filter((item) => circle.outbox.includes(item));
	await store.write([
		store.change(keyOf.ring(circle.id, ring), recordOf(replica)),
		...still.map((item) => store.change(keyOf.out(circle.id, item.order), item))
	]);
}

async function acknowledge({ circle, store, changed }: Line, ring: Ring, batch: OutboxItem[]): Promise<void> {
	const replica = circle.rings.get(ring) as RingReplica;
	const last = batch.at(-1)?.sealed;
	if (last === null || last === undefined) throw new Error('Only what was sealed can be acknowledged');
	if (last.deviceSeq > replica.accepted.seq) {
		replica.accepted = { seq: last.deviceSeq, hash: last.hash };
		replica.voids = [];
	}
	replica.cited = Math.max(replica.cited, last.seenSeq);
	for (const item of batch) {
		item.acknowledged = true;
		foldOutboxItem(circle, item);
	}
	// An entry may have come back through the log before the answer to its own sending.
	const still = batch.filter((item) => circle.outbox.includes(item));
	await store.write([
		store.change(keyOf.ring(circle.id, ring), recordOf(replica)),
		...still.map((item) => store.change(keyOf.out(circle.id, item.order), item))
	]);
	changed();
}

/** Whether `circle` has something that is not yet safe with the server. */
export const hasUnsent = (circle: CircleReplica): boolean => readyIn(circle).length > 0;
