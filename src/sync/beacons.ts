/** BEACONS, both ways: this device says how far it has read, and looks whether others have been shown more, or something else. */
import { equal, fromHex, hex } from '#crypto/bytes.ts';
import type { Ring } from '#domain/ring.ts';
import { openBeacon, sealBeacon, type Beacon } from '#log/beacon.ts';
import { currentEpoch } from '#membership/state.ts';
import { isDue } from '#membership/entitled.ts';
import { ringKeys } from '#replica/ring-replica.ts';
import { inTurn, keyOf, type Met, type RingReplica } from '#replica/circle.ts';
import { addDoubt } from '#replica/doubt.ts';
import { recordOf } from '#replica/ring-replica.ts';
import { readableRings } from '#replica/load-circle.ts';
import { pullControl, pullRing, type Line } from './pull.ts';

export interface TheirBeacon extends Beacon {
	/** Hex ids. */
	device: string;
	member: string;
}

/** In every ring this device reads: says where it is, and looks where the others are. @throws Unreachable, Problem, LogTrouble */
export async function exchangeBeacons(line: Line, signal?: AbortSignal): Promise<void> {
	for (const ring of readableRings(line.circle)) {
		if (Date.now() >= (line.beaconsHeld ?? 0)) await putBeacon(line, ring);
		await heedBeacons(line, ring, signal);
	}
}

/** Where this device is; or was a moment ago. */
export type Whereabouts = Pick<Beacon, 'controlN' | 'controlHead' | 'seq' | 'head'>;

export const whereabouts = ({ circle: { state, rings } }: Line, ring: Ring): Whereabouts | null => {
	const stretch = rings.get(ring)?.stretch;
	return stretch === undefined ? null : { controlN: state.n, controlHead: state.head, seq: stretch.last, head: stretch.head };
};

/** Nothing where there is no key to say it under: none yet, or one that somebody holds who ought not to. */
export async function putBeacon(line: Line, ring: Ring, at = whereabouts(line, ring)): Promise<void> {
	const { api, session, store, circle } = line;
	const { keys, state } = circle;
	const replica = circle.rings.get(ring);
	if (keys === null || state.members.get(keys.member.id)?.standing !== 'in' || replica === undefined || at === null || isDue(state, ring)) return;
	const epoch = currentEpoch(state, ring)?.epoch ?? 0;
	const sealed = await inTurn(circle, async () => {
		const ringKey = (await ringKeys(circle, ring, replica)).get(epoch) as CryptoKey;
		const me = hex(keys.deviceId);
		const time = Date.now();
		const counter = Math.max((replica.beacons.get(me)?.counter ?? 0) + 1, time);
		await remember({ store, circle }, ring, replica, [[me, { counter, time }]]);
		const place = { circleId: state.circleId, ring, deviceId: keys.deviceId };
		return sealBeacon(place, { counter, time, ...at }, epoch, ringKey, keys.device);
	});
	await api.putBeacon(session, ring, sealed);
}

async function remember(
	{ store, circle }: Pick<Line, 'store' | 'circle'>,
	ring: Ring,
	replica: RingReplica,
	met: readonly (readonly [device: string, Met])[]
): Promise<void> {
	const newer = met.filter(([device, { counter }]) => counter > (replica.beacons.get(device)?.counter ?? 0));
	if (newer.length === 0) return;
	const beacons = new Map([...replica.beacons, ...newer]);
	await store.write([store.change(keyOf.ring(circle.id, ring), recordOf({ ...replica, beacons }))]);
	replica.beacons = beacons;
}

/** Those of other devices that are what they say, and no older than what was met before: the server can show an old one again. */
export async function readBeacons({ api, session, store, circle }: Line, ring: Ring): Promise<TheirBeacon[]> {
	const replica = circle.rings.get(ring);
	if (replica === undefined) return [];
	const shown = await api.beacons(session, ring);
	const keys = await inTurn(circle, () => ringKeys(circle, ring, replica));
	const found: TheirBeacon[] = [];
	for (const [deviceId, sealed] of shown) {
		const id = hex(deviceId);
		const device = circle.state.devices.get(id);
		if (device === undefined || device.ended !== null || circle.state.members.get(device.member)?.standing !== 'in') continue;
		if (circle.keys !== null && equal(deviceId, circle.keys.deviceId)) continue;
		const beacon = await openBeacon({ circleId: circle.state.circleId, ring, deviceId: fromHex(id) }, sealed, keys, device.key);
		if (beacon === null || beacon.counter < (replica.beacons.get(id)?.counter ?? 0)) continue;
		found.push({ ...beacon, device: id, member: device.member });
	}
	const met = found.map(({ device, counter, time }) => [device, { counter, time }] as const);
	await inTurn(circle, () => remember({ store, circle }, ring, replica, met));
	return found;
}

async function heedBeacons(line: Line, ring: Ring, signal?: AbortSignal): Promise<void> {
	const { circle, store, changed } = line;
	const theirs = await readBeacons(line, ring);
	const replica = circle.rings.get(ring);
	if (theirs.length === 0 || replica === undefined) return;
	const ahead = () => theirs.find(({ seq, controlN }) => seq > replica.stretch.last || controlN > circle.state.n);
	// What they have read and this device has not may just have come.
	if (ahead() !== undefined) {
		await pullControl(line, signal);
		await pullRing(line, ring, signal);
	}
	for (const { member, seq, head, controlN, controlHead } of theirs) {
		const known = replica.stretch.heads.get(seq);
		const control = circle.state.heads[controlN];
		if ((known !== undefined && !equal(known, head)) || (control !== undefined && !equal(control, controlHead))) {
			await inTurn(circle, () => addDoubt(store, circle, ring, member, seq));
		}
	}
	const further = ahead();
	const lag = further === undefined ? null : { seq: further.seq, controlN: further.controlN, member: further.member, at: replica.lag?.at ?? Date.now() };
	if (lag === null && replica.lag === null) return changed();
	await inTurn(circle, async () => {
		await store.write([store.change(keyOf.ring(circle.id, ring), recordOf({ ...replica, lag }))]);
		replica.lag = lag;
	});
	changed();
}
