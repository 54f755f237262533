import { kvar } from '#replica/queries.svelte.ts';
import type { CircleView, MemberView } from '#domain/view.ts';

/** The person a page is about, for a parent who looks; null where there is none, or nobody may look. */
export function findPerson(memberId: string | null): { view: CircleView; person: MemberView } | null {
	const { view } = kvar;
	if (view?.standing !== 'member' || !view.me.parent) return null;
	const person = view.members.find((member) => member.memberId === memberId && !member.waiting);
	return person === undefined ? null : { view, person };
}
