/** Sealed files in a folder: the port of src/replica/file-store.ts for a client under Node, call for call what the browser's does (src/replica/opfs.ts). */
import { mkdirSync, openAsBlob } from 'node:fs';
import { open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '#crypto/bytes.ts';
import type { FileStore } from '#replica/file-store.ts';

export function diskFiles(folder: string): FileStore {
	mkdirSync(folder, { recursive: true });
	const pathOf = (name: string): string => join(folder, name);
	return {
		async create(name) {
			const handle = await open(pathOf(name), 'w+');
			return {
				async write(bytes, at) {
					if ((await handle.write(bytes, 0, bytes.length, at)).bytesWritten !== bytes.length) throw new Error('The disk took no more');
				},
				read: (from, to) => readFrom(handle, from, to),
				async close() {
					// As the browser's `flush`.
					await handle.sync();
					await handle.close();
				}
			};
		},
		async read(name, from, to) {
			let handle: FileHandle;
			try {
				handle = await open(pathOf(name), 'r');
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
				throw error;
			}
			try {
				const bytes = await readFrom(handle, from, to);
				return bytes.length < to - from ? null : bytes;
			} finally {
				await handle.close();
			}
		},
		async slice(name, from, to) {
			try {
				const file = await openAsBlob(pathOf(name));
				return to > file.size ? null : file.slice(from, to);
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
				throw error;
			}
		},
		remove: (name) => rm(pathOf(name), { force: true }),
		list: () => readdir(folder)
	};
}

async function readFrom(handle: FileHandle, from: number, to: number): Promise<Bytes> {
	const bytes = new Uint8Array(to - from);
	let done = 0;
	while (done < bytes.length) {
		const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done);
		if (bytesRead === 0) break;
		done += bytesRead;
	}
	return bytes.subarray(0, done);
}
