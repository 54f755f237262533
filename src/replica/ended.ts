/** Whether a place has ended for this device, as its control log says: verified, not the server's word. */
import { hex } from '#crypto/bytes.ts';
import type { CircleReplica, Ended } from './circle.ts';

export function endedOf({ state, keys, record }: Pick<CircleReplica, 'state' | 'keys' | 'record'>): Ended | null {
	// Once it is over the keys are gone, and nothing here says any more who one was.
	if (record.farewell?.ended !== undefined) return record.farewell.ended;
	const device = keys === null ? undefined : state.devices.get(hex(keys.deviceId));
	const member = keys === null ? undefined : state.members.get(keys.member.id);
	if (member?.out) return { why: member.standing === 'replaced' ? 'replaced' : member.out.by === member.id ? 'left' : 'let-go', ...member.out };
	if (device?.ended) return { why: 'signed-out', ...device.ended, by: null };
	return state.erased === null ? null : { why: 'erased', ...state.erased, by: null };
}
