/** Clocks that are wrong by ten years, on either side: no rule looks at one. */
import { afterEach, expect, test, vi } from 'vitest';
import { startDishonestServer } from '../support/dishonest-server.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { beginHousehold } from '../support/household.ts';
import { letIn } from '../support/let-in.ts';
import { circleOf, memberOf, settled, textsOf, wrongHere } from '../support/seen.ts';

const tenYears = 10 * 365 * 24 * 3600 * 1000;
const trueNow = Date.now.bind(Date);
const setClock = (off: number): void => void vi.spyOn(Date, 'now').mockImplementation(() => trueNow() + off);
afterEach(() => void vi.restoreAllMocks());

/** What was said in `close`, in the order of the log. */
const inOrder = (device: TestDevice): string[] =>
	[...circleOf(device).fold.told.values()]
		.filter(({ ring, n }) => ring === 'close' && n !== null)
		.sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
		.map(({ body }) => body.text);

test.each([
	['ahead', tenYears],
	['behind', -tenYears]
])(
	'clocks ten years %s, for one after the other: all is taken, in the order in which it was said, by everybody',
	async (_, off) => {
		await using server = await startDishonestServer();
		await using people = await beginHousehold(server.origin, ['ingrid']);
		const { noor, ingrid } = people;
		const said = ['nyheten'];
		for (const [i, [one, other, wrong]] of (
			[
				[noor, ingrid, off],
				[ingrid, noor, 0],
				[noor, ingrid, -off],
				[ingrid, noor, off]
			] as const
		).entries()) {
			setClock(wrong);
			await one.does('answer', people.answer(`ord ${i}`));
			said.push(`ord ${i}`);
			await one.sees((view) => settled(view) && textsOf(view).includes(`ord ${i}`));
			await other.sees((view) => textsOf(view).includes(`ord ${i}`));
		}
		// Who is in goes by no clock either: somebody comes in, is let go of, and the key is renewed, at three different times.
		setClock(off);
		await using malik = await letIn(server.origin, noor, 'Malik', 'close');
		await malik.sees((view) => settled(view) && said.every((text) => textsOf(view).includes(text)));
		// What she has not read of his when she lets go is cut off, and named.
		await noor.sees(({ members }) => members.some(({ name, waiting }) => name === 'Malik' && !waiting) && circleOf(noor).fold.names.has(memberOf(malik)));
		setClock(-off);
		await noor.does('letGo', { memberId: memberOf(malik) });
		setClock(0);
		await noor.does('answer', people.answer('efteråt'));
		said.push('efteråt');
		await malik.sees(({ standing }) => standing === 'ended');
		for (const one of [noor, ingrid]) {
			const view = await one.sees((seen) => settled(seen) && textsOf(seen).includes('efteråt'), 15_000);
			expect([wrongHere(view), view.standing]).toEqual([[], 'member']);
			await expect.poll(() => inOrder(one), { timeout: 8_000 }).toEqual(said);
		}
		// The same for who reads it all anew, and whose own clock is wrong.
		setClock(off);
		await using again = await openDevice(server.origin, { store: noor.store });
		expect([(await again.sees(({ connection }) => connection === 'live')).wrong, inOrder(again)]).toEqual([[], said]);
	},
	40_000
);
