import type { CircleView, MemberView } from '#domain/view.ts';
import { reaches, type Ring } from '#domain/ring.ts';
import type { Lang, T } from './translate.ts';
import { sayNames, sayNumber } from './when.ts';

/** Who will see what is told in a ring, as a sentence. Those who still wait to be let in do not see it and are not named. */
export function whoSees(t: T, lang: Lang, ring: Ring, circle: Pick<CircleView, 'me' | 'members'>): string {
	const inside = circle.members.filter((member) => !member.waiting);
	const parents = inside.filter((member) => member.parent);
	if (!circle.me.parent) {
		// What a guest writes inward is theirs to see too, but they know that; the sentence is about the others.
		return t(`who.guest_${ring}`, { names: names(lang, parents) });
	}
	const others = parents.filter((member) => !member.me);
	if (ring === 'us') return others.length === 0 ? t('who.only_me') : t('who.only_us', { names: names(lang, others) });
	if (ring === 'close') {
		const close = inside.filter((member) => !member.parent && member.ring !== 'all');
		if (close.length === 0) return t('who.close_none');
		if (close.length <= 2) return t('who.close_few', { names: names(lang, [...others, ...close]) });
		if (others.length === 0) return t('who.close_many_alone', { number: sayNumber(lang, close.length) });
		return t('who.close_many', { names: names(lang, others), number: sayNumber(lang, close.length) });
	}
	const invited = inside.filter((member) => !member.parent);
	return invited.length === 0 ? t('who.all_none') : t('who.all_many', { number: sayNumber(lang, invited.length) });
}

/** Who they are, parents first; the one who looks is not among them. */
export const thoseWhoSee = (ring: Ring, members: readonly MemberView[]): MemberView[] =>
	members.filter((member) => !member.waiting && !member.me && reaches(member.ring, ring)).sort((a, b) => Number(b.parent) - Number(a.parent));

/** The parents' names, for a sentence about them: "Noor and Elias". Null while none is known. */
export function parentNames(lang: Lang, members: readonly MemberView[]): string | null {
	const known = members.filter((member) => member.parent && !member.waiting && member.name !== '').map((member) => member.name);
	return known.length === 0 ? null : sayNames(lang, known);
}

const names = (lang: Lang, members: readonly MemberView[]) =>
	sayNames(
		lang,
		members.map((member) => member.name)
	);
