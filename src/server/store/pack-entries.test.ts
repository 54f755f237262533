import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { EntryToAppend } from './command.ts';
import { packEntries, unpackEntries } from './pack-entries.ts';

test('what is packed comes out as it was', () => {
	const bytes = (length: number) => new Uint8Array(randomBytes(length));
	const entries = [300, 0, 70_000].map((size, i): EntryToAppend => ({
		envelope: bytes(390),
		body: bytes(size),
		entryId: bytes(16),
		hash: bytes(32),
		devicePrev: bytes(32),
		controlHead: bytes(32),
		epoch: i,
		deviceSeq: 2 ** 40 + i,
		voids: 3 * i,
		controlN: 100 + i,
		seenSeq: 7 * i
	}));
	expect(unpackEntries(packEntries(entries))).toEqual(entries);
	expect(unpackEntries(packEntries([]))).toEqual([]);
});
