/** By which form each parent's points are told apart. Pure. */
import type { MemberView } from '#domain/view.ts';
import type { Form } from './curve.ts';

/** Whoever was here first has circles, the other squares; who is a parent here no longer, something else. */
export function formsOf(members: readonly Pick<MemberView, 'memberId' | 'parent' | 'waiting' | 'since'>[]): (memberId: string) => Form {
	const parents = members.filter(({ parent, waiting }) => parent && !waiting).sort((a, b) => a.since - b.since || (a.memberId < b.memberId ? -1 : 1));
	const forms: readonly Form[] = ['circle', 'square'];
	return (memberId) => forms[parents.findIndex((one) => one.memberId === memberId)] ?? 'diamond';
}
