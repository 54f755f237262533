/**
 * The one authority rule: who may write which kind, and with which key it must be signed.
 *
 *   genesis                        the root it names, before anything else and never again
 *   device+, device-               the root of a member who is in
 *   join                           an invitation's key (and, inside, the new member's root)
 *   epoch                          a device of a member who reaches that ring
 *   remove, of oneself             a device of a member who is in
 *   every other                    a device of a parent
 */
import { hex } from '#crypto/bytes.ts';
import { rings, reaches, type Ring } from '#domain/ring.ts';
import type { ControlPayload } from '#wire/control-entry.ts';
import { refuse } from './refused.ts';
import type { CircleState } from './state.ts';

/** The public key that must have signed `entry`. @throws Refused when its author may not write it. */
export function authority(state: CircleState | null, entry: ControlPayload): Uint8Array<ArrayBuffer> {
	if (entry.kind === 'genesis') {
		if (state !== null) return refuse('wrong-state', 'A circle begins once');
		return entry.author.by === 'genesis' ? entry.body[1] : refuse('no-authority', 'A circle begins with its own root');
	}
	if (state === null) return refuse('wrong-state', 'A circle begins with a genesis');
	switch (entry.kind) {
		case 'device+':
		case 'device-': {
			if (entry.author.by !== 'root') return refuse('no-authority', 'Only a member’s root certifies a device, or ends one');
			const member = state.members.get(hex(entry.author.memberId));
			if (member?.standing !== 'in') return refuse('no-authority', 'A device is certified, or ended, by the root of someone who is in');
			return member.root;
		}
		case 'join': {
			if (entry.author.by !== 'invitation') return refuse('no-authority', 'One joins by an invitation');
			return state.invitations.get(hex(entry.author.inviteId))?.key ?? refuse('no-authority', 'There is no such invitation');
		}
		case 'epoch': {
			const { key, member } = deviceOf(state, entry);
			const ring = rings[entry.body[0]] as Ring;
			return reaches(member.ring, ring) ? key : refuse('no-authority', 'A ring’s key is renewed by someone who reaches that ring');
		}
		default: {
			const { key, member } = deviceOf(state, entry);
			const leaves = entry.kind === 'remove' && hex(entry.body[0]) === member.id;
			return member.parent || leaves ? key : refuse('no-authority', 'Only a parent decides this');
		}
	}
}

function deviceOf(state: CircleState, entry: ControlPayload) {
	if (entry.author.by !== 'device') return refuse('no-authority', 'This is written by a device');
	const device = state.devices.get(hex(entry.author.deviceId));
	if (device === undefined || device.ended !== null || device.member !== hex(entry.author.memberId)) return refuse('no-authority', 'There is no such device');
	const member = state.members.get(device.member);
	if (member?.standing !== 'in') return refuse('no-authority', 'The writer is not in');
	return { key: device.key, member };
}
