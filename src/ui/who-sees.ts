import type { CircleView, MemberView } from '#domain/view.ts';
import { reaches, type Ring } from '#domain/ring.ts';
import type { Lang, T } from './translate.ts';
import { sayNames, sayNumber } from './when.ts';

/** Said of what is the parents': each in a form for one, too. */
type OfParents = `who.group.${'close' | 'close.none' | 'all' | 'all.none' | 'link'}`;

/** Who will see what is told in a ring, as a sentence. Those who still wait to be let in do not see it and are not named. */
export function whoSees(t: T, lang: Lang, ring: Ring, circle: Pick<CircleView, 'me' | 'members' | 'invitations'>): string {
	const inside = circle.members.filter((member) => !member.waiting);
	const others = inside.filter((member) => member.parent && !member.me).map(({ name }) => name);
	const list = (...groups: string[]) => sayNames(lang, groups);
	if (!circle.me.parent) {
		// What a guest writes inward is theirs to see too, but they know that; the sentence is about the others.
		return ring === 'us' ? t('who.guest_us', { names: list(...others) }) : t('who.guest', { names: list(...others, t(`who.guest.${ring}`)) });
	}
	if (ring === 'us') return others.length === 0 ? t('who.only_me') : t('who.only_us', { names: list(...others) });

	const guests = inside.filter((member) => !member.parent && (ring === 'all' || member.ring !== 'all'));
	const own = (key: OfParents, options: Record<string, string> = {}) => t(others.length === 0 ? `${key}.alone` : key, options);
	const sentence = (...groups: string[]) => capital(t('who.sees', { names: list(t('who.you'), ...others, ...groups) }));
	if (ring === 'close') {
		if (guests.length === 0) return `${sentence(own('who.group.close.none'))} ${t('who.none.close')}`;
		if (guests.length <= 2) return sentence(...guests.map(({ name }) => name));
		return sentence(own('who.group.close', { number: sayNumber(lang, guests.length) }));
	}
	// Whoever has an open link for many reads without having given a name: how many they are, nobody knows.
	if (circle.invitations.some(({ open, ring, usesLeft }) => open && ring === 'all' && usesLeft === null)) return sentence(own('who.group.link'));
	if (guests.length === 0) return `${sentence(own('who.group.all.none'))} ${t('who.none.all')}`;
	return sentence(own('who.group.all'));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Who they are, parents first; the one who looks is not among them. */
export const thoseWhoSee = (ring: Ring, members: readonly MemberView[]): MemberView[] =>
	members.filter((member) => !member.waiting && !member.me && reaches(member.ring, ring)).sort((a, b) => Number(b.parent) - Number(a.parent));

/** The parents' names, for a sentence about them: "Noor and Elias". Null while none is known. */
export function parentNames(lang: Lang, members: readonly MemberView[]): string | null {
	const known = members.filter((member) => member.parent && !member.waiting && member.name !== '').map((member) => member.name);
	return known.length === 0 ? null : sayNames(lang, known);
}
