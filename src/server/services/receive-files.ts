/**
 * Takes files in, part by part (wire/api.ts, NOTE parts). A part is said to be here once it is on the disk, is what its digest names,
 * and its row is committed. What has come of a part that is not full is known in memory only: after a restart that part begins anew.
 */
import { createHash, type Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { equal } from '#crypto/bytes.ts';
import { partCount, partLength, partSize, type FileState } from '#wire/api.ts';
import type { BlobPlace, Blobs } from '../blobs/disk.ts';
import { Problem } from '../problem.ts';
import { sha256 } from '../sha256.ts';
import { isRefused, type Refused } from '../store/command.ts';
import type { Reader, StoredFile } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Parts under way at once, over all circles. */
const mostUnderWay = 2000;
/** Left free on the disk for the database and its log. */
const reserve = 256 * 1024 * 1024;

interface UnderWay {
	part: number;
	received: number;
	hash: Hash;
	/** Ends who is sending now: they have come again, over another connection. */
	takeOver: (() => Promise<void>) | null;
}

export interface Needs {
	reader: Reader;
	writer: Writer;
	blobs: Blobs;
	/** Bytes. */
	quota: number;
}

export function fileReceiver({ reader, writer, blobs, quota }: Needs) {
	/** By place and part, the longest untouched first. */
	const underWay = new Map<string, UnderWay>();
	const nameOf = ({ circle, file }: BlobPlace): string => `${circle} ${Buffer.from(file).toString('hex')}`;

	/** Makes room, and says what is still to come. @throws Problem */
	async function begin({ circle, access }: Visit, file: Bytes, size: number, digests: Bytes): Promise<FileState> {
		if (access.member === null) throw new Problem('not-yours');
		if (digests.length !== partCount(size) * 32 || !equal(sha256(digests), file))
			throw new Problem('malformed', { title: 'A file’s id is the SHA-256 of its parts’ digests' });
		const place = { circle: circle.key, file };
		if (reader.file(circle.key, file) === null) {
			if ((await blobs.free()) < size + reserve) throw new Problem('storage', { title: 'The host’s disk has no room for this file' });
			await blobs.create(place);
			forgetParts(place);
		}
		const outcome = await writer.write({ kind: 'file-begin', ...place, member: access.member.id, size, digests, quota, now: Date.now() });
		if (isRefused(outcome) && reader.file(circle.key, file) === null) await blobs.remove(place);
		acceptOrThrow(outcome);
		return stateOf(place);
	}

	function state(visit: Visit, file: Bytes): FileState {
		mine(visit, file);
		return stateOf({ circle: visit.circle.key, file });
	}

	function stateOf(place: BlobPlace): FileState {
		const { size, whole } = reader.file(place.circle, place.file) as StoredFile;
		if (whole) return [[], []];
		const here = new Set(reader.partsOf(place.circle, place.file));
		const missing = Array.from({ length: partCount(size) }, (_, part) => part).filter((part) => !here.has(part));
		const begun = missing.flatMap((part): [number, number][] => {
			const received = underWay.get(`${nameOf(place)} ${part}`)?.received ?? 0;
			return received === 0 ? [] : [[part, received]];
		});
		return [missing, begun];
	}

	/** Takes the next bytes of a part, as they come. @param at how many bytes of the part came before these. @throws Problem */
	async function receive(visit: Visit, file: Bytes, part: number, at: number, req: IncomingMessage): Promise<FileState> {
		const { size, whole } = mine(visit, file);
		const place = { circle: visit.circle.key, file };
		if (part >= partCount(size)) throw new Problem('malformed', { title: 'The file has no such part' });
		if (whole || reader.partsOf(place.circle, file).includes(part)) {
			req.resume();
			return stateOf(place);
		}
		const full = partLength(size, part);
		const length = Number(req.headers['content-length'] ?? 0);
		if (length === 0 || at + length > full) throw new Problem('malformed', { title: 'These are not bytes of this part' });
		const key = `${nameOf(place)} ${part}`;
		await underWay.get(key)?.takeOver?.();
		const now = underWay.get(key) ?? { part, received: 0, hash: createHash('sha256'), takeOver: null };
		if (now.takeOver !== null || at !== now.received) throw new Problem('part-order');
		underWay.delete(key);
		underWay.set(key, now);
		trim();
		await write(place, now, full, req);
		// Dropped meanwhile, and perhaps begun anew: these bytes lie in no file any more.
		if (underWay.get(key) !== now) throw new Problem('part-order');
		if (now.received < full) return stateOf(place);
		underWay.delete(key);
		if (!equal(new Uint8Array(now.hash.digest()), reader.partDigest(place.circle, file, part) as Bytes)) throw new Problem('part-broken');
		acceptOrThrow(await writer.write({ kind: 'file-part', ...place, part, now: Date.now() }));
		return stateOf(place);
	}

	/** What has come stays, however the connection ends; a part that is full is on the disk afterwards. */
	async function write(place: BlobPlace, now: UnderWay, full: number, req: IncomingMessage): Promise<void> {
		const ended = Promise.withResolvers<void>();
		now.takeOver = () => {
			req.destroy();
			return ended.promise;
		};
		try {
			const handle = await blobs.open(place);
			try {
				const from = now.part * partSize;
				for await (const chunk of req as AsyncIterable<Buffer>) {
					const { bytesWritten } = await handle.write(chunk, 0, chunk.length, from + now.received);
					if (bytesWritten !== chunk.length) throw Object.assign(new Error('The disk took no more'), { code: 'ENOSPC' });
					now.hash.update(chunk);
					now.received += chunk.length;
					letGo(chunk);
				}
				if (now.received === full) await handle.datasync();
			} finally {
				await handle.close();
			}
		} catch (error) {
			if (isOfDisk(error)) throw new Problem('storage');
			if (!req.complete) throw new Problem('malformed', { title: 'The request was cut off' });
			throw error;
		} finally {
			now.takeOver = null;
			ended.resolve();
		}
	}

	/** What had come of another file of this id, which is gone: the new one has nothing of it. */
	function forgetParts(place: BlobPlace): void {
		for (const key of underWay.keys()) if (key.startsWith(`${nameOf(place)} `)) underWay.delete(key);
	}

	/** Whose it is does not send it after all, or has taken it out of what was said. Done once is done. @throws Problem not-yours */
	async function drop({ circle, access }: Visit, file: Bytes): Promise<void> {
		if (access.member === null) throw new Problem('not-yours');
		const { dropped } = acceptOrThrow(await writer.write({ kind: 'file-drop', circle: circle.key, file, member: access.member.id }));
		for (const place of dropped) {
			forgetParts(place);
			await blobs.remove(place);
		}
	}

	/** @throws Problem not-found, also for what is another's: whether there is such a file is not said */
	function mine({ circle, access }: Visit, file: Bytes): StoredFile {
		const known = reader.file(circle.key, file);
		if (known === null || known.member !== access.member?.id) throw new Problem('not-found');
		return known;
	}

	function trim(): void {
		for (const [key, { takeOver }] of underWay) {
			if (underWay.size <= mostUnderWay) return;
			if (takeOver === null) underWay.delete(key);
		}
	}

	return { begin, state, receive, drop };
}

export type FileReceiver = ReturnType<typeof fileReceiver>;

function acceptOrThrow<T extends object>(outcome: T | Refused): T {
	if (isRefused(outcome)) throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused);
	return outcome;
}

const isOfDisk = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'ENOENT', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
 * Frees the memory of bytes that are on their way to the disk: V8 does it only now and then, and holds hundreds of pieces until then. Node
 * gives every piece of a request memory of its own; where it should not, it is left to V8.
 */
function letGo({ buffer, length }: Buffer): void {
	if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
