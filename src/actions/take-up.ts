/** TAKING UP a circle on this device as who one is there: by the root of one's own log, or by a seed that the own log has. */
import { equal, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { memberKeys } from '#identity/member.ts';
import { reads } from '#log/body.ts';
import { writeControl } from '#log/control.ts';
import { replayControl } from '#membership/apply.ts';
import { keyOf, type CircleRecord, type CircleReplica } from '#replica/circle.ts';
import { endedOf } from '#replica/ended.ts';
import type { Self } from '#replica/own-log.ts';
import type { Change } from '#replica/store.ts';
import { appendControl } from '#sync/append-control.ts';
import { Problem, Unreachable } from '#sync/api.ts';
import { pullControl, pullOlder, pullRings } from '#sync/pull.ts';
import { keepCircle, newDeviceKeys } from './begin.ts';
import { ActionRefused, addCircle, resume, type Home, type OpenCircle } from './home.ts';
import { putAway } from './look.ts';
import { readControl } from './open-invitation.ts';

/** Reads the own log from its beginning to its end: everything that is done with all of one's places, or all of one's doors, begins with this. @throws Unreachable, Problem, LogTrouble */
export async function readOwn({ line }: OpenCircle): Promise<void> {
	await pullRings(line);
	while (await pullOlder(line, 'us'));
}

/**
 * Takes up every place that the own log knows of and this device is not in yet. What is wrong with one does not keep the others away.
 * @returns where one is still by a seed that was to be replaced: by hex id, the seed that takes its place @throws Unreachable: asked again it goes on
 */
export async function takeUpPlaces(home: Home, { circle: { own } }: OpenCircle): Promise<Map<string, Bytes>> {
	const unfinished = new Map<string, Bytes>();
	for (const [circle, { value }] of own.circles) {
		const selves = [value, ...(own.earlier.get(circle) ?? []).map((one) => one.value)];
		const as = (await heldAs(home, circle, selves)) ?? (await takeUpAs(home, fromHex(circle), selves));
		if (as !== null && as !== value) unfinished.set(circle, value.seed);
	}
	return unfinished;
}

/** Which of them this device is in a place as already; null where it is not in. */
async function heldAs(home: Home, id: string, selves: readonly Self[]): Promise<Self | null> {
	const circle = home.circles.get(id)?.circle;
	if (circle === undefined) return null;
	for (const self of selves) if (isTakenUp(circle, (await memberKeys(self.seed)).root.publicKey)) return self;
	return null;
}

/** The newest first. Null where one is not in there, or not yet, or by none of these. */
async function takeUpAs(home: Home, circleId: Bytes, selves: readonly Self[]): Promise<Self | null> {
	for (const self of selves) {
		try {
			return (await takeUp(home, { circleId, own: false }, self)) === null ? null : self;
		} catch (error) {
			if (error instanceof Unreachable) throw error;
			// By no such root: perhaps by the one before. Whatever else it is, the next seed does not mend it.
			if (!(error instanceof Problem) || error.code !== 'no-session') return null;
		}
	}
	return null;
}

/**
 * Certifies this device in a circle by the member's root, and keeps the circle here; `also` together with it.
 * @returns null where all was erased, or one is not in @throws ActionRefused false-circle; Problem no-session: by another root; Unreachable
 */
export async function takeUp(
	home: Home,
	{ circleId, own }: Pick<CircleRecord, 'circleId' | 'own'>,
	{ seed, member }: Self,
	also: Promise<Change>[] = []
): Promise<OpenCircle | null> {
	const id = hex(circleId);
	const known = home.circles.get(id);
	const { root } = await memberKeys(seed);
	if (known !== undefined && isTakenUp(known.circle, root.publicKey)) {
		// What another try had made is of no use any more.
		await home.store.write([...also, { table: 'keys', key: keyOf.nextDevice(id), value: undefined }]);
		return known;
	}
	const keys = await deviceKeysFor(home, id, { seed, member });
	await home.store.write([{ table: 'keys', key: keyOf.nextDevice(id), value: keys }]);
	const session = home.api.session(circleId, { kind: 'root', id: fromHex(keys.member.id), key: keys.member.root.privateKey });
	const control = await readControl(home, session);
	const state = await replayControl(control);
	if (state === null || !equal(state.circleId, circleId)) throw new ActionRefused('false-circle');
	if (state.erased !== null || state.members.get(keys.member.id)?.standing !== 'in') return null;
	await known?.following?.stop();
	// It had ended for this device, or was read through an invitation, or was being taken up: as oneself one begins anew.
	const away = known === undefined ? [] : await putAway(home, id);
	const record: CircleRecord = { circleId, own, secret: null, card: null, saidName: null, trouble: null, reads };
	const circle = await keepCircle(home, record, state, control, keys, [...away, ...also]);
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

/** This device is certified there, and one is there by this root. */
const isTakenUp = (circle: CircleReplica, root: Bytes): boolean =>
	circle.keys !== null &&
	endedOf(circle) === null &&
	circle.state.devices.has(hex(circle.keys.deviceId)) &&
	equal(circle.state.members.get(circle.keys.member.id)?.root ?? new Uint8Array(0), root);

/** Those of a try that was broken off, if they are of this seed: another root may have taken its place since. */
async function deviceKeysFor({ store }: Home, id: string, { seed, member }: Self): Promise<Awaited<ReturnType<typeof newDeviceKeys>>> {
	const kept = await store.readKeys<Awaited<ReturnType<typeof newDeviceKeys>>>(keyOf.nextDevice(id));
	if (kept !== undefined && equal(kept.member.root.publicKey, (await memberKeys(seed)).root.publicKey))
		return { ...kept, member: { ...kept.member, id: member ?? kept.member.id } };
	return newDeviceKeys(store, seed, member);
}
