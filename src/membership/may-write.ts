/** Whether an entry of a ring's log was allowed at the control entry it cites. Looks at the log, never at a clock. */
import { reaches, type Ring } from '#domain/ring.ts';
import { equal } from '#crypto/bytes.ts';
import { ringAt, type CircleState, type Device } from './state.ts';

export interface Claim {
	ring: Ring;
	epoch: number;
	/** Lower-case hex. */
	memberId: string;
	deviceId: string;
	controlN: number;
	controlHead: Uint8Array;
}

export type WriteRefusal = 'control-ahead' | 'control-fork' | 'not-a-device' | 'not-in-ring' | 'wrong-epoch' | 'epoch-was-due';

/**
 * The device that may have written this, or why nobody may. `control-ahead`: it cites an entry this log does not have yet
 * (read on, then ask again). `control-fork`: it cites another log than this one.
 */
export function mayWrite(state: CircleState, claim: Claim): Device | WriteRefusal {
	if (claim.controlN > state.n) return 'control-ahead';
	if (!equal(state.heads[claim.controlN] as Uint8Array, claim.controlHead)) return 'control-fork';
	const device = state.devices.get(claim.deviceId);
	if (device === undefined || device.member !== claim.memberId || device.n > claim.controlN) return 'not-a-device';
	if (device.ended !== null && device.ended.n <= claim.controlN) return 'not-a-device';
	const member = state.members.get(device.member);
	const reached = member === undefined ? null : ringAt(member, claim.controlN);
	if (reached === null || !reaches(reached, claim.ring)) return 'not-in-ring';
	const epochs = state.rings[claim.ring].epochs;
	const epoch = epochs[claim.epoch];
	const after = epochs[claim.epoch + 1];
	if (epoch === undefined || epoch.n > claim.controlN || (after !== undefined && after.n <= claim.controlN)) return 'wrong-epoch';
	if (epoch.dueFrom !== null && epoch.dueFrom <= claim.controlN) return 'epoch-was-due';
	return device;
}
