/**
 * The bytes of sealed files, on the disk: blobs/<circle's number>/<file's id in hex>. Which of them are whole, and who may read
 * them, the database knows; nothing here is judged.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { mkdir, open, rm, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

export interface BlobPlace {
	circle: number;
	file: Uint8Array;
}

export interface Blobs {
	/** Makes an empty file, if there is none; its name is on the disk when this resolves (fsync of file and folder). */
	create(place: BlobPlace): Promise<void>;
	/** Opens one for writing into it. @throws ENOENT */
	open(place: BlobPlace): Promise<FileHandle>;
	/**
	 * Gives bytes from `from` to `to`, the last one included, piece by piece to `take`. When it resolves the piece is taken: its memory is
	 * used for the next. @throws ENOENT, what is shorter than that, and what `take` throws
	 */
	read(place: BlobPlace, from: number, to: number, take: (piece: Uint8Array) => Promise<void>): Promise<void>;
	remove(place: BlobPlace): Promise<void>;
	removeCircle(circle: number): Promise<void>;
	/** Everything that lies there. */
	list(): BlobPlace[];
	/** Bytes that are free on this disk for us. */
	free(): Promise<number>;
}

/** Bytes read at once. */
const pieceSize = 64 * 1024;
/** Kept for the next who read: new memory for every piece would be freed only now and then, and be held by hundreds of pieces until then. */
const mostSpare = 64;

export function openBlobs(folder: string): Blobs {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const spare: Buffer[] = [];
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
		async read(place, from, to, take) {
			const handle = await open(pathOf(place), 'r');
			const memory = spare.pop() ?? Buffer.allocUnsafeSlow(pieceSize);
			try {
				for (let at = from; at <= to;) {
					const { bytesRead } = await handle.read(memory, 0, Math.min(pieceSize, to + 1 - at), at);
					if (bytesRead === 0) throw new Error('A file has fewer bytes on the disk than the database knows of');
					await take(memory.subarray(0, bytesRead));
					at += bytesRead;
				}
				// Not after an error: then nobody can say whether the system still reads from it.
				if (spare.length < mostSpare) spare.push(memory);
			} finally {
				await handle.close();
			}
		},
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
