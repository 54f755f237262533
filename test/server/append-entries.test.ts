import { expect, test, describe } from 'vitest';
import { randomBytes } from '#crypto/random.ts';
import { sha256 } from '#crypto/verify.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { decodeSign1, encodeSign1 } from '#wire/cose.ts';
import { headStart } from '#wire/ring-head.ts';
import { settle } from '../support/family.ts';
import { headAfter, newChain } from '../support/raw-circle.ts';
import { codeOf } from '../support/raw-client.ts';
import { startServer } from '../support/start-server.ts';

describe('an entry is appended', () => {
	test('numbered in order, with heads that follow', async () => {
		await using site = await startServer();
		const { circle, founder, guest, as } = await settle(site);
		const [mine, theirs] = [newChain(), newChain()];
		const a = await circle.entry('all', founder, mine);
		const b = await circle.entry('all', guest, theirs);
		const c = await circle.entry('all', founder, mine);
		expect(await as.founder.append('all', a)).toEqual([1]);
		expect(await as.guest.append('all', b)).toEqual([2]);
		expect(await as.founder.append('all', c)).toEqual([3]);
		const start = await sha256(headStart(circle.id, 2));
		expect(await as.guest.page('all')).toEqual([1, start, [a, b, c], 3, await headAfter(start, [a[0], b[0], c[0]])]);
		expect(await as.guest.page('all', '?after=1&limit=1')).toEqual([2, await headAfter(start, [a[0]]), [b], 3, expect.anything()]);
		expect(await as.guest.page('all', '?before=3')).toEqual([1, start, [a, b], 3, expect.anything()]);
		expect(await as.guest.page('all', '?before=9007199254740991&limit=1')).toEqual([3, await headAfter(start, [a[0], b[0]]), [c], 3, expect.anything()]);
		expect(await as.guest.page('all', '?after=3')).toEqual([4, await headAfter(start, [a[0], b[0], c[0]]), [], 3, expect.anything()]);
	});

	test('each ring has a log and device chains of its own', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		for (const ring of ['us', 'close', 'all'] as const) expect(await as.founder.append(ring, await circle.entry(ring, founder, newChain()))).toEqual([1]);
	});

	test('after voiding the numbers that were refused', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const chain = newChain();
		await as.founder.append('all', await circle.entry('all', founder, chain));
		const { prev } = chain;
		const lost = await circle.entry('all', founder, chain, { controlN: 0 });
		expect(await codeOf(as.founder.append('all', lost))).toBe('control-behind');
		const next = await circle.entry('all', founder, chain, { devicePrev: prev, voids: [await sha256(lost[0])] });
		expect(await as.founder.append('all', next)).toEqual([2]);
	});
});

describe('sent again', () => {
	test('the same bytes get the same number, in any mixture and even when the circle has moved on', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const chain = newChain();
		const [a, b, c] = [await circle.entry('all', founder, chain), await circle.entry('all', founder, chain), await circle.entry('all', founder, chain)];
		expect(await as.founder.append('all', a, b)).toEqual([1, 2]);
		expect(await as.founder.append('all', b, c, c)).toEqual([2, 3, 3]);
		await as.founder.control((await circle.invite('close')).entry);
		expect(await as.founder.append('all', a)).toEqual([1]);
		expect((await as.founder.page('all'))[3]).toBe(3);
	});

	test('at the same time by many, it is one entry', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const entry = await circle.entry('all', founder, newChain());
		const answers = await Promise.all(Array.from({ length: 20 }, () => as.founder.append('all', entry)));
		expect(new Set(answers.flat())).toEqual(new Set([1]));
		expect((await as.founder.page('all'))[2]).toHaveLength(1);
	});
});

describe('an entry is refused', () => {
	const changes = {
		'another circle': [{ circleId: randomBytes(32) }, 'malformed'],
		'another ring': [{ ring: 0 }, 'malformed'],
		'another member': [{ memberId: randomBytes(16) }, 'not-yours'],
		'another device': [{ deviceId: randomBytes(16) }, 'not-yours'],
		'an older control entry': [{ controlN: 1 }, 'control-behind'],
		'a control entry to come': [{ controlN: 99 }, 'control-behind'],
		'another control head': [{ controlHead: randomBytes(32) }, 'control-behind'],
		'an epoch to come': [{ epoch: 1 }, 'epoch-due'],
		'a device number left out': [{ deviceSeq: 2 }, 'device-order'],
		'a device number of nothing': [{ deviceSeq: 0 }, 'malformed'],
		'another predecessor': [{ devicePrev: randomBytes(32) }, 'device-order'],
		'a void that moves no number': [{ voids: [randomBytes(32)] }, 'device-order'],
		'a place not reached yet': [{ seenSeq: 1 }, 'malformed']
	} as const;
	test.each(Object.entries(changes))('when it names %s', async (_, [change, code]) => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		expect(await codeOf(as.founder.append('all', await circle.entry('all', founder, newChain(), change as object)))).toBe(code);
		expect((await as.founder.page('all'))[3]).toBe(0);
	});

	test('when its body is another than it names, or is no envelope', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const [envelope] = await circle.entry('all', founder, newChain());
		expect(await codeOf(as.founder.append('all', [envelope, randomBytes(9)]))).toBe('malformed');
		expect(await codeOf(as.founder.append('all', [randomBytes(300), randomBytes(9)]))).toBe('malformed');
	});

	test('when it is of a newer version or suite: not as a fault of the server', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const [envelope, body] = await circle.entry('all', founder, newChain());
		const { payload, signature } = decodeSign1(envelope);
		const [header, hash] = decodeCbor(payload) as [Cbor[], Cbor];
		for (const fields of [header.with(0, 2), header.with(1, 2), [2, 2]]) {
			expect(await codeOf(as.founder.append('all', [encodeSign1(encodeCbor([fields, hash]), signature), body]))).toBe('malformed');
		}
		expect((await as.founder.page('all'))[3]).toBe(0);
	});

	test('when its id is taken, in whichever ring', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const entryId = randomBytes(16);
		const chain = newChain();
		await as.founder.append('all', await circle.entry('all', founder, chain, { entryId }));
		expect(await codeOf(as.founder.append('all', await circle.entry('all', founder, chain, { entryId })))).toBe('id-taken');
		expect(await codeOf(as.founder.append('us', await circle.entry('us', founder, newChain(), { entryId })))).toBe('id-taken');
	});

	test('when the ring’s key is due: an invitation that could open it is closed', async () => {
		await using site = await startServer();
		const { circle, founder, open, as } = await settle(site);
		await as.founder.control(await circle.revoke(open));
		const chain = newChain();
		expect(await codeOf(as.founder.append('all', await circle.entry('all', founder, chain)))).toBe('epoch-due');
		expect(await as.founder.append('us', await circle.entry('us', founder, newChain()))).toEqual([1]);
		await as.founder.control(await circle.renew('all'));
		expect(await as.founder.append('all', await circle.entry('all', founder, newChain()))).toEqual([1]);
		expect(await codeOf(as.founder.append('all', await circle.entry('all', founder, newChain(), { epoch: 0 })))).toBe('epoch-due');
	});

	test('all of a batch or none', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		const chain = newChain();
		const good = await circle.entry('all', founder, chain);
		const after = await circle.entry('all', founder, chain);
		const wrong = await circle.entry('all', founder, chain, { deviceSeq: 9 });
		expect(await codeOf(as.founder.append('all', good, after, wrong))).toBe('device-order');
		expect((await as.founder.page('all'))[3]).toBe(0);
		expect(await as.founder.append('all', good, after)).toEqual([1, 2]);
	});

	test('when the circle is full; what is there already is still answered', async () => {
		await using site = await startServer({ quotaMb: 1 });
		const { circle, founder, as } = await settle(site);
		const chain = newChain();
		const big = await circle.entry('all', founder, chain, {}, 262_000);
		const more = [await circle.entry('all', founder, chain, {}, 262_000), await circle.entry('all', founder, chain, {}, 262_000)] as const;
		expect(await as.founder.append('all', big, ...more)).toEqual([1, 2, 3]);
		expect(await codeOf(as.founder.append('all', await circle.entry('all', founder, { ...chain }, {}, 262_000)))).toBe('circle-full');
		expect(await as.founder.append('all', big)).toEqual([1]);
		expect(await as.founder.control((await circle.invite('close')).entry)).toBe(circle.state.n);
	});

	test('when it is larger than may be', async () => {
		await using site = await startServer();
		const { circle, founder, as } = await settle(site);
		expect(await codeOf(as.founder.append('all', await circle.entry('all', founder, newChain(), {}, 256 * 1024 + 1)))).toBe('malformed');
		const chain = newChain();
		const many = await Promise.all(Array.from({ length: 40 }, () => circle.entry('all', founder, chain, {}, 256 * 1024)));
		expect(await codeOf(as.founder.append('all', ...many))).toBe('too-large');
	});
});
