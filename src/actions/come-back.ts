/** COME BACK: a person's root on a device that knows nothing of them yet. Their own log says which circles are theirs, and who they are there. */
import { equal, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { memberKeys } from '#identity/member.ts';
import { ownSeed } from '#identity/root.ts';
import { reads } from '#log/body.ts';
import { writeControl, writeGenesis } from '#log/control.ts';
import { applyControl, replayControl } from '#membership/apply.ts';
import { keyOf, type CircleRecord, type CircleReplica } from '#replica/circle.ts';
import { endedOf } from '#replica/ended.ts';
import type { Self } from '#replica/own-log.ts';
import { appendControl } from '#sync/append-control.ts';
import { Problem } from '#sync/api.ts';
import { pullControl, pullOlder, pullRings } from '#sync/pull.ts';
import { keepCircle, newDeviceKeys } from './begin.ts';
import { ActionRefused, addCircle, resume, type Home, type IdentityRecord, type OpenCircle } from './home.ts';
import { putAway } from './look.ts';
import { readControl } from './open-invitation.ts';
import { goOnSigningOut } from './sign-out.ts';

/** @throws ActionRefused, Problem, Unreachable: then it goes on when the app is opened next, or when it is asked for again */
export async function comeBack(home: Home, identity: IdentityRecord): Promise<void> {
	const { store } = home;
	const { seed, salt } = await ownSeed(identity.root);
	const own = await takeUp(
		home,
		{ circleId: identity.own === undefined ? await ownId(seed, salt) : fromHex(identity.own), own: true },
		{ seed, member: identity.member ?? null }
	);
	await store.write([store.change(keyOf.identity, identity), store.change(keyOf.comingBack, identity)]);
	await pullRings(own.line);
	while (await pullOlder(own.line, 'us'));
	/** Where one is still by a seed that was to be replaced: by hex id, the seed that takes its place. */
	const unfinished = new Map<string, Bytes>();
	for (const [circle, { value }] of own.circle.own.circles) {
		const before = (own.circle.own.earlier.get(circle) ?? []).map((one) => one.value);
		for (const self of [value, ...before]) {
			if ((await takeUpIfIn(home, fromHex(circle), self)) === null) continue;
			if (self !== value) unfinished.set(circle, value.seed);
			break;
		}
	}
	await store.write([store.change(keyOf.comingBack, undefined)]);
	if (unfinished.size > 0) await goOnSigningOut(home, identity.root, unfinished);
}

/**
 * By the root that holds: while one takes the place of another both are handed on. @param own, member as in IdentityRecord
 * @throws ActionRefused door-old where none of them holds any more; as comeBack
 */
export async function comeBackAs(home: Home, { roots, own, member }: { roots: readonly Bytes[]; own: string; member: string }): Promise<void> {
	for (const root of roots) {
		try {
			return await comeBack(home, { root, own, member });
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

/** Null where one is not in there, or not yet, or not by this seed. */
async function takeUpIfIn(home: Home, circleId: Bytes, self: Self): Promise<OpenCircle | null> {
	try {
		return await takeUp(home, { circleId, own: false }, self);
	} catch (error) {
		if (error instanceof Problem && (error.code === 'no-session' || error.code === 'not-yours')) return null;
		throw error;
	}
}

/** Certifies this device in a circle by the member's root, and keeps the circle here. */
async function takeUp(home: Home, { circleId, own }: Pick<CircleRecord, 'circleId' | 'own'>, { seed, member }: Self): Promise<OpenCircle> {
	const id = hex(circleId);
	const known = home.circles.get(id);
	if (known !== undefined && isTakenUp(known.circle)) return known;
	const made = await deviceKeysFor(home, id, seed);
	const keys = { ...made, member: { ...made.member, id: member ?? made.member.id } };
	await home.store.write([{ table: 'keys', key: keyOf.nextDevice(id), value: keys }]);
	const session = home.api.session(circleId, { kind: 'root', id: fromHex(keys.member.id), key: keys.member.root.privateKey });
	const control = await readControl(home, session);
	const state = await replayControl(control);
	if (state === null || !equal(state.circleId, circleId)) throw new ActionRefused('false-circle');
	await known?.following?.stop();
	// It had ended for this device, or was read through an invitation, or was being taken up: as oneself one begins anew.
	const away = known === undefined ? [] : await putAway(home, id);
	const record: CircleRecord = { circleId, own, secret: null, card: null, saidName: null, trouble: null, reads };
	const circle = await keepCircle(home, record, state, control, keys, away);
	const open = await addCircle(home, circle, false);
	open.line.session = session;
	const byRoot = { author: { by: 'root' as const, memberId: fromHex(keys.member.id) }, key: keys.member.root.privateKey };
	await appendControl(open.line, async (now) =>
		now.devices.has(hex(keys.deviceId)) ? [] : [await writeControl(now, byRoot, 'device+', [keys.devicePublic], Date.now())]
	);
	const taken = await resume(home, id);
	await pullControl(taken.line);
	await home.store.write([{ table: 'keys', key: keyOf.nextDevice(id), value: undefined }]);
	return taken;
}

const isTakenUp = (circle: CircleReplica): boolean => circle.keys !== null && endedOf(circle) === null && circle.state.devices.has(hex(circle.keys.deviceId));

/** Those of a try that was broken off, if they are of this seed: another root may have taken its place since. */
async function deviceKeysFor({ store }: Home, id: string, seed: Bytes): Promise<Awaited<ReturnType<typeof newDeviceKeys>>> {
	const kept = await store.readKeys<Awaited<ReturnType<typeof newDeviceKeys>>>(keyOf.nextDevice(id));
	if (kept !== undefined && equal(kept.member.root.publicKey, (await memberKeys(seed)).root.publicKey)) return kept;
	return newDeviceKeys(seed);
}
