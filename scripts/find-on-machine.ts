import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first program of one of these names in /usr/bin or on PATH. */
export function findOnMachine(names: readonly string[]): string | null {
	const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
	return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram) ?? null;
}

export function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
