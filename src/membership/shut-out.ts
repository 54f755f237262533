/** Which devices lost a ring by which control entry: let go of, replaced, moved outward, or ended themselves. */
import { reaches, type Ring } from '#domain/ring.ts';
import { ringAt, type CircleState, type Member } from './state.ts';

/** Devices (hex ids) that were shut out of `ring`, by the number of the control entry that did it. */
export function shutOutOf(state: CircleState, ring: Ring): Map<number, Set<string>> {
	const out = new Map<number, Set<string>>();
	const add = (n: number, device: string) => out.set(n, (out.get(n) ?? new Set()).add(device));
	const lost = new Map<string, number[]>();
	for (const member of state.members.values()) lost.set(member.id, lostAt(member, ring));
	for (const device of state.devices.values()) {
		const member = state.members.get(device.member) as Member;
		if (device.ended !== null && reachesAt(member, device.ended.n, ring)) add(device.ended.n, device.id);
		for (const n of lost.get(member.id) ?? []) if (device.n < n && (device.ended === null || device.ended.n > n)) add(n, device.id);
	}
	return out;
}

function reachesAt(member: Member, n: number, ring: Ring): boolean {
	const reached = ringAt(member, n);
	return reached !== null && reaches(reached, ring);
}

/** Numbers of the control entries by which `member` lost `ring`. */
const lostAt = (member: Member, ring: Ring): number[] =>
	member.reach.map(({ n }) => n).filter((n) => reachesAt(member, n - 1, ring) && !reachesAt(member, n, ring));
