/**
 * A RESTORED DISK. A device that meets entries of its own that it does not know of is a copy of itself from before: it cannot know which
 * numbers it has signed since, and the server may keep some of them from it. So it never signs with that key again: it makes another,
 * which its member's root certifies, and begins its chains anew. What waits is sealed anew under the same entry ids. So does a device that was
 * moved out of a ring where it had written: what it knew of that ring is gone, its numbers there with it.
 */
import { equal, fromHex, hex } from '#crypto/bytes.ts';
import { writeControl } from '#log/control.ts';
import { inTurn, keyOf, type CircleReplica } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import type { HeldDevice } from '#replica/device-keys.ts';
import { newHeldDevice } from '#replica/held-keys.ts';
import { recordOf } from '#replica/ring-replica.ts';
import { appendControl } from './append-control.ts';
import { pullRings, type Line } from './pull.ts';

/** @throws Problem, Unreachable, LogTrouble: then it is done at the next try, with the same key */
export async function retireKey(line: Line, signal?: AbortSignal): Promise<void> {
	const { circle, store } = line;
	const { keys } = circle;
	if (keys === null) throw new Error('Only a member has a key to retire');
	// Whatever came through under the old key settles what waits here, before anything is sealed anew.
	await pullRings(line, signal);
	const kept = await store.readKeys<HeldDevice>(keyOf.nextDevice(circle.id));
	// One that is in use already is none that takes its place.
	const next = kept === undefined || equal(kept.deviceId, keys.deviceId) ? await makeNext(line) : kept;
	await appendControl(
		line,
		async (state) => {
			if (state.devices.has(hex(next.deviceId))) return [];
			const by = { author: { by: 'root' as const, memberId: fromHex(keys.member.id) }, key: keys.member.root.privateKey };
			return [await writeControl(state, by, 'device+', [next.devicePublic], Date.now())];
		},
		signal
	);
	await inTurn(circle, () => takeUp(line, keys, next));
}

/** Kept before it is sent: a certificate whose answer was lost is found again. */
async function makeNext({ store, circle }: Line): Promise<HeldDevice> {
	const next = await newHeldDevice(store);
	await store.write([{ table: 'keys', key: keyOf.nextDevice(circle.id), value: next }]);
	return next;
}

async function takeUp(line: Line, keys: DeviceKeys, next: HeldDevice): Promise<void> {
	const { circle, store, api } = line;
	const { device, deviceId, deviceSeed } = next;
	// A take-up that was broken off keeps a member beside it, who may be another since.
	const taken: DeviceKeys = { ...keys, device, deviceId, deviceSeed };
	const anew = { signed: 0, accepted: { seq: 0, hash: new Uint8Array(32) }, voids: [] };
	const waiting = circle.outbox.filter(({ acknowledged, sealed }) => !acknowledged && sealed !== null);
	await store.write([
		{ table: 'keys', key: keyOf.circle(circle.id), value: taken },
		{ table: 'keys', key: keyOf.nextDevice(circle.id), value: undefined },
		store.change(keyOf.circle(circle.id), { ...circle.record, behind: false }),
		...[...circle.rings].map(([ring, replica]) => store.change(keyOf.ring(circle.id, ring), recordOf({ ...replica, ...anew }))),
		...waiting.map((item) => store.change(keyOf.out(circle.id, item.order), { ...item, sealed: null }))
	]);
	circle.keys = taken;
	circle.record.behind = false;
	for (const replica of circle.rings.values()) Object.assign(replica, { ...anew, accepted: { ...anew.accepted }, voids: [] });
	for (const item of waiting) item.sealed = null;
	line.session = api.session(circle.state.circleId, signerOfDevice(circle));
	line.changed();
}

const signerOfDevice = ({ keys }: CircleReplica) => {
	const { deviceId, device } = keys as DeviceKeys;
	return { kind: 'device' as const, id: deviceId, key: device };
};
