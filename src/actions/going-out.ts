/** LET GO of someone, MOVE someone further in or out, ERASE everything. What was shut out is closed before anything else is said. */
import { fromHex } from '#crypto/bytes.ts';
import { ringNumber, rings, ringsWithin, type Ring } from '#domain/ring.ts';
import { controlBatch, type ControlBatch } from '#log/control-batch.ts';
import { deviceAuthor, type CircleReplica, type DeviceKeys } from '#replica/circle.ts';
import { addCuts } from '#replica/cuts.ts';
import type { Member } from '#membership/state.ts';
import { appendControl } from '#sync/append-control.ts';
import { ActionRefused, asParent, type Home, type OpenCircle } from './home.ts';

type Parent = OpenCircle & { keys: DeviceKeys };

/** What they could open is renewed in the same breath, and the links for many are closed. Done once is done. @throws ActionRefused, Unreachable, Problem */
export async function letGo(home: Home, { memberId }: { memberId: string }): Promise<void> {
	const open = asParent(home);
	if (memberOf(open.circle, memberId).parent) throw new ActionRefused('parents-stay');
	await decide(home, open, async (batch, state) => {
		if (state.members.get(memberId)?.standing !== 'in') return;
		await batch.add('remove', [fromHex(memberId)]);
		for (const ring of rings) await batch.renewIfDue(ring);
	});
}

/** Moves someone to `ring`. Further in only who has been compared with. @throws ActionRefused, Unreachable, Problem */
export async function moveTo(home: Home, { memberId, ring }: { memberId: string; ring: Ring }): Promise<void> {
	const open = asParent(home);
	const { circle } = open;
	const now = memberOf(circle, memberId);
	if (now.parent) throw new ActionRefused('parents-stay');
	const inward = ringNumber(ring) < ringNumber(now.ring);
	if (inward && !home.compared.has(memberId) && circle.state.invitations.get(now.invitation ?? '')?.compare !== true) throw new ActionRefused('compare-first');
	await decide(home, open, async (batch, state) => {
		const member = state.members.get(memberId);
		if (member?.standing !== 'in' || member.ring === ring) return;
		const opened = ringsWithin(ring).filter((one) => ringNumber(one) < ringNumber(member.ring));
		const boxes = await batch.boxes(opened, memberId, member.kem);
		await batch.add('ring', [fromHex(memberId), ringNumber(ring) as 0 | 1 | 2, boxes]);
		for (const one of rings) await batch.renewIfDue(one);
	});
}

/** A parent's yes to erasing everything, or its taking back. With the last parent's yes it is done. @throws Unreachable, Problem */
export async function eraseCircle(home: Home, { yes }: { yes: boolean }): Promise<void> {
	const open = asParent(home);
	await decide(home, open, async (batch, state) => {
		if (state.erased === null && state.erasing.has(open.keys.member.id) !== yes) await batch.add('erase-circle', [yes]);
	});
}

async function decide(home: Home, { circle, line, keys, following }: Parent, write: (batch: ControlBatch, state: CircleReplica['state']) => Promise<void>) {
	await appendControl(line, async (state) => {
		const batch = controlBatch(state, deviceAuthor(keys), circle.holder);
		await write(batch, state);
		return batch.entries;
	});
	if (await addCuts(home.store, circle)) following?.push();
	home.changed();
}

function memberOf({ state }: CircleReplica, id: string): Member {
	const member = state.members.get(id);
	if (member?.standing !== 'in') throw new ActionRefused('not-found');
	return member;
}
