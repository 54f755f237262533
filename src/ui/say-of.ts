/** Sentences about what was told and answered, for whoever looks. */
import type { Asking } from '#domain/announcement.ts';
import { isWider } from '#domain/ring.ts';
import type { AnswerView, CircleView, EntryView, MemberView } from '#domain/view.ts';
import { sayNames } from './when.ts';
import { parentNames } from './who-sees.ts';
import { t, when, words } from './words.svelte.ts';

type Circle = Pick<CircleView, 'me' | 'members'>;

const inside = (circle: Pick<CircleView, 'members'>) => circle.members.filter((member) => !member.waiting);
export const parentsOf = (circle: Pick<CircleView, 'members'>) => inside(circle).filter((member) => member.parent);

/** "Please ask us about it": in the voice of those who told it. */
export function askingLine(asking: Asking, circle: Pick<CircleView, 'members'>): string | null {
	if (asking === null) return null;
	const alone = parentsOf(circle).length < 2;
	if (asking === 'ask') return alone ? t('today.ask.me') : t('today.ask.us');
	return alone ? t('today.dontAsk.me') : t('today.dontAsk.us');
}

/** Whether this person tells the news here: a parent, or who they have asked to speak for them. */
export const mayTell = ({ me, members }: Circle): boolean => me.parent || members.some((member) => member.me && member.grants.includes('spokesperson'));

/** Who tells it: one; both, where both have said it; or somebody for the parents: "Ingrid, for Noor and Elias". */
export function tellerOf({ name, agreed, spokeFor }: { name: string; agreed: string | null; spokeFor: boolean }, circle: Pick<CircleView, 'members'>): string {
	if (agreed !== null) return sayNames(words.lang, [name, agreed]);
	const names = spokeFor ? parentNames(words.lang, circle.members) : null;
	return names === null ? name : t('told.for', { name, names });
}

export const nameOf = (entry: Pick<EntryView, 'mine' | 'author'>): string => (entry.mine ? t('today.you') : entry.author.name || t('today.unnamed'));

/** Since when they are here, and who let them in. */
export function howTheyCame(member: Pick<MemberView, 'since' | 'letInBy' | 'ring'>): string {
	const since = when(member.since);
	if (member.letInBy === null) return t('people.began', { when: since });
	return t(member.ring === 'all' ? 'people.invited' : 'people.letIn', { name: member.letInBy || t('people.unnamed'), when: since });
}

/** What an answer did, where it did more than say something. */
export function doneBy(answer: Pick<AnswerView, 'kind' | 'mine'>, circle: Circle): string | null {
	const names = circle.me.parent
		? parentsOf(circle).length > 1
			? t('whom.you_two')
			: t('whom.you')
		: (parentNames(words.lang, circle.members) ?? t('today.them'));
	const own = answer.mine;
	switch (answer.kind) {
		case 'candle':
			return t('today.lit');
		case 'prayer':
			return own ? t('today.pray.own', { names }) : t('today.pray', { names });
		case 'thought':
			return own ? t('today.think.own', { names }) : t('today.think', { names });
		case 'offer':
			return own ? t('today.offer.own') : t('today.offer');
		case 'words':
		case 'card':
			return null;
	}
}

/** When, and to whom where fewer see it than what it answers. */
export function whenAndWhom(answer: AnswerView, among: Pick<EntryView, 'ring'>, circle: Circle): string {
	const said = when(answer.at);
	// Wider is an answer to news that has been told anew to fewer since.
	if (answer.ring === among.ring || isWider(answer.ring, among.ring)) return said;
	const two = parentsOf(circle).length > 1;
	if (answer.ring === 'close') return t('when.to', { when: said, whom: circle.me.parent ? t('today.whom.close') : t('today.whom.theirClose') });
	return t('when.to', { when: said, whom: answer.mine || !two ? t('today.whom.us') : t('whom.you') });
}

/** How far one's own words have come. Never whether they were read. */
export const cameFar = (entry: Pick<EntryView, 'state' | 'arrived'>): string =>
	entry.state === 'waiting' ? t('today.kept') : entry.arrived ? t('today.arrived') : t('today.sent');

/** The beginning of something told, to know it by. */
export const beginning = (text: string): string => {
	const line = text.trim().split('\n', 1)[0] ?? '';
	return line.length > 60 ? `${line.slice(0, 60).replace(/\s+\S*$/, '')} …` : line;
};

/** A day as this device's calendar has it. */
export const dayOf = (at: number): string => new Date(at).toDateString();

/** They read by a link that lets in at once, and have said no name yet. */
export const isUnnamed = ({ standing, invited }: Pick<CircleView, 'standing' | 'invited'>): boolean => standing === 'reader' && invited?.compare === false;
