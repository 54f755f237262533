/**
 * ARCHIVE: everything of the place on screen that this person may read, as one file sealed for other programs (crypto/age.ts), made on this device bit by
 * bit: a film goes through it record by record. In it is a zip, uncompressed: pictures and films as they are, then a page, plain data and how to read both;
 * and, where that is asked for, the logs as they are signed, with their keys.
 */
import { makeZip } from 'client-zip';
import { NotARecipient, sealAge, type AgeLock } from '#crypto/age.ts';
import { equal, fromHex, type Bytes } from '#crypto/bytes.ts';
import { openerOf, openRange, type ReadSealed } from '#crypto/open-range.ts';
import { randomBytes } from '#crypto/random.ts';
import { BrokenRecord } from '#crypto/records.ts';
import { sha256 } from '#crypto/verify.ts';
import { archiveOf, filesToKeep } from '#domain/archive.ts';
import { writeArchivePage, type ArchiveWords } from '#domain/archive-page.ts';
import type { SealedFile } from '#domain/enclosed.ts';
import type { Ring } from '#domain/ring.ts';
import type { CircleView, KeepView } from '#domain/view.ts';
import { wordsOf, type WordLanguage } from '#identity/word-list.ts';
import { firstHead, nextHead } from '#log/chain.ts';
import { rawExport, type RingToExport } from '#log/raw-export.ts';
import { openRingSecrets } from '#log/ring-key.ts';
import { inTurn, keyOf, type CircleReplica, type RingReplica } from '#replica/circle.ts';
import { endedOf } from '#replica/ended.ts';
import { newLocalName } from '#replica/files.ts';
import { foldAll, readableRings } from '#replica/load-circle.ts';
import { viewCircle, viewKeep } from '#replica/view.ts';
import { Problem, Unreachable } from '#sync/api.ts';
import { pullControl, pullOlder, pullRings, type Line } from '#sync/pull.ts';
import { stay } from './lock.ts';
import { ActionRefused, circleOf, ownCircle, type Archiving, type Home, type OpenCircle } from './home.ts';

export interface ArchiveWish {
	lock: AgeLock;
	words: ArchiveWords;
	/** With the logs as they are signed, and their keys. */
	raw: boolean;
}

/** Of words that a person chose: fewer characters are guessed. */
const fewestOfWords = 12;
/** A byte each: 80 bits. */
const wordsDrawn = 10;

/** Words that nobody guesses, to lock it with. */
export const drawArchiveWords = (_: Home, { language }: { language: WordLanguage }): Promise<string> =>
	Promise.resolve(wordsOf(randomBytes(wordsDrawn), language).join(' '));

/**
 * Gives the file, as it lies on this device; it stays there until another is made or the app is opened anew.
 * @throws ActionRefused archive-words: too few; archive-recipient: not a key that age knows; archive-stopped; ended. Unreachable, Problem; device-full
 */
export async function makeArchive(home: Home, { lock, words, raw }: ArchiveWish): Promise<Blob> {
	if ('words' in lock && lock.words.trim().length < fewestOfWords) throw new ActionRefused('archive-words');
	const open = circleOf(home);
	if (endedOf(open.circle) !== null) throw new ActionRefused('ended');
	home.stopArchive?.abort();
	const stop = new AbortController();
	const before = turns.get(home) ?? Promise.resolve();
	const mine = before.catch(() => undefined).then(() => alone(home, open, { lock: tidied(lock), words, raw }, stop));
	turns.set(home, mine);
	home.stopArchive = stop;
	return mine;
}

const tidied = (lock: AgeLock): AgeLock => ('words' in lock ? { words: lock.words.trim() } : { recipient: lock.recipient.trim() });

/** One after the other: whoever asks for another lets the one before go. */
const turns = new WeakMap<Home, Promise<unknown>>();

async function alone(home: Home, open: OpenCircle, wish: ArchiveWish, stop: AbortController): Promise<Blob> {
	await dropArchive(home);
	try {
		return await make(home, open, wish, stop.signal);
	} catch (error) {
		const stopped = stop.signal.aborted;
		// What is still being fetched for it is let go of.
		stop.abort();
		await dropArchive(home);
		if (stopped) throw new ActionRefused('archive-stopped');
		if (error instanceof NotARecipient) throw new ActionRefused('archive-recipient');
		throw error;
	} finally {
		if (home.stopArchive === stop) home.stopArchive = null;
		home.archiving = null;
		// Whoever waited for it is here to save it.
		await stay(home.store, home).catch(() => undefined);
		home.changed();
	}
}

export function stopArchive(home: Home, _: Record<string, never> = {}): Promise<void> {
	home.stopArchive?.abort();
	return Promise.resolve();
}

/** What was made before lies here no more. */
async function dropArchive(home: Home): Promise<void> {
	if (home.archive === null) return;
	const { archive } = home;
	home.archive = null;
	await home.store.files.remove(archive).catch(() => undefined);
}

async function make(home: Home, { circle, line }: OpenCircle, { lock, words, raw }: ArchiveWish, signal: AbortSignal): Promise<Blob> {
	const { store } = home;
	home.archiving = { done: 0, total: 0 };
	home.changed();
	await readAll(line, signal);
	const { view, keep } = await wholeView(home, circle);
	const local = newLocalName();
	const out = await store.files.create(local);
	home.archive = local;
	let at = 0;
	try {
		const zip = makeZip(contents(home, line, { view, keep }, { words, raw }, signal));
		const sealed = (await sealAge(zip, lock)).getReader();
		for (;;) {
			const { done, value } = await sealed.read();
			signal.throwIfAborted();
			if (done) break;
			await out.write(value, at);
			at += value.length;
		}
	} finally {
		await out.close();
	}
	return (await store.files.slice(local, 0, at)) as Blob;
}

/** What lies further back than what was looked at is read first: it is in it too. */
async function readAll(line: Line, signal: AbortSignal): Promise<void> {
	await pullControl(line, signal);
	await pullRings(line, signal);
	for (const ring of readableRings(line.circle)) while (await pullOlder(line, ring, signal));
}

interface Whole {
	view: CircleView;
	keep: KeepView;
}
async function wholeView(home: Home, circle: CircleReplica): Promise<Whole> {
	const fold = await inTurn(circle, () => foldAll(home.store, circle));
	const rings = new Map([...circle.rings].map(([ring, replica]) => [ring, { ...replica, foldedFrom: 1 }]));
	const whole = { ...circle, fold, rings, shownFrom: new Map() };
	const own = ownCircle(home)?.circle.own;
	return { view: viewCircle(whole, 'live', home.api.origin, new Map(), own), keep: viewKeep(whole, home.api.origin, own, 'live', false) };
}

interface InZip {
	name: string;
	lastModified: Date;
	input: ReadableStream<Uint8Array> | string | AsyncIterable<Bytes>;
}

async function* contents(home: Home, line: Line, { view, keep }: Whole, { words, raw }: Omit<ArchiveWish, 'lock'>, signal: AbortSignal): AsyncGenerator<InZip> {
	const now = Date.now();
	const files = filesToKeep(view);
	const archiving: Archiving = { done: 0, total: files.reduce((sum, { file }) => sum + file.size, 0) };
	home.archiving = archiving;
	const paths = new Map<string, string>();
	for (const { file, path, at } of files) {
		const plain = await openToKeep(home, line, file, signal);
		if (plain === null) archiving.done += file.size;
		else {
			paths.set(file.id, path);
			const lost = () => paths.delete(file.id);
			yield { name: path, lastModified: new Date(at), input: plain.pipeThrough(counted(home, archiving, lost)) };
		}
		home.changed();
	}
	const archive = archiveOf(view, keep, paths, now);
	const lastModified = new Date(now);
	if (raw) yield { name: 'raw/export.cbor', lastModified, input: rawOf(home, line, signal) };
	yield { name: 'kvar.json', lastModified, input: `${JSON.stringify(archive, null, '\t')}\n` };
	yield { name: 'README.txt', lastModified, input: words.readme };
	yield { name: 'index.html', lastModified, input: writeArchivePage(archive, words) };
}

/** Null where it is not to be had any more. @throws Unreachable */
async function openToKeep({ store, api }: Home, { circle, session }: Line, file: SealedFile, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null> {
	const local = circle.files.get(file.id)?.local;
	const read: ReadSealed = async (from, to) => {
		const here = local === undefined ? null : await store.files.read(local, from, to);
		if (here !== null) return here;
		return again(signal, async () => {
			const stream = await api.readFile(session, fromHex(file.id), from, to, signal);
			return new Uint8Array(await new Response(stream as ReadableStream<Bytes>).arrayBuffer());
		});
	};
	try {
		const opener = await openerOf(fromHex(file.secret), file.size, read);
		return openRange(opener, file.size, 0, file.size, read);
	} catch (error) {
		if (error instanceof BrokenRecord || (error instanceof Problem && error.code === 'not-found')) return null;
		throw error;
	}
}

/** How often it says how far it has come, in milliseconds. */
const pace = 250;

/** Counts what goes through. What breaks within a file ends that file, and not the archive. */
function counted(home: Home, archiving: Archiving, lost: () => void): ReadableWritablePair<Uint8Array, Uint8Array> {
	let said = 0;
	const say = (): void => {
		if (Date.now() - said < pace) return;
		said = Date.now();
		home.changed();
	};
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			archiving.done += chunk.length;
			say();
			controller.enqueue(chunk);
		}
	});
	const reader = readable.getReader();
	const tolerant = new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				const { done, value } = await reader.read();
				if (done) controller.close();
				else controller.enqueue(value);
			} catch (error) {
				if (!(error instanceof BrokenRecord || (error instanceof Problem && error.code === 'not-found'))) throw error;
				lost();
				controller.close();
			}
		},
		cancel: (reason) => reader.cancel(reason)
	});
	return { readable: tolerant, writable };
}

/** Between one try and the next, in milliseconds. */
const waits = [1_000, 4_000, 10_000];

/** A lift, a tunnel: what has been made so far is not thrown away for it. */
async function again<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
	for (const wait of waits) {
		try {
			return await act();
		} catch (error) {
			if (!(error instanceof Unreachable || error instanceof TypeError) || signal.aborted) throw error;
			await new Promise((resolve) => setTimeout(resolve, wait));
			signal.throwIfAborted();
		}
	}
	return act();
}

async function* rawOf({ store }: Home, line: Line, signal: AbortSignal): AsyncGenerator<Bytes> {
	const { circle } = line;
	const control: Bytes[] = [];
	for (const key of await store.list(`${keyOf.circle(circle.id)}/control/`)) control.push(...((await store.read<Bytes[]>(key)) ?? []));
	const rings: RingToExport[] = [];
	for (const ring of readableRings(circle)) {
		const replica = circle.rings.get(ring);
		if (replica === undefined) continue;
		const { last: n, head } = replica.stretch;
		rings.push({
			ring,
			n,
			head,
			keys: await openRingSecrets(circle.state, ring, circle.holder),
			entries: () => entriesOf(line, ring, replica, n, head, signal)
		});
	}
	yield* rawExport(circle.state.circleId, fromHex(circle.holder.id), control, rings);
	for (const { keys } of rings) for (const key of keys.values()) key.fill(0);
}

/** As the server has them; held against the head that this device knows. */
async function* entriesOf(line: Line, ring: Ring, { stretch }: RingReplica, n: number, head: Bytes, signal: AbortSignal): ReturnType<RingToExport['entries']> {
	let [at, along] = [0, await firstHead(line.circle.state.circleId, ring)];
	while (at < n) {
		const [, , entries] = await again(signal, () => line.api.newer(line.session, ring, at, signal));
		if (entries.length === 0) break;
		for (const [envelope, body] of entries.slice(0, n - at)) {
			along = await nextHead(along, await sha256(envelope));
			at += 1;
			yield [envelope, body];
		}
	}
	if (at !== n || !equal(along, head) || stretch.first > 1) throw new ActionRefused('trouble');
}
