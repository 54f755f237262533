import { expect, test } from 'vitest';
import { beginCircle, invite, join, keysOf, newPerson, write } from '../../test/support/circle.ts';
import { replayControl } from '#membership/apply.ts';
import type { CircleState } from '#membership/state.ts';
import { emptyStretch, firstHead } from './chain.ts';
import { readPage } from './read-page.ts';

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
