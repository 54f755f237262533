/**
 * SIGN OUT every other device of this person's: one that was lost, sold or lent. Whoever has it holds the root and every seed, so all of
 * them are replaced: the root, and in each circle the member's root and kem (`device-`), with new keys of every ring after that.
 *
 * NOTE the order. What replaces them is kept here before anything is sent. The own log goes first; under its new key it then remembers
 * the new seeds of every circle there is by then, and only once these are safe with the server do the circles follow: nobody is in a
 * circle by a seed that could be lost. The doors lead to both roots before the first of this, and to the new one alone once the own log has it.
 */
import { equal, fromHex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { ringsWithin } from '#domain/ring.ts';
import { noteOf } from '#identity/member.ts';
import { newRoot, ownSeed } from '#identity/root.ts';
import { controlBatch } from '#log/control-batch.ts';
import { rollStatement } from '#membership/root-statement.ts';
import { isOpen, type CircleState } from '#membership/state.ts';
import { deviceAuthor, inTurn, keyOf, type CircleReplica } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { addCuts } from '#replica/cuts.ts';
import { inDoubt } from '#replica/doubt.ts';
import { endedOf } from '#replica/ended.ts';
import { heldMember } from '#replica/held-keys.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { appendControl } from '#sync/append-control.ts';
import { pushOutbox } from '#sync/push.ts';
import { behindOf, fillDoors } from './fill-doors.ts';
import { readOwn, takeUpPlaces } from './take-up.ts';
import { ActionRefused, ownCircle, type Home, type IdentityRecord, type OpenCircle } from './home.ts';

/** Kept under `rolling` until all of it is done. */
interface Rolling {
	root: Bytes;
	/** The next seed of each circle that is left to do, by hex id. */
	seeds: Map<string, Bytes>;
	/** The own log has its new key: no circle that is joined from here on is known to a device that was signed out. */
	whole?: true;
}

/** @throws Unreachable, Problem: what is not done goes on when the app is opened next, or when it is asked for again */
export async function signOutOthers(home: Home, _: Record<string, never>): Promise<void> {
	const own = ownCircle(home);
	if (own === undefined) throw new ActionRefused('not-a-member');
	mayWrite(own.circle);
	if ((await home.store.read<Rolling>(keyOf.rolling)) === undefined) {
		const plan: Rolling = { root: newRoot(), seeds: new Map() };
		await home.store.write([home.store.change(keyOf.rolling, plan)]);
	}
	await finishSignOut(home);
}

/** Goes on with one that a device began which is no more: its seeds are in the own log. @param seeds by hex id of the circles that are left to do */
export async function goOnSigningOut(home: Home, root: Bytes, seeds: Map<string, Bytes>): Promise<void> {
	await home.store.write([home.store.change(keyOf.rolling, { root, seeds, whole: true } satisfies Rolling)]);
	await finishSignOut(home);
}

const finishing = new WeakMap<Home, Promise<void>>();

/** Goes on with a signing out that was broken off. Does nothing where there is none. */
export function finishSignOut(home: Home): Promise<void> {
	const running = finishing.get(home) ?? finish(home).finally(() => finishing.delete(home));
	finishing.set(home, running);
	return running;
}

async function finish(home: Home): Promise<void> {
	const { store } = home;
	const plan = await store.read<Rolling>(keyOf.rolling);
	const own = ownCircle(home);
	if (plan === undefined || own === undefined) return;
	mayWrite(own.circle);
	// What another device has joined, or made to come back by, is known from the own log alone.
	await readOwn(own);
	await takeUpPlaces(home, own);
	if (plan.whole !== true) await fillDoors(home, own, await behindOf(home, own, plan.root));
	await roll(home, own, (await ownSeed(plan.root)).seed);
	const identity: IdentityRecord = { root: plan.root, own: own.circle.id, member: (own.circle.keys as DeviceKeys).member.id };
	if (plan.whole !== true) {
		// Only now: until the own log had its new key, what was noted there of a circle was known to every device.
		const here = [...home.circles.values()].filter(({ circle }) => !circle.record.own && isIn(circle));
		for (const { circle } of here) if (!plan.seeds.has(circle.id)) plan.seeds.set(circle.id, randomBytes(32));
		plan.whole = true;
	}
	await store.write([store.change(keyOf.identity, identity), store.change(keyOf.rolling, plan)]);
	for (const [circle, seed] of plan.seeds) {
		const member = home.circles.get(circle)?.circle.keys?.member.id;
		if (member === undefined) continue;
		await addToOutbox(store, own.circle, { ring: 'us', id: await noteOf(seed), body: { type: 'roll', circle, member, seed }, time: Date.now() });
	}
	await pushOutbox(own.line);
	mayWrite(own.circle);
	await fillDoors(home, own, await behindOf(home, own));
	let failed: unknown = null;
	for (const [id, seed] of [...plan.seeds]) {
		const open = home.circles.get(id);
		try {
			if (open !== undefined && isIn(open.circle)) await roll(home, open, seed);
		} catch (error) {
			// A place that cannot be written to now does not keep the others open to whoever has the device.
			failed ??= error;
			continue;
		}
		plan.seeds.delete(id);
		await store.write([store.change(keyOf.rolling, plan)]);
	}
	if (failed !== null) throw failed;
	await store.write([store.change(keyOf.rolling, undefined)]);
	home.changed();
}

/** The new seeds have to be safe with the server: where the own log is in doubt or trouble they would wait here. @throws ActionRefused */
function mayWrite(circle: CircleReplica): void {
	if (circle.record.trouble !== null) throw new ActionRefused('trouble');
	if (inDoubt(circle)) throw new ActionRefused('doubt');
}

const isIn = (circle: CircleReplica): boolean => endedOf(circle) === null && circle.state.members.get(circle.keys?.member.id ?? '')?.standing === 'in';

/** In one circle: every other device ends, and nothing that was on it opens or certifies anything from here on. Done once is done. */
async function roll(home: Home, { circle, line, following }: OpenCircle, seed: Bytes): Promise<void> {
	const keys = circle.keys as DeviceKeys;
	const next = await heldMember(home.store, seed, keys.member.id);
	if (!equal(keys.member.root.publicKey, next.root.publicKey)) {
		await inTurn(circle, async () => {
			const both = { ...(circle.keys as DeviceKeys), next };
			await home.store.write([{ table: 'keys', key: keyOf.circle(circle.id), value: both }]);
			circle.keys = both;
		});
	}
	await appendControl(line, (state) => writeRoll(circle, state, next));
	if (await addCuts(home.store, circle)) following?.push();
}

async function writeRoll({ keys, holder }: CircleReplica, state: CircleState, next: DeviceKeys['member']): Promise<Bytes[]> {
	const { deviceId, member: before } = keys as DeviceKeys;
	const member = state.members.get(next.id);
	if (member?.standing !== 'in' || equal(member.root, next.root.publicKey)) return [];
	const batch = controlBatch(state, deviceAuthor(keys as DeviceKeys), holder);
	// A parent's device knows the secret of every invitation, and whoever holds one could go on reading by it.
	if (member.parent) for (const one of state.invitations.values()) if (isOpen(one)) await batch.add('revoke-invite', [fromHex(one.id)]);
	const others = [...state.devices.values()].filter((device) => device.member === next.id && device.ended === null && !equal(fromHex(device.id), deviceId));
	const mine = ringsWithin(member.ring).filter((ring) => state.rings[ring].epochs.length > 0);
	const boxes = await batch.boxes(mine, next.id, next.kem.publicKey);
	const statement = rollStatement(state.circleId, fromHex(next.id), next.root.publicKey, next.kem.publicKey);
	const byRoot = { author: { by: 'root' as const, memberId: fromHex(next.id) }, key: before.root.privateKey };
	const ended = others.map(({ id }) => fromHex(id));
	await batch.add('device-', [ended, next.root.publicKey, next.kem.publicKey, await sign(next.root.privateKey, statement), boxes], byRoot);
	batch.holder = { id: next.id, kem: next.kem };
	for (const ring of mine) await batch.renewIfDue(ring);
	return batch.entries;
}
