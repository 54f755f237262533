/**
 * SENDING FILES: the sealed files that what waits here speaks of, part by part, from where the server has them (wire/api.ts, NOTE parts).
 * The browser reads the bytes from where they lie, so that nothing of a film is in memory here: pieces handed over as bytes Chromium was
 * seen to hold, one after the other, until it held the film.
 */
import { fromHex } from '#crypto/bytes.ts';
import type { CircleReplica, FileRecord, OutboxItem, UnderWay } from '#replica/circle.ts';
import { filesIn, keepFile, keptSize, unsentOf } from '#replica/files.ts';
import { heldBack, small } from '#replica/sending.ts';
import { waitingIn } from '#replica/waiting.ts';
import { partLength, partSize, type FileState } from '#wire/api.ts';
import { Problem } from './api.ts';
import type { Line } from './pull.ts';

/** A piece takes about as long as this: what a broken line costs, and how often it is said how far it has come. Milliseconds. */
const pieceTime = 2_000;
const leastPiece = 64 * 1024;
const firstPiece = 512 * 1024;

/** The line is one that a person may have to pay for, or has asked to be gentle with. */
export type IsMetered = () => boolean;

/** Sends everything that may go, small files beside large ones. Calls `sent` after each. @throws Unreachable, Problem: then it is tried again later */
export async function sendFiles(line: Line, isMetered: IsMetered, sent: () => void, signal: AbortSignal): Promise<void> {
	const lane = async (mine: (size: number) => boolean, atPiece: () => void): Promise<void> => {
		for (;;) {
			const next = nextOf(line.circle, isMetered(), mine);
			if (next === undefined || signal.aborted) return;
			await sendOne(line, ...next, isMetered, signal, atPiece);
			sent();
		}
	};
	let beside: Promise<void> | null = null;
	const failures: unknown[] = [];
	const smallOnes = (): Promise<void> =>
		(beside ??= lane(
			(size) => size <= small,
			() => undefined
		)
			.catch((error: unknown) => void failures.push(error))
			.finally(() => (beside = null)));
	void smallOnes();
	// What is said while a film goes has not to wait for its end.
	await lane(
		(size) => size > small,
		() => void (failures.length === 0 && smallOnes())
	).catch((error: unknown) => void failures.push(error));
	await beside;
	if (failures.length > 0) throw failures[0];
}

/** Smallest first. */
function nextOf(circle: CircleReplica, metered: boolean, mine: (size: number) => boolean): [string, FileRecord] | undefined {
	return waitingIn(circle)
		.flatMap((item) => unsentOf(circle, item))
		.filter(([, record]) => mine(record.size) && heldBack(record, metered) === null)
		.sort(([, a], [, b]) => a.size - b.size)
		.map(([{ id }, record]): [string, FileRecord] => [id, record])[0];
}

async function sendOne(
	{ api, session, store, circle, changed }: Line,
	id: string,
	record: FileRecord,
	isMetered: IsMetered,
	signal: AbortSignal,
	atPiece: () => void
): Promise<void> {
	const file = fromHex(id);
	const { size } = record;
	let piece = firstPiece;
	let broken = 0;
	let asBytes = false;
	const underWay: UnderWay = { done: circle.underWay.get(id)?.done ?? 0, perSecond: null, full: false };
	circle.underWay.set(id, underWay);
	const begin = () => api.beginFile(session, file, size, record.digests ?? new Uint8Array(0), signal);
	try {
		let state = await begin();
		for (;;) {
			underWay.done = size - missingBytes(size, state);
			changed();
			atPiece();
			const [part] = state[0];
			if (part === undefined) break;
			// Asked again at each piece: a person may have paused it meanwhile.
			const now = circle.files.get(id);
			if (now === undefined || heldBack(now, isMetered()) !== null || signal.aborted) return;
			const at = state[1].find(([begun]) => begun === part)?.[1] ?? 0;
			const length = Math.min(piece, partLength(size, part) - at);
			const bytes = await store.files.slice(record.local, part * partSize + at, part * partSize + at + length);
			if (bytes === null) return await keepFile(store, circle, id, { ...now, lost: true });
			const began = performance.now();
			try {
				// A browser was reported to send nothing of what lies on the disk (WebKit bug 319985): then the bytes are read here, piece by piece.
				state = await api.putPart(session, file, part, at, asBytes ? new Blob([await bytes.arrayBuffer()]) : bytes, signal);
			} catch (error) {
				piece = Math.max(leastPiece, piece / 2);
				if (!(error instanceof Problem)) throw error;
				if (error.code === 'malformed' && !asBytes) {
					asBytes = true;
					continue;
				}
				if (error.code === 'part-broken' && ++broken > 1) return await keepFile(store, circle, id, { ...now, lost: true });
				if (error.code !== 'part-broken' && error.code !== 'part-order' && error.code !== 'not-found') throw error;
				state = await begin();
				continue;
			}
			const took = Math.max(1, performance.now() - began);
			const speed = (length * 1000) / took;
			underWay.perSecond = underWay.perSecond === null ? speed : underWay.perSecond * 0.7 + speed * 0.3;
			if (took < pieceTime / 2) piece = Math.min(partSize, piece * 2);
			else if (took > pieceTime * 2) piece = Math.max(leastPiece, piece / 2);
		}
		await keepFile(store, circle, id, { ...(circle.files.get(id) ?? record), sent: true });
		if (size > keptSize) await store.files.remove(record.local);
		circle.underWay.delete(id);
	} catch (error) {
		// How far it had come is still shown while it waits to go on.
		Object.assign(underWay, { perSecond: null, full: error instanceof Problem && noRoom.has(error.code) });
		throw error;
	} finally {
		changed();
	}
}

const noRoom: ReadonlySet<string> = new Set(['circle-full', 'storage']);

function missingBytes(size: number, [missing, begun]: FileState): number {
	const whole = missing.reduce((sum, part) => sum + partLength(size, part), 0);
	return whole - begun.reduce((sum, [, received]) => sum + received, 0);
}

/** The server says that it has not all of what `batch` speaks of, though it had: it is sent again, as long as it is here. */
export async function sendFilesAnew({ store, circle }: Line, batch: readonly OutboxItem[]): Promise<void> {
	for (const { id } of batch.flatMap(filesIn)) {
		const record = circle.files.get(id);
		if (record !== undefined && record.digests !== null) await keepFile(store, circle, id, { ...record, sent: false });
	}
}
