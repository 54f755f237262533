/** One folder, one database, and the files beside it: locked to this process, brought to the newest schema, then read and written through two types. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBlobs, type Blobs } from '../blobs/disk.ts';
import { lockFolder } from './lock-folder.ts';
import { openReader, type Reader } from './reader.ts';
import { openWriter, type Writer } from './writer.ts';

export interface Store extends AsyncDisposable {
	reader: Reader;
	writer: Writer;
	/** The bytes of files, beside the database. */
	blobs: Blobs;
}

/**
 * @param diskMb most MiB of the database; 0: no limit but the disk's. @param onProblem hears what the disk said.
 * @throws FolderInUse; NewerSchema (by name); whatever the disk says.
 */
export async function openStore(folder: string, diskMb: number, onProblem: (reason: string) => void): Promise<Store> {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const lock = lockFolder(folder);
	try {
		const file = join(folder, 'kvar.db');
		const writer = await openWriter({ file, diskMb }, onProblem);
		const reader = openReader(file);
		return {
			reader,
			writer,
			blobs: openBlobs(join(folder, 'blobs')),
			async [Symbol.asyncDispose]() {
				// The reader first, so that the last connection is the writer's and folds the WAL into the file.
				reader.close();
				await writer.close();
				lock[Symbol.dispose]();
			}
		};
	} catch (error) {
		lock[Symbol.dispose]();
		throw error;
	}
}
