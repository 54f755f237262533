/**
 * A CLIENT THAT SENDS FILES AND READS THEM BACK: the client's own code under Node, from enclosing to sync, over a real server; its sealed
 * files lie in a folder. And beside it what it is measured against: the same client with the bytes as they are.
 *
 *   up, sealed     a film is enclosed (actions/enclose.ts: held back, sealed record by record, written into the device's file store, its
 *                  parts hashed), then sent by sync/send-files.ts. What makes a film ready is left out: it is passed on as it is.
 *   up, plain      its parts are hashed out of the plain file, then it is sent by the same code out of that file. No copy is made
 *                  of it and nothing is written on this side: that is all a client would have to do that seals nothing.
 *   down, sealed   every record is asked for and opened as service-worker/play.ts does it, counted and thrown away.
 *   down, plain    the same requests, whose bytes are counted and thrown away.
 */
import { linkSync, openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Media } from '#actions/media.ts';
import { openHome, closeHome, type Home, type OpenCircle } from '#actions/home.ts';
import { verbs } from '#actions/verbs.ts';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { openRange, openerOf, recordsAtOnce, stretchesAhead, type ReadSealed } from '#crypto/open-range.ts';
import { recordAt, recordCount, sealedSize, headerSize } from '#crypto/records.ts';
import type { Film, SealedFile } from '#domain/enclosed.ts';
import { hashParts } from '#log/seal-file.ts';
import { keepFile, newLocalName } from '#replica/files.ts';
import { openSealedStore } from '#replica/sealed-store.ts';
import { createApi } from '#sync/api.ts';
import { sendFiles } from '#sync/send-files.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { newFolder } from './child.ts';
import { diskFiles } from './disk-files.ts';

/** Bytes that what makes a film ready writes at once (media/clean-film.ts). */
const written = 1024 * 1024;

export class FileClient implements AsyncDisposable {
	readonly #home: Home;
	readonly #place: OpenCircle;
	readonly #folder: string;

	private constructor(home: Home, place: OpenCircle, folder: string) {
		this.#home = home;
		this.#place = place;
		this.#folder = folder;
	}

	/** A person with a place of their own on the server. Their device follows nothing from then on: what is sent is sent when it is said here. */
	static async open(origin: string): Promise<FileClient> {
		const folder = newFolder();
		const store = { ...createMemoryStore(), files: diskFiles(folder) };
		const api = createApi(origin);
		const openIt = async () => openHome(await openSealedStore(store), api, () => undefined, { follow: false, media: asItIs });
		const beginning = await openIt();
		const id = await verbs.start(beginning, { name: 'Noor', title: 'Noor & Elias', childName: null });
		await closeHome(beginning);
		const home = await openIt();
		home.current = id;
		return new FileClient(home, home.circles.get(id) as OpenCircle, folder);
	}

	/** Seals the file at `path` and keeps it on this device. */
	async seal(path: string): Promise<Film> {
		const file = await openAsBlob(path);
		pathOf.set(file, path);
		return (await verbs.encloseFilm(this.#home, { file })) as Film;
	}

	/** The same for bytes as they are. */
	async keepPlain(path: string): Promise<Film> {
		const local = newLocalName();
		// Another name of the same file: what is sent is taken off the device afterwards.
		linkSync(path, join(this.#folder, local));
		const { size } = await openAsBlob(path);
		const { files } = this.#home.store;
		const { id, digests } = await hashParts(size, async (from, to) => (await files.read(local, from, to)) ?? new Uint8Array(0));
		const record = { local, size, digests, sent: false, paused: false, anyway: false, lost: false, at: Date.now() };
		await keepFile(this.#home.store, this.#place.circle, id, record);
		return filmOf({ id, secret: '00'.repeat(16), size, mime: 'video/mp4' });
	}

	/** Sends what is enclosed; the words it belongs to stay here. @throws Error if the server has not all of it */
	async send(film: Film): Promise<void> {
		await verbs.tellNews(this.#home, { ring: 'us', text: '', asking: null, enclosed: [film] });
		await sendFiles(
			this.#place.line,
			() => false,
			() => undefined,
			new AbortController().signal
		);
		if (this.#place.circle.files.get(film.film.id)?.sent !== true) throw new Error('A file was not sent');
	}

	/** Opens all of it. Gives its plain bytes, counted. */
	async readBack({ film: { id, secret, size } }: Film): Promise<number> {
		const read = this.#reader(id);
		let count = 0;
		for await (const plain of openRange(await openerOf(fromHex(secret), size, read), size, 0, size, read)) count += plain.length;
		return count;
	}

	/** Asks for the same without opening it. Gives its sealed bytes, counted. */
	async readSealed({ film: { id, size } }: Film): Promise<number> {
		const read = this.#reader(id);
		let count = (await read(0, headerSize)).length;
		const records = recordCount(size);
		// As many ahead as when it is opened.
		const ahead: Promise<Bytes>[] = [];
		for (let next = 0; next < records; next += recordsAtOnce) {
			const stretch = read(recordAt(size, next).from, recordAt(size, Math.min(records, next + recordsAtOnce) - 1).to);
			stretch.catch(() => undefined);
			ahead.push(stretch);
			if (next === 0 || ahead.length >= stretchesAhead) count += ((await ahead.shift()) as Bytes).length;
		}
		for (const last of ahead) count += (await last).length;
		if (count !== sealedSize(size)) throw new Error(`${count} bytes came`);
		return count;
	}

	/** As service-worker/play.ts asks. */
	#reader(id: string): ReadSealed {
		return async (from, to, signal) => {
			const stream = await this.#home.api.readFile(this.#place.line.session, fromHex(id), from, to, signal);
			return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
		};
	}

	[Symbol.asyncDispose](): Promise<void> {
		return closeHome(this.#home);
	}
}

const filmOf = (film: SealedFile): Film => ({ kind: 'film', says: '', covered: false, duration: 60_000, width: 1920, height: 1080, poster: null, film });

/** A file is read by the same means on either side, and not as a Blob. */
const pathOf = new WeakMap<Blob, string>();

/** Passes a film on as it is. */
const asItIs: Media = {
	picture: () => Promise.reject(new Error('No picture is enclosed here')),
	wave: () => Promise.resolve([]),
	async film(chosen, write) {
		const file = chosen as Blob;
		const handle = await open(pathOf.get(file) as string);
		try {
			const bytes = new Uint8Array(written);
			for (let at = 0; at < file.size; at += written) {
				const { buffer, bytesRead } = await handle.read(bytes, { position: at });
				await write(buffer.subarray(0, bytesRead), at);
			}
		} finally {
			await handle.close();
		}
		return { mime: 'video/mp4', kind: 'film', duration: 60_000, width: 1920, height: 1080 };
	}
};
