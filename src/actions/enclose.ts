/** ENCLOSING: what somebody has chosen is made ready, sealed and kept on this device, at once; it goes out with the words it belongs to. */
import { plainPerRecord } from '#crypto/records.ts';
import { filesOf, type Enclosed, type Film, type Picture, type SealedFile, type Sound } from '#domain/enclosed.ts';
import { beginSealing, sealBlob, type SealedOnce } from '#log/seal-file.ts';
import type { Chosen } from '#media/chosen.ts';
import type { CleanFilm } from '#media/clean-film.ts';
import { holdBack } from '#media/hold-back.ts';
import type { CircleReplica } from '#replica/circle.ts';
import type { OpenFile } from '#replica/file-store.ts';
import { filesWaiting, forgetFiles, keepFile, newLocalName } from '#replica/files.ts';
import { stay } from './lock.ts';
import { ActionRefused, asMember, circleOf, type Home } from './home.ts';

/** How far a film's container may reach back while it is written, beyond its first record. Bytes. */
const heldBack = 1024 * 1024;

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

/** Seals a film or a sound, made free of what it must not tell, as it is read: never more of it in memory than a few parts. @throws NotReady */
export async function encloseFilm(home: Home, { file, poster }: { file: Chosen; poster?: Blob }): Promise<Film | Sound> {
	const { circle } = asMember(home);
	if (home.media === null) throw new ActionRefused('not-a-film');
	const { media } = home;
	let made: CleanFilm | null = null;
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
	}).finally(async () => {
		readying(home, null);
		await stay(home.store, home).catch(() => undefined);
	});
	const { kind, duration, width, height } = made as unknown as CleanFilm;
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

/** What of `wished` can be enclosed in a correction of what shows `before`; and the ids of the files that are in it no more. */
export function filesLeftOut(
	circle: CircleReplica,
	before: readonly Enclosed[],
	wished: readonly Enclosed[] | undefined
): { enclosed: Enclosed[] | undefined; out: string[] } {
	const shown = filesOf(before).map(({ id }) => id);
	// What another device has left out meanwhile is not there any more, and would hold up all that is said after it.
	const isThere = (id: string): boolean => shown.includes(id) || (circle.files.get(id)?.digests ?? null) !== null;
	const enclosed = wished?.filter((one) => filesOf([one]).every(({ id }) => isThere(id)));
	const stays = new Set(filesOf(enclosed ?? []).map(({ id }) => id));
	return { enclosed, out: shown.filter((id) => !stays.has(id)) };
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
