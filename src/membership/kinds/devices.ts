/** `device+`, `device-`. */
import { hex } from '#crypto/bytes.ts';
import { rings, ringsWithin } from '#domain/ring.ts';
import { canBeSealedTo } from '../kem-key.ts';
import { refuse } from '../refused.ts';
import type { CircleState, Device } from '../state.ts';
import { giveBoxes, memberIn, most, type Derived, type Of } from './kind.ts';

export function addDevice(state: CircleState, entry: Of<'device+'>, { deviceId }: Derived): void {
	if (entry.author.by !== 'root' || deviceId === undefined) return refuse('no-authority', 'Only a root certifies a device');
	const member = hex(entry.author.memberId);
	if (state.devices.has(deviceId)) refuse('seen-before', 'A device is certified once');
	if ([...state.devices.values()].filter((device) => device.member === member).length >= most.devices) {
		refuse('wrong-state', 'There are too many devices');
	}
	state.devices.set(deviceId, { id: deviceId, member, key: entry.body[0], n: entry.n, ended: null });
}

/** Devices end, and with them the root and sealing key that they held: from here on the member's are others. */
export function endDevices(state: CircleState, entry: Of<'device-'>, { rolledId }: Derived): void {
	if (entry.author.by !== 'root' || rolledId === undefined) return refuse('no-authority', 'Only a root ends a device');
	const [deviceIds, root, kem, , boxes] = entry.body;
	const member = memberIn(state, entry.author.memberId);
	const ended = new Set<Device>();
	for (const id of deviceIds) {
		const device = state.devices.get(hex(id));
		if (device === undefined || device.member !== member.id || device.ended !== null || ended.has(device)) {
			return refuse('wrong-state', 'Only a device of one’s own that has not ended is ended, and once');
		}
		ended.add(device);
	}
	if (state.members.has(rolledId) || state.rolled.has(rolledId) || state.invitations.has(rolledId))
		refuse('seen-before', 'A root that was ever here is not the next one');
	if (!canBeSealedTo(kem)) refuse('wrong-state', 'Nothing can be sealed to this member’s key');
	// Whoever has the key that goes can open these until they are renewed.
	for (const ring of rings) if (state.rings[ring].openers.has(member.id)) state.rings[ring].openers.add(`${member.id} rolled`);
	giveBoxes(state, member.id, ringsWithin(member.ring), boxes, entry.author);
	for (const device of ended) device.ended = { n: entry.n, at: entry.at };
	member.root = root;
	member.kem = kem;
	state.rolled.add(rolledId);
}
