import { expect, test } from 'vitest';
import { beginCircle, invite, join, keysOf, newPerson, write } from '../../test/support/circle.ts';
import { replayControl } from '#membership/apply.ts';
import type { CircleState } from '#membership/state.ts';
import { hex } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { decodeSign1, encodeSign1 } from '#wire/cose.ts';
import { emptyStretch, firstHead, nextHead } from './chain.ts';
import { readPage } from './read-page.ts';
import type { Sealed } from './seal.ts';

test('an entry that cites a control entry not read yet is left for later with all that follows, and read once that has come', async () => {
	const noor = await newPerson();
	const circle = await beginCircle(noor);
	const link = await invite(circle, noor, 'all');
	await write(circle, noor, 'all', { type: 'name', name: 'Noor' });
	const then = (await replayControl(circle.control)) as CircleState;
	const malik = await newPerson();
	await join(circle, malik, link);
	await write(circle, malik, 'all', { type: 'name', name: 'Malik' });
	await write(circle, noor, 'all', { type: 'place', title: 'Noor' });
	const page = circle.logs.all.sealed.map(({ envelope, body }) => [envelope, body] as const);
	const keys = await keysOf(circle, noor, 'all');
	const stretch = emptyStretch(1, await firstHead(then.circleId, 'all'));

	const before = await readPage(stretch, then, 'all', page, keys);
	expect(before).toMatchObject({ ahead: true, refused: [], entries: [{ n: 1 }] });
	expect(stretch.last).toBe(1);
	const after = await readPage(stretch, circle.state, 'all', page.slice(1), keys);
	expect(after).toMatchObject({ ahead: false, refused: [], entries: [{ n: 2 }, { n: 3 }] });
	expect(stretch.head).toEqual(circle.logs.all.head);
});

test('an envelope of a newer version counts in the head; whose it is, and that it is signed, is not said; what others write after it is read', async () => {
	const noor = await newPerson();
	const circle = await beginCircle(noor);
	await write(circle, noor, 'all', { type: 'name', name: 'Noor' });
	const first = circle.logs.all.sealed[0] as Sealed;
	const { payload, signature } = decodeSign1(first.envelope);
	const [header, hash] = decodeCbor(payload) as [Cbor[], Cbor];
	const envelope = encodeSign1(encodeCbor([header.with(0, 2), hash]), signature);
	const keys = await keysOf(circle, noor, 'all');
	const start = await firstHead(circle.state.circleId, 'all');
	const stretch = emptyStretch(1, start);
	const page = [
		[envelope, first.body],
		[first.envelope, first.body],
		[envelope, null]
	] as const;
	const reading = await readPage(stretch, circle.state, 'all', page, keys);
	const newer = { code: 'newer-version', memberId: null, entryId: null, signed: false, hash: hex(await sha256(envelope)) };
	expect(reading).toMatchObject({
		ahead: false,
		refused: [
			{ n: 1, ...newer },
			{ n: 3, ...newer }
		],
		entries: [{ n: 2 }]
	});
	let head = start;
	for (const [each] of page) head = await nextHead(head, await sha256(each));
	expect([stretch.last, hex(stretch.head), stretch.ends.size]).toEqual([3, hex(head), 1]);
});
