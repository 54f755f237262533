import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './child.ts';

/** A file of `size` random bytes, gone when the benchmark ends. */
export function randomFile(size: number): string {
	const path = join(newFolder(), 'plain');
	const to = openSync(path, 'w');
	const bytes = new Uint8Array(1e6);
	for (let at = 0; at < size; at += bytes.length) writeSync(to, randomFillSync(bytes), 0, Math.min(bytes.length, size - at));
	// Else it is written to the disk while others are measured.
	fsyncSync(to);
	closeSync(to);
	return path;
}
