/** The browser's own place for files: the origin's private file system (https://fs.spec.whatwg.org), written by the worker that leads. */
import type { FileStore } from './file-store.ts';

const folderName = 'sealed';

/** TypeScript knows it in workers only (lib.webworker), and this file is also compiled for pages. */
interface SyncAccess {
	read(into: Uint8Array, at: { at: number }): number;
	write(bytes: Uint8Array, at: { at: number }): number;
	flush(): void;
	getSize(): number;
	close(): void;
}
export type InWorker = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccess> };

/** @throws DOMException where the browser has none, such as in some private windows */
export function openOpfs(): FileStore {
	const folder = async (): Promise<FileSystemDirectoryHandle> => (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
	const slice = (name: string, from: number, to: number): Promise<Blob | null> =>
		orGone(async () => {
			const file = await (await (await folder()).getFileHandle(name)).getFile();
			return to > file.size ? null : file.slice(from, to);
		});
	return {
		async create(name) {
			const file = (await (await folder()).getFileHandle(name, { create: true })) as InWorker;
			const handle = await file.createSyncAccessHandle();
			return {
				write(bytes, at) {
					// Fewer bytes than asked for: the disk took no more.
					if (handle.write(bytes, { at }) !== bytes.length) throw new DOMException('The device is full', 'QuotaExceededError');
					return Promise.resolve();
				},
				read(from, to) {
					const bytes = new Uint8Array(to - from);
					return Promise.resolve(bytes.subarray(0, handle.read(bytes, { at: from })));
				},
				close() {
					handle.flush();
					handle.close();
					return Promise.resolve();
				}
			};
		},
		async read(name, from, to) {
			const there = await slice(name, from, to);
			return there === null ? null : orGone(async () => new Uint8Array(await there.arrayBuffer()));
		},
		slice,
		async remove(name) {
			await (await folder()).removeEntry(name).catch((error: unknown) => {
				if (!isGone(error)) throw error;
			});
		},
		async list() {
			const names: string[] = [];
			for await (const name of (await folder()).keys()) names.push(name);
			return names;
		}
	};
}

/** Null where there is no such file. */
async function orGone<T>(read: () => Promise<T>): Promise<T | null> {
	try {
		return await read();
	} catch (error) {
		if (isGone(error)) return null;
		throw error;
	}
}

const isGone = (error: unknown): boolean => error instanceof DOMException && error.name === 'NotFoundError';
