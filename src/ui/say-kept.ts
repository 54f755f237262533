/** Sentences about what is kept and given: what somebody did by it, where it stands, how it is known by its beginning. */
import type { Said } from '#domain/ready.ts';
import type { Kept } from '#domain/kept.ts';
import type { CircleView, EntryView, KeptView } from '#domain/view.ts';
import { beginning, nameOf } from './say-of.ts';
import { sayNames } from './when.ts';
import { t, words } from './words.svelte.ts';

/** Whom a dedication is given to: "Noor and Ture". */
export function toWhom({ to, toWords }: { to: readonly string[]; toWords: string }, { members, me }: Pick<CircleView, 'members' | 'me'>): string {
	const names = to.flatMap((id) => {
		const member = members.find(({ memberId }) => memberId === id);
		return member === undefined ? [] : [id === me.memberId ? t('dedication.you') : member.name || t('today.unnamed')];
	});
	return sayNames(words.lang, [...names, ...(toWords === '' ? [] : [toWords])]);
}

/** From whom it is, behind "from". */
export const fromWhom = (entry: Pick<EntryView, 'mine' | 'author'>): string => (entry.mine ? t('dedication.you') : nameOf(entry));

/** What was done by it, behind the name of who did: "wrote a letter". */
export function didBy({ body }: Pick<KeptView, 'body'>, circle: Pick<CircleView, 'members' | 'me'>): string {
	switch (body.type) {
		case 'dedication':
			return t(`kept.did.${body.kind}`, { whom: toWhom(body, circle) });
		case 'keepsake':
			return t(`kept.did.keepsake.${body.kind}`);
		case 'given':
			return body.from === '' ? t('kept.did.given') : t('kept.did.given.from', { name: body.from });
		default:
			return t(`kept.did.${body.type}`);
	}
}

/** The few words by which it is known. */
export function titleOf(body: Said): string {
	if ('title' in body && body.title !== '') return body.title;
	if ('text' in body && body.text !== '') return beginning(body.text);
	return t(`kept.title.${body.type}`);
}

/** The page where it stands. */
export function hrefOf(id: string, body: Kept): string {
	switch (body.type) {
		case 'dedication':
			return `/keep/dedication?what=${id}`;
		case 'line':
			return `/keep/dedication?what=${body.to}`;
		case 'moment':
			return `/keep/highs-and-lows?what=${id}`;
		case 'promise':
			return `/keep/promise?what=${id}`;
		case 'keepsake':
		case 'letter':
			return `/keep/child?child=${body.child}&what=${id}`;
		case 'note':
		case 'given':
		case 'thanks':
			return `/support?what=${id}`;
	}
}

/** The form in which it was begun, to go on there. */
export function formOf(entry: string, says: Said): string {
	switch (says.type) {
		case 'announcement':
			return `/tell?rested=${entry}`;
		case 'keepsake':
		case 'letter':
			return `/keep/${says.type}?child=${says.child}&rested=${entry}`;
		case 'dedication':
			return `/keep/dedicate?rested=${entry}`;
		case 'moment':
			return `/keep/moment?rested=${entry}`;
		case 'promise':
			return `/keep/promise/new?rested=${entry}`;
		case 'thanks':
			return `/support/thanks?rested=${entry}`;
		case 'given':
			return `/support/write-in?rested=${entry}`;
		case 'line':
		case 'note':
			return '/keep';
	}
}
