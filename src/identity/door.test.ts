import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, runs } from '../../test/support/property.ts';
import { concat, hex, type Bytes } from '#crypto/bytes.ts';
import { sealTo } from '#crypto/hpke.ts';
import { randomBytes } from '#crypto/random.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { context } from '#wire/context.ts';
import { doorKeys, fillDoor, newDoor, NewerDoor, openDoor, WrongDoor, type BehindDoor } from './door.ts';
import { readDoorLink, readDoorWords, writeDoorLink, writeDoorWords } from './door-secret.ts';

const behind = (): BehindDoor => ({ roots: [randomBytes(32)], own: randomBytes(32), member: randomBytes(16) });

test('a door leads where it was filled to lead, by its secret and nothing else; filled anew without the secret, to where it leads then', async () => {
	const [secret, first] = [randomBytes(16), behind()];
	const keys = await doorKeys('card', secret);
	const door = await newDoor(keys, first.own);
	expect(await openDoor(await doorKeys('card', secret), await fillDoor(door, first))).toEqual(first);
	const next = { ...first, roots: [randomBytes(32), first.roots[0] as Bytes] };
	expect(await openDoor(keys, await fillDoor(door, next))).toEqual(next);
	const others = [await doorKeys('card', randomBytes(16)), await doorKeys('link', secret)];
	for (const other of others) await expect(openDoor(other, await fillDoor(door, first))).rejects.toThrow(WrongDoor);
	expect(new Set([keys, ...others].map(({ id }) => hex(id))).size).toBe(3);
});

test('whoever knows all that a device keeps of a door cannot have it lead to somebody else', async () => {
	const [mine, theirs] = [behind(), behind()];
	const keys = await doorKeys('passkey', randomBytes(32));
	const door = await newDoor(keys, mine.own);
	await expect(openDoor(keys, await fillDoor(door, theirs))).rejects.toThrow(WrongDoor);
	// With a plate of their own, or that of another door to it.
	const other = await newDoor(await doorKeys('passkey', randomBytes(32)), theirs.own);
	for (const plate of [other.plate, randomBytes(64)]) await expect(openDoor(keys, await fillDoor({ ...door, plate }, theirs))).rejects.toThrow(WrongDoor);
	// The box of one door under another's id.
	const box = await sealTo(door.kem, context('door-box', randomBytes(16)), encodeCbor([mine.roots, mine.own, mine.member]));
	await expect(openDoor(keys, encodeCbor([1, door.plate, box]))).rejects.toThrow(WrongDoor);
});

test('a single bit, a part of another length, a form of older or no making: not opened; a newer one is said to be newer', async () => {
	const there = behind();
	const keys = await doorKeys('card', randomBytes(16));
	const kept = await fillDoor(await newDoor(keys, there.own), there);
	await fc.assert(
		fc.asyncProperty(fc.nat(kept.length * 8 - 1), async (bit) => {
			const flipped = kept.slice();
			(flipped[bit >> 3] as number) ^= 1 << (bit & 7);
			await expect(openDoor(keys, flipped)).rejects.toThrow(/door/i);
		}),
		runs(200)
	);
	const [, plate, box] = decodeCbor(kept) as [number, Bytes, Bytes];
	const wrong: Cbor[] = [[0, plate, box], [1, plate], [1, plate.slice(1), box], [1, plate, concat(box, plate)], [], 'door', [1, plate, box, null]];
	for (const form of wrong) await expect(openDoor(keys, encodeCbor(form))).rejects.toThrow(WrongDoor);
	for (const form of [[2, plate, box], [7], [2, 'anything']] as Cbor[]) await expect(openDoor(keys, encodeCbor(form))).rejects.toThrow(NewerDoor);
	await expect(openDoor(keys, randomBytes(100))).rejects.toThrow(WrongDoor);
});

test('a secret is of its kind’s length', async () => {
	await expect(doorKeys('card', randomBytes(32))).rejects.toThrow(RangeError);
	await expect(doorKeys('passkey', randomBytes(16))).rejects.toThrow(RangeError);
});

test('what is written on a card is read again: words in either language and however they are spaced, and the address', () => {
	fc.assert(
		fc.property(bytesOf(16), fc.constantFrom('sv' as const, 'en' as const), fc.constantFrom('card' as const, 'link' as const), (secret, language, kind) => {
			const words = writeDoorWords(secret, language);
			expect(words).toHaveLength(16);
			expect(readDoorWords(words.join('  ').toUpperCase())).toEqual(secret);
			expect(readDoorWords(words.slice(1).join(' '))).toBeNull();
			expect(readDoorLink(` ${writeDoorLink(kind, secret)} `)).toEqual({ kind, secret });
		}),
		runs(100)
	);
	const link = writeDoorLink('card', new Uint8Array(16).fill(7));
	for (const other of ['', link.slice(1), `${link}1`, '0OIl', link.replace(/^./, '9')]) expect(readDoorLink(other)).toBeNull();
});
