/** LEAVING: a place, with what one has said there or without; or everything, so that nothing of oneself is left with the server or here. */
import { fromHex } from '#crypto/bytes.ts';
import { isErased } from '#domain/fold.ts';
import { parentsIn } from '#membership/state.ts';
import { inTurn, keyOf } from '#replica/circle.ts';
import { endedOf } from '#replica/ended.ts';
import { foldAll, readableRings } from '#replica/load-circle.ts';
import { dropBodies } from '#sync/drop-bodies.ts';
import { pullOlder, pullRings } from '#sync/pull.ts';
import { hasUnsent, pushOutbox } from '#sync/push.ts';
import { decide } from './decide.ts';
import { ActionRefused, asMember, ownCircle, type Home } from './home.ts';
import { eraseTold } from './say.ts';
import { readOwn, takeUpPlaces } from './take-up.ts';

/**
 * Leaves the place on screen. `erase`: what one has said there goes first, from the server and from everybody's devices; only once that is done does one go.
 * @throws ActionRefused last-parent: a place has a parent, the last one erases it; as asMember. Unreachable, Problem: asked again it goes on
 */
export const leave = (home: Home, { erase }: { erase: boolean }): Promise<void> => leaveCircle(home, home.current, erase);

async function leaveCircle(home: Home, id: string | null, erase: boolean): Promise<void> {
	const open = asMember(home, id);
	const { circle } = open;
	const me = open.keys.member.id;
	mayLeave(circle.state, me);
	if (erase) await eraseMine(home, open);
	await decide(home, open, async (batch, state) => {
		mayLeave(state, me);
		if (state.members.get(me)?.standing === 'in') await batch.add('remove', [fromHex(me)]);
	});
}

function mayLeave(state: Parameters<typeof parentsIn>[0], me: string): void {
	const parents = parentsIn(state);
	if (parents.length === 1 && parents[0]?.id === me) throw new ActionRefused('last-parent');
}

/** Everything this person has said there, however long ago. Resolves once the server has dropped it. */
async function eraseMine(home: Home, { circle, line, keys }: ReturnType<typeof asMember>): Promise<void> {
	const { store } = home;
	await pullRings(line);
	for (const ring of readableRings(circle)) while (circle.rings.has(ring) && (await pullOlder(line, ring)));
	const fold = await inTurn(circle, () => foldAll(store, circle));
	const mine = [...fold.told.values()].filter((told) => told.author === keys.member.id && !isErased(fold, told));
	for (const told of mine) await eraseTold(home, circle, told, fold);
	await pushOutbox(line);
	if (hasUnsent(circle)) throw new ActionRefused('not-there-yet');
	await dropBodies(line);
}

/**
 * Leaves every place, with all that was said there, erases one's own log and one's ways back, and clears this device.
 * @throws ActionRefused last-parent, and nothing has been changed; Unreachable, Problem: asked again it goes on
 */
export async function eraseMyself(home: Home, _: Record<string, never> = {}): Promise<void> {
	const { store } = home;
	await store.write([store.change(keyOf.erasing, true)]);
	const before = ownCircle(home);
	if (before !== undefined) {
		await readOwn(before);
		await takeUpPlaces(home, before);
	}
	const here = [...home.circles.values()].filter(
		({ circle }) => !circle.record.own && endedOf(circle) === null && circle.state.members.get(circle.keys?.member.id ?? '')?.standing === 'in'
	);
	try {
		// Whatever would keep one in any of them is met before the first is left.
		for (const { circle } of here) mayLeave(circle.state, asMember(home, circle.id).keys.member.id);
	} catch (error) {
		await store.write([store.change(keyOf.erasing, undefined)]);
		throw error;
	}
	for (const { circle } of here) await leaveCircle(home, circle.id, true);
	const own = ownCircle(home);
	if (own !== undefined) {
		const open = asMember(home, own.circle.id);
		await decide(home, open, async (batch, state) => {
			if (state.erased === null) await batch.add('erase-circle', [true]);
		});
	}
	home.stopArchive?.abort();
	for (const { following } of home.circles.values()) await following?.stop();
	// The keys went with each place as it ended.
	await store.write((await store.list('')).map((key) => store.change(key, undefined)));
	home.circles.clear();
	home.unsaidDoors.clear();
	home.current = null;
	// One that is being written at this moment goes when the app is opened next.
	for (const name of await store.files.list()) await store.files.remove(name).catch(() => undefined);
	home.changed();
}

/** Goes on with an erasing that was broken off. Does nothing where there is none. */
export async function finishErasing(home: Home): Promise<void> {
	if ((await home.store.read(keyOf.erasing)) === true) await eraseMyself(home);
}
