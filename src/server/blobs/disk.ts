/**
 * The bytes of sealed files, on the disk: blobs/<circle's number>/<file's id in hex>. Which of them are whole, and who may read
 * them, the database knows; nothing here is judged.
 */
import { createReadStream, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, open, rm, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface BlobPlace {
	circle: number;
	file: Uint8Array;
}

export interface Blobs {
	/** Makes an empty file, if there is none; its name is on the disk when this resolves (fsync of file and folder). */
	create(place: BlobPlace): Promise<void>;
	/** Opens one for writing into it. @throws ENOENT */
	open(place: BlobPlace): Promise<FileHandle>;
	/** Bytes from `from` to `to`, the last one included. */
	read(place: BlobPlace, from: number, to: number): Readable;
	remove(place: BlobPlace): Promise<void>;
	removeCircle(circle: number): Promise<void>;
	/** Everything that lies there. */
	list(): BlobPlace[];
	/** Bytes that are free on this disk for us. */
	free(): Promise<number>;
}

export function openBlobs(folder: string): Blobs {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const folderOf = (circle: number): string => join(folder, String(circle));
	const pathOf = ({ circle, file }: BlobPlace): string => join(folderOf(circle), Buffer.from(file).toString('hex'));
	return {
		async create(place) {
			if ((await mkdir(folderOf(place.circle), { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(folder);
			const handle = await open(pathOf(place), 'a', 0o600);
			await handle.sync();
			await handle.close();
			await syncFolder(folderOf(place.circle));
		},
		open: (place) => open(pathOf(place), 'r+'),
		read: (place, start, end) => createReadStream(pathOf(place), { start, end, highWaterMark: 256 * 1024 }),
		remove: (place) => rm(pathOf(place), { force: true }),
		removeCircle: (circle) => rm(folderOf(circle), { recursive: true, force: true }),
		list: () =>
			readdirSync(folder, { withFileTypes: true })
				.filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
				.flatMap(({ name }) =>
					readdirSync(join(folder, name))
						.filter((file) => /^[0-9a-f]{64}$/.test(file))
						.map((file) => ({ circle: Number(name), file: new Uint8Array(Buffer.from(file, 'hex')) }))
				),
		async free() {
			const { bavail, bsize } = await statfs(folder);
			return bavail * bsize;
		}
	};
}

/** A new name is safe once its folder is (fsync(2): "a file's entry in the directory … needs an explicit fsync on the directory"). */
async function syncFolder(path: string): Promise<void> {
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
