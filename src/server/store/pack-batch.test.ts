import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AppendCommand, Command, EntryToAppend, Outcome } from './command.ts';
import { packCommands, packOutcomes, unpackCommands, unpackOutcomes } from './pack-batch.ts';

const bytes = (length: number) => new Uint8Array(randomBytes(length));
const entry = (size: number, i: number): EntryToAppend => ({
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
	seenSeq: 7 * i,
	files: Array.from({ length: i % 3 }, () => bytes(32))
});
const append = (circle: number, ...sizes: number[]): AppendCommand => ({
	kind: 'append',
	circle,
	circleId: `circle ${circle}`,
	ring: 1,
	device: `device of ${circle}`,
	member: `member of ${circle}`,
	innermost: (circle % 3) as 0 | 1 | 2,
	judgedN: 3 + circle,
	epoch: circle - 1,
	quota: 2 ** 33 + circle,
	entries: sizes.map(entry)
});

test('commands that are packed come out as they were, in their order', () => {
	const card: Command = { kind: 'card', circle: 7, invite: bytes(16), card: bytes(100), quota: 10 };
	const commands: Command[] = [append(0, 300, 0, 70_000), card, append(1), append(2, 5), { ...card, circle: 8 }];
	expect(unpackCommands(structuredClone(packCommands(commands)))).toEqual(commands);
	expect(unpackCommands(packCommands([]))).toEqual([]);
});

test('outcomes that are packed come out as they were, in their order', () => {
	const outcomes: Outcome[] = [
		{ seqs: [4, 5, 2], newestBefore: 3, headBefore: bytes(32) },
		{ refused: 'device-order' },
		{ circle: 12 },
		{ seqs: [], newestBefore: 0, headBefore: bytes(32) },
		{},
		{ seqs: [2 ** 40], newestBefore: 2 ** 40 - 1, headBefore: bytes(32) }
	];
	expect(unpackOutcomes(structuredClone(packOutcomes(outcomes)))).toEqual(outcomes);
});
