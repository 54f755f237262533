/** LET GO of someone, MOVE someone further in or out, ERASE everything. What was shut out is closed before anything else is said. */
import { fromHex } from '#crypto/bytes.ts';
import { ringNumber, rings, ringsWithin, type Ring } from '#domain/ring.ts';
import { pullRings } from '#sync/pull.ts';
import { decide } from './decide.ts';
import { ActionRefused, asParent, memberIn, type Home, type OpenCircle } from './home.ts';

/** What they could open is renewed in the same breath, and the links for many are closed. Done once is done. @throws ActionRefused, Unreachable, Problem */
export async function letGo(home: Home, { memberId }: { memberId: string }): Promise<void> {
	const open = asParent(home);
	if (memberIn(open.circle, memberId).parent) throw new ActionRefused('parents-stay');
	await readOn(open);
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
	const now = memberIn(circle, memberId);
	if (now.parent) throw new ActionRefused('parents-stay');
	const inward = ringNumber(ring) < ringNumber(now.ring);
	if (inward && !home.compared.has(memberId) && circle.state.invitations.get(now.invitation ?? '')?.compare !== true) throw new ActionRefused('compare-first');
	if (!inward) await readOn(open);
	await decide(home, open, async (batch, state) => {
		const member = state.members.get(memberId);
		if (member?.standing !== 'in' || member.ring === ring) return;
		const opened = ringsWithin(ring).filter((one) => ringNumber(one) < ringNumber(member.ring));
		const boxes = await batch.boxes(opened, memberId, member.kem);
		await batch.add('ring', [fromHex(memberId), ringNumber(ring) as 0 | 1 | 2, boxes]);
		for (const one of rings) await batch.renewIfDue(one);
	});
}

/** What they have said until now is theirs and stays: the cut (replica/cuts.ts) takes what this device has not read. */
const readOn = ({ line }: OpenCircle): Promise<void> => pullRings(line);

/** A parent's yes to erasing everything, or its taking back. With the last parent's yes it is done. @throws Unreachable, Problem */
export async function eraseCircle(home: Home, { yes }: { yes: boolean }): Promise<void> {
	const open = asParent(home);
	await decide(home, open, async (batch, state) => {
		if (state.erased === null && state.erasing.has(open.keys.member.id) !== yes) await batch.add('erase-circle', [yes]);
	});
}
