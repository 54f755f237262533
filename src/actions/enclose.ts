/** ENCLOSING: what somebody has chosen is made ready, sealed and kept on this device, at once; it goes out with the words it belongs to. And opening what others enclosed. */
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { BrokenRecord, fileOpener, headerSize, plainPerRecord, recordAt, recordCount, sealedSize } from '#crypto/records.ts';
import { filesOf, type Enclosed, type Film, type Picture, type SealedFile, type Sound } from '#domain/enclosed.ts';
import { beginSealing, sealBlob, type SealedOnce } from '#log/seal-file.ts';
import { holdBack } from '#media/hold-back.ts';
import type { CircleReplica } from '#replica/circle.ts';
import { filesWaiting, forgetFiles, keepFile, newLocalName } from '#replica/files.ts';
import { Problem } from '#sync/api.ts';
import type { OpenFile } from '#replica/file-store.ts';
import type { Ticket } from '#replica/ticket.ts';
import type { ReadyFilm } from './media.ts';
import { ActionRefused, asMember, circleOf, type Home } from './home.ts';

/** Where a picture lies that is opened whole, in memory. Plain bytes. */
/** How far a film's container may reach back while it is written, beyond its first record. Bytes. */
const heldBack = 1024 * 1024;

const mostInMemory = 64 * 1024 * 1024;

/** Seals a picture in its sizes. @throws NotReady, ActionRefused, and what the device says when it is full: then nothing of it is kept */
export async function enclosePicture(home: Home, { file, whole }: { file: Blob; whole: boolean }): Promise<Picture> {
	const { circle } = asMember(home);
	if (home.media === null) throw new ActionRefused('not-a-picture');
	const { width, height, thumbnail, screen, original } = await home.media.picture(file, whole);
	const sealed: SealedFile[] = [];
	try {
		for (const one of [thumbnail, screen, ...(original === null ? [] : [original])]) sealed.push(await sealHere(home, circle, one));
	} catch (error) {
		await forgetFiles(
			home.store,
			circle,
			sealed.map(({ id }) => id)
		);
		throw error;
	}
	const [small, large, all = null] = sealed as [SealedFile, SealedFile, SealedFile?];
	return { kind: 'picture', says: '', covered: false, width, height, thumbnail: small, screen: large, original: all };
}

const sealHere = (home: Home, circle: CircleReplica, plain: Blob): Promise<SealedFile> =>
	sealWith(home, circle, async (out) => ({ ...(await sealBlob(plain, out)), mime: plain.type }));

/** Seals into a new file of this device's, and keeps what it is. Nothing of it is kept where that fails. */
async function sealWith({ store }: Home, circle: CircleReplica, seal: (out: OpenFile) => Promise<SealedOnce & { mime: string }>): Promise<SealedFile> {
	const local = newLocalName();
	const out = await store.files.create(local);
	try {
		const { id, secret, size, sealed, digests, mime } = await seal(out);
		await out.close();
		await keepFile(store, circle, id, { local, size: sealed, digests, sent: false, paused: false, anyway: false, lost: false, at: Date.now() });
		return { id, secret, size, mime };
	} catch (error) {
		await out.close().catch(() => undefined);
		await store.files.remove(local);
		throw error;
	}
}

/** Seals a film or a sound, made free of what it must not tell, as it is read: never more of it in memory than a few records. @throws NotReady */
export async function encloseFilm(home: Home, { file, poster }: { file: Blob; poster?: Blob }): Promise<Film | Sound> {
	const { circle } = asMember(home);
	if (home.media === null) throw new ActionRefused('not-a-film');
	const { media } = home;
	let made: ReadyFilm | null = null;
	const film = await sealWith(home, circle, async (out) => {
		const sealing = await beginSealing(out);
		const pieces = holdBack(plainPerRecord, heldBack, (index, piece, last) => sealing.record(index, piece, last));
		made = await media.film(
			file,
			(bytes, at) => pieces.write(bytes, at),
			(share) => readying(home, share)
		);
		await pieces.finish();
		return { ...(await sealing.finish()), mime: made.mime };
	}).finally(() => readying(home, null));
	const { kind, duration, width, height } = made as unknown as ReadyFilm;
	if (kind === 'sound') return { kind, says: '', duration, wave: await media.wave(file), sound: film };
	try {
		const still = poster === undefined ? null : (await media.picture(poster, false)).screen;
		return { kind, says: '', covered: false, duration, width, height, poster: still === null ? null : await sealHere(home, circle, still), film };
	} catch (error) {
		await forgetFiles(home.store, circle, [film.id]);
		throw error;
	}
}

function readying(home: Home, share: number | null): void {
	home.readying = share;
	home.changed();
}

/** Takes away what was enclosed and will not be said after all. What is on its way, or was said, stays. */
export async function putBack(home: Home, { enclosed }: { enclosed: Enclosed[] }): Promise<void> {
	const { circle } = circleOf(home);
	const waiting = filesWaiting(circle);
	const ids = filesOf(enclosed)
		.map(({ id }) => id)
		.filter((id) => circle.files.get(id)?.sent === false && !waiting.has(id));
	await forgetFiles(home.store, circle, ids);
}

/** Plain bytes of a file, whole: from this device, or else from the server. @throws ActionRefused file-gone, file-broken; Unreachable */
export async function openFile(home: Home, { file }: { file: SealedFile }): Promise<Blob> {
	const { circle } = circleOf(home);
	if (file.size > mostInMemory) throw new ActionRefused('file-large');
	const here = circle.files.get(file.id);
	const kept = here === undefined ? null : await home.store.files.read(here.local, 0, sealedSize(file.size));
	const opened = kept === null ? null : await open(file, kept).catch(() => null);
	return new Blob([opened ?? (await fetchFile(home, file))], { type: file.mime });
}

async function fetchFile(home: Home, file: SealedFile): Promise<Bytes> {
	const { circle, line } = circleOf(home);
	const size = sealedSize(file.size);
	try {
		const stream = await home.api.readFile(line.session, fromHex(file.id), 0, size);
		const sealed = new Uint8Array(await new Response(stream as ReadableStream<Bytes>).arrayBuffer());
		const plain = await open(file, sealed);
		await keepFetched(home, circle, file, sealed).catch(() => undefined);
		return plain;
	} catch (error) {
		if (error instanceof BrokenRecord) throw new ActionRefused('file-broken');
		if (error instanceof Problem && error.code === 'not-found') throw new ActionRefused('file-gone');
		throw error;
	}
}

/** So that it is there without a connection, and not asked for again. */
async function keepFetched({ store }: Home, circle: CircleReplica, { id }: SealedFile, sealed: Bytes): Promise<void> {
	const known = circle.files.get(id);
	const local = newLocalName();
	const out = await store.files.create(local);
	await out.write(sealed, 0);
	await out.close();
	await keepFile(store, circle, id, {
		local,
		size: sealed.length,
		digests: known?.digests ?? null,
		sent: true,
		paused: false,
		anyway: false,
		lost: false,
		at: Date.now()
	});
	if (known !== undefined) await store.files.remove(known.local);
}

/** @throws BrokenRecord */
async function open({ secret, size }: SealedFile, sealed: Bytes): Promise<Bytes> {
	const opener = await fileOpener(fromHex(secret), size, sealed.slice(0, headerSize));
	const plain = new Uint8Array(size);
	let at = 0;
	for (let i = 0; i < recordCount(size); i++) {
		const { from, to } = recordAt(size, i);
		const record = await opener.open(i, sealed.slice(from, to));
		plain.set(record, at);
		at += record.length;
	}
	return plain;
}

/** What the service worker needs to play a file while it loads. */
export async function openTicket(home: Home, { file, renew }: { file: SealedFile; renew: boolean }): Promise<Ticket> {
	const { circle, line } = circleOf(home);
	const { secret, size, mime, id } = file;
	return {
		secret,
		size,
		mime,
		local: circle.files.get(id)?.local ?? null,
		path: home.api.fileAt(line.session, fromHex(id)),
		authorization: `Kvar ${await line.session.token(renew).catch(() => '')}`
	};
}

/** Sending stops, or goes on; over a metered line too, where somebody says so. */
export async function holdSending(home: Home, { enclosed, how }: { enclosed: Enclosed[]; how: 'pause' | 'go-on' | 'anyway' }): Promise<void> {
	const { circle, following } = circleOf(home);
	for (const { id } of filesOf(enclosed)) {
		const record = circle.files.get(id);
		if (record !== undefined && !record.sent)
			await keepFile(home.store, circle, id, { ...record, paused: how === 'pause', anyway: record.anyway || how === 'anyway' });
	}
	following?.push();
	home.changed();
}
