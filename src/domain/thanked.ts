/** WHOM THANKS REACH: who of those who are here has given what, who will find the thanks, and how far they have to be said for that. */
import { plainly, type Gift } from './book.ts';
import { isWider, reaches, type Ring } from './ring.ts';
import { isThanked, type ThanksTo } from './thanks.ts';
import type { MemberView } from './view.ts';

export type Here = Pick<MemberView, 'memberId' | 'name' | 'ring' | 'parent' | 'waiting'>;

/**
 * What each has given who is in and no parent: in Kvar; or written in by hand under their name, where nobody else here is called so.
 * @param own only what they read themselves: what their own device can know
 */
export function giftsByMember(book: readonly Gift[], members: readonly Here[], own = false): Map<string, Gift[]> {
	const inside = members.filter(({ waiting }) => !waiting);
	const called = new Map<string, Here[]>();
	for (const member of inside) called.set(plainly(member.name), [...(called.get(plainly(member.name)) ?? []), member]);
	const gifts = new Map<string, Gift[]>(inside.filter(({ parent }) => !parent).map(({ memberId }) => [memberId, []]));
	for (const gift of book) {
		const name = plainly(gift.from);
		const [named, another] = name === '' ? [] : (called.get(name) ?? []);
		if (gift.by !== null) gifts.get(gift.by)?.push(gift);
		else if (named !== undefined && another === undefined && (!own || reaches(named.ring, gift.ring))) gifts.get(named.memberId)?.push(gift);
	}
	return gifts;
}

/** Those who have given something, in the order of `members`. */
export function whoGave<M extends Here>(book: readonly Gift[], members: readonly M[]): M[] {
	const gifts = giftsByMember(book, members);
	return members.filter(({ memberId }) => (gifts.get(memberId)?.length ?? 0) > 0);
}

/** Those whose own device will tell them that thanks said at `at` are for them, if they read the ring. */
export function whoFinds<M extends Here>(to: ThanksTo, at: number, book: readonly Gift[], members: readonly M[]): M[] {
	const gifts = giftsByMember(book, members, true);
	return members.filter(({ memberId, waiting, parent }) => !waiting && !parent && isThanked({ to }, at, memberId, gifts.get(memberId) ?? []));
}

/** The narrowest ring that every one of them reads. */
export const ringFor = (chosen: readonly Pick<Here, 'ring'>[]): Ring =>
	chosen.reduce<Ring>((widest, { ring }) => (isWider(ring, widest) ? ring : widest), 'us');
