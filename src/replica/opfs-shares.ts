/** The browser's place for shares (shares.ts): a folder of the origin's private file system. */
import type { InWorker } from './opfs.ts';
import type { Shares } from './shares.ts';

const folderName = 'shares';

export function openOpfsShares(): Shares {
	const folder = async (): Promise<FileSystemDirectoryHandle> => (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
	const open = async (name: string, create: boolean) => ((await (await folder()).getFileHandle(name, { create })) as InWorker).createSyncAccessHandle();
	return {
		async keep(name, bytes) {
			const handle = await open(name, true);
			try {
				if (handle.write(bytes, { at: 0 }) !== bytes.length) throw new DOMException('The device is full', 'QuotaExceededError');
				handle.flush();
			} finally {
				handle.close();
			}
		},
		async read(name) {
			try {
				return new Uint8Array(await (await (await (await folder()).getFileHandle(name)).getFile()).arrayBuffer());
			} catch (error) {
				if (error instanceof DOMException && error.name === 'NotFoundError') return null;
				throw error;
			}
		},
		async wipe(except) {
			const names: string[] = [];
			for await (const name of (await folder()).keys()) if (name !== except) names.push(name);
			for (const name of names) {
				const handle = await open(name, false);
				handle.write(new Uint8Array(handle.getSize()), { at: 0 });
				handle.flush();
				handle.close();
				await (await folder()).removeEntry(name);
			}
		}
	};
}
