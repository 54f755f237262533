/** COME BACK: a person's root on a device that knows nothing of them yet. Their own log says which circles are theirs, and who they are there. */
import { equal, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import type { BehindDoor } from '#identity/door.ts';
import { memberKeys } from '#identity/member.ts';
import { ownSeed } from '#identity/root.ts';
import { writeGenesis } from '#log/control.ts';
import { applyControl } from '#membership/apply.ts';
import { keyOf } from '#replica/circle.ts';
import { Problem } from '#sync/api.ts';
import { ActionRefused, ownCircle, type Home, type IdentityRecord } from './home.ts';
import { goOnSigningOut } from './sign-out.ts';
import { readOwn, takeUp, takeUpPlaces } from './take-up.ts';

const coming = new WeakMap<Home, Promise<void>>();

/** One at a time: a link that is opened and what was broken off before may meet. @throws ActionRefused, Problem, Unreachable: then it goes on when the app is opened next, or when it is asked for again */
export function comeBack(home: Home, identity: IdentityRecord): Promise<void> {
	const next = (coming.get(home) ?? Promise.resolve()).catch(() => undefined).then(() => come(home, identity));
	coming.set(home, next);
	return next;
}

async function come(home: Home, identity: IdentityRecord): Promise<void> {
	const { store } = home;
	const { seed, salt } = await ownSeed(identity.root);
	const circleId = identity.own === undefined ? await ownId(seed, salt) : fromHex(identity.own);
	// Together with the own log: from then on it goes on by itself.
	const also = [store.change(keyOf.identity, identity), store.change(keyOf.comingBack, identity)];
	const own = await takeUp(home, { circleId, own: true }, { seed, member: identity.member ?? null }, also);
	if (own === null) throw new ActionRefused('door-old');
	await readOwn(own);
	const unfinished = await takeUpPlaces(home, own);
	await store.write([store.change(keyOf.comingBack, undefined)]);
	if (unfinished.size > 0) await goOnSigningOut(home, identity.root, unfinished);
}

/**
 * As whoever a door leads to, or another device has handed over; by the root that holds: while one takes the place of another there are both.
 * @throws ActionRefused somebody-here: this device is somebody else's; door-old: none of the roots holds any more; as comeBack
 */
export async function comeBackAs(home: Home, { roots, own, member }: BehindDoor): Promise<void> {
	const here = ownCircle(home);
	if (here !== undefined && !equal(here.circle.state.circleId, own)) throw new ActionRefused('somebody-here');
	for (const root of roots) {
		try {
			return await comeBack(home, { root, own: hex(own), member: hex(member) });
		} catch (error) {
			if (!(error instanceof Problem) || error.code !== 'no-session') throw error;
		}
	}
	throw new ActionRefused('door-old');
}

/** Goes on with a coming back that was broken off. Does nothing where there is none. */
export async function finishComeBack(home: Home): Promise<void> {
	const identity = await home.store.read<IdentityRecord>(keyOf.comingBack);
	if (identity !== undefined) await comeBack(home, identity);
}

/** The own log's id follows from the first root: from what its genesis says. */
async function ownId(seed: Bytes, salt: Bytes): Promise<Bytes> {
	const { root, kem } = await memberKeys(seed);
	return (await applyControl(null, await writeGenesis(root.privateKey, salt, root.publicKey, kem.publicKey, 0))).circleId;
}
